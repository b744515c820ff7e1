from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.case import (
    Answer,
    CaseFile,
    Commitment,
    Evidence,
    Executive,
    Reaction,
    RequestedChange,
    Ruling,
    Side,
)
from bot.coaching.concerns import Heard
from bot.coaching.facts import MOST_TACTICS, facts_of, ranked_tactics
from bot.playbook.facts import ATTRIBUTES, blank, names
from bot.playbook.model import Kind, Playbook, Question
from tests.coaching.builders import (
    CASE,
    CFO,
    NOW,
    TODAY,
    TRAINER,
    answered,
    concern,
    interaction,
    playbook,
    question,
    slot,
    step,
)

BOOK = playbook(
    step(
        slot(Kind.LONG_TEXT, "quote"),
        slot(Kind.CHOICE, "setting", options=("meeting", "one_to_one")),
        slot(Kind.CHOICES, "involvement", options=("guest", "reviewer")),
        slot(Kind.NUMBER, "pilot_size"),
        slot(Kind.YES_NO, "openness_shown"),
        slot(Kind.DATE, "next_contact_on"),
        Question("primary_concern", Kind.CHOICE, "", fills="primary_concern", options_from="concerns"),
        Question("other_concerns", Kind.CHOICES, "", fills="other_concerns", options_from="concerns"),
        Question("chosen_tactic", Kind.CHOICE, "", fills="chosen_tactic", options_from="tactics"),
        question(Kind.TEXT, "why_now"),
    ),
    concerns=(concern("budget", "a", "b", "c"), concern("busyness", "d", "b"), concern("stability", "z")),
    tactics=("a", "b", "c", "d", "z"),
)


def known(file: CaseFile, book: Playbook = BOOK, heard: tuple[Heard, ...] = ()) -> dict[str, object]:
    return facts_of(file, book, heard=heard, person=TRAINER, today=TODAY)


def test_a_new_case_has_every_fact_and_each_is_blank() -> None:
    facts = known(CaseFile(replace(CASE, executive=None)), playbook())

    given_anyway = {"today", "trainer", "labels"}
    assert facts.keys() == names()
    assert {name: facts[name] for name in facts.keys() - given_anyway} == {
        name: value for name, value in blank().items() if name not in given_anyway
    }


def test_what_was_answered_is_a_fact_and_what_fills_nothing_is_none() -> None:
    facts = known(answered({"quote": " “No.” ", "pilot_size": Decimal(24), "involvement": ("guest",), "why_now": "x"}))

    assert facts["quote"] == " “No.” "
    assert facts["pilot_size"] == 24
    assert facts["involvement"] == ["guest"]
    assert "why_now" not in facts


def test_no_is_an_answer_and_an_answer_taken_back_is_none() -> None:
    facts = known(answered({"openness_shown": False, "quote": None}))

    assert facts["openness_shown"] is False
    assert facts["quote"] == ""


def test_the_people_of_a_case_are_called_by_name() -> None:
    facts = known(CaseFile(replace(CASE, executive=Executive("e", "Dr. Anna Weber", "CFO"))))

    assert facts["trainer"] == {"first_name": "Mara"}
    assert facts["executive"] == {
        "name": "Dr. Anna Weber",
        "first_name": "Anna",
        "role": "CFO",
        "engagement": "resistant",
    }


def test_an_executive_without_a_name_is_called_by_the_role() -> None:
    facts = known(CaseFile(replace(CASE, executive=Executive("e", "", "CFO"))))

    assert facts["executive"] == {"name": "CFO", "first_name": "CFO", "role": "CFO", "engagement": "resistant"}


def test_heard_concerns_come_with_the_words_that_gave_them_away() -> None:
    facts = known(answered({}), heard=(Heard("budget", 3.0, ("spending", "too much"), is_sure=True),))

    assert facts["heard"] == [
        {
            "id": "budget",
            "name": "Budget",
            "meaning": "what budget means",
            "because": ["spending", "too much"],
            "sure": True,
        }
    ]


def test_a_confirmed_concern_brings_its_lines_about_this_case() -> None:
    facts = known(answered({"primary_concern": "budget", "other_concerns": ("stability", "budget", "unheard_of")}))

    assert facts["concern"] == {
        "id": "budget",
        "name": "Budget",
        "meaning": "what budget means",
        "listening": "Let Anna finish.",
        "exploring": ["One?", "Two?", "Three?"],
        "restatement": "You worry about .",
    }
    assert [each["id"] for each in facts["concerns"]] == ["budget", "stability"]  # type: ignore[attr-defined]


def test_tactics_come_with_their_opener_for_this_executive() -> None:
    facts = known(answered({"primary_concern": "stability"}))

    assert facts["tactics"] == [
        {
            "id": "z",
            "name": "Z",
            "use": "when it fits",
            "opener": "Anna, one question.",
            "questions": ["Which?"],
            "proof": "a number",
            "avoid": "a lecture",
            "needs": "",
        }
    ]


def test_a_tactic_chosen_against_the_advice_is_among_the_tactics_too() -> None:
    facts = known(answered({"primary_concern": "stability", "chosen_tactic": "a"}))

    assert [each["id"] for each in facts["tactics"]] == ["z", "a"]  # type: ignore[attr-defined]


