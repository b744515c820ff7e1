"""The needs analysis, in its four steps."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.coaching.needs import Goal, NeedsLine
from bot.coaching.sheet_pages import NeedsPage
from bot.locales.words import Words
from bot.playbook.model import Tool
from bot.surface import ids, kit, limits, sheet, tools
from bot.surface.kit import Json

_ROLE: Final = 80
_HEADS: Final = 7
"""Digits that a priority may have before its column is pushed aside."""


def needs_modal(page: NeedsPage, words: Words) -> Json:
    """Draw a needs analysis: goals, competencies by role, the gap with its priorities, what closing it is worth.

    What is missing comes last.
    """
    blocks = [
        *sheet.opening(page.case, words),
        *([kit.section(words("needs.intro"))] if page.summary.is_empty else []),
        *_goals(page, words),
        *_competencies(page, words),
        *_gap(page, words),
        *_worth(page, words),
        *sheet.missing(page.summary.missing, words),
    ]
    return kit.modal(ids.NEEDS, words("needs.title"), blocks, close=words("kit.close"))


def gap_table(lines: Sequence[NeedsLine], words: Words) -> list[str]:
    """Return one line of mrkdwn a competency: figures in columns of equal width, then the words, which may wrap.

    It reads on a phone, in a message and in a modal; a `table` block stands in messages only.
    """
    width = max((len(_priority(line, words)) for line in lines), default=0)
    return [
        f"`{_levels(line)}` `{_priority(line, words):>{min(width, _HEADS)}}`  {_named(line, words)}" for line in lines
    ]


def _goals(page: NeedsPage, words: Words) -> list[Json]:
    entries = [(Tool.NEEDS, "goals", goal.id, goal.what) for goal in page.sheet.goals]
    return sheet.part(
        words("needs.step.goals"),
        [f"• {_goal(goal, words)}" for goal in page.sheet.goals],
        words,
        empty=words("needs.empty.goals"),
        controls=[
            sheet.add(words("needs.add.goals"), Tool.NEEDS, "goals", page.case),
            *sheet.change(words("needs.change"), page.case, entries),
        ],
    )


def _goal(goal: Goal, words: Words) -> str:
    measure = words("needs.measured", measure=kit.escape_line(goal.measure, _ROLE)) if goal.measure else ""
    due = words("needs.due", day=words.date(goal.due_on)) if goal.due_on else ""
    return " ".join(filter(None, (kit.escape_line(goal.what, sheet.LINE), measure, due)))


def _competencies(page: NeedsPage, words: Words) -> list[Json]:
    needs = page.sheet
    roles = [(Tool.NEEDS, "roles", role.id, role.what) for role in needs.roles]
    competencies = [(Tool.NEEDS, "competencies", each.id, each.what) for each in needs.competencies]
    adding = [("roles", True), ("competencies", bool(needs.roles))]
    return sheet.part(
        words("needs.step.competencies"),
        list(_by_role(page, words)),
        words,
        empty=words("needs.empty.competencies"),
        controls=[
            *(
                sheet.add(words(f"needs.add.{name}"), Tool.NEEDS, name, page.case)
                for name, is_possible in adding
                if is_possible
            ),
            *sheet.change(words("needs.change_role"), page.case, roles),
            *sheet.change(words("needs.change_competency"), page.case, competencies),
        ],
    )


def _by_role(page: NeedsPage, words: Words) -> Iterator[str]:
    for role in page.sheet.roles:
        people = words("needs.people", count=int(role.headcount))
        yield f"• *{kit.escape_line(role.what, _ROLE)}*, {people}"
        for each in page.sheet.competencies:
            if each.role == role.id:
                weight = words(f"needs.weight.{each.importance}")
                what = kit.escape_line(each.what, sheet.LINE)
                yield f"      {words('needs.required_at', what=what, level=int(each.required), weight=weight)}"


def _gap(page: NeedsPage, words: Words) -> list[Json]:
    lines = page.summary.lines
    entries = [
        (Tool.NEEDS, "assessments", line.competency_id, words("needs.of_role", what=line.what, role=line.role))
        for line in lines
    ]
    drawn = sheet.part(
        words("needs.step.gap"),
        gap_table(lines, words),
        words,
        empty=words("needs.empty.gap"),
        controls=sheet.change(words("needs.assess"), page.case, entries),
    )
    return [*drawn, kit.context(words("needs.convention"))] if lines else drawn


def _levels(line: NeedsLine) -> str:
    return f"{'?' if line.present is None else line.present} → {line.required}"


def _priority(line: NeedsLine, words: Words) -> str:
    return "?" if line.priority is None else words.number(line.priority)


def _named(line: NeedsLine, words: Words) -> str:
    what, role = kit.escape_line(line.what, sheet.LINE), kit.escape_line(line.role, _ROLE)
    named = words("needs.of_role", what=what, role=role)
    found = [
        words(f"needs.found.{line.method}") if line.method else "",
        kit.escape_line(line.assessed_by, _ROLE),
        words.date(line.assessed_on) if line.assessed_on else "",
    ]
    how = ", ".join(filter(None, found))
    return f"{named} _({how})_" if how else named


def _worth(page: NeedsPage, words: Words) -> list[Json]:
    worth = page.sheet.worth
    source = f" _({kit.escape_line(worth.source, sheet.LINE)})_" if worth.source else ""
    lines = [f"{kit.escape_line(worth.what, limits.FIELD_TEXT // 2)}{source}"] if worth.what else []
    return sheet.part(
        words("needs.step.worth"),
        lines,
        words,
        empty=words("needs.empty.worth"),
        controls=[
            sheet.add(words("needs.add.worth"), Tool.NEEDS, "worth", page.case),
            tools.button(Tool.ROI, page.case.id, words),
        ],
    )
