from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.answers import AnswerError, parse, problems
from bot.locales.words import Sentence, load_words
from bot.playbook.model import Collection, Kind, Question, Step, Value
from tests.coaching.builders import TODAY, question, slot, step

WORDS = load_words("en")


def read(asked: Question, raw: object, language: str = "en") -> Value | None:
    words = type(WORDS)(language, {})
    return parse(asked, raw, words=words, today=TODAY)


def refusal(asked: Question, raw: object, language: str = "en") -> str:
    with pytest.raises(AnswerError) as refused:
        read(asked, raw, language)
    assert WORDS(refused.value.sentence)
    return refused.value.sentence.key.removeprefix("answers.")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("empty", [None, "", "   ", "\n\t\u00a0", []])
def test_blank_is_no_answer_whatever_is_asked(kind: Kind, empty: object) -> None:
    assert read(question(kind), empty) is None


@pytest.mark.parametrize(
    "said",
    [
        "  “We tried that.”  \n",
        '"no budget"',
        "<!channel> & <@U1>",
        "ne\u202ever \u05dc\u05d0",
        "\x00\ud800",
        "🙃" * 700,
        "x" * 3000,
    ],
)
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT])
def test_the_executives_words_are_kept_to_the_letter(kind: Kind, said: str) -> None:
    assert read(slot(kind, "quote"), said) == said


def test_a_one_line_answer_loses_the_spaces_around_it() -> None:
    assert read(slot(Kind.TEXT, "executive_role"), " CFO ") == "CFO"


def test_a_text_beyond_three_thousand_characters_says_by_how_much_it_is_too_long() -> None:
    with pytest.raises(AnswerError) as refused:
        read(slot(Kind.LONG_TEXT, "quote"), "x" * 3001)

    assert WORDS(refused.value.sentence) == "This is 3001 characters long. Please keep it to 3000."


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "1,200.50", "1200.50"),
        ("en", "1200.50", "1200.50"),
        ("en", "1 200,50", "1200.50"),
        ("en", "1.200,50", "1200.50"),
        ("en", "1.200.300", "1200300"),
        ("en", "0,6", "0.6"),
        ("en", "0,125", "0.125"),
        ("es", "0.125", "0.125"),
        ("en", "1200,5", "1200.5"),
        ("en", "+7", "7"),
        ("en", "\u22127", "-7"),
        ("en", " 42 ", "42"),
        ("en", "1\u2019200\u2019300.5", "1200300.5"),
        ("fr", "1\u202f200,50", "1200.50"),
        ("fr", "1\u00a0200,50", "1200.50"),
        ("fr", "1 200,50", "1200.50"),
        ("fr", "1,200.50", "1200.50"),
        ("fr", "1,200", "1.200"),
        ("es", "1.200,50", "1200.50"),
        ("es", "1.200", "1200"),
        ("es", "1200.50", "1200.50"),
        ("es", "1,200.50", "1200.50"),
        ("pt", "1.200", "1200"),
        ("pt", "0.6", "0.6"),
    ],
)
def test_a_number_is_read_in_the_trainers_language_or_in_any_plain_form(language: str, typed: str, meant: str) -> None:
    assert read(question(Kind.NUMBER), typed, language) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["NaN", "inf", "-Infinity", "1e5", "12 50", "1,2,3", "1200,500", "twenty", "20k", "$20", "--3", ".", "5²"],
)
def test_what_is_no_number_or_could_be_two_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(AnswerError) as refused:
        read(question(Kind.NUMBER), typed)

    assert WORDS(refused.value.sentence) == "Please write a plain number, such as 1,200.5."


def test_a_number_of_absurd_length_or_size_is_refused() -> None:
    assert refusal(question(Kind.NUMBER), "9" * 5000) == "number.unclear"
    assert refusal(question(Kind.NUMBER), "9" * 16) == "number.too_big"


@pytest.mark.parametrize("typed", ["-5", "0", "2.5"])
@pytest.mark.parametrize("fact", ["pilot_size", "pilot_weeks"])
def test_people_and_weeks_are_counted_in_whole_numbers_from_one(fact: str, typed: str) -> None:
    assert refusal(slot(Kind.NUMBER, fact), typed) == "number.whole"


def test_a_pilot_of_more_than_five_years_is_refused() -> None:
    assert read(slot(Kind.NUMBER, "pilot_weeks"), "260") == 260
    assert refusal(slot(Kind.NUMBER, "pilot_weeks"), "261") == "number.weeks"