def test_parts_of_facts_are_the_ones_that_playbooks_may_name() -> None:
    file = replace(
        answered({"primary_concern": "budget", "setting": "meeting"}),
        evidence=(Evidence("1", "data", "Complaints fell"),),
        changes=(RequestedChange("2", "Two half-days"),),
        promises=(Commitment("3", Side.ME, "Send the plan"),),
    )

    facts = known(file, heard=(Heard("budget", 1.0, (), is_sure=False),))

    for name, parts in ATTRIBUTES.items():
        fact = facts[name]
        for each in fact if isinstance(fact, list) else [fact]:
            assert isinstance(each, dict)
            assert each.keys() == parts, name


def test_chosen_options_are_there_in_words() -> None:
    facts = known(
        answered(
            {
                "setting": "one_to_one",
                "involvement": ("reviewer", "guest"),
                "primary_concern": "budget",
                "chosen_tactic": "a",
            }
        )
    )

    labels = facts["labels"]
    assert isinstance(labels, dict)
    assert labels["setting"] == "One to one"
    assert labels["involvement"] == ["Reviewer", "Guest"]
    assert labels["primary_concern"] == "Budget"
    assert labels["chosen_tactic"] == "A"
    assert labels["pilot_result"] == ""


def test_collected_things_are_facts() -> None:
    file = replace(
        answered({}),
        evidence=(Evidence("1", "data", "Complaints fell", "Quality report", date(2025, 11, 1)),),
        changes=(RequestedChange("2", "Two half-days", "Shifts", Ruling.ADAPT), RequestedChange("3", "No homework")),
        promises=(
            Commitment("4", Side.ME, "Send the plan", TODAY),
            Commitment("5", Side.THEM, "Ask the board", kept_at=NOW),
        ),
    )

    facts = known(file)

    assert facts["evidence"] == [
        {"kind": "data", "what": "Complaints fell", "source": "Quality report", "dated_on": date(2025, 11, 1)}
    ]
    assert facts["changes"] == [
        {"what": "Two half-days", "reason": "Shifts", "ruling": "adapt"},
        {"what": "No homework", "reason": "", "ruling": ""},
    ]
    assert facts["promises"] == [
        {"by": "me", "what": "Send the plan", "due_on": TODAY, "kept": False},
        {"by": "them", "what": "Ask the board", "due_on": None, "kept": True},
    ]


def test_reactions_are_those_that_still_count_oldest_first() -> None:
    first = replace(interaction("a", date(2026, 3, 1)), reaction=Reaction.REFUSED)
    corrected = replace(first, id="b", corrects="a", reaction=Reaction.POSTPONED, recorded_at=datetime.now(UTC))
    second = replace(interaction("c", date(2026, 3, 9)), reaction=Reaction.AGREED)
    unanswered = interaction("d", date(2026, 3, 2))

    facts = known(replace(answered({}), interactions=(second, first, corrected, unanswered)))

    assert facts["reactions"] == ["postponed", "agreed"]
    assert facts["contacts"] == 3


def test_the_next_contact_is_the_one_agreed_last_wherever_it_was_entered() -> None:
    logged = replace(CASE, next_contact_on=date(2026, 4, 9), revision=4)
    earlier = {"next_contact_on": Answer("next_contact_on", date(2026, 4, 1), 3)}
    now = {"next_contact_on": Answer("next_contact_on", date(2026, 4, 20), 5)}
    taken_back = {"next_contact_on": Answer("next_contact_on", None, 5)}

    assert known(CaseFile(logged, earlier))["next_contact_on"] == date(2026, 4, 9)
    assert known(CaseFile(logged, now))["next_contact_on"] == date(2026, 4, 20)
    assert known(CaseFile(logged, taken_back))["next_contact_on"] is None


def test_the_primary_concerns_tactics_lead_in_their_order() -> None:
    assert ranked_tactics([concern("budget", "a", "b", "c", "d")]) == ("a", "b", "c", "d")


def test_a_tactic_that_helps_with_two_concerns_moves_up() -> None:
    primary, other = concern("budget", "a", "b", "c"), concern("busyness", "c", "z")

    assert ranked_tactics([primary, other]) == ("a", "c", "b", "z")


TACTICS = st.lists(st.sampled_from("abcdefghij"), unique=True, min_size=1)


@given(st.lists(TACTICS, min_size=1, max_size=4))
def test_tactics_are_few_each_once_and_the_primary_concerns_best_is_among_the_first(lists: list[list[str]]) -> None:
    ranked = ranked_tactics(concern(str(at), *tactics) for at, tactics in enumerate(lists))

    assert len(ranked) == len(set(ranked)) <= MOST_TACTICS
    assert lists[0][0] in ranked[:2]


@given(TACTICS)
def test_one_concern_alone_keeps_its_order(tactics: list[str]) -> None:
    assert ranked_tactics([concern("budget", *tactics)]) == tuple(tactics[:MOST_TACTICS])


def test_the_sample_executive_is_known() -> None:
    assert known(answered({}))["executive"] == {
        "name": CFO.name,
        "first_name": "Anna",
        "role": "CFO",
        "engagement": "resistant",
    }
