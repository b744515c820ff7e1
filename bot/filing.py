"""Put a file into a person's conversation with the bot, and look whether it arrived there.

Slack takes a file in three calls. The first two leave no trace that anybody sees: whatever becomes of them, they are
simply made again. Only the third shows the file. When its answer is lost, the bot looks in the conversation for a file
of that kind which it shared since the attempt began; where it may not look, it does not share the file again.
"""

import re
import unicodedata
from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.coaching.brief_pages import BriefFile, FileKind
from bot.coaching.figures import FiguresFile
from bot.locales.words import Words, load_words
from bot.surface import kit
from bot.surface.brief_markdown import brief_markdown
from bot.surface.brief_pdf import brief_pdf
from bot.surface.figures import heading_of
from bot.surface.figures_table import table
from bot.surface.paper import paper_of
from bot.verdict import FAILS, Fate, Verdict, verdict

METHOD: Final = "files.completeUploadExternal"

_ENDS: Final = {FileKind.PDF: ".pdf", FileKind.MARKDOWN: ".md", FileKind.CSV: ".csv"}
_SLACKS: Final = ".slack.com"
_TITLE: Final = 60
_UNNAMEABLE: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Filed:
    """A file, ready to be sent."""

    name: str
    title: str
    comment: str
    content: bytes


async def made_of(file: BriefFile | FiguresFile, words: Words) -> Filed:
    """Return what was asked for as a file."""
    return _of_figures(file, words) if isinstance(file, FiguresFile) else await _of_brief(file, words)


async def _of_brief(file: BriefFile, words: Words) -> Filed:
    """Set a brief in a thread: a page takes some tens of milliseconds of a core."""
    executives = load_words(file.page.language)
    paper = paper_of(file.page, executives)
    if file.kind is FileKind.PDF:
        content = await to_thread(brief_pdf, paper, executives)
    else:
        content = brief_markdown(paper).encode("utf-8", "replace")
    title = kit.one_line(paper.title, _TITLE)
    name = _named(words("brief.file.name", title=title), file.kind)
    return Filed(name, title, words(f"brief.file.{file.kind}", title=kit.escape_line(title, _TITLE)), content)


def _of_figures(file: FiguresFile, words: Words) -> Filed:
    """Write figures so that a spreadsheet reads their letters right: Excel takes UTF-8 only by its mark."""
    page, shown = file.page, file.page.shown
    title = kit.one_line(heading_of(page, shown, words), _TITLE) if shown else words("figures.title")
    whose = next((name for team_id, name in page.teams if team_id == page.asked.whose), words("figures.mine"))
    days = (shown.digest.first, shown.digest.last) if shown else ("", "")
    name = _named(words("figures.file.name", whose=whose, first=str(days[0]), last=str(days[1])), file.kind)
    comment = words("figures.file.comment", title=kit.escape_line(title, _TITLE))
    return Filed(name, title, comment, table(page, words).encode("utf-8-sig", "replace"))


def _named(title: str, kind: FileKind) -> str:
    """Return a file's name, in letters that every system takes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return f"{_UNNAMEABLE.sub('-', plain).strip('-')}{_ENDS[kind]}"


async def share(client: AsyncWebClient, user_id: str, file: Filed) -> str | Verdict:
    """Share a file with a person and return the conversation it stands in, or why it does not."""
    try:
        opened = await client.conversations_open(users=user_id)
        given = await client.files_getUploadURLExternal(filename=file.name, length=len(file.content))
        if not _is_slacks(str(given["upload_url"]), client.base_url):
            return Verdict(Fate.FAILED, "upload_address")
        await _upload(client, str(given["upload_url"]), file)
    except FAILS as error:
        met = verdict(error)
        return Verdict(Fate.AGAIN, met.code, met.after) if met.fate is Fate.UNKNOWN else met
    channel = str(opened["channel"]["id"])
    try:
        await client.files_completeUploadExternal(
            files=[{"id": given["file_id"], "title": file.title}], channel_id=channel, initial_comment=file.comment
        )
    except FAILS as error:
        return verdict(error)
    return channel


def is_shared(message: Mapping[str, Any], kind: FileKind) -> bool:
    """Tell whether a message of the bot's shares a file of a kind."""
    files = message.get("files") or ()
    return bool(message.get("bot_id")) and any(str(each.get("name", "")).endswith(_ENDS[kind]) for each in files)


async def _upload(client: AsyncWebClient, address: str, file: Filed) -> None:
    shared = client.session
    if shared is None or shared.closed:
        async with ClientSession() as session:
            await _post(session, address, file)
    else:
        await _post(shared, address, file)


async def _post(session: ClientSession, address: str, file: Filed) -> None:
    async with session.post(address, data=file.content, allow_redirects=False) as answer:
        answer.raise_for_status()


def _is_slacks(address: str, api: str) -> bool:
    """Tell whether an address is at Slack, or where `SLACK_API_URL` is."""
    parts, own = urlsplit(address), urlsplit(api)
    at_slack = parts.scheme == "https" and (parts.hostname or "").endswith(_SLACKS)
    return at_slack or (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