def test_money_is_never_negative_and_comes_without_a_currency() -> None:
    assert read(question(Kind.MONEY), "0") == 0
    assert read(question(Kind.MONEY), "20,000.99") == Decimal("20000.99")
    assert refusal(question(Kind.MONEY), "-1") == "money.negative"
    assert refusal(question(Kind.MONEY), "20 EUR") == "money.unclear"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("60", "60"),
        ("60 %", "60"),
        ("60%", "60"),
        ("60\u00a0%", "60"),
        ("0.6", "60"),
        ("0,6", "60"),
        ("0.6 %", "0.6"),
        ("1", "1"),
        ("0", "0"),
        ("100", "100"),
        ("12,5", "12.5"),
    ],
)
def test_sixty_percent_may_be_written_in_several_ways(typed: str, meant: str) -> None:
    assert read(question(Kind.PERCENT), typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["101", "-1", "-0.5", "100.01 %"])
def test_a_percentage_outside_nought_to_a_hundred_is_refused(typed: str) -> None:
    assert refusal(question(Kind.PERCENT), typed) == "percent.range"


def test_what_is_no_percentage_is_refused_with_an_example() -> None:
    with pytest.raises(AnswerError) as refused:
        read(question(Kind.PERCENT), "most of it")

    assert WORDS(refused.value.sentence) == "Please write a percentage, such as 60%."


def test_a_choice_must_be_one_that_the_question_offers() -> None:
    asked = question(Kind.CHOICE, options=("meeting", "email"))

    assert read(asked, "email") == "email"
    assert refusal(asked, "pigeon") == "not_offered"
    assert refusal(asked, ["email"]) == "unreadable"


def test_choices_keep_their_order_and_come_once() -> None:
    asked = question(Kind.CHOICES, options=("a", "b", "c"))

    assert read(asked, ["c", "a", "c"]) == ("c", "a")
    assert refusal(asked, ["a", "z"]) == "not_offered"
    assert refusal(asked, "a") == "unreadable"


def test_a_choice_worked_out_elsewhere_must_at_least_be_an_id() -> None:
    asked = Question(id="primary_concern", kind=Kind.CHOICE, label="", options_from="concerns")

    assert read(asked, "risk_social") == "risk_social"
    assert refusal(asked, "Robert'); DROP TABLE") == "not_offered"


def test_yes_and_no_are_the_only_answers_to_a_yes_no_question() -> None:
    assert read(question(Kind.YES_NO), "yes") is True
    assert read(question(Kind.YES_NO), "no") is False
    assert refusal(question(Kind.YES_NO), "perhaps") == "not_offered"


def test_a_person_is_a_slack_user() -> None:
    assert read(question(Kind.PERSON), "U012AB3CD") == "U012AB3CD"
    assert refusal(question(Kind.PERSON), "Anna") == "unreadable"


def test_a_moment_comes_in_unix_seconds_and_is_kept_in_utc() -> None:
    assert read(question(Kind.DATETIME), 1774517400) == datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
    assert refusal(question(Kind.DATETIME), True) == "unreadable"
    assert refusal(question(Kind.DATETIME), 10**30) == "date.unclear"


@pytest.mark.parametrize("raw", ["2026-02-30", "tomorrow", "26.03.2026", "2026-13-01"])
def test_a_day_that_no_calendar_has_is_refused(raw: str) -> None:
    assert refusal(question(Kind.DATE), raw) == "date.unclear"


def test_a_day_more_than_five_years_ahead_is_refused() -> None:
    assert read(question(Kind.DATE), "2031-03-26") == date(2031, 3, 26)
    assert refusal(question(Kind.DATE), "2062-03-26") == "date.too_far"
    assert refusal(question(Kind.DATETIME), 4102444800) == "date.too_far"


@pytest.mark.parametrize("raw", [{"a": 1}, 12.5, ["x", {}], object()])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_forged_payload_gets_a_sentence_and_no_crash(kind: Kind, raw: object) -> None:
    assert refusal(question(kind), raw)


@given(st.sampled_from(list(Kind)), st.text(max_size=40) | st.integers() | st.lists(st.text(max_size=5)))
def test_whatever_stands_in_a_form_is_a_value_or_a_sentence(kind: Kind, raw: object) -> None:
    try:
        value = read(question(kind), raw)
    except AnswerError as refused:
        value = WORDS(refused.sentence)

    assert value is None or isinstance(value, str | bool | Decimal | date | tuple)


@given(st.sampled_from(["en", "fr", "es", "pt"]), st.decimals(-(10**12), 10**12, places=3))
def test_a_number_is_read_as_the_trainers_language_writes_it(language: str, value: Decimal) -> None:
    written = type(WORDS)(language, {}).number(value)

    assert read(question(Kind.NUMBER), written, language) == value


def keys(found: dict[str, Sentence]) -> dict[str, str]:
    assert all(WORDS(sentence) for sentence in found.values())
    return {name: sentence.key.removeprefix("answers.") for name, sentence in found.items()}


def required(kind: Kind, name: str) -> Question:
    return Question(id=name, kind=kind, label=name, fills=name, required=True)


