"""A pilot: designed, its rule locked, its result judged by the locked rule and by nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.app import App
from bot.coach import pilots
from bot.coach.coach import Asker
from bot.coach.pilots import PilotForm
from bot.coaching.conversation import Refused
from bot.coaching.pilot import Comparison, Pilot, Verdict
from bot.coaching.pilot_pages import Part, PilotFormPage, PilotPage, Place
from bot.errors import BotError, NotFoundError
from bot.playbook.model import Stage
from bot.store.sheets import PILOT
from bot.store.store import Store
from bot.store.tables import PilotRow
from tests.support.days import Days
from tests.support.playground import Actor, Given
from tests.support.playground import Stage as Slack
from tests.support.stories import a_case_at, a_finished_case, case_file, cases_of, logs, title_of

STARTS, DECISION = date(2027, 3, 8), date(2027, 5, 7)
PUSHED = "/pushback pilot"


async def opens(trainer: Actor, part: str) -> None:
    """Open the form of a part of the design by the button beside its heading."""
    view = trainer.stage.desk.top_view(trainer.user_id)
    assert view
    block = next(
        each
        for each in view.payload["blocks"]
        if each["type"] == "section" and each.get("text", {}).get("text", "").startswith(f"*{part}*")
    )
    key = (block["block_id"], block["accessory"]["action_id"])
    await trainer.stage.acts.press_in_view(trainer.user_id, view.id, key, None)


async def designs(trainer: Actor, part: str, **fields: Given) -> None:
    """Fill in the form of a part of the design."""
    await opens(trainer, part)
    await trainer.fills(**fields)
    await trainer.submits()


async def locks(trainer: Actor) -> None:
    """Give a pilot that was answered in the steps what a lock needs, and lock its rule; its window stays open."""
    await designs(trainer, "Who and when", starts_on=STARTS)
    await designs(trainer, "The decision", decision_on=DECISION)
    await trainer.clicks("Lock the rule")
    await trainer.submits()


async def a_locked_pilot(trainer: Actor) -> None:
    """Live a case whose pilot was answered in the steps, and lock its rule; the pilot's window stays open."""
    await a_finished_case(trainer)
    await trainer.types(PUSHED)
    await locks(trainer)


async def judges(trainer: Actor, value: str, **fields: Given) -> None:
    """Enter the result."""
    await trainer.clicks("Enter the result")
    await trainer.fills(**{"value-m1": value, **fields})
    await trainer.submits()


async def registered(store: Store) -> PilotRow | None:
    """Return where the pilot stands for those who count pilots."""
    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(PilotRow))
        row: PilotRow | None = rows.scalar_one_or_none()
        return row


async def planned(store: Store, stage: Slack) -> set[str]:
    """Name the kinds of reminders that are planned."""
    async with store.view(stage.desk.team.id) as work:
        return {str(kept.nudge.kind) for kept in await work.nudges.open_of("U01MAYA")}


# Designing.


async def test_what_was_answered_in_the_steps_stands_in_the_designer(trainer: Actor) -> None:
    await a_finished_case(trainer)

    await trainer.types(PUSHED)

    trainer.sees(
        "Who takes part: Team leads, north depot, 24 people",
        "Complaints per 1,000 orders (lower is better)",
        "Before: 14",
        "Go: at most 9",
        "No-go: 13 or more",
        "Then: all depots",
        "Before you can lock the rule",
        "The day of the decision",
    )
    trainer.does_not_see("Lock the rule\n", "Enter the result")


async def test_what_is_designed_is_answered_in_the_case_and_moves_its_reminders(
    days: Days, stage: Slack, store: Store
) -> None:
    await a_finished_case(days.trainer)
    before = await planned(store, stage)
    await days.trainer.types(PUSHED)

    await designs(days.trainer, "Who and when", starts_on=STARTS, weeks="6", size="30")
    await designs(days.trainer, "The decision", decision_on=DECISION, if_go="All depots from autumn")

    answers = (await case_file(store, stage)).answers
    assert (answers["pilot_starts_on"].value, answers["pilot_weeks"].value) == (STARTS, Decimal(6))
    assert answers["rule_yes"].value == "Complaints per 1,000 orders: at most 9. Then: All depots from autumn"
    assert await planned(store, stage) - before == {"pilot_start", "pilot_middle", "pilot_end", "decision"}
    row = await registered(store)
    assert row
    assert (row.starts_on, row.ends_on, row.decision_on) == (STARTS, date(2027, 4, 18), DECISION)


