from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import transfer
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.nudges import Plan, Planned
from bot.coaching.transfer import (
    Action,
    Barrier,
    BarrierKind,
    Component,
    Manager,
    ManagerPromise,
    Standing,
    TransferPlan,
)
from bot.locales.words import Sentence
from bot.playbook.model import NudgeKind

BERLIN = WorkingCalendar("Europe/Berlin", country="DE")
FRIDAY = date(2026, 3, 27)
TEXTS = {component: f"what is done for {component}" for component in Component}
WHOLE = TransferPlan(
    manager=Manager("Ana Ruiz", "Opening the second site"),
    actions=tuple(Action(str(each), each, TEXTS[each], "Ana", FRIDAY) for each in Component),
    promises=(ManagerPromise("p", "I ask in every Monday round", FRIDAY),),
    barriers=tuple(Barrier(str(kind), Standing.CLEAR) for kind in BarrierKind),
)


def keys(plan: TransferPlan) -> list[str]:
    return [each.key for each in transfer.summary(plan).missing]


def test_it_opens_only_after_a_pilot_has_a_result() -> None:  # rule of order 4
    assert not transfer.is_open({"pilot_result": ""})
    assert all(transfer.is_open({"pilot_result": verdict}) for verdict in ("go", "conditional", "no_go"))


def test_there_are_five_components_of_lasting_transfer() -> None:  # C-14
    assert list(Component) == ["follow_ups", "assessments", "mini_interventions", "coaching", "mentoring"]


def test_a_draft_has_all_five_on_working_days_after_the_end() -> None:
    plan = transfer.drafted(TransferPlan(), TEXTS, FRIDAY, BERLIN)

    assert {each.component for each in plan.actions} == set(Component)
    coaching = transfer.summary(plan).of(Component.COACHING)[0]
    assert coaching.due_on == date(2026, 4, 7)  # seven days later is Good Friday, then Easter


def test_a_draft_leaves_what_is_planned_already() -> None:
    own = Action("mine", Component.COACHING, "I watch the Monday round")

    plan = transfer.drafted(TransferPlan(actions=(own,)), TEXTS, FRIDAY, BERLIN)

    assert transfer.summary(plan).of(Component.COACHING) == (own,)
    assert transfer.drafted(plan, TEXTS, FRIDAY, BERLIN) == plan


def test_a_whole_plan_lacks_nothing() -> None:
    assert keys(WHOLE) == []


def test_an_empty_plan_names_what_it_lacks() -> None:
    assert transfer.summary(TransferPlan()).is_empty
    assert keys(TransferPlan()) == [
        "transfer.missing.manager",
        *["transfer.missing.component"] * 5,
        "transfer.missing.promises",
        "transfer.missing.barriers",
    ]


def test_actions_without_a_name_or_a_day_and_barriers_without_an_answer_are_counted() -> None:
    first, *others = WHOLE.actions
    blocked = Barrier("time", Standing.IN_THE_WAY)
    half = replace(
        WHOLE,
        actions=(replace(first, owner="", due_on=None), *others),
        barriers=(blocked, *(each for each in WHOLE.barriers if each.id != "time")),
    )

    assert transfer.summary(half).missing == (
        Sentence("transfer.missing.owner", {"count": 1}),
        Sentence("transfer.missing.day", {"count": 1}),
        Sentence("transfer.missing.remedy", {"count": 1}),
    )


def test_barriers_stand_in_the_order_of_the_check() -> None:
    shuffled = replace(WHOLE, barriers=tuple(reversed(WHOLE.barriers)))

    assert transfer.summary(shuffled).barriers == WHOLE.barriers


def test_the_looks_back_are_those_that_the_reminders_are_planned_for() -> None:
    def planned(kind: NudgeKind, days: int) -> Planned:
        day = FRIDAY + timedelta(days=days)
        return Planned(f"{kind}:{days}", kind, FRIDAY, day, day, f"after {days}", "help")

    plan = Plan(
        "case",
        is_open=True,
        nudges=(planned(NudgeKind.TRANSFER, 60), planned(NudgeKind.SILENCE, 10), planned(NudgeKind.TRANSFER, 30)),
    )

    assert [look.text for look in transfer.follow_ups(plan)] == ["after 30", "after 60"]


def test_an_entry_is_taken_off_and_the_rest_stays() -> None:
    assert len(transfer.removed(WHOLE, "actions", "coaching").actions) == 4
    assert transfer.removed(WHOLE, "promises", "p").promises == ()
    assert len(transfer.removed(WHOLE, "barriers", "time").barriers) == 4
    assert transfer.removed(WHOLE, "manager", "") == WHOLE


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_every_day_of_a_draft_is_worked_on_and_lies_after_the_end(ended: date) -> None:
    plan = transfer.drafted(TransferPlan(), TEXTS, ended, BERLIN)

    days = [each.due_on for each in plan.actions if each.due_on]

    assert len(days) == len(Component)
    assert all(day > ended and BERLIN.is_working_day(day) for day in days)