def test_a_required_answer_that_is_missing_is_asked_for_at_its_field() -> None:
    page = step(required(Kind.LONG_TEXT, "quote"), slot(Kind.TEXT, "initiative"))

    found = problems(page, {"quote": None, "initiative": None}, today=TODAY)

    assert keys(found) == {"quote": "required.long_text"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_question_says_what_is_missing(kind: Kind) -> None:
    found = problems(step(required(kind, "q")), {"q": None}, today=TODAY)

    assert keys(found) == {"q": f"required.{kind}"}


def test_a_question_that_was_not_asked_is_not_required() -> None:
    assert problems(step(required(Kind.TEXT, "correction")), {}, today=TODAY) == {}


def test_no_is_an_answer() -> None:
    assert problems(step(required(Kind.YES_NO, "openness_shown")), {"openness_shown": False}, today=TODAY) == {}


def who() -> Step:
    page = step(slot(Kind.PERSON, "executive_person"), slot(Kind.TEXT, "executive_name"))
    return Step(
        **{name: getattr(page, name) for name in page.__slots__} | {"one_of": ("executive_person", "executive_name")}
    )


def test_one_of_several_answers_is_enough() -> None:
    assert problems(who(), {"executive_person": None, "executive_name": "Anna"}, today=TODAY) == {}


def test_none_of_several_answers_is_said_at_the_first_of_them() -> None:
    found = problems(who(), {"executive_person": None, "executive_name": None}, today=TODAY)

    assert keys(found) == {"executive_person": "one_of"}


TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("fact", "day", "said"),
    [
        ("said_on", TOMORROW, "date.not_yet_said"),
        ("said_on", date(206, 3, 26), "date.too_old"),
        ("evidence.dated_on", TOMORROW, "date.not_yet_made"),
        ("evidence.dated_on", date(202, 1, 1), "date.too_old"),
        ("pilot_decision_on", YESTERDAY, "date.decision_past"),
        ("next_contact_on", YESTERDAY, "date.contact_past"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence_that_says_which_day_could(fact: str, day: date, said: str) -> None:
    page = step(question(Kind.DATE, "day", fills=fact))

    assert keys(problems(page, {"day": day}, today=TODAY)) == {"day": said}


@pytest.mark.parametrize("fact", ["said_on", "evidence.dated_on", "pilot_decision_on", "next_contact_on"])
def test_today_is_always_possible(fact: str) -> None:
    assert problems(step(question(Kind.DATE, "day", fills=fact)), {"day": TODAY}, today=TODAY) == {}


def test_evidence_may_be_old_and_a_promise_overdue() -> None:
    page = step(
        question(Kind.DATE, "dated", fills="evidence.dated_on"), question(Kind.DATE, "due", fills="promises.due_on")
    )

    assert problems(page, {"dated": date(2009, 1, 1), "due": YESTERDAY}, today=TODAY) == {}


def test_a_decision_day_that_has_passed_meanwhile_does_not_lock_its_form() -> None:
    page = step(slot(Kind.DATE, "pilot_decision_on"))

    assert problems(page, {"pilot_decision_on": YESTERDAY}, today=TODAY, before={"pilot_decision_on": YESTERDAY}) == {}


def collecting(*, skippable: bool = True) -> Step:
    page = step(
        question(Kind.CHOICE, "kind", fills="evidence.kind", options=("case_study",)),
        Question(id="what", kind=Kind.TEXT, label="", fills="evidence.what", required=True),
        question(Kind.TEXT, "source", fills="evidence.source"),
    )
    return replace(page, collects=Collection.EVIDENCE, skippable=skippable)


def test_a_blank_form_adds_no_entry_and_needs_nothing() -> None:
    assert problems(collecting(), {"kind": None, "what": None, "source": None}, today=TODAY) == {}


def test_a_choice_without_what_it_is_about_is_not_dropped_unsaid() -> None:
    found = problems(collecting(), {"kind": "case_study", "what": None, "source": None}, today=TODAY)

    assert keys(found) == {"what": "entry"}


def test_a_choice_alone_holds_nobody_up_where_the_step_cannot_be_skipped() -> None:
    form: dict[str, Value | None] = {"kind": "case_study", "what": None, "source": None}

    assert problems(collecting(skippable=False), form, today=TODAY) == {}


def test_an_entry_that_was_begun_must_say_what_it_is() -> None:
    found = problems(collecting(), {"kind": None, "what": None, "source": "HBR"}, today=TODAY)

    assert keys(found) == {"what": "entry"}


@pytest.mark.parametrize(("day", "is_refused"), [(date(2026, 12, 5), True), (date(2027, 1, 25), False)])
def test_a_decision_waits_for_the_last_day_of_the_pilot(day: date, *, is_refused: bool) -> None:
    before: dict[str, Value | None] = {"pilot_starts_on": date(2026, 12, 1), "pilot_weeks": Decimal(8)}
    asked = step(slot(Kind.DATE, "pilot_decision_on"))

    found = problems(asked, {"pilot_decision_on": day}, today=date(2026, 11, 22), before=before)

    assert ("pilot_decision_on" in found) is is_refused
