"""Digests to draw, from a quiet week to the largest team's."""

from dataclasses import replace
from datetime import date, timedelta

from bot.coaching.case import Outcome
from bot.coaching.digest import Breakdown, Collecting, Digest, Figure, Line, Part, Point
from bot.coaching.digest_life import Occurrence
from bot.coaching.digest_pages import DigestPage, LeadGlance
from bot.coaching.disclosure import Group
from bot.coaching.figures import Asked, FiguresPage, Range
from bot.coaching.pilot import Verdict
from bot.coaching.team_week import DigestState
from tests.support.samples import DAY, NOW, Size


def digest(size: Size, **rest: object) -> Digest:
    """Return the digest of a large team in a good week, everything told that can be."""
    known: dict[str, object] = {
        "week": "2026-W12",
        "first": date(2026, 3, 16),
        "last": date(2026, 3, 22),
        "numbers": {figure: 1000 + number for number, figure in enumerate(Figure)},
        "next_contact_on": DAY,
        "told": {
            Part.HEARD: Breakdown(date(2026, 3, 2), 240, _groups("concern", min(size.many, 20)), 12),
            Part.MOVED: Breakdown(date(2026, 3, 16), 240, _groups("tactic", min(size.many, 25)), 12),
            Part.DECIDED: Breakdown(date(2026, 3, 16), 9, tuple(Group(str(each), 3) for each in Verdict), 0),
            Part.ENDED: Breakdown(date(2026, 3, 16), 99, tuple(Group(str(each), 3) for each in Outcome), 9),
        },
        "trend": tuple(Point(date(2026, 3, 22) - timedelta(weeks=7 - each), (each, 4, 1, 1000)) for each in range(8)),
        "lines": tuple(Line(size.text, size.line if number % 2 else "") for number in range(size.many)),
    }
    return Digest(**{**known, **rest})  # type: ignore[arg-type]


def digest_page(size: Size, **rest: object) -> DigestPage:
    """Return a digest that comes late, and was corrected."""
    return DigestPage(
        digest(size, **rest),
        team=size.line,
        threshold=3,
        concerns={f"concern{number}": size.line for number in range(20)},
        tactics={f"tactic{number}": size.line for number in range(25)},
        was_due_on=DAY,
        corrected_on=DAY,
    )


def collecting_digest_page(size: Size) -> DigestPage:
    collecting = {part: Collecting(DAY, 4, 6) for part in Part}
    return DigestPage(digest(size, told={}, collecting=collecting, is_at_totals=True), size.line, 3)


def unnamed_digest_page(size: Size) -> DigestPage:
    told = {part: Breakdown(DAY, 6, (), 6) for part in Part}
    return DigestPage(digest(size, told=told, trend=(), lines=()), size.line, 3)


def quiet_digest_page(size: Size, **rest: object) -> DigestPage:
    return DigestPage(digest(size, told={}, lines=(), numbers={Figure.OPEN: 3}, **rest), size.line, 3)


def _groups(name: str, many: int) -> tuple[Group, ...]:
    return tuple(Group(f"{name}{number}", 60 - number) for number in range(many))


def figures_page(size: Size, *, concern: str = "", **rest: object) -> FiguresPage:
    """Return the figures of the first of several teams."""
    shown = digest_page(size)
    if concern:
        shown = replace(shown, concerns={**shown.concerns, "concern0": concern})
    named = tuple((f"{number:032}", size.line) for number in range(size.many))
    known: dict[str, object] = {"asked": Asked(Range.THIS_WEEK, "0" * 32), "teams": named, "shown": shown}
    return FiguresPage(**{**known, **rest})  # type: ignore[arg-type]


def lead_glance(size: Size, state: DigestState = DigestState.HELD) -> LeadGlance:
    """Return where digests stand that are held, refused and missed, after eight weeks with figures of any size."""
    coming, failed, missed = (
        Occurrence("0" * 32, "2026-W13", DAY, DAY, NOW, each)
        for each in (state, DigestState.FAILED, DigestState.MISSED)
    )
    return LeadGlance(coming, (failed, missed, missed), digest(size).trend)
