from typing import Any

import pytest

from bot.envelope import MalformedError, is_ssl_check, read_socket
from tests.support.asgi import command, event, interaction, view


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (event(), "event_callback"),
        (dict(command()), "command"),
        (interaction("view_submission", view=view()), "view_submission"),
        (interaction("shortcut", callback_id="c"), "shortcut"),
    ],
    ids=["event", "command", "submission", "shortcut"],
)
def test_a_connection_brings_what_http_brings(payload: dict[str, Any], kind: str) -> None:
    envelope = read_socket(payload)

    assert (envelope.kind, envelope.payload) == (kind, payload)


@pytest.mark.parametrize(
    "payload", [None, [], "hello", {}, {"type": "hello"}, {"command": "/pushback"}, event(event=[])]
)
def test_a_connection_is_believed_no_more_than_http(payload: object) -> None:
    with pytest.raises(MalformedError):
        read_socket(payload)


def test_an_organisations_installation_names_no_team() -> None:
    organisation = {"id": "E1", "name": "Acme"}

    envelope = read_socket(
        interaction("shortcut", callback_id="c", team=None, enterprise=organisation, is_enterprise_install=True)
    )

    assert envelope.kind == "shortcut"


def test_words_of_people_pass_as_they_are() -> None:
    quote = "NUL \x00, half an emoji \ud83d, <!channel>, \u202eright to left, 🙃"

    envelope = read_socket(dict(command(text=quote)))

    assert envelope.payload["text"] == quote


@pytest.mark.parametrize(
    ("body", "is_probe"),
    [
        (b"ssl_check=1&token=x", True),
        (b"token=x&ssl_check=1", True),
        (b"ssl_check=1", True),
        (b"ssl_check=0", False),
        (b"token=x", False),
        (b"ssl_check=1&command=%2Fpushback", False),
        (b"", False),
    ],
)
def test_slacks_probe_is_told_from_other_forms(body: bytes, *, is_probe: bool) -> None:
    assert is_ssl_check(body) is is_probe