async def test_the_steps_alone_keep_the_register_in_step(trainer: Actor, store: Store) -> None:
    await a_case_at(trainer, "A small test")
    before = await registered(store)

    await trainer.fills(pilot_measure="Complaints", pilot_starts_on=date(2027, 3, 8), pilot_weeks="8")
    await trainer.submits()

    row = await registered(store)
    assert before is None
    assert row
    assert (row.starts_on, row.verdict) == (date(2027, 3, 8), None)
    assert title_of(trainer) == "The rule"


async def test_a_measure_is_added_changed_and_left_out_without_losing_the_others(
    trainer: Actor, stage: Slack, store: Store
) -> None:
    await a_finished_case(trainer)
    await trainer.types(PUSHED)

    await trainer.clicks("Add a measure")
    await trainer.fills(name="Repeat visits", direction="higher", baseline="60 %", target="75", unit="%")
    await trainer.submits()

    trainer.sees(
        "Complaints per 1,000 orders", "Repeat visits (higher is better)", "Go: 75% or more", "No-go: at most 64%"
    )
    trainer.sees("all of these: Complaints per 1,000 orders: at most 9; Repeat visits: 75% or more")
    answers = (await case_file(store, stage)).answers
    assert answers["pilot_measure"].value == "Complaints per 1,000 orders and Repeat visits"


async def test_one_value_cannot_be_a_go_and_a_no_go(trainer: Actor) -> None:
    await a_finished_case(trainer)
    await trainer.types(PUSHED)
    await trainer.clicks("Change")  # the first one is that of who and when
    await trainer.closes()
    await trainer.clicks("Add a measure")
    await trainer.fills(name="Returns", direction="lower", go="9", no_go="7", baseline="so so")

    await trainer.submits()
    unclear = dict(trainer.errors)
    await trainer.fills(baseline="14")
    await trainer.submits()

    assert [text for text in unclear.values() if "plain number" in text]
    assert list(trainer.errors.values()) == [
        "The no-go has to be worse than the go: as it stands, one value could be both."
    ]


async def test_weak_spots_are_named_and_keep_nobody_from_locking(days: Days) -> None:
    await a_finished_case(days.trainer)
    await days.trainer.types(PUSHED)
    await designs(days.trainer, "Who and when", size="6", starts_on=STARTS)
    await designs(days.trainer, "The decision", decision_on=date(2027, 4, 1))

    days.trainer.sees("With 6 people, chance decides a good deal", "before the pilot ends", "Where is the value before")

    await days.trainer.clicks("Lock the rule")
    days.trainer.sees("With 6 people, chance decides a good deal")


# Locking.


async def test_a_locked_rule_says_its_version_its_moment_and_its_digest(days: Days, stage: Slack, store: Store) -> None:
    await a_locked_pilot(days.trainer)

    rule = (await case_file(store, stage)).rule
    assert rule
    days.trainer.sees("Locked: version 1, since Wed, 3 Mar 2027 10:00", rule.digest[:8], "Read it out to them")
    days.trainer.does_not_see("already begun")


async def test_a_rule_that_is_locked_after_the_start_says_so(days: Days) -> None:
    await a_finished_case(days.trainer)
    await days.trainer.types(PUSHED)
    days.jumps("2027-03-15 10:00")

    await designs(days.trainer, "Who and when", starts_on=STARTS)
    await designs(days.trainer, "The decision", decision_on=DECISION)
    await days.trainer.clicks("Lock the rule")
    days.trainer.sees("The pilot has begun already.")
    await days.trainer.submits()

    days.trainer.sees("Locked when the pilot had already begun.")


