"""App Home: a person's cases, contacts and executives."""

from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.coaching.case import Interaction
from bot.coaching.pages import CaseCard, ExecutiveHistory, HomePage
from bot.locales.words import Words
from bot.playbook.model import Stage
from bot.surface import case_lines, ids, kit, nudge_lines, team_ids
from bot.surface.kit import Json
from bot.surface.sharing import switch
from bot.surface.team_home import team_blocks

_NUDGES: Final = 5
_CASES: Final = 20  # two blocks each, of the hundred
_TEAMS: Final = 3
_ACTIONS: Final = (ids.CASE_CONTINUE, ids.CASE_LOG, ids.CASE_TOOLS, ids.CASE_BRIEF, ids.CASE_CLOSE)
_RECENT: Final = 8
_EXECUTIVES: Final = 15
_MOVES: Final = 4
_QUOTE: Final = 160


def home_view(page: HomePage, words: Words, zone: str) -> Json:
    """Draw App Home for its owner, whose zone (IANA name) the days are told in."""
    if not (page.cases or page.recent or page.executives or page.nudges):
        return kit.home([*_welcome(page, words), *_teams(page, words, zone), *_footer(words)])
    return kit.home(
        [
            kit.header(_greeting(page, words)),
            kit.section(words("cases.count", count=len(page.cases)) if page.cases else words("cases.none")),
            _doors(words, logs=bool(page.cases)),
            *_nudges(page, words, zone),
            *_teams(page, words, zone),
            *_cases(page, words, zone),
            *_recent(page.recent, words),
            *_executives(page.executives, words),
            *_footer(words),
        ]
    )


def closed_view(words: Words) -> Json:
    """Draw App Home for who is no member: whom the coach is for."""
    return kit.home([kit.header(words("home.closed.title")), kit.section(words("errors.members_only"))])


def _greeting(page: HomePage, words: Words) -> str:
    return words("home.greeting", name=page.first_name)


def _welcome(page: HomePage, words: Words) -> list[Json]:
    return [
        kit.header(_greeting(page, words)),
        kit.section(words("home.empty.promise")),
        _doors(words, logs=False),
        kit.section(words("home.empty.steps")),
        kit.section(words("home.empty.first")),
    ]


def _doors(words: Words, *, logs: bool) -> Json:
    start = kit.button(words("kit.button.open"), ids.COACH_OPEN, primary=True)
    log = kit.button(words("kit.button.log"), ids.CASE_LOG)
    example = kit.button(words("kit.button.show"), ids.HELP_SHOW)
    return kit.actions(start, log, example) if logs else kit.actions(start, example)


def _footer(words: Words) -> list[Json]:
    return [kit.divider(), kit.context(words("home.footer"))]


def _nudges(page: HomePage, words: Words, zone: str) -> Iterator[Json]:
    yield kit.header(words("home.nudges"))
    yield from nudge_lines.resting(is_paused=page.is_paused, until=page.paused_until, words=words)
    if page.nudges:
        yield kit.section(nudge_lines.lines(page.nudges, words, zone, _NUDGES))
    else:
        yield kit.section(words("home.no_nudges"))
    if page.not_sent:
        yield kit.section(kit.heading(words("home.not_sent"), nudge_lines.not_sent(page.not_sent, words)))
    every = kit.button(words("kit.button.nudges"), ids.NUDGES_LIST)
    yield kit.actions(every, kit.button(words("kit.button.settings"), ids.SETTINGS_SHOW))


def _teams(page: HomePage, words: Words, zone: str) -> Iterator[Json]:
    """Draw a person's teams, those they are invited to first; the others are a click away."""
    if not page.teams:
        return
    yield kit.header(words("home.teams"))
    for glance in page.teams[:_TEAMS]:
        yield from team_blocks(glance, page.led.get(glance.team.id), words, zone)
    every = kit.button(words("team.button.all"), team_ids.TEAMS_LIST)
    seen = kit.button(words("team.button.seen"), team_ids.SEEN_SHOW)
    yield kit.actions(*([seen] if page.shared else []), every)


