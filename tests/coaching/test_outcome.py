from dataclasses import replace

import pytest

from bot.coaching.case import Outcome
from bot.coaching.outcome import SUCCESSES, closed, is_piloting, problems, reopened, warnings
from bot.locales.words import load_words
from tests.coaching.builders import CASE, NOW

WORDS = load_words("en")


def test_being_convinced_oneself_is_a_success_and_only_declining_is_none() -> None:
    assert Outcome.CONTENT_IMPROVED in SUCCESSES
    assert set(Outcome) - SUCCESSES == {Outcome.DECLINED}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_declining_needs_a_reason(reason: str) -> None:
    found = problems(Outcome.DECLINED, reason)

    assert WORDS(found["reason"]) == "Please note why they declined. It helps with the next attempt."


def test_declined_with_a_reason_closes() -> None:
    assert problems(Outcome.DECLINED, "a new owner is coming in May") == {}


@pytest.mark.parametrize("ended", sorted(SUCCESSES))
def test_a_success_needs_no_reason(ended: Outcome) -> None:
    assert problems(ended, "") == {}


def test_a_case_is_not_closed_without_an_outcome() -> None:
    assert list(problems(None, "because")) == ["outcome"]


def test_a_reason_of_absurd_length_is_refused() -> None:
    assert "3001" in WORDS(problems(Outcome.DECLINED, "x" * 3001)["reason"])


def test_a_closed_case_has_its_outcome_and_nothing_more_to_do() -> None:
    case = closed(replace(CASE, next_action="Say it back"), Outcome.DECLINED, "a new owner in May", NOW)

    assert not case.is_open
    assert (case.outcome, case.outcome_reason) == (Outcome.DECLINED, "a new owner in May")
    assert (case.next_action, case.revision) == ("", CASE.revision + 1)


@pytest.mark.parametrize("ended", Outcome)
def test_only_a_pilot_that_was_agreed_goes_on_after_its_case_is_closed(ended: Outcome) -> None:
    assert is_piloting(CASE)
    assert is_piloting(closed(CASE, ended, "", NOW)) is (ended is Outcome.PILOT_AGREED)


def test_a_pilot_agreed_without_a_rule_is_taken_with_a_warning() -> None:
    told = warnings(Outcome.PILOT_AGREED, {"rule_yes": "80 % use it", "rule_no": ""})

    assert problems(Outcome.PILOT_AGREED, "") == {}
    assert [WORDS(sentence)[:34] for sentence in told] == ["The pilot has no written rule yet."]


def test_a_pilot_agreed_with_its_rule_goes_on_until_it_has_a_result() -> None:
    ruled = {"rule_yes": "80 % use it", "rule_no": "under 40 %"}

    running = warnings(Outcome.PILOT_AGREED, ruled | {"pilot_result": ""})

    assert [WORDS(sentence)[:18] for sentence in running] == ["The pilot goes on."]
    assert warnings(Outcome.PILOT_AGREED, ruled | {"pilot_result": "go"}) == ()
    assert warnings(Outcome.CONVINCED, {"rule_yes": "", "rule_no": ""}) == ()


def test_a_case_that_is_reopened_keeps_why_it_was_closed() -> None:
    case = reopened(closed(CASE, Outcome.DECLINED, "no budget until May", NOW), "Go on at “Explore”.", NOW)

    assert (case.is_open, case.outcome, case.outcome_reason) == (True, None, "no budget until May")
    assert (case.next_action, case.revision) == ("Go on at “Explore”.", CASE.revision + 2)