async def test_a_new_version_needs_a_reason_and_both_stay_in_sight(days: Days, stage: Slack, store: Store) -> None:
    await a_locked_pilot(days.trainer)
    first = (await case_file(store, stage)).rule
    await designs(days.trainer, "Who and when", weeks="10")
    days.trainer.sees("Changed since, and not in force", "Weeks: 8, now 10")
    answers = (await case_file(store, stage)).answers
    assert answers["pilot_weeks"].value == 8

    await days.trainer.clicks("Lock as a new version")
    await days.trainer.submits()
    assert list(days.trainer.errors.values()) == ["missing"]
    await days.trainer.fills(reason="The depot was closed for two weeks.")
    await days.trainer.submits()

    second = (await case_file(store, stage)).rule
    assert first
    assert second
    days.trainer.sees(
        "No longer in force: version 1",
        first.digest[:8],
        "Locked: version 2",
        second.digest[:8],
        "Why: The depot was closed for two weeks.",
        "Weeks: 8, now 10",
    )
    assert (await case_file(store, stage)).answers["pilot_weeks"].value == 10


async def test_a_change_that_was_no_good_idea_leaves_the_locked_rule(days: Days) -> None:
    await a_locked_pilot(days.trainer)
    await designs(days.trainer, "Who and when", weeks="10")

    await days.trainer.clicks("Keep the locked rule")

    days.trainer.does_not_see("Weeks: 8, now 10", "Lock as a new version")


async def test_the_steps_do_not_change_a_locked_rule(days: Days, stage: Slack, store: Store) -> None:
    trainer = days.trainer
    await a_case_at(trainer, "The rule")
    await trainer.fills(rule_yes="9 or fewer", rule_no="13 or more")
    await trainer.clicks("Pilot and rule")
    await designs(trainer, "The decision", decider="Dana Whitfield", decision_on=DECISION)
    await trainer.clicks("Lock the rule")
    await trainer.submits()
    await trainer.closes()

    await trainer.fills(rule_yes="20 or fewer", rule_no="30 or more")
    await trainer.submits()

    answers = (await case_file(store, stage)).answers
    assert answers["rule_yes"].value == "Complaints per 1,000 orders: at most 9"
    assert title_of(trainer) == "Their part"
    await trainer.clicks("Back")
    trainer.sees("The pilot's rule is locked: version 1", "a new version, with a reason, is made with")
    assert trainer.values == {}


# Judging.


async def test_lock_results_go_and_scale_opens(days: Days, stage: Slack, store: Store) -> None:
    trainer = days.trainer
    await a_locked_pilot(trainer)
    assert (await case_file(store, stage)).case.stage is Stage.FOLLOW_UP
    days.jumps("2027-05-07 10:00")

    await judges(trainer, "8.5", learned="They used it where their manager asked.")

    trainer.sees("It is a go", "Go, by version 1 of the rule", "Complaints per 1,000 orders: 8.5. Go.")
    trainer.sees(
        "Since before: 5.5 better", "nobody can say what changed it", "They used it where their manager asked."
    )
    file = await case_file(store, stage)
    assert (file.case.stage, file.case.step_id) == (Stage.SCALE, "lasting")
    assert file.answers["pilot_result"].value == "go"
    assert "decision" not in await planned(store, stage)
    assert "transfer" in await planned(store, stage)
    row = await registered(store)
    assert row
    assert (row.verdict, row.decided_at) == (Verdict.GO, file.case.updated_at)
    await trainer.clicks("On to what makes it last")
    assert title_of(trainer) == "Make it last"
    await days.works()
    assert "Scale" in trainer.words_in(await trainer.gets("CFO, onboarding redesign"))


async def test_a_no_go_is_a_decision_reached(days: Days, stage: Slack, store: Store) -> None:
    await a_locked_pilot(days.trainer)
    days.jumps("2027-05-07 10:00")

    await judges(days.trainer, "13", learned="The managers had no time to ask.")

    days.trainer.sees(
        "It is a no-go, and a decision is reached", "What you learned", "The managers had no time to ask."
    )
    file = await case_file(store, stage)
    assert file.case.stage is not Stage.SCALE
    assert file.case.next_action == "Thank them for the test, say what you learned, and close the case"
    row = await registered(store)
    assert row
    assert row.verdict is Verdict.NO_GO


