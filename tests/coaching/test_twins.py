from dataclasses import replace
from datetime import timedelta

from bot.coaching.case import Executive
from bot.coaching.twins import other, told_apart
from tests.coaching.builders import CASE, CFO, NOW, TRAINER

ONE = replace(CASE, id="c1", executive=CFO, initiative="onboarding redesign", opened_at=NOW)
SECOND = replace(ONE, id="c2", opened_at=NOW - timedelta(days=3))
ANOTHER = replace(ONE, id="c3", initiative="coaching")


def test_cases_that_look_alike_tell_the_day_they_were_opened() -> None:
    shown = told_apart([ONE, SECOND, ANOTHER], TRAINER)

    assert [case.initiative for case in shown] == [
        "onboarding redesign (opened Thu, Mar 26, 2026)",
        "onboarding redesign (opened Mon, Mar 23, 2026)",
        "coaching",
    ]


def test_those_opened_on_one_day_tell_the_hour_of_their_owner_too() -> None:
    shown = told_apart([ONE, replace(SECOND, opened_at=NOW + timedelta(hours=2))], TRAINER)

    assert shown[0].initiative.startswith("onboarding redesign (opened Thu, Mar 26, 2026 10:30")
    assert shown[1].initiative.startswith("onboarding redesign (opened Thu, Mar 26, 2026 12:30")


def test_a_long_initiative_leaves_room_for_the_day() -> None:
    long = "a new way of planning the shifts of all the depots in the north"

    first, _ = told_apart([replace(ONE, initiative=long), replace(SECOND, initiative=long)], TRAINER)

    assert first.initiative == "a new way of planning the shifts of all\u2026 (opened Thu, Mar 26, 2026)"


def test_another_case_is_about_the_same_with_the_same_executive_alone() -> None:
    other_cfo = replace(SECOND, executive=Executive("e2", "Rajiv Menon", "CFO"))

    assert other(ONE, [ONE, ANOTHER, other_cfo, replace(SECOND, initiative="Onboarding redesign")]) == replace(
        SECOND, initiative="Onboarding redesign"
    )
    assert other(ONE, [ONE, ANOTHER, other_cfo]) is None


def test_a_case_without_an_executive_or_an_initiative_is_like_no_other() -> None:
    blank = replace(ONE, executive=None, initiative="")

    assert other(blank, [blank, replace(blank, id="c2")]) is None
