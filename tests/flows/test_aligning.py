"""Align: a goal the executive owns, proof, the changes asked for, the core, and how to go about it."""

import pytest

from bot.coaching.case import Ruling
from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import a_case_at, case_file, title_of


async def test_a_goal_with_its_measure_result_and_meeting_point_is_kept(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_case_at(trainer, "Evidence")

    answers = (await case_file(store, stage)).answers
    assert answers["goal"].value == "Open the second site without losing a customer"
    assert answers["goal_measure"].value == "Complaints per 1,000 orders"
    assert answers["result_area"].value == "retention"
    assert answers["intersection"].value == "Team leads settle disputes themselves"


async def test_eight_results_may_be_touched(trainer: Actor) -> None:
    await a_case_at(trainer, "Their goal")

    for result in (
        "Efficiency",
        "Customer satisfaction",
        "Employee performance",
        "More revenue",
        "Less waste",
        "People stay",
        "Lower expense",
        "Teams that grow",
    ):
        await trainer.fills(result_area=result)


async def test_align_does_not_go_on_without_a_goal(trainer: Actor) -> None:
    await a_case_at(trainer, "Their goal")

    await trainer.submits()

    assert list(trainer.errors.values()) == ["missing"]


async def test_evidence_is_collected_and_what_has_no_source_is_marked(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.fills(evidence_kind="data", evidence_what="Complaints fell", evidence_source="Quality report")
    await trainer.clicks("Save and add another")

    await trainer.fills(evidence_kind="testimonial", evidence_what="The plant head swears by it")
    await trainer.clicks("Save and add another")

    trainer.sees("2 saved so far", "Figures · Quality report", "The word of somebody they trust · no source")
    assert not any(trainer.values.values())


async def test_every_kind_of_proof_can_be_brought(trainer: Actor, stage: Stage, store: Store) -> None:
    kinds = ["data", "case_study", "testimonial", "success_story", "sector_example", "own_result"]
    await a_case_at(trainer, "Evidence")

    for kind in kinds:
        await trainer.fills(evidence_kind=kind, evidence_what=f"About {kind}")
        await trainer.clicks("Save and add another")

    assert [proof.kind for proof in (await case_file(store, stage)).evidence] == kinds


async def test_an_entry_can_be_taken_off_the_list(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.fills(evidence_kind="data", evidence_what="Complaints fell")
    await trainer.clicks("Save and add another")

    await trainer.clicks("Remove")

    trainer.does_not_see("Complaints fell")
    assert (await case_file(store, stage)).evidence == ()


async def test_an_entry_that_lacks_something_says_what_at_which_field(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.fills(evidence_what="Complaints fell")

    await trainer.clicks("Save and add another")

    trainer.sees("What kind of proof? Please choose one.")
    assert "Complaints fell" in trainer.values.values()


async def test_a_blank_entry_is_not_added(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")

    await trainer.clicks("Save and add another")

    trainer.sees("There is nothing to add yet: fill in the form first.")


async def test_going_on_with_a_half_entry_says_so_at_its_field(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.fills(evidence_kind="data", evidence_source="Quality report")

    await trainer.submits()

    said = "Please say what it is. Nothing to add? Skip this step, or leave its form empty."
    assert list(trainer.errors.values()) == [said]


async def test_an_entry_in_the_form_is_kept_when_going_back(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.fills(evidence_kind="data", evidence_what="Complaints fell")

    await trainer.clicks("Back")

    assert title_of(trainer) == "Their goal"
    assert [proof.what for proof in (await case_file(store, stage)).evidence] == ["Complaints fell"]


async def test_each_change_has_its_reason_and_a_ruling(trainer: Actor, stage: Stage, store: Store) -> None:
    rulings = {"accept": "Later start", "adapt": "Two half-days", "hold": "No practice"}
    await a_case_at(trainer, "Changes asked")

    for ruling, what in rulings.items():
        await trainer.fills(changes_what=what, changes_reason="Nobody covers the shifts", changes_ruling=ruling)
        await trainer.clicks("Save and add another")
    await trainer.submits()

    trainer.sees("The core", "Accept: Later start", "Adapt: Two half-days", "Hold: No practice")
    changes = (await case_file(store, stage)).changes
    assert [(change.what, change.ruling) for change in changes] == [
        ("Later start", Ruling.ACCEPT),
        ("Two half-days", Ruling.ADAPT),
        ("No practice", Ruling.HOLD),
    ]


async def test_steps_that_need_nothing_can_be_skipped(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")

    for title in ("Evidence", "Changes asked", "The core", "Your approach", "A small test", "Their part"):
        assert title_of(trainer) == title
        await trainer.clicks("Skip this step")

    assert title_of(trainer) == "Next contact"


async def test_tactics_for_the_confirmed_concerns_come_with_words_proof_and_what_not_to_say(trainer: Actor) -> None:
    await a_case_at(trainer, "Your approach")

    trainer.sees("Say:", "Ask:", "Bring:", "Not:")


@pytest.mark.parametrize(
    ("title", "given", "warning"),
    [
        (
            "Their goal",
            {"goal": "Growth", "intersection": "They think they know it all"},
            "would feel good for a second",
        ),
        ("The core", {"core": "The learning culture of the whole company"}, "the whole mountain"),
        ("The core", {"core": "The change management part"}, "Mind the word in front of the team."),
        ("Your approach", {"chosen_tactic": "reverse_mentoring"}, "somebody who can be seen not knowing"),
    ],
)
async def test_a_warning_comes_when_its_condition_holds(
    trainer: Actor, title: str, given: dict[str, str], warning: str
) -> None:
    await a_case_at(trainer, title)
    trainer.does_not_see(warning)

    await trainer.fills(**given)
    await trainer.submits()
    await trainer.clicks("Back")

    trainer.sees("Take care.", warning)
