"""Which teams see what of a trainer's cases, with the switch beside it; and the sentence they consent to."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.case import Case
from bot.coaching.sharing import LONGEST_LINE, SharingLevel
from bot.coaching.team import LONGEST_NAME
from bot.coaching.team_pages import ConsentPage, LinePage, SeenPage, SharedCase
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import kit, team_ids, team_lines, titles
from bot.surface.kit import Json

_CASES: Final = 80  # a block each, of the hundred
_TEAMS: Final = 8
_NAMES: Final = 20
_TITLE: Final = 120


def seen_modal(page: SeenPage, words: Words, zone: str) -> Json:
    """Draw what each team sees of a person's cases; closed ones are listed while more of them than counts is shared."""
    shown = page.cases[:_CASES]
    hidden = len(page.cases) - len(shown)
    blocks = [
        *([kit.section(kit.say(page.notice, words))] if page.notice else []),
        *_teams(page, words, zone),
        *(_case(case, page, words) for case in shown),
        *([kit.context(words("kit.more", count=hidden))] if hidden else []),
        kit.context(words("sharing.never")),
    ]
    return kit.modal(team_ids.SEEN, words("sharing.title.seen"), blocks, close=words("kit.close"))


def line_modal(page: LinePage, words: Words) -> Json:
    """Draw the question which sentence a digest may show: `line`."""
    typed = kit.text_input(page.line, long=True, placeholder=words("sharing.line.example"))
    blocks = [
        kit.section(_title(page.case, words)),
        kit.section(words(f"sharing.line.{page.level}")),
        kit.question(
            words("sharing.line.label"), "line", typed, hint=words("sharing.line.hint", limit=LONGEST_LINE),
            required=True,
        ),
    ]  # fmt: skip
    return kit.modal(
        team_ids.LINE, words("sharing.title.line"), blocks, submit=words("sharing.submit.line"),
        close=words("kit.cancel"), carried=kit.metadata(case=page.case.id, level=page.level),
    )  # fmt: skip


def consent_modal(page: ConsentPage, words: Words, zone: str) -> Json:
    """Draw a sentence exactly as it will stand, with who reads it and until when it can be taken back."""
    line = team_lines.line(page.line, page.level, page.owner_name, words)
    names = [kit.escape_line(name, LONGEST_NAME) for name in page.teams[:_NAMES]]
    blocks = [
        kit.section(words("sharing.consent.exactly")),
        kit.section(f"• {line}"),
        kit.section(words("sharing.consent.teams", count=len(page.teams), names=words.listed(names))),
        kit.context(
            team_lines.until(page.until, words, zone) if page.until else words("sharing.until_posted"),
            words("sharing.consent.left_out"),
        ),
    ]
    return kit.modal(
        team_ids.CONSENT, words("sharing.title.consent"), blocks, submit=words("sharing.submit.consent"),
        close=words("kit.cancel"), carried=kit.metadata(case=page.case.id, level=page.level, line=page.line),
    )  # fmt: skip


def switch(case_id: str, level: SharingLevel, words: Words) -> Json:
    """Return the switch of a case: how much of it the teams of its owner see. What is chosen is done at once."""
    options = [
        Option(team_ids.level_value(each, case_id), words(f"sharing.level.{each}.option")) for each in SharingLevel
    ]
    chosen = team_ids.level_value(level, case_id)
    return kit.menu(words("sharing.level.label"), team_ids.SHARING_CHOOSE, options, chosen)


def _teams(page: SeenPage, words: Words, zone: str) -> Iterator[Json]:
    if not page.teams:
        yield kit.section(words("sharing.no_team"))
        yield kit.actions(kit.button(words("team.button.teams"), team_ids.TEAMS_LIST))
        return
    lines = [
        words(
            "sharing.team", name=f"*{team_lines.name(team)}*", coming=team_lines.coming(team, words, zone, leads=False)
        )
        for team in page.teams[:_TEAMS]
    ]
    if hidden := len(page.teams) - len(lines):
        lines.append(words("kit.more", count=hidden))
    yield kit.section(kit.heading(words("sharing.teams", count=len(page.teams)), kit.bullets(lines)))
    yield kit.divider()
    if not page.cases:
        yield kit.section(words("sharing.no_case"))


def _case(case: SharedCase, page: SeenPage, words: Words) -> Json:
    level = case.sharing.level if page.teams else SharingLevel.COUNTS
    seen = words("sharing.level.counts.seen")
    if level is not SharingLevel.COUNTS:
        seen = f"> {team_lines.line(case.sharing.line, level, page.owner_name, words)}"
    closed = [] if case.is_open else [words("sharing.closed")]
    text = "\n".join([" · ".join([_title(case, words), *closed]), seen])
    return kit.section(text, accessory=switch(case.case_id, level, words)) if page.teams else kit.section(text)


def _title(case: Case | SharedCase, words: Words) -> str:
    return f"*{kit.escape_line(titles.case_title(case.executive, case.initiative, words), _TITLE)}*"