def _cases(page: HomePage, words: Words, zone: str) -> Iterator[Json]:
    shown = page.cases[:_CASES]
    for stage in Stage:
        in_stage = [card for card in shown if card.stage is stage]
        if in_stage:
            yield kit.header(words(f"names.stage.{stage}"))
        for card in in_stage:
            yield kit.section(_case(card, words, zone))
            yield _buttons(card, page, words)
    if hidden := len(page.cases) - len(shown):
        yield kit.section(
            words("home.more", count=hidden), accessory=kit.button(words("kit.button.list"), ids.CASES_LIST)
        )


def _buttons(card: CaseCard, page: HomePage, words: Words) -> Json:
    """Draw what can be done about a case; for who is in a team, with the switch of what its digest may tell."""
    row = case_lines.buttons(card, words, *_ACTIONS)
    level = page.shared.get(card.case_id)
    return {**row, "elements": [*row["elements"], switch(card.case_id, level, words)]} if level else row


def _case(card: CaseCard, words: Words, zone: str) -> str:
    known = [
        case_lines.concerns(card),
        words(f"names.engagement.{card.engagement}"),
        words("home.next_contact", day=card.next_contact_on) if card.next_contact_on else "",
        words("home.updated", day=card.updated_at.astimezone(ZoneInfo(zone)).date()),
    ]
    first = f"*{case_lines.safe_title(card, words)}*"
    return "\n".join([first, case_lines.next_action(card, words), " · ".join(part for part in known if part)])


def _recent(recent: Sequence[tuple[Interaction, CaseCard]], words: Words) -> Iterator[Json]:
    if recent:
        yield kit.divider()
        yield kit.header(words("home.recent"))
    for interaction, card in recent[:_RECENT]:
        label = words("kit.button.correct")
        about = words("kit.about", button=label, title=case_lines.title(card, words))
        correct = kit.button(label, ids.INTERACTION_CORRECT, interaction.id, about=about)
        yield kit.section(_interaction(interaction, card, words), accessory=correct)


def _interaction(interaction: Interaction, card: CaseCard, words: Words) -> str:
    before, after = interaction.engagement_before, interaction.engagement_after
    happened = [
        words(f"names.reaction.{interaction.reaction}") if interaction.reaction else "",
        _move(words, before, after) if before and after and before is not after else "",
    ]
    lines = [
        f"*{case_lines.safe_title(card, words)}* · {words.date(interaction.happened_on)}",
        " · ".join(part for part in happened if part),
        kit.quoted(kit.one_line(interaction.quote, _QUOTE), _QUOTE) if interaction.quote else "",
    ]
    return "\n".join(line for line in lines if line)


def _executives(histories: Sequence[ExecutiveHistory], words: Words) -> Iterator[Json]:
    if histories:
        yield kit.divider()
        yield kit.header(words("home.executives"))
    for history in histories[:_EXECUTIVES]:
        yield kit.section(_executive(history, words))
    if hidden := len(histories[_EXECUTIVES:]):
        yield kit.context(words("home.more_executives", count=hidden))


def _executive(history: ExecutiveHistory, words: Words) -> str:
    person = history.executive
    name, role = kit.escape_line(person.name, _QUOTE), kit.escape_line(person.role, _QUOTE)
    now = words(f"names.engagement.{history.engagement}")
    moves = [
        words("home.moved", move=_move(words, before, after), day=day) for day, before, after in history.moves[-_MOVES:]
    ]
    first = " · ".join(part for part in (f"*{name or role}*", role if name else "", now) if part)
    return "\n".join([first, " · ".join(moves) or words("home.no_moves")])


def _move(words: Words, before: str, after: str) -> str:
    return words("home.move", before=words(f"names.engagement.{before}"), after=words(f"names.engagement.{after}"))
