"""Turn Slack's mrkdwn, and the Markdown of `markdown` blocks, into HTML that can do no harm.

Pure. Everything is escaped before any tag is put in; links lead to http, https, mailto and tel only.

Source: docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from markupsafe import Markup, escape

_EMOJI: Final = Path(__file__).with_name("emoji.yaml")
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_OPEN, _SHUT = "\ue000", "\ue001"  # stand around the number of a part that is drawn already
_FENCE: Final = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_ANGLES: Final = re.compile(r"`([^`\n]+)`|<([^<>\n]+)>")
_STYLES: Final = tuple(
    (re.compile(rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])([^{mark}\n]*[^\s{mark}]){mark}(?![\w{mark}])"), tag)
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_SPAN: Final = re.compile(r"`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)")
_SPAN_STYLES: Final = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), "strong"),
    (re.compile(r"(?<!\w)[*_](?=\S)([^*_]+?)(?<=\S)[*_](?!\w)"), "em"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), "s"),
)
_ITEM: Final = re.compile(r"\s*(?:[•◦▪-]|\d+[.)])\s+\S")
_DATE_TOKEN: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the names that mentions stand for, by id, and the zone dates are shown in."""

    users: Mapping[str, str]
    channels: Mapping[str, str]
    zone: str = "UTC"


def plain(text: str) -> Markup:
    """Draw the text of a `plain_text` object: emoji and line breaks, nothing else."""
    return Markup("<br>").join(_emoji(escape(line)) for line in _clean(text).split("\n"))


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Draw mrkdwn."""
    pieces = _FENCE.split(_clean(text))
    drawn = [
        Markup("<pre>{}</pre>").format(_unescaped(piece)) if number % 2 else _paragraphs(piece, reader)
        for number, piece in enumerate(pieces)
    ]
    return Markup("").join(drawn)


def markdown(text: str) -> Markup:
    """Draw the Markdown of a `markdown` block: headings, lists, quotes, code, emphasis and links."""
    pieces = _FENCE.split(_clean(text))
    drawn = [
        Markup("<pre>{}</pre>").format(piece) if number % 2 else Markup("").join(_markdown_lines(piece))
        for number, piece in enumerate(pieces)
    ]
    return Markup("").join(drawn)


def words_of(text: str, reader: Reader) -> str:
    """Return mrkdwn as a person hears it read out, without any mark."""
    drawn = str(mrkdwn(text, reader))
    spaced = re.sub(r"<br>|</?(?:blockquote|p|pre)>|</span>", " ", drawn)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", spaced)).split())


def is_safe(url: str) -> bool:
    """Tell whether a link may be followed."""
    try:
        return urlsplit(url.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def when(stamp: float, form: str, zone: str) -> str:
    """Fill the tokens of Slack's date format, as `{date_short} at {time}`, for a zone."""
    at = datetime.fromtimestamp(stamp, ZoneInfo(zone))
    forms = {
        "date_num": f"{at:%Y-%m-%d}",
        "date": f"{at:%B} {at.day}, {at.year}",
        "date_short": f"{at:%b} {at.day}, {at.year}",
        "date_long": f"{at:%A}, {at:%B} {at.day}, {at.year}",
        "date_pretty": f"{at:%B} {at.day}, {at.year}",
        "date_short_pretty": f"{at:%b} {at.day}, {at.year}",
        "date_long_pretty": f"{at:%A}, {at:%B} {at.day}, {at.year}",
        "day_divider_pretty": f"{at:%A}, {at:%B} {at.day}",
        "time": f"{at:%H:%M}",
        "time_secs": f"{at:%H:%M:%S}",
    }
    return _DATE_TOKEN.sub(lambda token: forms.get(token[1], token[0]), form)


def _paragraphs(text: str, reader: Reader) -> Markup:
    lines = text.strip("\n").split("\n")
    return Markup("").join(
        _GROUPS[kind](_inline(line, reader) for line in group) for kind, group in _grouped(lines, _is_quote)
    )


def _grouped(lines: list[str], is_quote: Callable[[str], bool]) -> Iterator[tuple[str, list[str]]]:
    """Split lines into runs of quotes, of items and of text; `>>>` makes a quote of all that follows."""
    quoting = False
    kinds = []
    for line in lines:
        quoting = quoting or _bare(line).startswith(">>>")
        kinds.append("quote" if quoting or is_quote(line) else "item" if _ITEM.match(line) else "text")
    for kind, run in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        texts = [line for _, line in run]
        if kind == "quote":
            texts = [re.sub(r"^>{1,3} ?", "", _bare(line)) for line in texts]
        if kind != "text" or any(line.strip() for line in texts):
            yield kind, texts


def _bare(line: str) -> str:
    marks = re.match(r"(?:&gt;|>){1,3}", line)
    return line if marks is None else marks[0].replace("&gt;", ">") + line[marks.end() :]


