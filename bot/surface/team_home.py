"""A team on App Home: when its digest comes, what did not arrive, and for its leads how the last weeks went."""

from collections.abc import Iterator

from bot.coaching.digest_life import Occurrence
from bot.coaching.digest_pages import LeadGlance
from bot.coaching.figures import Asked, Range
from bot.coaching.team import Team
from bot.coaching.team_pages import TeamGlance
from bot.coaching.team_week import DigestState
from bot.locales.words import Words
from bot.surface import digest_ids, figures_ids, kit, trend
from bot.surface.digest import short
from bot.surface.kit import Json
from bot.surface.teams import glance_blocks


def team_blocks(glance: TeamGlance, lead: LeadGlance | None, words: Words, zone: str) -> Iterator[Json]:
    """Draw a team of the reader's, whose zone moments are told in; `lead` is for its leads only."""
    about, row = glance_blocks(glance, words, zone)
    yield about
    if lead is not None and (waits := list(_waiting(lead, words))):
        yield kit.section("\n".join(waits))
    if lead is not None and len(lead.trend) >= trend.LEAST:
        yield kit.context(trend.trend_text(lead.trend, words))
    yield {**row, "elements": [*row["elements"], *_buttons(glance, lead, words)]}


def _waiting(lead: LeadGlance, words: Words) -> Iterator[str]:
    if lead.coming is not None and lead.coming.state is DigestState.HELD:
        yield words("home.digest.held", week=_week(lead.coming, words))
    for each in lead.undelivered:
        yield words(f"home.digest.{each.state}", week=_week(each, words))


def _buttons(glance: TeamGlance, lead: LeadGlance | None, words: Words) -> Iterator[Json]:
    if not glance.member.has_joined:
        return
    label = "figures" if lead is None or lead.coming is None else "preview"
    figures = figures_ids.value(Asked(Range.THIS_WEEK, glance.team.id))
    yield _button(label, figures_ids.FIGURES_OPEN, figures, glance.team, words)
    if lead is not None and lead.coming is not None:
        is_held = lead.coming.state is DigestState.HELD
        label, action = ("release", digest_ids.DIGEST_RELEASE) if is_held else ("hold", digest_ids.DIGEST_HOLD)
        yield _button(label, action, digest_ids.value(glance.team.id, lead.coming.week), glance.team, words)


def _button(label: str, action: str, value: str, team: Team, words: Words) -> Json:
    said = words(f"home.digest.button.{label}")
    return kit.button(said, action, value, about=words("kit.about", button=said, title=team.name))


def _week(occurrence: Occurrence, words: Words) -> str:
    return words("digest_preview.week", first=short(occurrence.first, words), last=short(occurrence.last, words))
