"""A file for one person: what it is called, where it may be taken, and how it is known again."""

from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot import filing
from bot.coaching.brief_pages import BriefFile, FileKind
from bot.locales.words import load_words
from bot.playground.desk import Message
from bot.verdict import Fate, Verdict
from tests.support.playground import open_slack
from tests.surface.briefs import FULL, SPARSE

WORDS = load_words("en")
MAYA = "U01MAYA"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Onboarding redesign", "brief-onboarding-redesign.pdf"),
        ("Été: “Élan” #1/2", "brief-ete-elan-1-2.pdf"),
        ("مرحبا", "brief.pdf"),
        ("../../etc", "brief-etc.pdf"),
    ],
)
async def test_a_file_is_named_after_the_initiative_in_plain_letters(title: str, name: str) -> None:
    made = await filing.made_of(BriefFile(replace(SPARSE, title_initiative=title), FileKind.PDF), WORDS)

    assert made.name == name
    assert made.content.startswith(b"%PDF-")


async def test_what_people_typed_into_a_title_is_harmless_beside_the_file() -> None:
    made = await filing.made_of(BriefFile(replace(FULL, title_initiative="<!channel> & co"), FileKind.MARKDOWN), WORDS)

    assert "&lt;!channel&gt; &amp; co" in made.comment
    assert made.content.decode().startswith("# \\<!channel\\> & co")


@pytest.mark.parametrize(
    "address",
    [
        "http://files.slack.com/upload",
        "https://files.slack.com.example.org/x",
        "https://evilslack.com/x",
        "file:///etc",
    ],
)
async def test_a_file_is_taken_to_slack_and_nowhere_else(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_slack() as slack:
        slack.desk.scopes.add("files:write")
        client = AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])
        monkeypatch.setattr(slack.desk, "address", address)

        met = await filing.share(client, MAYA, filing.Filed("brief.md", "Brief", "Here", b"# Brief"))

    assert met == Verdict(Fate.FAILED, "upload_address")


async def test_a_file_is_shared_with_one_person() -> None:
    async with open_slack() as slack:
        slack.desk.scopes.add("files:write")
        client = AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])
        channel = slack.desk.app_channel(MAYA).id

        met = await filing.share(client, MAYA, filing.Filed("brief.md", "Brief", "Here", b"# Brief"))

        told: list[Message] = slack.told(channel)
    assert met == channel
    assert [message.text for message in told] == ["Here"]


@pytest.mark.parametrize(
    ("message", "is_it"),
    [
        ({"bot_id": "B1", "files": [{"name": "brief-x.pdf"}]}, True),
        ({"bot_id": "B1", "files": [{"name": "brief-x.md"}]}, False),
        ({"user": "U1", "files": [{"name": "brief-x.pdf"}]}, False),
        ({"bot_id": "B1", "text": "brief-x.pdf"}, False),
    ],
)
def test_a_file_that_the_bot_shared_is_known_by_its_kind(message: dict[str, object], is_it: bool) -> None:
    assert filing.is_shared(message, FileKind.PDF) is is_it
