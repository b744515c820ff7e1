"""Draw the page: what a person sees of the desk, as HTML by part."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.playground import mrkdwn
from bot.playground.backstage import TIMES, Backstage, Glance
from bot.playground.charts import laid_out
from bot.playground.desk import Channel, Desk, Exchange, Message
from bot.playground.fields import raw_value, values_of
from bot.playground.referee import Json
from bot.playground.scene import User

FOLDER: Final = Path(__file__).parent
HOME, MESSAGES = "home", "messages"
_HUES: Final = 8
_TYPED: Final = {
    "plain_text_input": "text",
    "number_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
}
_PICKED: Final = {"datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is on the page: a channel, a conversation of two, or a tab of the app."""

    id: str
    kind: str  # channel, direct, app
    title: str
    channel: Channel
    topic: str = ""
    tab: str = ""  # home or messages, of the app

    @property
    def is_home(self) -> bool:
        """Tell whether this is the app's *Home* tab."""
        return self.tab == HOME


class Drawing:
    """Draws parts of the page for one desk."""

    def __init__(self, desk: Desk, backstage: Backstage | None = None) -> None:
        self.desk = desk
        self.backstage = backstage
        self._pages = _environment()

    def place(self, user_id: str, place_id: str) -> Place | None:
        """Find where a person wants to be; None when there is no such place for them."""
        desk = self.desk
        if place_id in {HOME, MESSAGES}:
            return Place(place_id, "app", desk.app.manifest.name, desk.app_channel(user_id), tab=place_id)
        channel = desk.channels.get(place_id)
        if channel is None or user_id not in channel.members:
            return None
        if channel.is_direct:
            other = desk.users[channel.other(user_id)]
            return Place(place_id, "direct", other.real_name, channel, topic=other.title)
        return Place(place_id, "channel", channel.name, channel, topic=channel.topic)

    def page(self, me: User, place: Place) -> str:
        """Draw the whole page."""
        commands = [
            {"name": command.name, "about": command.description, "hint": command.usage_hint, "words": command.words}
            for command in self.desk.app.manifest.commands
        ]
        return self._pages.get_template("page.html").render(
            self._seen_by(me, place),
            parts={name: Markup(part) for name, part in self.parts(me, place).items()},  # noqa: S704 - drawn by us
            known={"commands": commands},
            version=self.desk.version,
        )

    def parts(self, me: User, place: Place, *, with_exchanges: bool = False) -> dict[str, str]:
        """Draw what may change while the page is open."""
        names = ["sidebar", "stream", "modal", "where", *(["exchanges"] if with_exchanges else [])]
        seen = self._seen_by(me, place)
        return {
            name: "" if name == "modal" and not seen["view"] else self._pages.get_template(f"{name}.html").render(seen)
            for name in names
        }

    def behind(self, me: User, place: Place, behind: Glance) -> str:
        """Draw what is behind the stage."""
        seen = self._seen_by(me, place)
        return self._pages.get_template("backstage.html").render(seen, behind=behind, times=TIMES)

    def troubles(self, me: User) -> list[str]:
        """Take what has to be said to a person once."""
        said = vars(self._pages.get_template("said.html").module)["troubles_said"]
        return [f"{said.get(code, said['other'])} ({code})" for code in self.desk.troubles.pop(me.id, [])]

    def _seen_by(self, me: User, place: Place) -> dict[str, Any]:
        desk = self.desk
        view = desk.top_view(me.id)
        return {
            "me": me,
            "place": place,
            "app_name": desk.app.manifest.name,
            "team_name": desk.team.name,
            "backstage": self.backstage,
            "now": desk.clock.now(),
            "commands": desk.app.manifest.commands,
            "shortcuts": desk.app.manifest.shortcuts,
            "reader": self._reader(me),
            "people": [(user.id, user.real_name, user.title) for user in desk.users.values() if not user.is_bot],
            "rooms": [
                channel
                for channel in desk.channels.values()
                if channel.name and (not channel.is_private or me.id in channel.members)
            ],
            "players": [self._player(player, place) for player in desk.players],
            "channels": [channel for channel in desk.channels_of(me.id) if not channel.is_direct],
            "directs": list(self._directs(me)),
            "messages": list(self._messages(me, place)) if not place.is_home else [],
            "home": desk.homes.get(me.id),
            "view": view,
            "depth": len(desk.views.get(me.id, [])),
            "exchanges": [_exchange(one) for one in reversed(desk.exchanges)],
        }

    def _reader(self, me: User) -> mrkdwn.Reader:
        return mrkdwn.Reader(
            {user.id: user.real_name for user in self.desk.users.values()},
            {channel.id: channel.name for channel in self.desk.channels.values()},
            me.tz,
        )

    def _player(self, player: User, place: Place) -> Json:
        is_shared = place.kind == "app" or player.id in place.channel.members
        return {
            "id": player.id,
            "first_name": player.first_name,
            "role": player.role,
            "initials": player.initials,
            "hue": self._hue(player.id),
            "time": f"{self.desk.clock.now().astimezone(ZoneInfo(player.tz)):%H:%M}",
            "place": place.id if is_shared else HOME,
        }

    def _directs(self, me: User) -> Iterator[Json]:
        for channel in self.desk.channels_of(me.id):
            if channel.is_direct and self.desk.app.user_id not in channel.members:
                other = self.desk.users[channel.other(me.id)]
                yield {
                    "id": channel.id,
                    "name": other.real_name,
                    "initials": other.initials,
                    "hue": self._hue(other.id),
                }

    def _messages(self, me: User, place: Place) -> Iterator[Json]:
        zone = ZoneInfo(me.tz)
        today, last = self.desk.clock.now().astimezone(zone).date(), None
        for message in place.channel.messages:
            if message.seen_by not in {None, me.id}:
                continue
            at = datetime.fromtimestamp(message.at, zone)
            yield {
                **self._message(message),
                "time": f"{at:%H:%M}",
                "day": _day(at.date(), today) if at.date() != last else "",
            }
            last = at.date()

    def _message(self, message: Message) -> Json:
        return {
            "ts": message.ts,
            "author": self.desk.users[message.user],
            "hue": "app" if message.by_app else self._hue(message.user),
            "by_app": message.by_app,
            "is_private": message.seen_by is not None,
            "is_edited": message.edited_ts is not None,
            "text": message.text,
            "blocks": message.blocks,
            "values": values_of(message.blocks, message.held),
            "file": message.file,
            "file_name": self.desk.files[message.file][0] if message.file else "",
        }

    def _hue(self, user_id: str) -> int:
        return list(self.desk.users).index(user_id) % _HUES


