"""Read what a workspace starts with: its people, channels, first messages, and the app's manifest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import yaml

SCENE: Final = Path(__file__).with_name("scene.yaml")
BOT: Final = "BOT"
"""Stands for the app's bot user in a scene's lists of members."""


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class User:
    """A person of the workspace, or from another organisation when `team_id` is another's."""

    id: str
    name: str
    real_name: str
    tz: str
    title: str = ""
    role: str = ""
    locale: str = "en-GB"
    team_id: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    plays: bool = False  # whom the page lets one be

    @property
    def first_name(self) -> str:
        """Return what colleagues call them."""
        return self.real_name.split()[0]

    @property
    def initials(self) -> str:
        """Return what stands in for a portrait."""
        return "".join(part[0] for part in self.real_name.split()[:2]).upper()


@dataclass(frozen=True, slots=True)
class Said:
    """A message that stands there from the beginning."""

    user: str
    text: str
    ago: timedelta


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, or a direct conversation when it has no name."""

    id: str
    members: tuple[str, ...]
    name: str = ""
    topic: str = ""
    is_private: bool = False
    is_shared: bool = False
    is_archived: bool = False
    messages: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `words` are the ones its usage hint offers after it."""

    name: str
    description: str
    usage_hint: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """List the single words of the usage hint, in its order: `[what they said] | cases` has one."""
        parts = (part.strip(" []<>()") for part in self.usage_hint.split("|"))
        return tuple(part for part in parts if re.fullmatch(r"[a-z]+", part))


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A message shortcut."""

    name: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the app declares to Slack, as far as the stand-in cares."""

    name: str
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a workspace starts with."""

    team: Team
    users: tuple[User, ...]
    places: tuple[Place, ...]
    manifest: Manifest = field(repr=False)


def read_scene(path: Path = SCENE) -> Scene:
    """Read a scene from its YAML file."""
    tree = yaml.safe_load(path.read_text("utf-8"))
    return Scene(
        team=Team(**tree["team"]),
        users=tuple(User(**{"team_id": tree["team"]["id"], **user}) for user in tree["users"]),
        places=tuple(_place(place) for place in tree["channels"]),
        manifest=manifest_of(tree["manifest"]),
    )


def read_manifest(path: Path) -> Manifest:
    """Read an app manifest in Slack's YAML form."""
    return manifest_of(yaml.safe_load(path.read_text("utf-8")))


def manifest_of(tree: Mapping[str, Any]) -> Manifest:
    """Take from an app manifest what the stand-in cares about."""
    features = tree.get("features", {})
    return Manifest(
        name=tree["display_information"]["name"],
        commands=tuple(
            Command(command["command"], command.get("description", ""), command.get("usage_hint", ""))
            for command in features.get("slash_commands", [])
        ),
        shortcuts=tuple(
            Shortcut(shortcut["name"], shortcut["callback_id"])
            for shortcut in features.get("shortcuts", [])
            if shortcut["type"] == "message"
        ),
        scopes=tuple(tree.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
    )


def _place(tree: Mapping[str, Any]) -> Place:
    said = tuple(Said(one["user"], one["text"], _span(one["ago"])) for one in tree.get("messages", []))
    return Place(**{**tree, "members": tuple(tree["members"]), "messages": said})


def _span(text: str) -> timedelta:
    units = {"d": "days", "h": "hours", "m": "minutes"}
    return timedelta(**{units[unit]: int(number) for number, unit in re.findall(r"(\d+)([dhm])", text)})
