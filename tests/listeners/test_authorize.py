from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import BotError
from bot.listeners.authorize import ASK_AGAIN_AFTER, FRESH_FOR, ManyWorkspaces, OneWorkspace
from bot.store.installations import Installation
from bot.store.store import Store
from tests.support.playground import Slack, open_slack

TEAM = "T01HARBOUR"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        yield slack


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _context(api_url: str = "http://127.0.0.1:9/api/") -> AsyncBoltContext:
    return AsyncBoltContext({"client": AsyncWebClient(base_url=api_url, retry_handlers=[])})


async def test_slack_is_asked_once_who_the_token_is(slack: Slack, clock: Clock) -> None:
    authorize = OneWorkspace(slack.token, clock)

    found = [
        await authorize(context=_context(slack.api_url), enterprise_id=None, team_id=TEAM, user_id="U1")
        for _ in range(3)
    ]

    assert [one.bot_user_id for one in found] == [slack.desk.app.user_id] * 3
    assert found[0].bot_token == slack.token
    assert len(slack.asked("auth.test")) == 1


async def test_the_token_of_one_workspace_does_not_serve_another(slack: Slack, clock: Clock) -> None:
    authorize = OneWorkspace(slack.token, clock)

    with pytest.raises(BotError, match="not installed"):
        await authorize(context=_context(slack.api_url), enterprise_id=None, team_id="T0OTHER", user_id="U1")


async def test_while_slack_is_out_of_reach_requests_are_answered_as_their_envelope_says(clock: Clock) -> None:
    authorize = OneWorkspace("xoxb-1", clock)

    found = await authorize(context=_context(), enterprise_id=None, team_id=TEAM, user_id="U1")

    assert (found.team_id, found.bot_token, found.bot_user_id) == (TEAM, "xoxb-1", None)


async def test_slack_is_asked_again_only_after_a_while(slack: Slack, clock: Clock) -> None:
    authorize = OneWorkspace(slack.token, clock)
    slack.faults.drops("auth.test", times=1)
    context = _context(slack.api_url)

    first = await authorize(context=context, enterprise_id=None, team_id=TEAM, user_id="U1")
    second = await authorize(context=context, enterprise_id=None, team_id=TEAM, user_id="U1")
    clock.move(ASK_AGAIN_AFTER)
    third = await authorize(context=context, enterprise_id=None, team_id=TEAM, user_id="U1")

    assert [first.bot_user_id, second.bot_user_id] == [None, None]
    assert third.bot_user_id == slack.desk.app.user_id


async def test_a_token_that_slack_refuses_does_not_stop_the_answers(slack: Slack, clock: Clock) -> None:
    authorize = OneWorkspace("xoxb-wrong", clock)

    found = await authorize(context=_context(slack.api_url), enterprise_id=None, team_id=TEAM, user_id="U1")

    assert found.bot_user_id is None


def _installation(token: str) -> Installation:
    return Installation(
        bot_token=token,
        bot_user_id="UBOT",
        bot_id="B1",
        installer_id="U1",
        installed_at=datetime(2026, 3, 26, tzinfo=UTC),
    )


async def _install(store: Store, token: str, workspace_id: str = TEAM) -> None:
    async with store.work(workspace_id) as work:
        await work.installations.save_installation(_installation(token))


async def test_a_workspace_is_served_with_the_token_it_gave(store: Store, clock: Clock) -> None:
    await _install(store, "xoxb-2")

    found = await ManyWorkspaces(store, clock)(context=_context(), enterprise_id=None, team_id=TEAM, user_id="U1")

    assert (found.team_id, found.bot_token, found.bot_user_id, found.bot_id) == (TEAM, "xoxb-2", "UBOT", "B1")


async def test_an_organisations_installation_serves_its_workspaces(store: Store, clock: Clock) -> None:
    await _install(store, "xoxb-2", workspace_id="E1")

    found = await ManyWorkspaces(store, clock)(context=_context(), enterprise_id="E1", team_id=TEAM, user_id="U1")

    assert found.bot_token == "xoxb-2"


async def test_a_workspace_without_the_app_reads_how_to_get_it(store: Store, clock: Clock) -> None:
    with pytest.raises(BotError, match="admin can add it"):
        await ManyWorkspaces(store, clock)(context=_context(), enterprise_id=None, team_id=TEAM, user_id="U1")


async def test_a_token_is_believed_for_a_minute(store: Store, clock: Clock) -> None:
    authorize = ManyWorkspaces(store, clock)
    await _install(store, "xoxb-2")
    await authorize.token(TEAM)
    await _install(store, "xoxb-3")

    at_once = await authorize.token(TEAM)
    clock.move(FRESH_FOR + timedelta(seconds=1))
    later = await authorize.token(TEAM)

    assert (at_once, later) == ("xoxb-2", "xoxb-3")


async def test_a_forgotten_token_is_read_anew(store: Store, clock: Clock) -> None:
    authorize = ManyWorkspaces(store, clock)
    await _install(store, "xoxb-2")
    await authorize.token(TEAM)
    async with store.work(TEAM) as work:
        await work.installations.remove()

    authorize.forget(TEAM)

    with pytest.raises(BotError):
        await authorize.token(TEAM)
