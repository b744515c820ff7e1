from datetime import date

from bot.coaching.projection import project
from bot.playbook.facts import blank
from tests.coaching.builders import CASE, answered

FACTS = blank() | {"initiative": "Onboarding redesign"}


def test_a_case_shows_what_was_answered() -> None:
    facts = FACTS | {
        "primary_concern": "budget",
        "other_concerns": ["stability"],
        "next_contact_on": date(2026, 4, 1),
    }

    case = project(answered({}), facts)

    assert case.initiative == "Onboarding redesign"
    assert case.primary_concern == "budget"
    assert case.other_concerns == ("stability",)
    assert case.next_contact_on == date(2026, 4, 1)


def test_a_concern_chosen_twice_is_shown_once() -> None:
    facts = FACTS | {"primary_concern": "budget", "other_concerns": ["stability", "budget", "stability"]}

    assert project(answered({}), facts).other_concerns == ("stability",)


def test_what_was_taken_back_is_no_longer_shown() -> None:
    case = project(answered({}), blank())

    assert (case.initiative, case.primary_concern, case.other_concerns, case.next_contact_on) == ("", None, (), None)


def test_an_initiative_fits_on_one_line() -> None:
    assert project(answered({}), FACTS | {"initiative": " Onboarding\n redesign "}).initiative == "Onboarding redesign"


def test_where_the_run_stands_is_left_alone() -> None:
    case = project(answered({}), FACTS)

    assert (case.stage, case.step_id, case.revision) == (CASE.stage, CASE.step_id, CASE.revision)
