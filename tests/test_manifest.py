from pathlib import Path

import yaml

from bot.listeners.case import SHORTCUT
from bot.web import EVENTS
from bot.web_install import SCOPES

MANIFEST = yaml.safe_load((Path(__file__).parents[1] / "manifest.yaml").read_text("utf-8"))
BASE = "https://pushback.example.com"


def test_everything_slack_sends_comes_to_one_address() -> None:
    settings = MANIFEST["settings"]

    addresses = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(command["url"] for command in MANIFEST["features"]["slash_commands"]),
    }

    assert addresses == {BASE + EVENTS}


def test_the_scopes_are_those_that_are_asked_for() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]

    assert scopes["bot"] == sorted(SCOPES)
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_the_message_shortcut_is_the_one_that_is_listened_to() -> None:
    (shortcut,) = MANIFEST["features"]["shortcuts"]

    assert shortcut["callback_id"] == SHORTCUT
    assert shortcut["type"] == "message"


def test_slack_takes_the_texts() -> None:
    display = MANIFEST["display_information"]
    (shortcut,) = MANIFEST["features"]["shortcuts"]
    (command,) = MANIFEST["features"]["slash_commands"]

    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    assert len(command["usage_hint"]) <= 1000
