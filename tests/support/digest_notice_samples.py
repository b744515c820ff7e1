"""What leads and admins are told of digests, to be drawn: each state there is, and the largest check-up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.coaching.check_up import CheckUpPage, SlackFound, TeamCheck
from bot.coaching.digest_life import Arrival, Occurrence
from bot.coaching.digest_notices import DigestPreview, DigestSilence, DigestTrouble
from bot.coaching.team import ChannelState
from bot.coaching.team_week import DigestState
from tests.support.digests import digest
from tests.support.samples import DAY, NOW, Size
from tests.support.team_samples import team

CHANNEL = "C0000001"


def occurrence(state: DigestState = DigestState.PLANNED) -> Occurrence:
    return Occurrence("0" * 32, "2026-W12", date(2026, 3, 16), date(2026, 3, 22), NOW, state, channel=CHANNEL)


def previews(size: Size) -> Iterator[tuple[str, DigestPreview]]:
    """Yield a preview for each state of a digest, the largest ones with all that stands in the way."""
    for state in DigestState:
        is_kept = state in {DigestState.PLANNED, DigestState.HELD}
        found = team(size, 0, ChannelState.ARCHIVED).channel
        so_far = digest(size, told={}, lines=(), is_at_totals=True) if is_kept else None
        page = DigestPreview(team(size), occurrence(state), found, so_far, size.line, may_post_now=True)
        yield str(state), page
    yield "under way", DigestPreview(team(size), occurrence(), None, arrival=Arrival.UNDER_WAY)
    yield "unsure", DigestPreview(team(size), occurrence(DigestState.POSTED), None, arrival=Arrival.UNSURE)


def troubles(size: Size) -> Iterator[tuple[str, DigestTrouble]]:
    for state in DigestState:
        yield str(state), DigestTrouble(team(size), occurrence(state), Arrival.REFUSED, "is_archived")
    archived = team(size, 0, ChannelState.ARCHIVED)
    yield "archived", DigestTrouble(archived, occurrence(DigestState.FAILED), Arrival.REFUSED, "is_archived")
    yield "unsure", DigestTrouble(team(size), occurrence(DigestState.POSTED), Arrival.UNSURE, "missing_scope")


def silence(size: Size) -> DigestSilence:
    return DigestSilence(team(size, 0, ChannelState.ARCHIVED), 3, DAY, "is_archived", NOW)


def check_up(size: Size) -> CheckUpPage:
    checks = tuple(_check(size, number) for number in range(size.many))
    slack = SlackFound("invalid_auth", frozenset({"chat:write"}), timedelta(minutes=7))
    return CheckUpPage(NOW, slack, NOW - timedelta(hours=2), "", NOW, True, DAY, 3, checks)


def well() -> CheckUpPage:
    return CheckUpPage(NOW, SlackFound(), NOW)


def unwell() -> CheckUpPage:
    return CheckUpPage(NOW, SlackFound(ahead=-timedelta(minutes=7)), suspended="token_revoked", is_paused=True)


def _check(size: Size, number: int) -> TeamCheck:
    states, found = tuple(ChannelState), tuple(DigestState)
    undelivered = tuple((occurrence(state), "is_archived") for state in found)
    coming = (None, occurrence(), occurrence(DigestState.HELD))[number % 3]
    came = replace(occurrence(DigestState.POSTED), posted_at=NOW) if number % 2 else None
    checked = team(size, number, states[number % len(states)])
    if number % 4 == 3:
        checked = replace(checked, channel=None)
    return TeamCheck(checked, coming, came, undelivered)
