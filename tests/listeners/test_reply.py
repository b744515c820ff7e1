import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.reply import Reply
from tests.support.playground import open_slack


def _client(base_url: str = "https://slack.com/api/") -> AsyncWebClient:
    return AsyncWebClient(base_url=base_url, retry_handlers=[])


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.slack.com.evil.example/commands/1",
        "https://hooks.slack.com:8443/commands/1",
        "https://user@hooks.slack.com/commands/1",
        "http://hooks.slack.com/commands/1",
        "https://evil.example/?hooks.slack.com",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
    ],
)
async def test_nothing_is_posted_elsewhere_than_to_slack(address: str) -> None:
    reply = Reply(address, _client())

    assert not reply
    assert await reply(text="hello") is False


def test_slacks_hooks_are_answered() -> None:
    assert Reply("https://hooks.slack.com/commands/T1/1/x", _client())


def test_a_request_without_an_address_is_not_answered() -> None:
    assert not Reply(None, _client())


async def test_the_stand_ins_own_address_is_answered() -> None:
    async with open_slack() as slack:
        address = slack.desk.response_url("U01MAYA", "C01GENERAL")

        taken = await Reply(address, _client(slack.api_url))(text="hello")

        assert taken
        assert [message.text for message in slack.told("C01GENERAL")] == ["hello"]
        assert [message.seen_by for message in slack.told("C01GENERAL")] == ["U01MAYA"]


async def test_an_address_that_slack_does_not_take_any_more_is_told_apart() -> None:
    async with open_slack() as slack:
        address = slack.api_url.replace("/api/", "/hooks/T01HARBOUR/unknown")

        assert await Reply(address, _client(slack.api_url))(text="hello") is False
