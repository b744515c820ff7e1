from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import errors, fallback
from tests.support.asgi import command, event, interaction, view
from tests.support.playground import Slack, open_slack

MAYA = "U01MAYA"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        yield slack


@pytest.fixture
def bolt(slack: Slack) -> AsyncApp:
    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=context.team_id, bot_token=slack.token)

    app = AsyncApp(
        client=AsyncWebClient(base_url=slack.api_url, retry_handlers=[]),
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
    )
    fallback.register(app)
    errors.register(app)
    return app


async def _sent(bolt: AsyncApp, body: dict[str, Any]) -> BoltResponse:
    return await bolt.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))


def _click(slack: Slack, **action: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    return interaction(
        "block_actions",
        user={"id": MAYA},
        trigger_id=slack.desk.trigger(MAYA),
        view=view(type="home"),
        actions=[{"action_id": "old", "block_id": "b", **action}],
    )


async def test_an_unknown_command_is_answered_with_what_there_is(bolt: AsyncApp) -> None:
    answer = await _sent(bolt, dict(command(command="/pushbak")))

    assert answer.status == 200
    assert "/pushback help" in answer.body


async def test_a_button_of_an_older_version_says_so(bolt: AsyncApp, slack: Slack) -> None:
    answer = await _sent(bolt, _click(slack, type="button"))

    shown = slack.desk.top_view(MAYA)
    assert answer.status == 200
    assert shown is not None
    assert "older message" in str(shown.payload)


@pytest.mark.parametrize("action", [{"type": "button", "url": "https://example.com"}, {"type": "static_select"}])
async def test_a_link_or_an_input_is_nobodys_question(bolt: AsyncApp, slack: Slack, action: dict[str, str]) -> None:
    answer = await _sent(bolt, _click(slack, **action))

    assert answer.status == 200
    assert slack.desk.top_view(MAYA) is None


async def test_a_window_of_an_older_version_says_that_it_was_not_saved(bolt: AsyncApp) -> None:
    answer = await _sent(bolt, interaction("view_submission", view=view(callback_id="old")))

    assert answer.status == 200
    assert "was not saved" in answer.body


async def test_an_unknown_shortcut_says_so(bolt: AsyncApp, slack: Slack) -> None:
    asked = interaction("shortcut", callback_id="old", user={"id": MAYA}, trigger_id=slack.desk.trigger(MAYA))

    answer = await _sent(bolt, asked)

    shown = slack.desk.top_view(MAYA)
    assert answer.status == 200
    assert shown is not None
    assert "shortcut" in str(shown.payload)


@pytest.mark.parametrize(
    "body",
    [
        event(event={"type": "reaction_added", "user": "U1", "item": {"type": "message", "channel": "C1"}}),
        event(
            event={"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "hello", "ts": "1.1"}
        ),
        event(event={"type": "message", "subtype": "message_changed", "channel": "D1", "message": {"user": "U1"}}),
        event(event={"type": "invented_tomorrow"}),
        interaction("view_closed", view=view(callback_id="old"), is_cleared=True),
        interaction("dialog_cancellation", callback_id="old"),
    ],
    ids=lambda body: body.get("event", body)["type"],
)
async def test_where_nobody_waits_slack_gets_its_200(bolt: AsyncApp, body: dict[str, Any]) -> None:
    answer = await _sent(bolt, body)

    assert (answer.status, answer.body) == (200, "")


async def test_an_unknown_menu_has_no_options(bolt: AsyncApp) -> None:
    answer = await _sent(bolt, interaction("block_suggestion", action_id="old", value="x"))

    assert answer.body == '{"options": []}'
