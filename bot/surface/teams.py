"""`/pushback team`: the teams of a person."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.team import Standing
from bot.coaching.team_pages import TeamGlance, TeamsPage
from bot.locales.words import Words
from bot.surface import kit, team_ids, team_lines
from bot.surface.kit import Json

_TEAMS: Final = 30


def teams_modal(page: TeamsPage, words: Words, zone: str) -> Json:
    """Draw a person's teams, or what a team is good for."""
    make = kit.button(words("team.button.make"), team_ids.TEAM_MAKE, primary=not page.teams)
    blocks = [
        *([kit.section(kit.say(page.notice, words))] if page.notice else []),
        *([] if page.teams else kit.sections(words("team.none"))),
        *(block for glance in page.teams[:_TEAMS] for block in glance_blocks(glance, words, zone)),
        *([kit.context(words("kit.more", count=hidden))] if (hidden := len(page.teams[_TEAMS:])) else []),
        kit.actions(*[make, *([_seen(words)] if _has_joined(page) else [])]),
    ]
    return kit.modal(team_ids.TEAMS, words("team.title.teams"), blocks, close=words("kit.close"))


def glance_blocks(glance: TeamGlance, words: Words, zone: str) -> list[Json]:
    """Draw one team in a few lines with what can be done about it at once. Two blocks."""
    return [kit.section("\n".join(_lines(glance, words, zone))), kit.actions(*_buttons(glance, words))]


def _lines(glance: TeamGlance, words: Words, zone: str) -> Iterator[str]:
    title = f"*{team_lines.name(glance.team)}*"
    if glance.member.standing is Standing.INVITED:
        yield words("team.glance.invited", name=title)
        yield words("team.promise")
        return
    yield words("team.glance.lead", name=title) if glance.member.leads else title
    yield team_lines.coming(glance.team, words, zone, leads=glance.member.leads)
    yield words("team.glance.lines", count=glance.shared_lines) if glance.shared_lines else words("team.glance.counts")


def _buttons(glance: TeamGlance, words: Words) -> Iterator[Json]:
    if glance.member.standing is Standing.INVITED:
        yield button("join", team_ids.TEAM_JOIN, glance, words, primary=True)
        yield button("decline", team_ids.TEAM_LEAVE, glance, words)
        return
    yield button("open", team_ids.TEAM_OPEN, glance, words)
    if not glance.is_last_lead:
        yield button("leave", team_ids.TEAM_LEAVE, glance, words)


def button(label: str, action: str, glance: TeamGlance, words: Words, *, primary: bool = False) -> Json:
    """Return a button for a team; it says to those who hear it which team it is for."""
    said = words(f"team.button.{label}")
    about = words("kit.about", button=said, title=glance.team.name)
    return kit.button(said, action, glance.team.id, primary=primary, about=about)


def _has_joined(page: TeamsPage) -> bool:
    return any(glance.member.has_joined for glance in page.teams)


def _seen(words: Words) -> Json:
    return kit.button(words("team.button.seen"), team_ids.SEEN_SHOW)
