"""The transfer plan: five components with owners and dates, the manager's part, barriers, and the looks back."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.coaching.sheet_pages import TransferPage
from bot.coaching.transfer import Action, Barrier, BarrierKind, Component, FollowUp, Standing
from bot.locales.words import Words
from bot.playbook.model import Tool
from bot.surface import ids, kit, sheet, tools
from bot.surface.kit import Json

_NAME: Final = 80


def transfer_modal(page: TransferPage, words: Words) -> Json:
    """Draw a transfer plan; before the pilot has a result, why it is still closed."""
    blocks = [*sheet.opening(page.case, words), *(_plan(page, words) if page.verdict else _closed(page, words))]
    return kit.modal(ids.TRANSFER, words("transfer.title"), blocks, close=words("kit.close"))


def _closed(page: TransferPage, words: Words) -> list[Json]:
    return [kit.section(words("transfer.closed")), *tools.buttons([Tool.PILOT], page.case.id, words)]


def _plan(page: TransferPage, words: Words) -> list[Json]:
    return [
        kit.section(words(f"transfer.after.{page.verdict}")),
        *_manager(page, words),
        *_actions(page, words),
        *_promises(page, words),
        *_barriers(page, words),
        *_looks_back(page, words),
        *_programme(page, words),
        *sheet.missing(page.summary.missing, words),
    ]


def _manager(page: TransferPage, words: Words) -> list[Json]:
    name = page.summary.manager
    return sheet.part(
        words("transfer.part.manager"),
        [kit.escape_line(name, _NAME)] if name else [],
        words,
        empty=words("transfer.empty.manager"),
        controls=[sheet.add(words("transfer.add.manager"), Tool.TRANSFER, "manager", page.case)],
    )


def _actions(page: TransferPage, words: Words) -> list[Json]:
    entries = [(Tool.TRANSFER, "actions", each.id, each.what) for each in page.summary.actions]
    unplanned = any(not page.summary.of(component) for component in Component)
    draft = kit.button(words("transfer.draft_five"), ids.TRANSFER_DRAFT, page.case.id)
    return sheet.part(
        words("transfer.part.actions"),
        list(_by_component(page, words)),
        words,
        empty=words("transfer.empty.actions"),
        controls=[
            *([draft] if unplanned else []),
            sheet.add(words("transfer.add.actions"), Tool.TRANSFER, "actions", page.case),
            *sheet.change(words("transfer.change"), page.case, entries),
        ],
    )


def _by_component(page: TransferPage, words: Words) -> Iterator[str]:
    for component in Component:
        for action in page.summary.of(component):
            yield f"• *{words(f'transfer.component.{component}')}:* {_action(action, words)}"


def _action(action: Action, words: Words) -> str:
    what = kit.escape_line(action.what, sheet.LINE)
    owner = kit.escape_line(action.owner, _NAME) or words("transfer.no_owner")
    return f"{what} _({owner}, {_day(action.due_on, words)})_"


def _day(day: date | None, words: Words) -> str:
    return words.date(day) if day else words("transfer.no_day")


def _promises(page: TransferPage, words: Words) -> list[Json]:
    entries = [(Tool.TRANSFER, "promises", each.id, each.what) for each in page.summary.promises]
    lines = [
        f"• {kit.escape_line(each.what, sheet.LINE)} _({_day(each.due_on, words)})_" for each in page.summary.promises
    ]
    return sheet.part(
        words("transfer.part.promises"),
        lines,
        words,
        empty=words("transfer.empty.promises"),
        controls=[
            sheet.add(words("transfer.add.promises"), Tool.TRANSFER, "promises", page.case),
            *sheet.change(words("transfer.change"), page.case, entries),
        ],
    )


def _barriers(page: TransferPage, words: Words) -> list[Json]:
    known = {each.id: each for each in page.summary.barriers}
    entries = [(Tool.TRANSFER, "barriers", str(kind), words(f"transfer.barrier.{kind}")) for kind in BarrierKind]
    return sheet.part(
        words("transfer.part.barriers"),
        [_barrier(kind, known.get(kind), words) for kind in BarrierKind],
        words,
        empty="",
        controls=sheet.change(words("transfer.look"), page.case, entries),
    )


def _barrier(kind: BarrierKind, barrier: Barrier | None, words: Words) -> str:
    asked = words(f"transfer.barrier.{kind}")
    if barrier is None:
        return f":white_circle: {asked}"
    if barrier.standing is Standing.CLEAR:
        return f":white_check_mark: {asked}"
    remedy = kit.escape_line(barrier.remedy, sheet.LINE) or words("transfer.no_remedy")
    owner = f", {kit.escape_line(barrier.owner, _NAME)}" if barrier.owner else ""
    return f":warning: {asked} _{remedy}{owner}_"


def _looks_back(page: TransferPage, words: Words) -> list[Json]:
    looks = page.summary.follow_ups
    empty = words("transfer.empty.looks") if page.ended_on is None else words("transfer.empty.looks_stopped")
    return sheet.part(words("transfer.part.looks"), [_look(each, words) for each in looks], words, empty=empty)


def _look(look: FollowUp, words: Words) -> str:
    return words("transfer.look_line", day=words.date(look.on), what=kit.escape_line(look.text, sheet.LINE))


def _programme(page: TransferPage, words: Words) -> list[Json]:
    named = page.summary.programme
    text = kit.escape(named, sheet.LINE * 2) if named else f"_{words('transfer.empty.programme')}_"
    title = kit.heading(words("transfer.part.programme"), text)
    return [kit.section(title), kit.section(words("transfer.warning"))]
