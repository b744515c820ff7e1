"""What leads and admins are told about digests: one to come, one that was refused, none for weeks."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.digest_life import Arrival, Occurrence
from bot.coaching.digest_notices import DigestPreview, DigestSilence, DigestTrouble
from bot.coaching.digest_pages import DigestPage
from bot.coaching.team_week import DigestState
from bot.locales.words import Words
from bot.surface import digest_ids, kit, team_ids, team_lines
from bot.surface.digest import digest_message
from bot.surface.kit import Json

_HOLDER: Final = 80


def preview_message(page: DigestPreview, words: Words, zone: str) -> Json:
    """Draw a digest before it is posted, for a lead; once it is settled, what became of it. `zone` is the reader's."""
    text = _stands(page, words, zone)
    if page.digest is None:
        return kit.message(text, [kit.section(text)])
    drawn = digest_message(DigestPage(page.digest, page.team.name, page.team.threshold), words)
    blocks = [
        kit.section(text),
        *_troubles(page, words),
        kit.divider(),
        *drawn["blocks"],
        kit.divider(),
        kit.context(words("digest_preview.so_far")),
        kit.actions(*_doors(page, words)),
    ]
    return kit.message(text, blocks)


def trouble_message(page: DigestTrouble, words: Words) -> Json:
    """Tell a lead that a digest was refused and is kept, or that nobody knows whether it arrived."""
    team, occurrence = page.team, page.occurrence
    named = {"name": f"*{team_lines.name(team)}*", "week": _week(occurrence, words)}
    if occurrence.state is DigestState.FAILED or (occurrence.is_kept and page.arrival is Arrival.REFUSED):
        text = words("digest_preview.kept", **named)
        why = _why(page, words)
        buttons = [_button("change_channel", team_ids.TEAM_CHOOSE_CHANNEL, team.id, words, primary=True)]
        buttons += [_button("check", team_ids.TEAM_CHECK, team.id, words), _post(occurrence, words)]
        return kit.message(f"{text} {why}", [kit.section(f"{text}\n{why}"), kit.actions(*buttons)])
    state = "unsure" if page.arrival is Arrival.UNSURE else str(occurrence.state)
    text = words(f"digest_preview.was.{state}", **named, channel=_channel(page.occurrence.channel))
    return kit.message(text, [kit.section(text)])


def silence_message(page: DigestSilence, words: Words, zone: str) -> Json:
    """Tell an admin that a team has got no digest for weeks."""
    lines = [words("digest_preview.silence.text", name=f"*{team_lines.name(page.team)}*", count=page.weeks)]
    if page.delivered_on:
        lines.append(words("digest_preview.silence.last", day=page.delivered_on))
    if page.team.channel is not None:
        lines.append(team_lines.channel(page.team.channel, words))
    if page.code:
        lines.append(words("digest_preview.silence.code", code=page.code))
    if page.next_at:
        lines.append(words("digest_preview.silence.next", at=words.moment(page.next_at, zone)))
    lines.append(words("digest_preview.silence.do"))
    return kit.message(lines[0], [kit.section("\n".join(lines))])


def _stands(page: DigestPreview, words: Words, zone: str) -> str:
    """Say where a digest stands."""
    occurrence, team = page.occurrence, page.team
    named = {"name": f"*{team_lines.name(team)}*", "week": _week(occurrence, words)}
    channel = _channel(occurrence.channel or (team.channel.id if team.channel else None))
    if occurrence.state is DigestState.HELD:
        by = kit.escape_line(page.held_by, _HOLDER)
        return words("digest_preview.held", **named, by=by)
    if occurrence.state is DigestState.PLANNED and page.arrival is not Arrival.UNDER_WAY:
        return words("digest_preview.coming", **named, channel=channel, at=words.moment(occurrence.due_at, zone))
    if occurrence.state is DigestState.PLANNED:
        return words("digest_preview.under_way", **named, channel=channel)
    if occurrence.state is DigestState.FAILED:
        return words("digest_preview.kept", **named)
    state = "unsure" if page.arrival is Arrival.UNSURE else str(occurrence.state)
    return words(f"digest_preview.was.{state}", **named, channel=channel)


def _troubles(page: DigestPreview, words: Words) -> Iterator[Json]:
    found = page.channel
    if found is not None and not found.takes_digests:
        yield kit.section(team_lines.channel(found, words))
    elif found is not None and not found.reads_members:
        yield kit.context(words("team.channel.blind"))


def _doors(page: DigestPreview, words: Words) -> Iterator[Json]:
    team, occurrence = page.team, page.occurrence
    if occurrence.state is DigestState.HELD:
        yield _about("release", digest_ids.DIGEST_RELEASE, occurrence, words, primary=True)
    if page.may_post_now:
        yield _post(occurrence, words)
    if occurrence.state is DigestState.PLANNED:
        yield _about("hold", digest_ids.DIGEST_HOLD, occurrence, words)
    yield _button("change", team_ids.TEAM_EDIT, team.id, words)
    if page.channel is not None and not page.channel.takes_digests:
        yield _button("change_channel", team_ids.TEAM_CHOOSE_CHANNEL, team.id, words)


def _why(page: DigestTrouble, words: Words) -> str:
    found = page.team.channel
    if found is not None and not found.takes_digests:
        return team_lines.channel(found, words)
    return words("digest_preview.refused", channel=_channel(page.occurrence.channel), code=page.code)


def _week(occurrence: Occurrence, words: Words) -> str:
    return words("digest_preview.week", first=occurrence.first, last=occurrence.last)


def _channel(channel_id: str | None) -> str:
    return f"<#{channel_id}>" if channel_id else ""


def _post(occurrence: Occurrence, words: Words) -> Json:
    return _about("post", digest_ids.DIGEST_POST, occurrence, words)


def _about(label: str, action: str, occurrence: Occurrence, words: Words, *, primary: bool = False) -> Json:
    return _button(label, action, digest_ids.value(occurrence.team_id, occurrence.week), words, primary=primary)


def _button(label: str, action: str, about: str, words: Words, *, primary: bool = False) -> Json:
    return kit.button(words(f"digest_preview.button.{label}"), action, about, primary=primary)
