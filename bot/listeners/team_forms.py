"""Read what the teams' forms bring."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.coach.sharing import LineForm
from bot.coach.teams import InviteForm, TeamForm
from bot.coaching.sharing import SharingLevel
from bot.coaching.team_choices import TeamChoices
from bot.listeners import reading
from bot.surface import ids
from bot.surface.team_forms import QUIET_SKIPPED

Payload = Mapping[str, Any]


def team(view: Payload) -> TeamForm:
    """Read a team's settings; a field that the form does not ask stays as it was."""
    carried, there = reading.carried(view), reading.values(view)
    asked = {name: value for name, value in _given(there).items() if name in there}
    quiet = {"skips_quiet_weeks": reading.text(there, "quiet") == QUIET_SKIPPED} if "quiet" in there else {}
    return TeamForm(
        chosen=_read({**carried["was"], **asked, **quiet}),
        was=_read(carried["was"]),
        receipt=reading.receipt(view),
        team_id=str(carried.get("team") or ""),
    )


def invited(view: Payload) -> InviteForm:
    """Read whom a lead invites."""
    chosen = reading.several(reading.values(view), "people")
    return InviteForm(team_of(view), chosen, reading.receipt(view))


def line(view: Payload) -> LineForm:
    """Read a sentence about a case; the one that was consented to is carried along as it was shown."""
    carried, there = reading.carried(view), reading.values(view)
    typed = reading.text(there, "line") if "line" in there else str(carried["line"])
    return LineForm(str(carried["case"]), SharingLevel(carried["level"]), typed)


def channel(view: Payload) -> str:
    """Read which channel was chosen; empty: none."""
    return reading.text(reading.values(view), "channel")


def team_of(view: Payload) -> str:
    """Read which team a form is about."""
    return str(reading.carried(view)["team"])


def _given(there: Mapping[str, object]) -> dict[str, object]:
    return {
        "name": reading.text(there, "name"),
        "zone": reading.text(there, "zone"),
        "day": reading.text(there, "day"),
        "hour": reading.text(there, "hour"),
        "language": reading.text(there, "language"),
        "currency": reading.text(there, "currency"),
        "weekdays": reading.several(there, "weekdays"),
        "country": reading.unless(there, "country", ids.NONE),
        "region": reading.unless(there, "region", ids.NONE),
        "threshold": reading.text(there, "threshold"),
        "shows": reading.several(there, "shows"),
    }


def _read(fields: Mapping[str, Any]) -> TeamChoices:
    return TeamChoices(
        name=str(fields["name"]),
        zone=str(fields["zone"]),
        day=int(fields["day"]),
        hour=time.fromisoformat(fields["hour"]),
        language=str(fields["language"]),
        currency=str(fields["currency"]),
        weekdays=tuple(sorted(map(int, fields["weekdays"]))),
        country=str(fields["country"]),
        region=str(fields["region"]),
        threshold=int(fields["threshold"]),
        skips_quiet_weeks=bool(fields["skips_quiet_weeks"]),
        shows=tuple(fields["shows"]),
    )
