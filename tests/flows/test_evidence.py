"""The evidence shelf: filled once, and offered where a concern comes up."""

from datetime import UTC, date, datetime, timedelta

from bot.locales.words import load_words
from bot.store.store import Store
from tests.support.playground import Actor, Given, Stage
from tests.support.stories import a_case_at, a_resting_case, case_file, title_of

RECENTLY = (datetime.now(UTC) - timedelta(days=40)).date()
ON_THAT_DAY = load_words("en-GB").date(RECENTLY)
WHAT = "Complaints fell from 14 to 9 a month"
KEPT: dict[str, Given] = {"kind": "own_result", "what": WHAT, "source": "Quality report", "sharing": "mine"}


async def keeps(trainer: Actor, **fields: Given) -> None:
    """Put a piece on the shelf; the shelf stays in front of the trainer."""
    await trainer.types("/pushback evidence")
    await trainer.clicks("Add a piece")
    await trainer.fills(**{**KEPT, **fields})
    await trainer.submits()


async def test_an_empty_shelf_says_what_belongs_there(trainer: Actor) -> None:
    await trainer.types("/pushback evidence")

    assert title_of(trainer) == "Evidence"
    trainer.sees("Your shelf is empty.", "Add a piece")


async def test_a_piece_stands_on_the_shelf_with_its_source_day_and_concerns(trainer: Actor) -> None:
    await keeps(trainer, dated_on=RECENTLY, concerns=["budget"], sharing="shared")

    trainer.sees(
        "Saved.", WHAT, f"Quality report, {ON_THAT_DAY}", "Answers: No budget for it", "shared with your colleagues"
    )
    assert trainer.modal
    await trainer.closes()
    assert trainer.modal is None


async def test_an_old_piece_is_marked(trainer: Actor) -> None:
    await keeps(trainer, dated_on=date(2020, 6, 1))

    trainer.sees("older than a year")


async def test_a_day_to_come_and_half_a_consent_come_back_at_their_fields(trainer: Actor) -> None:
    await keeps(trainer, kind="testimonial", dated_on=date(2090, 1, 1), consent_by="Rosa Diaz")

    assert trainer.errors == {
        "dated_on": "This day is still to come. Choose the day it is from.",
        "consent_on": "Say when they agreed, or leave the name empty.",
    }
    assert trainer.values["what"] == WHAT


async def test_a_piece_is_changed_and_taken_off_and_what_it_said_is_kept(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await keeps(trainer)
    await trainer.clicks("Change")
    await trainer.fills(what="Complaints fell from 14 to 8")
    await trainer.submits()
    trainer.sees("Complaints fell from 14 to 8")
    trainer.does_not_see(WHAT)

    await trainer.clicks("Change")
    await trainer.clicks("Remove")

    trainer.sees("Taken off the shelf.", "Your shelf is empty.")
    pressed = next(one for one in reversed(stage.desk.exchanges) if "piece.remove" in str(one.request))
    item_id = pressed.request["actions"][0]["value"]
    async with store.view(stage.desk.team.id) as work:
        assert [each.what for each in await work.shelf.revisions(item_id)] == [WHAT, "Complaints fell from 14 to 8"]


async def test_the_shelf_is_narrowed_to_a_concern(trainer: Actor) -> None:
    await keeps(trainer, concerns=["budget"])
    await keeps(trainer, what="A peer swears by it", concerns=["busyness"])

    await trainer.clicks("No budget for it")

    trainer.sees(WHAT)
    trainer.does_not_see("A peer swears by it")
    await trainer.clicks("Every concern")
    trainer.sees("A peer swears by it")


async def test_what_is_shared_others_see_and_take_and_only_its_owner_changes(trainer: Actor, stage: Stage) -> None:
    await keeps(trainer, sharing="shared")
    await keeps(trainer, what="For my eyes")
    other = stage.other_trainer

    await other.types("/pushback evidence")

    other.sees(WHAT, "Shared by Maya")
    other.does_not_see("For my eyes", "Change")


async def test_align_offers_what_answers_the_concern_and_one_tap_takes_it_along(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await keeps(trainer, concerns=["cost_centre"])
    await keeps(trainer, what="Only for the busy", concerns=["busyness"])
    await trainer.closes()
    await a_case_at(trainer, "Evidence")
    trainer.sees("From your shelf", WHAT)
    trainer.does_not_see("Only for the busy")
    await trainer.fills(evidence_what="Half typed")

    await trainer.clicks("Take it along")

    trainer.does_not_see("From your shelf")
    assert "Half typed" in trainer.shown
    assert [each.what for each in (await case_file(store, stage)).evidence] == [WHAT]
    await trainer.types("/pushback brief")
    trainer.sees(f"{WHAT} · Quality report")


async def test_a_word_without_consent_is_not_offered_and_with_it_is(trainer: Actor) -> None:
    await keeps(trainer, kind="testimonial", what="It paid for itself", concerns=["cost_centre"])
    trainer.sees("no consent to quote them yet")
    await trainer.closes()
    await a_case_at(trainer, "Evidence")
    trainer.does_not_see("It paid for itself")

    await trainer.clicks("Evidence shelf")
    trainer.sees("It paid for itself", "no consent to quote them yet")
    trainer.does_not_see("Take it along")
    await trainer.clicks("Change")
    await trainer.fills(consent_by="Rosa Diaz", consent_on=RECENTLY)
    await trainer.submits()
    trainer.sees(f"Rosa Diaz agreed to be quoted on {ON_THAT_DAY}")
    await trainer.clicks("Take it along")

    trainer.sees("It is on your case now.", "On your case")
    await trainer.closes()
    assert title_of(trainer) == "Evidence"
    trainer.sees("It paid for itself")


async def test_a_word_whose_consent_is_withdrawn_leaves_the_brief(trainer: Actor) -> None:
    consent: dict[str, Given] = {"consent_by": "Rosa Diaz", "consent_on": RECENTLY}
    await keeps(trainer, kind="testimonial", what="It paid for itself", **consent)
    await trainer.closes()
    await a_case_at(trainer, "Evidence")
    await trainer.clicks("Take it along")
    await trainer.closes()
    await trainer.types("/pushback brief")
    trainer.sees("It paid for itself")
    await trainer.closes()

    await trainer.types("/pushback evidence")
    await trainer.clicks("Change")
    await trainer.fills(consent_by=None, consent_on=None)
    await trainer.submits()
    await trainer.closes()

    await trainer.types("/pushback brief")
    trainer.does_not_see("It paid for itself")


async def test_naming_an_executive_opens_the_shelf_for_their_case(trainer: Actor) -> None:
    await keeps(trainer)
    await trainer.closes()
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")

    await trainer.types("/pushback evidence rajiv")

    trainer.sees("For: COO, onboarding redesign", WHAT)
    await trainer.clicks("Take it along")
    trainer.sees("On your case")
    trainer.does_not_see("Take it along")
