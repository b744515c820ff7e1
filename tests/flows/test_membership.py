"""The coach is for members: guests and people of other organisations are told so politely, at every door."""

import pytest

from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import cases_of

REFUSED = "The coach is for members of this workspace."


@pytest.fixture(params=["guest", "stranger"])
def outsider(request: pytest.FixtureRequest, stage: Stage) -> Actor:
    actor: Actor = getattr(stage, request.param)
    return actor


async def test_no_command_opens_the_coach_for_outsiders(outsider: Actor, stage: Stage, store: Store) -> None:
    commands = ["", " We have no budget", " cases", " log", " brief", " help", " breif"]

    for typed in commands:
        await outsider.types(f"/pushback{typed}")
        assert outsider.modal is None

    refusals = [message for message in outsider.messages if REFUSED in outsider.words_in(message)]
    assert len(refusals) == len(outsider.messages) == len(commands)
    assert await cases_of(store, stage, outsider.user_id) == ()


async def test_the_shortcut_is_closed_for_outsiders(outsider: Actor, stage: Stage) -> None:
    where = {"U04SAM": "general", "U07LEA": "with-brightarc"}[outsider.user_id]
    await outsider.types("No budget", at=where)

    await outsider.shortcut("No budget")

    await outsider.gets(REFUSED)
    assert [message.seen_by for message in stage.desk.channel(_id(stage, where)).messages if message.by_app] == [
        outsider.user_id
    ]


async def test_app_home_says_whom_it_is_for(outsider: Actor) -> None:
    await outsider.opens_home()

    outsider.sees(REFUSED)


async def test_words_to_the_bot_are_answered_politely(outsider: Actor) -> None:
    await outsider.types("help")

    await outsider.gets(REFUSED)
    outsider.does_not_see("What you can type")


def _id(stage: Stage, name: str) -> str:
    return next(channel.id for channel in stage.desk.channels.values() if channel.name == name)
