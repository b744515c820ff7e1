"""The needs analysis and the qualitative half, beside the conversation."""

import json
from typing import TypeVar

from bot.store.sheets import NEEDS, RISKS
from bot.store.store import Store
from bot.store.worksheets import Kept, Kind
from tests.support.playground import Actor, Stage
from tests.support.stories import a_case_at, a_resting_case, cases_of, title_of

Sheet = TypeVar("Sheet")


async def test_the_goals_step_offers_the_analysis_and_keeps_what_was_typed_below_it(trainer: Actor) -> None:
    await a_case_at(trainer, "Their goal")
    await trainer.fills(goal="Open the second site")

    await trainer.clicks("Needs analysis")
    trainer.sees("Four steps, in this order", "A business goal. Without one, every gap is a hobby of yours.")
    await trainer.closes()

    assert title_of(trainer) == "Their goal"
    assert trainer.values["goal#5"] == "Open the second site"


async def test_an_analysis_is_worked_out_entry_by_entry_and_ends_in_priorities(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_resting_case(trainer)

    await trainer.types("/pushback needs")
    await _adds(trainer, "Add a goal", what="Open the second site", measure="Complaints per 1,000 orders")
    await _adds(trainer, "Add a role", what="Team leads", headcount="24")
    await _adds(trainer, "Add a role", what="Dispatchers", headcount="6")
    await _adds(
        trainer,
        "Add a competency",
        role="Team leads",
        what="Settle a dispute on the spot",
        required="3",
        importance="3",
        goal="Open the second site",
    )
    await _adds(trainer, "Add a competency", role="Dispatchers", what="Re-plan a route", required="2", importance="2")
    trainer.sees("The present level of 2 competencies")
    await _adds(trainer, "Dispatchers: Re-plan a route", present="1", method="tested")
    await _adds(
        trainer,
        "Team leads: Settle a dispute on the spot",
        present="1",
        method="observed",
        assessed_by="Shift leads",
    )
    await _adds(trainer, "Say what it is worth", what="Nine complaints fewer a month", source="Quality report")

    trainer.sees(
        "Team leads, 24 people",
        "1 → 3 144 Team leads: Settle a dispute on the spot (observed at work, Shift leads)",
        "1 → 2  12 Dispatchers: Re-plan a route (tested)",
        "our own convention for sorting, no published formula",
        "Nine complaints fewer a month (Quality report)",
    )
    trainer.does_not_see("Still missing")
    assert trainer.shown.index("Team leads: Settle") < trainer.shown.index("Dispatchers: Re-plan")
    assert len(await _revisions(store, stage, NEEDS)) == 8


async def test_the_estimate_begins_with_what_the_analysis_found(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback needs")
    await _adds(trainer, "Add a role", what="Team leads", headcount="24")
    await _adds(trainer, "Add a role", what="Dispatchers", headcount="6")
    await _adds(trainer, "Say what it is worth", what="Nine complaints fewer a month", source="Quality report")

    await trainer.clicks("Estimate the return")
    await trainer.clicks("Add a benefit")
    benefit = trainer.values
    await trainer.closes()
    await trainer.clicks("Learners' time")

    assert (benefit["what"], benefit["source"]) == ("Nine complaints fewer a month", "Quality report")
    assert trainer.values["people"] == "30"


async def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback needs")

    await trainer.clicks("Add a role")
    await trainer.fills(what="Team leads", headcount="a dozen")
    await trainer.submits()
    assert list(trainer.errors) == ["headcount"]
    await trainer.fills(headcount="2.5")
    await trainer.submits()

    assert list(trainer.errors.values()) == ["Please write a whole number of 1 or more."]
    assert trainer.values["what"] == "Team leads"


async def test_an_entry_is_changed_and_taken_off_again(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback needs")
    await _adds(trainer, "Add a goal", what="Open the second site")

    await trainer.clicks("Open the second site")
    assert trainer.values["what#1"] == "Open the second site"
    await trainer.fills(what="Open both sites")
    await trainer.submits()
    trainer.sees("Open both sites")
    await trainer.clicks("Open both sites")
    await trainer.clicks("Remove")

    trainer.does_not_see("Open both sites")
    goals = [[goal.what for goal in kept.content.goals] for kept in await _revisions(store, stage, NEEDS)]
    assert goals == [["Open the second site"], ["Open both sites"], []]


async def test_two_windows_on_one_analysis_lose_nothing(trainer: Actor, stage: Stage) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback needs")
    await _adds(trainer, "Add a goal", what="Open the second site", measure="Complaints")
    await trainer.clicks("Open the second site")
    first = stage.desk.top_view(trainer.user_id)
    assert first is not None
    await trainer.types("/pushback needs")
    await trainer.clicks("Open the second site")
    await trainer.fills(what="Open the second site in May")
    await trainer.submits()
    await _adds(trainer, "Add a goal", what="Keep every customer")

    stage.desk.views[trainer.user_id] = [first]
    await trainer.fills(measure="Complaints per 1,000 orders")
    await trainer.submits()

    trainer.sees("Open the second site in May (measured by Complaints per 1,000 orders)", "Keep every customer")


async def test_the_same_submission_again_adds_nothing(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback needs")
    await _adds(trainer, "Add a goal", what="Open the second site")
    sent = next(one for one in reversed(stage.desk.exchanges) if one.what == "view_submission sheet")

    reply = await stage.acts._interact("sheet", {**sent.request, "is_repeated": True})

    assert reply.answer()["view"]["callback_id"] == "needs"
    assert len(await _revisions(store, stage, NEEDS)) == 1


async def test_going_back_leaves_the_analysis_as_it_was(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback needs")
    await trainer.clicks("Add a goal")
    await trainer.fills(what="Not this one")

    await trainer.clicks("Back without saving")

    assert title_of(trainer) == "Needs analysis"
    assert await _revisions(store, stage, NEEDS) == ()


async def test_where_several_cases_are_open_it_asks_for_which(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer, executive="Rajiv Menon", role="COO")

    await trainer.types("/pushback needs")
    trainer.sees("Which case is the analysis for?")
    await trainer.fills(case="CFO, onboarding redesign")
    await trainer.submits()
    trainer.sees("CFO, onboarding redesign", "What the business needs")
    await trainer.closes()

    await trainer.types("/pushback needs Rajiv")
    trainer.sees("COO, onboarding redesign", "What the business needs")


async def test_nobody_works_on_somebody_elses_case(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    (theirs,) = await cases_of(store, stage)
    await a_resting_case(stage.other_trainer)
    await stage.other_trainer.types("/pushback needs")
    await stage.other_trainer.clicks("Add a goal")
    form = stage.desk.top_view(stage.other_trainer.user_id)
    assert form is not None
    carried = {**json.loads(form.payload["private_metadata"]), "case": theirs.id}
    form.payload["private_metadata"] = json.dumps(carried)
    await stage.other_trainer.fills(what="Not mine")

    await stage.other_trainer.submits()

    stage.other_trainer.sees("This case is not there any more.")
    assert await _revisions(store, stage, NEEDS) == ()


async def test_the_approach_offers_the_half_that_is_not_money(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Your approach")

    await trainer.clicks("Risks and benefits")
    trainer.sees("Operational: shifts, customers, daily work. Is there none, or has nobody asked?")
    await _adds(
        trainer,
        "Add a risk",
        kind="operational",
        what="Two shifts run short",
        mitigation="Half-days only",
        owner="Ana Ruiz",
    )
    await _adds(trainer, "Add a risk", kind="social", what="Leads fear to look weak")
    await _adds(trainer, "Add a benefit", what="New people ask early", sign="Questions in week one")
    await _adds(trainer, "Say what happens", what="The site opens unprepared", by_when="From May")

    trainer.sees(
        "Two shifts run short → Half-days only (Ana Ruiz)",
        "Leads fear to look weak → nothing against it yet",
        "New people ask early Noticed by: Questions in week one",
        "The site opens unprepared (From May)",
        "An answer to 1 risk",
    )
    assert len((await _revisions(store, stage, RISKS))[-1].content.risks) == 2


async def _adds(trainer: Actor, button: str, **fields: str) -> None:
    await trainer.clicks(button)
    await trainer.fills(**fields)
    await trainer.submits()
    assert not trainer.errors, trainer.errors


async def _revisions(store: Store, stage: Stage, kind: Kind[Sheet]) -> tuple[Kept[Sheet], ...]:
    (case,) = await cases_of(store, stage)
    async with store.view(stage.desk.team.id) as work:
        return await work.worksheets.revisions(case.id, kind)
