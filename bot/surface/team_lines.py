"""A team in a few words: what its window, App Home and its messages say alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from babel import dates

from bot.coaching.sharing import SharingLevel
from bot.coaching.team import Member, Section, Team, TeamChannel
from bot.locales.words import Words
from bot.surface import kit, places

_NAME: Final = 60
_LINE: Final = 400
_PERSON: Final = 38
_NAMES: Final = 20


def name(team: Team) -> str:
    """Return what a team is called, as mrkdwn."""
    return kit.escape_line(team.name, _NAME)


def rhythm(team: Team, words: Words) -> str:
    """Say on which day and at what time of the team's own the digest comes."""
    day = words.locale.days["stand-alone"]["wide"][team.day]
    at = dates.format_time(team.hour, "short", locale=words.locale)
    return words("team.rhythm", day=day, at=at, zone=places.zone_label(team.calendar.zone))


def coming(team: Team, words: Words, zone: str, *, leads: bool) -> str:
    """Say when the next digest comes, in the reader's zone (IANA name), and where to; a lead hears what it lacks."""
    if team.channel is None:
        return words("team.no_channel")
    if not team.channel.takes_digests or team.next_digest_at is None:
        return channel(team.channel, words) if leads else words("team.not_posting", channel=_link(team.channel))
    return words("team.coming", at=words.moment(team.next_digest_at, zone), channel=_link(team.channel))


def channel(found: TeamChannel, words: Words) -> str:
    """Say how a channel was found when it was last looked at, and what to do about it."""
    return words(f"team.channel.{found.state}", channel=_link(found))


def privacy(found: TeamChannel, words: Words) -> str:
    """Say who reads along in a channel that takes digests, as far as that is known."""
    if not found.reads_members:
        return words("team.channel.blind")
    return words("team.channel.private" if found.is_private else "team.channel.public")


def looked_at(found: TeamChannel, words: Words, zone: str) -> str:
    """Say when a channel was last looked at."""
    return words("team.channel.checked", at=words.moment(found.checked_at, zone)) if found.checked_at else ""


def people(members: Sequence[Member], words: Words) -> str:
    """Return names as mrkdwn, without mentioning anybody."""
    names = [kit.escape_line(member.name, _PERSON) for member in members[:_NAMES]]
    hidden = len(members) - len(names)
    return words.listed([*names, words("kit.more", count=hidden)] if hidden else names)


def sections(team: Team, words: Words) -> str:
    """Name what a digest shows beside its totals."""
    shown = [words(f"team.section.{section}.short") for section in Section if section in team.shows]
    return words("team.shows", parts=words.listed(shown)) if shown else words("team.shows_totals")


def line(text: str, level: SharingLevel, owner_name: str, words: Words) -> str:
    """Return a trainer's sentence as mrkdwn, exactly as a digest shows it."""
    said = kit.escape_line(text, _LINE)
    if level is SharingLevel.NAMED:
        return words("team.line_named", name=kit.escape_line(owner_name, _NAME), line=said)
    return said


def until(at: datetime, words: Words, zone: str) -> str:
    """Say until when a sentence can be taken back."""
    return words("sharing.until", at=words.moment(at, zone))


def _link(found: TeamChannel) -> str:
    return f"<#{found.id}>"
