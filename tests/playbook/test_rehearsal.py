from datetime import date
from decimal import Decimal

import pytest

from bot.playbook.facts import names
from bot.playbook.model import Finish, Go, Rest
from bot.playbook.rehearsal import REHEARSED_ON, Rehearsal, UnplayableError, perform
from tests.playbook.authors import small_playbook

BOOK = small_playbook()
SAID = {"quote": "We pay too much.", "primary_concern": "budget"}


def at_say_back() -> Rehearsal:
    rehearsal = Rehearsal(BOOK)
    rehearsal.answer(SAID)
    rehearsal.go_on()
    return rehearsal


def test_the_example_plays_to_the_end() -> None:
    rehearsal = Rehearsal(BOOK)

    lines = list(perform(rehearsal, BOOK.example))

    assert lines == list(BOOK.example)
    assert rehearsal.is_over
    assert rehearsal.next_action == "Ask for 8 weeks"


def test_the_facts_follow_from_the_answers() -> None:
    rehearsal = Rehearsal(BOOK)
    list(perform(rehearsal, BOOK.example))

    facts = rehearsal.facts()

    assert set(facts) == names()
    assert facts["today"] == REHEARSED_ON
    assert facts["restatement"] == "It is the time."
    assert facts["pilot_weeks"] == Decimal(8)
    assert facts["openness_shown"] is True
    assert facts["involvement"] == ["guest"]
    assert facts["evidence"] == [
        {"kind": "", "what": "Two days less", "source": "", "dated_on": date(2026, 1, 15)},
        {"kind": "", "what": "Half the errors", "source": "", "dated_on": ""},
    ]


def test_the_library_speaks_about_the_confirmed_concern() -> None:
    rehearsal = at_say_back()

    facts = rehearsal.facts()

    assert facts["concern"] == facts["concerns"][0]  # type: ignore[index]  # a list of mappings
    assert facts["concern"]["restatement"] == "So the money for  is missing."  # type: ignore[index]
    assert facts["tactics"][0]["opener"] == "About No budget, may I show you three figures?"  # type: ignore[index]


def test_what_is_heard_comes_from_outside() -> None:
    heard = [{"id": "budget", "name": "No budget", "meaning": "", "because": ["pay"], "sure": True}]
    rehearsal = Rehearsal(BOOK, hear=lambda quote: heard if "pay" in quote else [])

    rehearsal.answer(SAID)

    assert rehearsal.facts()["heard"] == heard


def test_not_yet_rests_and_resumes_at_the_same_step() -> None:
    rehearsal = at_say_back()

    rehearsal.answer({"restatement": "It is the money.", "said_back": "not_yet"})
    rested = rehearsal.go_on()
    rehearsal.answer({"said_back": "confirmed"})
    went_on = rehearsal.go_on()

    assert isinstance(rested, Rest)
    assert rehearsal.next_action == "Say back: It is the money."
    assert went_on == Go("evidence", went_on.when)
    assert rehearsal.step.id == "evidence"


def test_a_correction_becomes_the_line_to_say_back() -> None:
    rehearsal = at_say_back()

    rehearsal.answer({"restatement": "The money.", "said_back": "corrected", "correction": "The time."})
    rehearsal.go_on()

    assert rehearsal.step.id == "say_back"
    facts = rehearsal.facts()
    assert (facts["restatement"], facts["said_back"], facts["correction"]) == ("The time.", "", "")


def test_a_step_that_may_be_skipped_is_passed() -> None:
    rehearsal = at_say_back()
    rehearsal.answer({"said_back": "confirmed"})

    rehearsal.reach("pilot")
    move = rehearsal.go_on()

    assert isinstance(move, Finish)


def test_an_entry_without_what_it_needs_is_refused() -> None:
    rehearsal = at_say_back()
    rehearsal.answer({"said_back": "confirmed"})
    rehearsal.go_on()

    with pytest.raises(UnplayableError, match='"evidence_what" has to be answered'):
        rehearsal.answer({"evidence_dated_on": "2026-01-15"})


def test_a_dialogue_that_stops_early_is_told_at_its_last_line() -> None:
    with pytest.raises(UnplayableError, match='the example stops at "say_back"') as error:
        list(perform(Rehearsal(BOOK), BOOK.example[:2]))

    assert error.value.where == (1,)