def _is_quote(line: str) -> bool:
    return _bare(line).startswith(">")


def _quote(lines: Iterable[Markup]) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(Markup("<br>").join(lines))


def _items(lines: Iterable[Markup]) -> Markup:
    return Markup("").join(Markup('<span class="item">{}</span>').format(line) for line in lines)


def _text(lines: Iterable[Markup]) -> Markup:
    runs = (list(run) for has_words, run in groupby(lines, key=lambda line: bool(line.strip())) if has_words)
    return Markup("").join(Markup("<p>{}</p>").format(Markup("<br>").join(run)) for run in runs)


_GROUPS: Final = {"quote": _quote, "item": _items, "text": _text}


def _inline(line: str, reader: Reader) -> Markup:
    drawn: list[Markup] = []

    def keep(found: re.Match[str]) -> str:
        drawn.append(Markup("<code>{}</code>").format(_unescaped(found[1])) if found[1] else _control(found[2], reader))
        return f"{_OPEN}{len(drawn) - 1}{_SHUT}"

    marked = _ANGLES.sub(keep, line)
    return _restored(_styled(_emoji(escape(_unescaped(marked))), _STYLES), drawn)


def _control(inside: str, reader: Reader) -> Markup:
    target, _, label = inside.partition("|")
    sign, name = target[:1], target[1:]
    if sign == "@":
        return _mention(f"@{reader.users.get(name, label or name)}")
    if sign == "#":
        return _mention(f"#{reader.channels.get(name, label or name)}")
    if target.startswith("!date^"):
        return _date(target, label, reader)
    if sign == "!":
        return _mention(f"@{name.partition('^')[0]}")
    url = _unescaped(target)
    if not is_safe(url):
        return escape(_unescaped(label) or f"<{url}>")
    return link(url, _unescaped(label) or url.removeprefix("mailto:"))


def _mention(text: str) -> Markup:
    return Markup('<span class="mention">{}</span>').format(text)


def link(url: str, label: str) -> Markup:
    """Draw a link, or only its label when it leads nowhere safe."""
    if not is_safe(url):
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)


def _date(target: str, fallback: str, reader: Reader) -> Markup:
    _, stamp, form, url = (*target.split("^"), "", "", "")[:4]
    try:
        text = when(int(stamp), form, reader.zone)
    except (ValueError, OverflowError, OSError):
        return escape(_unescaped(fallback))
    return link(url, text) if is_safe(url) else Markup("<time>{}</time>").format(text)


def _styled(text: Markup, styles: Iterable[tuple[re.Pattern[str], str]]) -> Markup:
    styled = str(text)
    for pattern, tag in styles:
        styled = pattern.sub(rf"<{tag}>\1</{tag}>", styled)
    return Markup(styled)  # noqa: S704 - escaped above, and only tags of ours were put in


def _restored(text: Markup, drawn: list[Markup]) -> Markup:
    restored = re.sub(f"{_OPEN}(\\d+){_SHUT}", lambda found: str(drawn[int(found[1])]), str(text))
    return Markup(restored)  # noqa: S704 - each part was drawn escaped


def _emoji(text: Markup) -> Markup:
    names = _emoji_names()
    shown = re.sub(r":([a-z0-9_+-]+):", lambda found: names.get(found[1], found[0]), str(text))
    return Markup(shown)  # noqa: S704 - escaped text, and emoji of our own table


@cache
def _emoji_names() -> dict[str, str]:
    names: dict[str, str] = yaml.safe_load(_EMOJI.read_text("utf-8"))
    return names


def _clean(text: str) -> str:
    return text.replace(_OPEN, "").replace(_SHUT, "").replace("\r\n", "\n")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _markdown_lines(text: str) -> Iterator[Markup]:
    for kind, lines in _grouped(text.strip("\n").split("\n"), lambda line: line.startswith(">")):
        if kind == "text":
            yield from (_heading(line) for line in lines if line.strip())
        else:
            yield _GROUPS[kind](_span(re.sub(r"^(\s*)[-*•] ", r"\1• ", line)) for line in lines)


def _heading(line: str) -> Markup:
    marks = re.match(r"(#{1,6}) +", line)
    if marks is None:
        return Markup("<p>{}</p>").format(_span(line))
    return Markup('<p class="heading">{}</p>').format(_span(line[marks.end() :]))


def _span(line: str) -> Markup:
    drawn: list[Markup] = []

    def keep(found: re.Match[str]) -> str:
        drawn.append(Markup("<code>{}</code>").format(found[1]) if found[1] else link(found[3], found[2]))
        return f"{_OPEN}{len(drawn) - 1}{_SHUT}"

    marked = _SPAN.sub(keep, line)
    return _restored(_styled(_emoji(escape(marked)), _SPAN_STYLES), drawn)
