"""Why nothing comes, or that all is well: what is to be sent, when, where, and what stands in the way."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.check_up import WANTED, CheckUpPage, SlackFound, TeamCheck
from bot.coaching.digest_life import Occurrence
from bot.coaching.team_week import DigestState
from bot.locales.words import Words
from bot.surface import kit, team_lines
from bot.surface.kit import Json

DOCTOR: Final = "doctor"
_TEAMS: Final = 8
_WEEKS: Final = 4
_WELL, _ILL, _NOTE = "✓", "✗", "!"


def doctor_modal(page: CheckUpPage, words: Words, zone: str) -> Json:
    """Draw what was found; moments are told in the reader's zone (IANA name)."""
    blocks = [
        kit.section(kit.heading(words("doctor.slack"), "\n".join(_slack(page, words)))),
        kit.section(kit.heading(words("doctor.worker"), "\n".join(_worker(page, words, zone)))),
        kit.section(kit.heading(words("doctor.reminders"), "\n".join(_reminders(page, words, zone)))),
    ]
    for check in page.teams[:_TEAMS]:
        title = words("doctor.team", name=team_lines.name(check.team))
        blocks.append(kit.section(kit.heading(title, "\n".join(_team(check, words, zone)))))
    if hidden := len(page.teams) - _TEAMS:
        blocks += [kit.context(words("kit.more", count=hidden))] if hidden > 0 else []
    return kit.modal(DOCTOR, words("doctor.title"), blocks, close=words("kit.close"))


def _slack(page: CheckUpPage, words: Words) -> Iterator[str]:
    found = page.slack
    if page.suspended or found.refusal:
        yield _ill(words("doctor.refused", code=page.suspended or found.refusal))
    else:
        yield _well(words("doctor.known"))
    yield from _missing(found, words)
    if found.is_off and found.ahead is not None:
        minutes = round(found.ahead.total_seconds() / 60)
        yield _ill(words("doctor.ahead" if minutes > 0 else "doctor.behind", count=abs(minutes)))


def _missing(found: SlackFound, words: Words) -> Iterator[str]:
    lacks: dict[str, list[str]] = {}
    for scope in found.missing:
        lacks.setdefault(WANTED[scope], []).append(f"`{scope}`")
    for what, scopes in lacks.items():
        yield _note(words(f"doctor.without.{what}", scopes=words.listed(scopes)))


def _worker(page: CheckUpPage, words: Words, zone: str) -> Iterator[str]:
    if page.worker_at is None:
        yield _ill(words("doctor.no_worker"))
    elif page.worker_is_away:
        yield _ill(words("doctor.worker_away", at=words.moment(page.worker_at, zone)))
    else:
        yield _well(words("doctor.worker_here"))


def _reminders(page: CheckUpPage, words: Words, zone: str) -> Iterator[str]:
    if page.paused_until:
        yield _note(words("doctor.paused_until", day=page.paused_until))
    elif page.is_paused:
        yield _note(words("doctor.paused"))
    if page.next_reminder_at:
        yield _well(words("doctor.next_reminder", at=words.moment(page.next_reminder_at, zone)))
    else:
        yield _note(words("doctor.no_reminder"))
    if page.not_sent:
        yield _note(words("doctor.not_sent", count=page.not_sent))


def _team(check: TeamCheck, words: Words, zone: str) -> Iterator[str]:
    found = check.team.channel
    if found is None:
        yield _ill(words("team.no_channel"))
    else:
        said = team_lines.channel(found, words)
        yield _well(said) if found.takes_digests else _ill(said)
        if found.takes_digests:
            private = team_lines.privacy(found, words)
            yield _well(private) if found.reads_members else _note(private)
    yield from _coming(check, words, zone)
    for occurrence, code in check.undelivered[:_WEEKS]:
        state = "unsure" if occurrence.is_delivered else str(occurrence.state)
        line = words(f"doctor.digest.{state}", week=_week(occurrence, words))
        yield _ill(f"{line} (`{code}`)" if code else line)
    if check.came is not None and check.came.state is DigestState.POSTED and check.came.posted_at:
        at = words.moment(check.came.posted_at, zone)
        yield _well(words("doctor.digest.came", week=_week(check.came, words), at=at))
    elif check.came is None:
        yield _note(words("doctor.digest.none_yet"))


def _coming(check: TeamCheck, words: Words, zone: str) -> Iterator[str]:
    coming = check.coming
    if coming is None and check.team.next_digest_at:
        yield _note(words("doctor.digest.soon", at=words.moment(check.team.next_digest_at, zone)))
    elif coming is not None and coming.state is DigestState.HELD:
        yield _note(words("doctor.digest.is_held", week=_week(coming, words)))
    elif coming is not None:
        at = words.moment(coming.due_at, zone)
        yield _well(words("doctor.digest.coming", week=_week(coming, words), at=at))


def _week(occurrence: Occurrence, words: Words) -> str:
    return words("digest_preview.week", first=occurrence.first, last=occurrence.last)


def _well(text: str) -> str:
    return f"{_WELL} {text}"


def _ill(text: str) -> str:
    return f"{_ILL} {text}"


def _note(text: str) -> str:
    return f"{_NOTE} {text}"
