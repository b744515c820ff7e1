from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.locales.words import Sentence, Words, languages, load_words


@pytest.fixture
def words() -> Words:
    return Words(
        "en",
        {
            "case.count": {"one": "{count} case", "other": "{count} cases"},
            "case.next": "Next: {action}",
            "case.due": "by {day}",
            "case.done": "done",
        },
    )


@pytest.mark.parametrize(("count", "said"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases")])
def test_a_number_takes_its_plural(words: Words, count: int, said: str) -> None:
    assert words("case.count", count=count) == said


def test_a_sentence_is_said_with_the_sentence_inside_it(words: Words) -> None:
    assert words(Sentence("case.next", {"action": Sentence("case.done")})) == "Next: done"


def test_a_day_is_said_as_people_say_it(words: Words) -> None:
    assert words("case.due", day=date(2026, 3, 26)) == "by Thu, Mar 26, 2026"


def test_a_moment_is_told_in_the_zone_of_its_reader(words: Words) -> None:
    at = datetime(2026, 3, 26, 23, 30, tzinfo=UTC)

    told = words.moment(at, "Asia/Tokyo")

    assert told.startswith("Fri, Mar 27, 2026 8:30")


def test_numbers_money_and_lists_follow_the_language(words: Words) -> None:
    assert words.number(Decimal("1200.5")) == "1,200.5"
    assert words.percent(Decimal(60)) == "60%"
    assert words.money(Decimal(80000), "EUR") == "€80,000.00"
    assert words.listed(["Budget", "Time", "Risk"]) == "Budget, Time, and Risk"


def test_a_text_that_is_not_there_or_lacks_a_value_is_an_error(words: Words) -> None:
    with pytest.raises(KeyError):
        words("case.nowhere")
    with pytest.raises(KeyError):
        words("case.next")


def test_braces_in_what_people_typed_are_no_template(words: Words) -> None:
    assert words("case.next", action="{count}") == "Next: {count}"


def test_a_language_the_bot_does_not_speak_gets_english() -> None:
    assert load_words("tlh").language == "en"
    assert languages()[0] == "en"


def test_the_pseudo_language_says_everything_that_english_says() -> None:
    assert list(load_words("qps").keys()) == list(load_words("en").keys())


def test_a_region_gives_dates_their_form_and_the_language_its_words() -> None:
    british, american = load_words("en-GB"), load_words("en-US")

    assert british.date(date(2026, 3, 26)) == "Thu, 26 Mar 2026"
    assert american.date(date(2026, 3, 26)) == "Thu, Mar 26, 2026"
    assert british("help.title") == american("help.title")


def test_an_unknown_region_gets_the_form_of_its_language() -> None:
    assert load_words("en-XX").date(date(2026, 3, 26)) == "Thu, Mar 26, 2026"
