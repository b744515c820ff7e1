"""The return of an initiative: estimated line by line, said plainly, and never without isolation."""

from asyncio import gather
from collections.abc import Mapping
from typing import Any, Final

import pytest

from bot.app import App
from bot.coach import estimates
from bot.coach.coach import Asker
from bot.coach.estimates import EstimateForm
from bot.coaching.estimate import Estimate
from bot.coaching.estimate_forms import LineSpot, Part
from bot.errors import NotFoundError
from bot.store.sheets import ESTIMATE
from bot.store.store import Store
from bot.store.worksheets import Kept
from tests.support.playground import Actor, Given, Stage
from tests.support.stories import a_case_at, a_finished_case, a_resting_case, cases_of, title_of

COMPLAINTS: Final[Mapping[str, Given]] = {
    "what": "Fewer complaints",
    "unit": "complaints",
    "unit_value": "£120",
    "expected": "30",
    "low": "20",
    "isolation": "0.6",
    "method": "managers",
    "confidence": "80 %",
    "source": "Quality report",
    "owner": "Dana Whitfield",
}
CASE: Final = "CFO, onboarding redesign"


async def test_a_money_objection_leads_to_a_loss_that_is_said_plainly(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.clicks("Estimate the return")
    trainer.sees("Nothing to count yet.", "All amounts are in GBP.")

    await _adds(trainer, "Add a benefit", COMPLAINTS)
    await _adds(trainer, "Learners' time", {"people": "24", "hours": "12", "hourly_rate": "40"})
    await _adds(trainer, "Delivery", {"amount": "12,000.00"})

    trainer.sees(
        "It costs more than it brings: £2,784 short in the first year, even if all goes as expected.",
        "Do not lead with money here.",
        "Low case ROI: -41% Net: -£9,696 Benefit-cost ratio: 0.59",
        "Paid back in 20.4 months, after the year that counts",
        "As expected ROI: -12% Net: -£2,784 Benefit-cost ratio: 0.88 Benefit: £20,736",
        "Paid back in 13.6 months, after the year that counts",
        "It would have to bring 113% of what is expected.",
        "that means 34 complaints a month, where 30 complaints a month is expected.",
    )
    await trainer.clicks("Risks and benefits")
    assert title_of(trainer) != "The return"
    await trainer.closes()
    await trainer.closes()
    assert title_of(trainer) == "Evidence"


async def test_what_pays_in_the_low_case_may_be_quoted(trainer: Actor) -> None:
    await _begins(trainer)

    await _adds(trainer, "Add a benefit", COMPLAINTS)
    await _adds(trainer, "Delivery", {"amount": "£10,000"})

    trainer.sees(
        "It pays for itself, in the low case too. Quote the low figure",
        "Low case ROI: 38%",
        "As expected ROI: 107%",
        "Fewer complaints 30 complaints a month (at least 20) at £120 each, 60% due to this (managers' estimate)",
        "80% sure Counts £20,736, in the low case £13,824. Quality report, Dana Whitfield",
        "It pays for itself if 48% of the expected benefit comes true.",
        "14.5 complaints a month would do, where 30 complaints a month is expected.",
        "Not covered yet: Learners' time",
    )


async def test_without_isolation_there_is_no_return_and_it_says_why(trainer: Actor) -> None:
    await _begins(trainer)
    await _adds(trainer, "Delivery", {"amount": "9000"})

    await _adds(trainer, "Add a benefit", {**COMPLAINTS, "isolation": "", "method": "none"})

    trainer.sees("No return yet: which share of it is yours?", "how much of “Fewer complaints” is due to this")
    trainer.does_not_see("ROI: ", "Paid back")


async def test_what_cannot_be_comes_back_at_its_fields_and_nothing_typed_is_lost(trainer: Actor) -> None:
    await _begins(trainer)
    await trainer.clicks("Add a benefit")
    await trainer.fills(**{**COMPLAINTS, "unit_value": "$120", "months": "24", "method": "none"})

    await trainer.submits()

    assert {field: says.partition(".")[0] for field, says in trainer.errors.items()} == {
        "unit_value": "This estimate is in GBP, and “$” is another currency",
        "months": "Only the first year counts",
        "method": "Please choose how this share is known",
    }
    assert trainer.values["owner"] == "Dana Whitfield"


async def test_a_line_is_changed_and_taken_off_and_every_revision_is_kept(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await _begins(trainer)
    await _adds(trainer, "Add what has no price", {"what": "New colleagues are trusted sooner"})
    await _adds(trainer, "Travel and rooms", {"amount": "500"})

    await trainer.clicks("Change")
    assert trainer.values["amount"] == "500"
    await trainer.fills(amount="700", source="Invoice")
    await trainer.submits()
    trainer.sees("Travel and rooms £700 Invoice")
    await _takes_off(trainer, "Costs", "Travel and rooms")

    trainer.does_not_see("£700")
    trainer.sees("New colleagues are trusted sooner")
    revisions = await _revisions(store, stage)
    assert [len(each.content.costs) for each in revisions] == [0, 1, 1, 0]


async def test_the_currency_is_chosen_once(trainer: Actor) -> None:
    await _begins(trainer)
    await trainer.clicks("Change currency")
    await trainer.fills(currency="CHF")
    await trainer.submits()
    trainer.sees("All amounts are in CHF.")

    await _adds(trainer, "Delivery", {"amount": "CHF 1'200"})

    trainer.sees("CHF\u00a01,200", "All amounts in CHF.")
    trainer.does_not_see("Change currency")


async def test_two_windows_lose_nothing(trainer: Actor, stage: Stage, store: Store) -> None:
    await _begins(trainer)
    await _adds(trainer, "Add a benefit", COMPLAINTS)
    await trainer.clicks("Change")
    first = _windows(stage, trainer)
    await trainer.closes()
    await _adds(trainer, "Change", {"low": "25", "owner": "Rajiv Menon"})
    await _adds(trainer, "Delivery", {"amount": "900"})

    stage.desk.views[trainer.user_id] = first
    await trainer.fills(expected="35")
    await trainer.submits()

    (line,), (cost,) = (newest := (await _revisions(store, stage))[-1].content).benefits, newest.costs
    assert (str(line.low), str(line.expected), line.owner) == ("25", "35", "Rajiv Menon")
    assert str(cost.amount) == "900"
    trainer.sees("35 complaints a month (at least 25)", "£900")


async def test_a_currency_that_another_window_settled_stays(trainer: Actor, stage: Stage) -> None:
    await _begins(trainer)
    await trainer.clicks("Change currency")
    first = _windows(stage, trainer)
    await trainer.closes()
    await _adds(trainer, "Delivery", {"amount": "900"})

    stage.desk.views[trainer.user_id] = first
    await trainer.fills(currency="CHF")
    await trainer.submits()

    assert trainer.errors == {"currency": "Amounts in GBP stand in this estimate already, so it stays in GBP."}


async def test_a_submission_that_is_repeated_adds_nothing_twice(trainer: Actor, stage: Stage, store: Store) -> None:
    await _begins(trainer)
    await _adds(trainer, "Add a benefit", COMPLAINTS)

    last = next(one for one in reversed(stage.desk.exchanges) if one.what == "view_submission estimate_line")
    assert not (await stage.acts._interact("estimate_line", {**last.request, "is_repeated": True})).trouble

    assert [len(each.content.benefits) for each in await _revisions(store, stage)] == [1]


async def test_words_that_would_be_picked_apart_are_noticed(trainer: Actor) -> None:
    await _begins(trainer)

    await _adds(trainer, "Add what has no price", {"what": "ROI of $1.57 <b>"})

    trainer.sees("Words to change", "“ROI of $1.57” is a benefit-cost ratio", "a return of 57%")


async def test_the_command_opens_the_estimate_of_the_case_that_is_meant(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")

    await trainer.types("/pushback roi")
    assert "Which case is the estimate for?" in trainer.shown
    await trainer.fills(case=CASE)
    await trainer.submits()
    trainer.sees("The return", CASE)
    await _adds(trainer, "Delivery", {"amount": "900"})
    trainer.sees("So far this is only a cost.")
    await trainer.closes()

    await trainer.types("/pushback roi Rajiv")
    trainer.sees("COO, onboarding redesign", "Nothing to count yet.")


async def test_without_a_case_there_is_nothing_to_estimate(trainer: Actor) -> None:
    await trainer.types("/pushback roi")

    trainer.does_not_see("Add a benefit")


async def test_where_no_fourth_window_fits_the_form_takes_the_place_of_the_third(trainer: Actor) -> None:
    await a_finished_case(trainer)
    await trainer.types("/pushback brief")
    await trainer.clicks("Continue")
    await trainer.clicks("Back")
    while title_of(trainer) != "Evidence":
        await trainer.clicks("Back")
    await trainer.clicks("Estimate the return")

    await _adds(trainer, "Add what has no price", {"what": "Trust"})

    trainer.sees("Trust")
    await trainer.closes()
    assert title_of(trainer) == "Evidence"


async def test_the_estimate_of_somebody_else_is_out_of_reach(
    trainer: Actor, stage: Stage, store: Store, apps: list[App]
) -> None:
    await _begins(trainer)
    await _adds(trainer, "Delivery", {"amount": "900"})
    await stage.other_trainer.opens_home()
    (case,) = await cases_of(store, stage)
    coach, tomas = apps[0].coach, Asker(stage.desk.team.id, "U02TOMAS")

    with pytest.raises(NotFoundError):
        await estimates.show(coach, tomas, case.id)
    with pytest.raises(NotFoundError):
        await estimates.keep(
            coach, tomas, EstimateForm(case.id, LineSpot(Part.INTANGIBLE), 1, {"what": "Trust"}, "receipt")
        )
    with pytest.raises(NotFoundError):
        await estimates.remove(coach, tomas, case.id, (await _revisions(store, stage))[0].content.costs[0].id)


async def test_two_at_once_lose_nothing(trainer: Actor, stage: Stage, store: Store, apps: list[App]) -> None:
    await _begins(trainer)
    (case,) = await cases_of(store, stage)
    maya, spot = Asker(stage.desk.team.id, trainer.user_id), LineSpot(Part.INTANGIBLE)
    forms = [EstimateForm(case.id, spot, 0, {"what": f"Line {number}"}, f"r{number}") for number in range(5)]

    await gather(*(estimates.keep(apps[0].coach, maya, form) for form in (*forms, *forms)))

    newest = (await _revisions(store, stage))[-1]
    assert newest.revision == 5
    assert sorted(line.what for line in newest.content.intangibles) == [f"Line {number}" for number in range(5)]


async def test_a_case_that_was_closed_keeps_its_estimate_as_it_is(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback roi")
    await trainer.clicks("Delivery")
    window = _windows(stage, trainer)
    await trainer.closes(everything=True)
    (case,) = await cases_of(store, stage)
    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="convinced")
    await trainer.submits()
    await trainer.closes()

    stage.desk.views[trainer.user_id] = window
    await trainer.fills(amount="900")
    await trainer.submits()

    async with store.view(stage.desk.team.id) as work:
        assert (await work.worksheets.of_case(case.id)).of(ESTIMATE) is None


async def _begins(trainer: Actor) -> None:
    """Open the blank estimate of a case that has hardly begun."""
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_name="Dana Whitfield", executive_role="CFO", initiative="onboarding redesign")
    await trainer.submits()
    await trainer.closes()
    await trainer.types("/pushback roi")


async def _adds(trainer: Actor, button: str, fields: Mapping[str, Given]) -> None:
    """Open a form on top of the overview, fill it, and come back to the overview."""
    await trainer.clicks(button)
    await trainer.fills(**fields)
    await trainer.submits()
    assert title_of(trainer) == "The return", trainer.errors


async def _takes_off(trainer: Actor, part: str, line: str) -> None:
    """Choose a line in the menu that takes one off: it stands under the heading of its part."""
    assert trainer.modal is not None
    blocks = trainer.modal["blocks"]
    heading = next(at for at, block in enumerate(blocks) if part in str(block.get("text", {}).get("text", "")))
    row = next(block for block in blocks[heading:] if block["type"] == "actions")
    menu = next(each for each in row["elements"] if each["action_id"] == "estimate.remove")
    option = next(each for each in menu["options"] if each["text"]["text"] == line)
    view = trainer.stage.desk.top_view(trainer.user_id)
    assert view is not None
    await trainer.stage.acts.press_in_view(
        trainer.user_id, view.id, (row["block_id"], menu["action_id"]), option["value"]
    )


def _windows(stage: Stage, trainer: Actor) -> Any:  # noqa: ANN401  the stand-in's views
    """Return the windows of this device, to be put in front again."""
    return list(stage.desk.views[trainer.user_id])


async def _revisions(store: Store, stage: Stage) -> tuple[Kept[Estimate], ...]:
    (case,) = await cases_of(store, stage)
    async with store.view(stage.desk.team.id) as work:
        return await work.worksheets.revisions(case.id, ESTIMATE)
