"""One team: its digest, its channel, who is in it; and, for leads, what to do about it."""

from collections.abc import Iterator
from typing import Final

from bot.coaching import team as rules
from bot.coaching.team import ChannelState, Member, MemberChange, Standing
from bot.coaching.team_pages import MembersPage, TeamPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import kit, team_ids, team_lines
from bot.surface.kit import Json

_MEMBERS: Final = 90  # a block each, of the hundred


def team_modal(page: TeamPage, words: Words, zone: str) -> Json:
    """Draw a team for one who belongs to it, or is invited to; moments are told in their zone (IANA name)."""
    blocks = [
        *([kit.section(kit.say(page.notice, words))] if page.notice else []),
        kit.header(page.team.name),
        kit.context(words(f"team.you.{_part(page.member)}")),
        *_digest(page, words, zone),
        *_who(page, words),
        *_doors(page, words),
        kit.context(words("team.promise")),
    ]
    return kit.modal(
        team_ids.TEAM,
        words("team.title.team"),
        blocks,
        close=words("kit.close"),
        carried=kit.metadata(team=page.team.id),
    )


def members_modal(page: MembersPage, words: Words) -> Json:
    """Draw who is in a team, each with a menu for a lead who looks."""
    team = page.page
    shown = team.members[:_MEMBERS]
    hidden = len(team.members) - len(shown)
    blocks = [
        kit.header(team.team.name),
        *(_member(member, page, words) for member in shown),
        *([kit.context(words("kit.more", count=hidden))] if hidden else []),
        kit.context(words("team.last_lead_hint")),
        kit.actions(_button("back", team_ids.TEAM_OPEN, page.page, words)),
    ]
    return kit.modal(team_ids.MEMBERS, words("team.title.members"), blocks, close=words("kit.close"))


def _part(member: Member) -> str:
    if member.leads:
        return "lead"
    return "member" if member.has_joined else "invited"


def _digest(page: TeamPage, words: Words, zone: str) -> Iterator[Json]:
    team, found = page.team, page.team.channel
    lines = [team_lines.rhythm(team, words)]
    if found is None or found.takes_digests or not page.member.leads:
        lines.append(team_lines.coming(team, words, zone, leads=page.member.leads))
    yield kit.section(kit.heading(words("team.digest"), "\n".join(lines)))
    if found is not None and (found.takes_digests or page.member.leads):
        said = [team_lines.channel(found, words)]
        if found.state is ChannelState.READY:
            said.append(team_lines.privacy(found, words))
        yield kit.section(kit.heading(words("team.channel_heading"), "\n".join(said)))
        if page.member.leads and (looked_at := team_lines.looked_at(found, words, zone)):
            yield kit.context(looked_at)
    quiet = words("team.quiet.skipped" if team.skips_quiet_weeks else "team.quiet.line")
    safe = words("team.from", count=team.threshold)
    yield kit.section(kit.heading(words("team.shown"), "\n".join([team_lines.sections(team, words), safe, quiet])))


def _who(page: TeamPage, words: Words) -> Iterator[Json]:
    leads = [member for member in page.joined if member.leads]
    others = [member for member in page.joined if not member.leads]
    parts = {"leads": leads, "members": others, "invited": page.invited}
    lines = [words(f"team.who.{part}", names=team_lines.people(each, words)) for part, each in parts.items() if each]
    yield kit.section(kit.heading(words("team.who.title"), "\n".join(lines)))


def _doors(page: TeamPage, words: Words) -> Iterator[Json]:
    if page.member.leads:
        yield kit.actions(*_leading(page, words))
    yield kit.actions(*_own(page, words))


def _leading(page: TeamPage, words: Words) -> Iterator[Json]:
    yield _button("invite", team_ids.TEAM_ASK, page, words, primary=len(page.members) == 1)
    yield _button("members", team_ids.TEAM_MEMBERS, page, words)
    channel = page.team.channel
    label = "change_channel" if channel else "choose_channel"
    yield _button(label, team_ids.TEAM_CHOOSE_CHANNEL, page, words, primary=channel is None)
    if channel is not None:
        yield _button("check", team_ids.TEAM_CHECK, page, words, primary=not channel.takes_digests)
    yield _button("settings", team_ids.TEAM_EDIT, page, words)


def _own(page: TeamPage, words: Words) -> Iterator[Json]:
    if page.member.standing is Standing.INVITED:
        yield _button("join", team_ids.TEAM_JOIN, page, words, primary=True)
        yield _button("decline", team_ids.TEAM_LEAVE, page, words)
        return
    yield kit.button(words("team.button.seen"), team_ids.SEEN_SHOW)
    yield kit.button(words("team.button.all"), team_ids.TEAMS_LIST)
    if not page.member.leads or len(rules.leads(page.joined)) > 1:
        yield _button("leave", team_ids.TEAM_LEAVE, page, words)
    if page.member.leads:
        sure = kit.confirmation(
            words("team.archive.title"),
            words("team.archive.text", name=kit.one_line(page.team.name, rules.LONGEST_NAME)),
            do=words("team.archive.do"),
            leave=words("team.archive.leave"),
        )
        yield kit.button(words("team.button.archive"), team_ids.TEAM_ARCHIVE, page.team.id, confirm=sure)


def _button(label: str, action: str, page: TeamPage, words: Words, *, primary: bool = False) -> Json:
    return kit.button(words(f"team.button.{label}"), action, page.team.id, primary=primary)


def _member(member: Member, page: MembersPage, words: Words) -> Json:
    text = words(f"team.member.{_part(member)}", name=kit.escape_line(member.name, rules.LONGEST_NAME))
    options = [
        Option(team_ids.change_value(change, member.team_id, member.person_id), words(f"team.change.{change}"))
        for change in _offered(member, page)
    ]
    if not options:
        return kit.section(text)
    return kit.section(text, accessory=kit.menu(words("team.change.label"), team_ids.MEMBER_CHANGE, options))


def _offered(member: Member, page: MembersPage) -> tuple[MemberChange, ...]:
    """Return what can be done: nothing about the last lead, and nothing at all by who leads no more."""
    if not page.page.member.leads or (member.leads and len(rules.leads(page.page.joined)) == 1):
        return ()
    return rules.changes(member)