def _exchange(exchange: Exchange) -> Json:
    is_refused = isinstance(exchange.answer, dict) and (
        exchange.answer.get("ok") is False or "trouble" in exchange.answer
    )
    shown = {name: getattr(exchange, name) for name in ("number", "to_app", "what", "request", "answer", "status")}
    return {**shown, "took_ms": exchange.took_ms, "is_bad": is_refused or exchange.status != HTTPStatus.OK}


def _day(day: date, today: date) -> str:
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{day:%A} {day.day} {day:%B}"


def _environment() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    pages.globals |= {"typed": _TYPED, "picked": _PICKED}
    said = pages.get_template("said.html").module
    pages.globals |= {name: getattr(said, name) for name in ("objections_said", "troubles_said")}
    pages.filters |= {
        "domid": lambda parts: "-".join("".join(c if c.isalnum() else "_" for c in part) for part in parts),
        "groups": _groups,
        "laid_out": laid_out,
        "local": _local,
        "local_field": _local_field,
        "markdown": mrkdwn.markdown,
        "mrkdwn": _mrkdwn,
        "plain": mrkdwn.plain,
        "pretty": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "question": _question,
        "raw": _raw,
        "source": lambda url: url if mrkdwn.is_safe(url) else "",
        "span": _span,
        "stretch": _stretch,
    }
    return pages


@pass_context
def _local(context: Context, moment: datetime | float, zone: str = "") -> str:
    """Write a moment, as one reads it in a zone: the person's own unless another is named."""
    at = _in_zone(moment, zone or context["me"].tz)
    year = f" {at.year}" if at.year != context["now"].year else ""
    return f"{at:%a} {at.day} {at:%b}{year}, {at:%H:%M}"


@pass_context
def _local_field(context: Context, moment: datetime) -> str:
    """Write a moment as a `datetime-local` field takes it."""
    return f"{_in_zone(moment, context['me'].tz):%Y-%m-%dT%H:%M}"


def _in_zone(moment: datetime | float, zone: str) -> datetime:
    named = ZoneInfo(zone)
    return moment.astimezone(named) if isinstance(moment, datetime) else datetime.fromtimestamp(moment, named)


def _stretch(span: timedelta) -> str:
    """Write a span in its two greatest units, as `3 days 1 hour`."""
    minutes = round(span / timedelta(minutes=1))
    counts = {"day": minutes // 1440, "hour": minutes // 60 % 24, "minute": minutes % 60}
    said = [f"{count} {unit}{'s' if count > 1 else ''}" for unit, count in counts.items() if count]
    return " ".join(said[:2]) or "less than a minute"


@pass_context
def _mrkdwn(context: Context, text: str) -> Markup:
    return mrkdwn.mrkdwn(text, context["reader"])


@pass_context
def _raw(context: Context, held: Json) -> str | list[str]:
    return raw_value(held, context["me"].tz)


@pass_context
def _question(context: Context, confirm: Json) -> str:
    reader = context["reader"]
    return json.dumps(
        {
            "title": confirm["title"]["text"],
            "text": mrkdwn.words_of(confirm["text"]["text"], reader),
            "yes": confirm["confirm"]["text"],
            "no": confirm["deny"]["text"],
            "style": confirm.get("style", "primary"),
        }
    )


@pass_context
def _span(context: Context, part: Json) -> Markup:
    reader = context["reader"]
    match part["type"]:
        case "text":
            return Markup("<br>").join(part["text"].split("\n"))
        case "link":
            return mrkdwn.link(part["url"], part.get("text") or part["url"])
        case "user":
            return Markup('<span class="mention">@{}</span>').format(reader.users.get(part["user_id"], part["user_id"]))
        case "channel":
            name = reader.channels.get(part["channel_id"], part["channel_id"])
            return Markup('<span class="mention">#{}</span>').format(name)
        case "date":
            return Markup("<time>{}</time>").format(mrkdwn.when(part["timestamp"], part["format"], reader.zone))
        case _:
            return mrkdwn.plain(f":{part['name']}:")


def _groups(element: Json, people: list[Any], rooms: Sequence[Channel] = ()) -> list[tuple[str, list[Any]]]:
    match element["type"]:
        case "users_select" | "multi_users_select":
            return [("", people)]
        case "channels_select" | "conversations_select":
            hides_shared = element.get("filter", {}).get("exclude_external_shared_channels", False)
            offered = (room for room in rooms if not room.is_archived and not (hides_shared and room.is_shared))
            return [("", [(room.id, f"#{room.name}", "") for room in offered])]
    if "option_groups" in element:
        return [(group["label"]["text"], _options(group["options"])) for group in element["option_groups"]]
    return [("", _options(element["options"]))]


def _options(options: list[Json]) -> list[tuple[str, str, str]]:
    return [
        (option["value"], option["text"]["text"], (option.get("description") or {}).get("text", ""))
        for option in options
    ]
