"""What a team tells somebody by message: that they are invited, or that its channel takes no digest."""

from collections.abc import Iterator

from bot.coaching.team import Standing
from bot.coaching.team_pages import ChannelTrouble, Invitation
from bot.locales.words import Words
from bot.surface import kit, team_ids, team_lines
from bot.surface.kit import Json


def invitation_message(page: Invitation, words: Words) -> Json:
    """Draw an invitation with *Join* and *No thanks*; once it is answered, what became of it."""
    name = f"*{team_lines.name(page.team)}*"
    if not page.team.is_active:
        text = words("team.message.archived", name=name)
        return kit.message(text, [kit.section(text)])
    if page.member.standing is not Standing.INVITED:
        text = words(f"team.message.{page.member.standing}", name=name)
        return kit.message(text, [kit.section(text), *_afterwards(page, words)])
    by = kit.escape_line(page.invited_by, 120)
    text = words("team.message.invited_by", name=name, by=by) if by else words("team.message.invited", name=name)
    about = "\n".join([team_lines.rhythm(page.team, words), words("team.promise")])
    return kit.message(text, [kit.section(text), kit.section(about), _answers(page, words)])


def channel_trouble_message(page: ChannelTrouble, words: Words, zone: str) -> Json:
    """Tell a lead in time that the next digest would not arrive, and what to do."""
    name = f"*{team_lines.name(page.team)}*"
    said = team_lines.channel(page.channel, words)
    at = words.moment(page.team.next_digest_at, zone) if page.team.next_digest_at else ""
    text = words("team.message.trouble", name=name, at=at) if at else words("team.message.trouble_some_day", name=name)
    buttons = kit.actions(
        kit.button(words("team.button.check"), team_ids.TEAM_CHECK, page.team.id, primary=True),
        kit.button(words("team.button.change_channel"), team_ids.TEAM_CHOOSE_CHANNEL, page.team.id),
    )
    return kit.message(f"{text} {said}", [kit.section(f"{text}\n{said}"), buttons])


def _answers(page: Invitation, words: Words) -> Json:
    return kit.actions(
        kit.button(words("team.button.join"), team_ids.TEAM_JOIN, page.team.id, primary=True),
        kit.button(words("team.button.decline"), team_ids.TEAM_LEAVE, page.team.id),
    )


def _afterwards(page: Invitation, words: Words) -> Iterator[Json]:
    if page.member.has_joined:
        yield kit.actions(
            kit.button(words("team.button.seen"), team_ids.SEEN_SHOW),
            kit.button(words("team.button.open"), team_ids.TEAM_OPEN, page.team.id),
        )