async def test_in_between_goes_on_to_what_changes(days: Days, stage: Slack, store: Store) -> None:
    await a_locked_pilot(days.trainer)
    days.jumps("2027-05-07 10:00")

    await judges(days.trainer, "10")

    days.trainer.sees("It is in between")
    assert (await case_file(store, stage)).case.stage is Stage.SCALE


async def test_without_a_lock_no_result_can_be_entered(days: Days, apps: list[App], stage: Slack, store: Store) -> None:
    await a_finished_case(days.trainer)
    (case,) = await cases_of(store, stage)
    asker = Asker(stage.desk.team.id, "U01MAYA")

    with pytest.raises(BotError, match="Lock the rule first"):
        await pilots.form(apps[0].coach, asker, Place(Part.RESULTS, case.id))


async def test_before_a_result_scale_stays_closed_and_the_step_asks_for_what_was_measured(
    days: Days, stage: Slack, store: Store
) -> None:
    trainer = days.trainer
    await a_locked_pilot(trainer)
    await trainer.closes()
    await logs(trainer, reaction="agreed_to_pilot")
    await trainer.closes()

    await trainer.types("/pushback")
    await trainer.submits()
    trainer.sees("Enter what was measured with /pushback pilot")
    assert title_of(trainer) == "The result"
    assert trainer.values == {}
    await trainer.submits()

    file = await case_file(store, stage)
    assert file.case.stage is Stage.FOLLOW_UP
    assert file.case.next_action.startswith("Run the pilot; decision on")


async def test_without_the_designer_the_verdict_is_a_free_choice(trainer: Actor, stage: Slack, store: Store) -> None:
    await a_finished_case(trainer)
    await logs(trainer, reaction="agreed_to_pilot")
    await trainer.closes()
    await trainer.types("/pushback")
    await trainer.submits()

    await trainer.fills(pilot_result="conditional")
    await trainer.submits()

    row = await registered(store)
    assert row
    assert row.verdict is Verdict.CONDITIONAL
    assert (await case_file(store, stage)).case.stage is Stage.SCALE


async def test_with_a_comparison_group_it_says_how_sure_that_is(days: Days) -> None:
    await a_finished_case(days.trainer)
    await days.trainer.types(PUSHED)
    await designs(days.trainer, "Who and when", comparison="group", comparison_who="South depot")
    await designs(days.trainer, "The decision", decision_on=DECISION)
    await days.trainer.clicks("Lock the rule")
    await days.trainer.submits()

    await judges(
        days.trainer,
        "8.5",
        **{"spread-m1": "6", "compared-m1": "10", "compared_spread-m1": "6", "people": "8", "others": "9"},
    )

    days.trainer.sees("Too few to tell.", "“nothing happened” is among it", "It is a go")


async def test_a_rule_that_came_after_a_result_says_so(days: Days) -> None:
    await a_locked_pilot(days.trainer)
    days.jumps("2027-05-07 10:00")
    await judges(days.trainer, "10")
    days.jumps("2027-05-08 10:00")
    await designs(days.trainer, "Who and when", weeks="12")
    await days.trainer.clicks("Lock as a new version")
    await days.trainer.fills(reason="Four more weeks, as agreed.")
    await days.trainer.submits()
    days.trainer.sees("In between, by version 1 of the rule")

    await days.trainer.clicks("Enter a newer result")
    await days.trainer.fills(**{"value-m1": "8"})
    await days.trainer.submits()

    days.trainer.sees("Go, by version 2 of the rule", "That version was locked when an earlier result was known.")


# Windows that meet.


async def drawn(app: App, asker: Asker, place: Place) -> PilotFormPage:
    return (await pilots.form(app.coach, asker, place)).page


