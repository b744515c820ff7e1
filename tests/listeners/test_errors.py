from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.errors import NotFoundError, OperatorError
from bot.listeners.errors import show
from bot.listeners.telling import speak
from tests.support.asgi import command, event, interaction, view
from tests.support.playground import Slack, open_slack

MAYA = "U01MAYA"
SENTENCE = "This case is not there any more. App Home shows the cases you have."


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        yield slack


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with ClientSession() as session:
        yield AsyncWebClient(slack.token, base_url=slack.api_url, session=session, retry_handlers=[])


@pytest.fixture
def context(client: AsyncWebClient) -> AsyncBoltContext:
    return AsyncBoltContext({"client": client, "user_id": MAYA, "team_id": "T01HARBOUR"})


def _gone() -> NotFoundError:
    return NotFoundError("errors.case_gone")


def _refusal(code: str) -> SlackApiError:
    return SlackApiError("refused", {"ok": False, "error": code})  # type: ignore[no-untyped-call]  # the SDK's


def _trigger(slack: Slack) -> str:
    return slack.desk.trigger(MAYA)


async def test_a_command_is_answered_with_the_sentence(context: AsyncBoltContext) -> None:
    answer = await show(_gone(), dict(command()), context)

    assert answer.status == 200
    assert SENTENCE in answer.body
    assert '"ephemeral"' in answer.body


async def test_a_submission_gets_a_window_on_top_so_that_what_was_typed_stays(context: AsyncBoltContext) -> None:
    answer = await show(_gone(), interaction("view_submission", view=view()), context)

    assert answer.status == 200
    assert '"response_action": "push"' in answer.body
    assert SENTENCE in answer.body


async def test_on_the_third_window_the_sentence_takes_its_place(context: AsyncBoltContext) -> None:
    third = view(id="V3", root_view_id="V1", previous_view_id="V2")

    answer = await show(_gone(), interaction("view_submission", view=third), context)

    assert '"response_action": "update"' in answer.body


async def test_a_button_at_home_opens_a_window(slack: Slack, context: AsyncBoltContext) -> None:
    click = interaction(
        "block_actions", actions=[{"action_id": "a"}], trigger_id=_trigger(slack), view={"type": "home"}
    )

    answer = await show(_gone(), click, context)

    shown = slack.desk.top_view(MAYA)
    assert (answer.status, answer.body) == (200, "")
    assert shown is not None
    assert SENTENCE in str(shown.payload)


async def test_a_button_whose_trigger_is_used_up_is_answered_by_a_direct_message(
    slack: Slack, context: AsyncBoltContext
) -> None:
    click = interaction("block_actions", actions=[{"action_id": "a"}], trigger_id="used.up", view={"type": "home"})

    await show(_gone(), click, context)

    (call,) = slack.asked("chat.postMessage")
    assert (call["channel"], call["text"]) == (MAYA, SENTENCE)


async def test_a_button_under_a_message_is_answered_where_only_its_clicker_sees(
    slack: Slack, client: AsyncWebClient
) -> None:
    address = slack.desk.response_url(MAYA, "C01GENERAL")
    context = AsyncBoltContext({"client": client, "user_id": MAYA, "response_url": address})
    click = interaction("block_actions", actions=[{"action_id": "a"}], trigger_id=_trigger(slack))

    await show(_gone(), click, context)

    (message,) = [message for message in slack.told("C01GENERAL") if message.seen_by]
    assert message.seen_by == MAYA
    assert message.text == SENTENCE


async def test_the_sentence_is_in_the_persons_language(context: AsyncBoltContext) -> None:
    speak(context, "qps")

    answer = await show(_gone(), dict(command()), context)

    assert SENTENCE not in answer.body


async def test_what_nobody_foresaw_shows_a_reference_that_the_log_has_too(context: AsyncBoltContext) -> None:
    with capture_logs() as logged:
        answer = await show(_raised(ValueError("their very words")), dict(command()), context)

    (entry,) = [one for one in logged if one["event"] == "unexpected error"]
    assert entry["reference"] in answer.body
    assert entry["person"] == MAYA
    assert "builtins.ValueError" in entry["trace"]
    assert any("test_errors.py" in line for line in entry["trace"])


async def test_the_log_quotes_no_one(context: AsyncBoltContext) -> None:
    with capture_logs() as logged:
        answer = await show(_raised(ValueError("their very words")), dict(command()), context)

    assert "very words" not in str(logged)
    assert "very words" not in answer.body


async def test_the_log_tells_the_cause_of_an_error(context: AsyncBoltContext) -> None:
    error = RuntimeError()
    error.__cause__ = _raised(KeyError("x"))

    with capture_logs() as logged:
        await show(error, dict(command()), context)

    assert [line for line in logged[0]["trace"] if not line.startswith(" ")] == [
        "builtins.KeyError",
        "builtins.RuntimeError",
    ]


async def test_the_operator_reads_their_sentence_in_the_log(context: AsyncBoltContext) -> None:
    with capture_logs() as logged:
        answer = await show(OperatorError("Add the old key at the end."), dict(command()), context)

    assert logged[0]["because"] == "Add the old key at the end."
    assert "old key" not in answer.body


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id", "trigger_expired"])
async def test_a_window_that_came_too_late_asks_for_another_click(context: AsyncBoltContext, code: str) -> None:
    answer = await show(_refusal(code), dict(command()), context)

    assert "click again" in answer.body


async def test_slacks_code_is_logged(context: AsyncBoltContext) -> None:
    with capture_logs() as logged:
        await show(_refusal("invalid_arguments"), dict(command()), context)

    assert logged[0]["code"] == "invalid_arguments"


@pytest.mark.parametrize("body", [event(), interaction("view_closed", view=view())], ids=["event", "view closed"])
async def test_where_nobody_waits_nothing_is_said(
    slack: Slack, context: AsyncBoltContext, body: dict[str, Any]
) -> None:
    answer = await show(_gone(), body, context)

    assert (answer.status, answer.body) == (200, "")
    assert slack.desk.exchanges == type(slack.desk.exchanges)(maxlen=slack.desk.exchanges.maxlen)


async def test_a_menu_that_fails_offers_nothing(context: AsyncBoltContext) -> None:
    answer = await show(_gone(), interaction("block_suggestion", action_id="a"), context)

    assert answer.body == '{"options": []}'


async def test_when_slack_is_out_of_reach_too_the_answer_is_still_200() -> None:
    away = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    context = AsyncBoltContext({"client": away, "user_id": MAYA, "response_url": "http://127.0.0.1:9/hooks/x"})

    answer = await show(_gone(), interaction("block_actions", actions=[{"action_id": "a"}]), context)

    assert answer.status == 200


def _raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught
