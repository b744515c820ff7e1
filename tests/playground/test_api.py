from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from freezegun import freeze_time
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.scene import read_manifest
from tests.playground.fake_bot import home_view, plain, said_modal
from tests.support.playground import Slack, open_slack

MAYA = "U01MAYA"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as opened:
        yield opened


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(slack.token, base_url=slack.api_url, session=session, retry_handlers=[])


async def error_of(call: Any) -> str:  # noqa: ANN401 - slack_sdk's coroutine
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_slacks_own_client_opens_redraws_and_publishes_views(slack: Slack, client: AsyncWebClient) -> None:
    opened = await client.views_open(trigger_id=slack.desk.trigger(MAYA), view=said_modal("a"))
    redrawn = await client.views_update(view_id=opened["view"]["id"], hash=opened["view"]["hash"], view=said_modal("b"))
    published = await client.views_publish(user_id=MAYA, view=home_view())

    assert opened["view"]["state"]["values"]["quote"]["answer"] == {"type": "plain_text_input", "value": "a"}
    assert redrawn["view"]["hash"] != opened["view"]["hash"]
    assert published["view"]["type"] == "home"


async def test_a_trigger_opens_one_view_only(slack: Slack, client: AsyncWebClient) -> None:
    trigger = slack.desk.trigger(MAYA)
    await client.views_open(trigger_id=trigger, view=said_modal())

    assert await error_of(client.views_open(trigger_id=trigger, view=said_modal())) == "exchanged_trigger_id"


async def test_a_trigger_lasts_three_seconds(slack: Slack, client: AsyncWebClient) -> None:
    slack.desk.patience = 1
    with freeze_time("2026-03-26 09:00:00", real_asyncio=True) as frozen:
        trigger = slack.desk.trigger(MAYA)
        frozen.tick(3.1)

        assert await error_of(client.views_open(trigger_id=trigger, view=said_modal())) == "expired_trigger_id"


async def test_an_old_hash_is_a_conflict(slack: Slack, client: AsyncWebClient) -> None:
    opened = await client.views_open(trigger_id=slack.desk.trigger(MAYA), view=said_modal())
    view = opened["view"]["id"]

    assert await error_of(client.views_update(view_id=view, hash="1.old", view=said_modal())) == "hash_conflict"


async def test_a_bad_view_is_refused_with_messages(slack: Slack, client: AsyncWebClient) -> None:
    view = {**said_modal(), "title": plain("x" * 25)}

    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=slack.desk.trigger(MAYA), view=view)

    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_a_message_to_a_person_stands_in_their_conversation_with_the_app(
    slack: Slack, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users=[MAYA])
    posted = await client.chat_postMessage(
        channel=MAYA, text="Hello", metadata={"event_type": "d", "event_payload": {"id": "7"}}
    )
    history = await client.conversations_history(channel=posted["channel"], include_all_metadata=True)

    assert posted["channel"] == opened["channel"]["id"]
    assert history["messages"][0]["metadata"]["event_payload"] == {"id": "7"}
    assert slack.asked("chat.postMessage")[0]["text"] == "Hello"


async def test_an_update_without_blocks_takes_the_blocks_away(slack: Slack, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": plain("Card")}]
    posted = await client.chat_postMessage(channel=MAYA, text="Card", blocks=blocks)
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Gone")

    assert slack.told(posted["channel"])[0].blocks == []


@pytest.mark.parametrize(
    ("method", "given", "error"),
    [
        ("chat.postMessage", {"channel": "C99", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "D01MAYARAJIV", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C01GENERAL", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": MAYA}, "no_text"),
        ("chat.postMessage", {"channel": MAYA, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ("chat.update", {"channel": "C03LEARNING", "ts": "1.000000", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C03LEARNING", "user": "U04SAM", "text": "x"}, "user_not_in_channel"),
        ("views.publish", {"user_id": "U404", "view": home_view()}, "user_not_found"),
        ("views.update", {"view_id": "V404", "view": said_modal()}, "not_found"),
        ("views.open", {"view": said_modal()}, "invalid_arguments"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("conversations.open", {"users": "U00PUSHBACK"}, "cannot_dm_bot"),
        ("conversations.history", {"channel": "C01GENERAL"}, "not_in_channel"),
        ("conversations.join", {"channel": "C01GENERAL"}, "missing_scope"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("chat.sing", {}, "unknown_method"),
    ],
)
async def test_what_slack_refuses_is_refused_with_its_code(
    client: AsyncWebClient, method: str, given: dict[str, Any], error: str
) -> None:
    assert await error_of(client.api_call(method, json=given)) == error


async def test_tokens_are_checked(slack: Slack) -> None:
    async with aiohttp.ClientSession() as session:
        stranger = AsyncWebClient("xoxb-other", base_url=slack.api_url, session=session)
        nobody = AsyncWebClient(base_url=slack.api_url, session=session)

        assert await error_of(stranger.auth_test()) == "invalid_auth"
        assert await error_of(nobody.auth_test()) == "not_authed"
        slack.desk.revoked.add("xoxb-other")
        assert await error_of(stranger.auth_test()) == "token_revoked"


async def test_people_are_described_with_zone_locale_and_standing(client: AsyncWebClient) -> None:
    tomas = (await client.users_info(user="U02TOMAS", include_locale=True))["user"]
    sam = (await client.users_info(user="U04SAM"))["user"]
    lea = (await client.users_info(user="U07LEA"))["user"]

    assert (tomas["tz"], tomas["locale"]) == ("America/Chicago", "en-US")
    assert sam["is_restricted"]
    assert (lea["is_stranger"], lea["team_id"]) == (True, "T09BRIGHTARC")
    assert "locale" not in sam


async def test_an_install_code_works_once(slack: Slack) -> None:
    slack.desk.install_codes.add("c1")
    given = {"code": "c1", "client_id": "1", "client_secret": "2"}

    answers = []
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.post(f"{slack.api_url}oauth.v2.access", data=given) as response:
                answers.append(await response.json())

    assert answers[0]["access_token"] == slack.token
    assert answers[1] == {"ok": False, "error": "invalid_code"}


async def test_a_response_url_takes_five_answers_and_replaces_the_original(slack: Slack) -> None:
    url = slack.desk.response_url(MAYA, "C01GENERAL")

    async with aiohttp.ClientSession() as session:
        statuses = []
        for number in range(6):
            given = {"text": f"answer {number}", "replace_original": number > 0}
            async with session.post(url, json=given) as response:
                statuses.append(response.status)

    assert statuses == [200] * 5 + [404]
    assert [message.text for message in slack.told("C01GENERAL")] == ["answer 4"]
    assert slack.told("C01GENERAL")[0].seen_by == MAYA


async def test_a_file_can_be_uploaded_into_a_channel(slack: Slack, client: AsyncWebClient) -> None:
    slack.desk.scopes.add("files:write")
    channel = slack.desk.app_channel(MAYA).id

    place = await client.files_getUploadURLExternal(filename="brief.md", length=7)
    async with aiohttp.ClientSession() as session, session.post(place["upload_url"], data=b"# Brief") as sent:
        assert sent.status == 200
    files = [{"id": place["file_id"], "title": "Brief"}]
    await client.files_completeUploadExternal(files=files, channel_id=channel, initial_comment="Here")

    message = slack.told(channel)[0]
    assert message.text == "Here"
    assert slack.desk.files[str(message.file)] == ("brief.md", b"# Brief")


async def test_a_file_is_as_long_as_was_said_and_is_shown_once_in_a_channel(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.desk.scopes.add("files:write")
    channel = slack.desk.app_channel(MAYA).id
    place = await client.files_getUploadURLExternal(filename="brief.md", length=8)
    files = [{"id": place["file_id"], "title": "Brief"}]

    async with aiohttp.ClientSession() as session:
        async with session.post(place["upload_url"], data=b"# Brief") as short:
            assert short.status == 400
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=files, channel_id=channel)
        async with session.post(place["upload_url"], data=b"# Brief\n") as whole:
            assert whole.status == 200
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.files_completeUploadExternal(files=files, channel_id=MAYA)
    await client.files_completeUploadExternal(files=files, channel_id=channel)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=files, channel_id=channel)

    history = await client.conversations_history(channel=channel)
    assert history["messages"][0]["files"] == [{"id": place["file_id"], "name": "brief.md"}]


async def test_an_empty_file_and_one_without_a_name_are_refused(slack: Slack, client: AsyncWebClient) -> None:
    slack.desk.scopes.add("files:write")

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.files_getUploadURLExternal(filename="brief.md", length=0)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.files_getUploadURLExternal(filename="", length=7)


class TestFaults:
    async def test_slack_limits_the_rate_and_then_works_again(self, slack: Slack, client: AsyncWebClient) -> None:
        slack.faults.limits("chat.postMessage", retry_after=7)

        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=MAYA, text="a")
        await client.chat_postMessage(channel=MAYA, text="b")

        assert caught.value.response.headers["Retry-After"] == "7"
        assert [message.text for message in slack.told(slack.desk.app_channel(MAYA).id)] == ["b"]

    async def test_slack_does_it_and_the_answer_is_lost(self, slack: Slack, client: AsyncWebClient) -> None:
        slack.faults.drops("chat.postMessage")

        with pytest.raises(aiohttp.ClientPayloadError):
            await client.chat_postMessage(channel=MAYA, text="a")

        assert [message.text for message in slack.told(slack.desk.app_channel(MAYA).id)] == ["a"]

    async def test_slack_does_nothing_and_says_nothing(self, slack: Slack, client: AsyncWebClient) -> None:
        slack.faults.drops("chat.postMessage", is_done=False)

        with pytest.raises(aiohttp.ClientPayloadError):
            await client.chat_postMessage(channel=MAYA, text="a")

        assert slack.told(slack.desk.app_channel(MAYA).id) == []

    async def test_slack_answers_with_a_server_error_or_nonsense(self, slack: Slack, client: AsyncWebClient) -> None:
        slack.faults.fails("chat.postMessage", status=503)
        slack.faults.garbles("chat.postMessage")
        slack.faults.refuses("chat.postMessage", "fatal_error")

        with pytest.raises(SlackApiError) as failed:
            await client.chat_postMessage(channel=MAYA, text="a")
        with pytest.raises(AttributeError):  # what slack_sdk makes of an answer that is no JSON
            await client.chat_postMessage(channel=MAYA, text="b")
        refused = await error_of(client.chat_postMessage(channel=MAYA, text="c"))

        assert failed.value.response.status_code == 503
        assert refused == "fatal_error"
        assert [message.text for message in slack.told(slack.desk.app_channel(MAYA).id)] == ["b"]

    async def test_slack_lets_the_caller_wait(self, slack: Slack, client: AsyncWebClient) -> None:
        slack.faults.stalls("auth.test", seconds=0.2)

        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.05)) as session:
            impatient = AsyncWebClient(client.token, base_url=client.base_url, session=session, retry_handlers=[])
            with pytest.raises(TimeoutError):
                await impatient.auth_test()


def test_the_words_of_a_command_come_from_the_manifest(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(
        """
        display_information: {name: Coach}
        features:
          slash_commands:
            - {command: /coach, description: D, usage_hint: "[what they said] | cases | help"}
          shortcuts:
            - {name: Global, type: global, callback_id: g}
            - {name: Message, type: message, callback_id: m}
        oauth_config: {scopes: {bot: [commands]}}
        """,
        "utf-8",
    )

    manifest = read_manifest(path)

    assert manifest.commands[0].words == ("cases", "help")
    assert [shortcut.callback_id for shortcut in manifest.shortcuts] == ["m"]
    assert manifest.scopes == ("commands",)