async def test_two_windows_on_one_design_lose_nothing(days: Days, apps: list[App], stage: Slack, store: Store) -> None:
    await a_finished_case(days.trainer)
    (case,) = await cases_of(store, stage)
    asker, place = Asker(stage.desk.team.id, "U01MAYA"), Place(Part.SETTING, case.id)
    await pilots.save(
        apps[0].coach,
        asker,
        PilotForm(place, 0, {"audience": "Team leads", "size": "24", "weeks": "8", "comparison": "none"}, "r0"),
    )
    one = await drawn(apps[0], asker, place)
    filled = {"audience": "Team leads", "size": "24", "weeks": "8", "comparison": "none"}

    await pilots.save(apps[0].coach, asker, PilotForm(place, one.revision, {**filled, "size": "30"}, "r1"))
    await pilots.save(apps[0].coach, asker, PilotForm(place, one.revision, {**filled, "weeks": "6"}, "r2"))

    design = await designed(store, stage, case.id)
    assert (design.size, design.weeks, design.comparison) == (30, 6, Comparison.NONE)


async def test_a_repeated_lock_locks_once(days: Days, apps: list[App], stage: Slack, store: Store) -> None:
    await a_locked_pilot(days.trainer)
    (case,) = await cases_of(store, stage)
    asker, place = Asker(stage.desk.team.id, "U01MAYA"), Place(Part.LOCK, case.id)
    await designs(days.trainer, "Who and when", weeks="10")
    page = await drawn(apps[0], asker, place)
    form = PilotForm(place, page.revision, {"reason": "A holiday"}, "same", page.digest)

    await pilots.save(apps[0].coach, asker, form)
    again = await pilots.save(apps[0].coach, asker, form)

    assert isinstance(again.page, PilotPage)
    assert [lock.version for lock in again.page.file.locks] == [1, 2]


async def test_what_another_window_changed_is_not_locked_unseen(
    days: Days, apps: list[App], stage: Slack, store: Store
) -> None:
    await a_locked_pilot(days.trainer)
    (case,) = await cases_of(store, stage)
    asker, place = Asker(stage.desk.team.id, "U01MAYA"), Place(Part.LOCK, case.id)
    await designs(days.trainer, "Who and when", weeks="10")
    page = await drawn(apps[0], asker, place)
    await designs(days.trainer, "Who and when", weeks="20")

    shown = await pilots.save(
        apps[0].coach, asker, PilotForm(place, page.revision, {"reason": "A holiday"}, "r", page.digest)
    )

    assert isinstance(shown.page, PilotFormPage)
    assert shown.page.warnings[0].key == "pilot.changed_meanwhile"
    assert shown.page.fields[0].value == "A holiday"
    assert len(await locked(store, stage, case.id)) == 1


async def test_a_result_from_tomorrow_is_refused_at_its_field(
    days: Days, apps: list[App], stage: Slack, store: Store
) -> None:
    await a_locked_pilot(days.trainer)
    (case,) = await cases_of(store, stage)
    asker, place = Asker(stage.desk.team.id, "U01MAYA"), Place(Part.RESULTS, case.id)
    form = PilotForm(place, 1, {"measured_on": "2027-03-04", "value-m1": "", "people": "2.5"}, "r")

    shown = await pilots.save(apps[0].coach, asker, form)
    later = await pilots.save(
        apps[0].coach, asker, replace(form, values={"measured_on": "2027-03-04", "value-m1": "9"})
    )

    assert isinstance(shown.page, Refused)
    assert set(shown.page.problems) == {"measured_on", "value-m1", "people"}
    assert isinstance(later.page, Refused)
    assert set(later.page.problems) == {"measured_on"}


async def test_a_pilot_is_its_owners(days: Days, apps: list[App], stage: Slack, store: Store) -> None:
    await a_locked_pilot(days.trainer)
    await stage.other_trainer.opens_home()
    (case,) = await cases_of(store, stage)

    with pytest.raises(NotFoundError):
        await pilots.show(apps[0].coach, Asker(stage.desk.team.id, "U02TOMAS"), case.id)


async def designed(store: Store, stage: Slack, case_id: str) -> Pilot:
    async with store.view(stage.desk.team.id) as work:
        sheet = (await work.worksheets.of_case(case_id)).of(PILOT)
    assert sheet
    return sheet


async def locked(store: Store, stage: Slack, case_id: str) -> tuple[int, ...]:
    async with store.view(stage.desk.team.id) as work:
        return tuple(lock.version for lock in await work.pilots.locks(case_id))
