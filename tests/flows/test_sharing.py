"""What a trainer's teams see of a case: counts, a sentence, a sentence with the name; never more, and revocable."""

import pytest

from bot.coaching.sharing import Sharing, SharingLevel
from bot.store.store import Store
from tests.flows.test_teams import a_team_of_two
from tests.support.playground import Actor, Stage
from tests.support.stories import a_resting_case, cases_of

LINE = "Saying the concern back turned a no into a second meeting."
ANONYMOUS, NAMED = "Teams see: a sentence without my name", "Teams see: a sentence with my name"
COUNTS = "Teams see: counts only"


@pytest.fixture
async def member(stage: Stage) -> Actor:
    """Maya, in a team, with one open case."""
    await a_team_of_two(stage)
    await a_resting_case(stage.trainer)
    return stage.trainer


async def shared(store: Store, stage: Stage) -> Sharing:
    (case,) = await cases_of(store, stage)
    async with store.view(stage.desk.team.id) as work:
        return await work.sharing.of_case(case.id)


async def writes(member: Actor, line: str, level: str = ANONYMOUS) -> None:
    """Turn the switch in App Home and write the sentence; what comes of it is in front of the member."""
    await member.opens_home()
    await member.clicks(level)
    await member.fills(line=line)
    await member.submits()


async def test_a_case_is_counted_and_nothing_else_until_its_owner_says_so(
    member: Actor, stage: Stage, store: Store
) -> None:
    await member.opens_home()
    await member.clicks("What my teams see")

    member.sees("Leadership trainers", "CFO, onboarding redesign", "It is counted, and nothing else is told.")
    assert await shared(store, stage) == Sharing()


async def test_a_sentence_is_shown_as_it_will_stand_before_it_is_shared(
    member: Actor, stage: Stage, store: Store
) -> None:
    await writes(member, f"  {LINE}\n")

    member.sees("The digest will show exactly this:", f"• {LINE}", "Read by the team Leadership trainers.")
    assert (await shared(store, stage)).level is SharingLevel.COUNTS
    await member.submits()
    member.sees("Shared.", LINE)
    kept = await shared(store, stage)
    assert (kept.level, kept.line) == (SharingLevel.ANONYMOUS, LINE)


async def test_a_sentence_with_the_name_says_whose_it_is(member: Actor) -> None:
    await writes(member, LINE, NAMED)

    member.sees(f"• Maya Okafor: {LINE}")


async def test_what_was_said_is_not_quoted_and_nobody_is_named(member: Actor) -> None:
    await writes(member, "They said: we already spend too much on training.")

    assert "is what they said" in member.errors["line"]
    await member.fills(line="Dana came round after a second meeting.")
    await member.submits()
    assert "is part of the executive's name" in member.errors["line"]


async def test_it_is_taken_back_with_one_choice(member: Actor, stage: Stage, store: Store) -> None:
    await writes(member, LINE)
    await member.submits()

    await member.clicks(COUNTS)

    member.sees("Changed.", "It is counted, and nothing else is told.")
    assert (await shared(store, stage)).level is SharingLevel.COUNTS


async def test_a_switch_that_was_turned_and_not_confirmed_goes_back(member: Actor, stage: Stage) -> None:
    await member.opens_home()

    await member.clicks(NAMED)
    await member.closes()
    await member.opens_home()

    home = stage.desk.homes[member.user_id]
    chosen = [held["selected_option"]["value"] for block in home.values.values() for held in block.values()]
    assert [value.partition(":")[0] for value in chosen] == ["counts"]


async def test_who_is_in_no_team_has_nothing_to_switch(trainer: Actor) -> None:
    await a_resting_case(trainer)

    await trainer.opens_home()

    trainer.does_not_see("Teams see")


async def test_another_trainers_case_cannot_be_shared(member: Actor, stage: Stage) -> None:
    await member.opens_home()
    stage.desk.homes[stage.lead.user_id] = stage.desk.homes[member.user_id]  # as if the switch were forged
    stage.lead.is_at_home = True

    await stage.lead.clicks(ANONYMOUS)

    stage.lead.sees("This case is not there any more.")
