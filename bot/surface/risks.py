"""The qualitative half: risks by kind, benefits that are not money, and what happens if nothing is done."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.risks import Benefit, Risk, RiskKind
from bot.coaching.sheet_pages import RisksPage
from bot.locales.words import Words
from bot.playbook.model import Tool
from bot.surface import ids, kit, sheet
from bot.surface.kit import Json

_OWNER: Final = 80


def risks_modal(page: RisksPage, words: Words) -> Json:
    """Draw the qualitative half of a business case, and what it lacks."""
    blocks = [
        *sheet.opening(page.case, words),
        *([kit.section(words("risks.intro"))] if page.summary.is_empty else []),
        *_risks(page, words),
        *_benefits(page, words),
        *_standstill(page, words),
        *sheet.missing(page.summary.missing, words),
    ]
    return kit.modal(ids.RISKS, words("risks.title"), blocks, close=words("kit.close"))


def _risks(page: RisksPage, words: Words) -> list[Json]:
    entries = [(Tool.RISKS, "risks", each.id, each.what) for each in page.summary.risks]
    return sheet.part(
        words("risks.part.risks"),
        list(_by_kind(page, words)),
        words,
        empty=words("risks.empty.risks"),
        controls=[
            sheet.add(words("risks.add.risks"), Tool.RISKS, "risks", page.case),
            *sheet.change(words("risks.change"), page.case, entries),
        ],
    )


def _by_kind(page: RisksPage, words: Words) -> Iterator[str]:
    for kind in RiskKind:
        found = page.summary.of(kind)
        if found:
            yield f"_{words(f'risks.kind.{kind}')}_"
            yield from (_risk(each, words) for each in found)


def _risk(risk: Risk, words: Words) -> str:
    what = kit.escape_line(risk.what, sheet.LINE)
    remedy = kit.escape_line(risk.mitigation, sheet.LINE) or f"_{words('risks.unmet')}_"
    owner = kit.escape_line(risk.owner, _OWNER) or words("risks.unowned")
    if not risk.mitigation:
        return words("risks.line", what=what, remedy=remedy)
    return words("risks.line_owned", what=what, remedy=remedy, owner=owner)


def _benefits(page: RisksPage, words: Words) -> list[Json]:
    entries = [(Tool.RISKS, "benefits", each.id, each.what) for each in page.summary.benefits]
    return sheet.part(
        words("risks.part.benefits"),
        [_benefit(each, words) for each in page.summary.benefits],
        words,
        empty=words("risks.empty.benefits"),
        controls=[
            sheet.add(words("risks.add.benefits"), Tool.RISKS, "benefits", page.case),
            *sheet.change(words("risks.change"), page.case, entries),
        ],
    )


def _benefit(benefit: Benefit, words: Words) -> str:
    what = f"• {kit.escape_line(benefit.what, sheet.LINE)}"
    return f"{what} _{words('risks.sign', sign=kit.escape_line(benefit.sign, sheet.LINE))}_" if benefit.sign else what


def _standstill(page: RisksPage, words: Words) -> list[Json]:
    said = page.summary
    when = f" _({kit.escape_line(said.by_when, _OWNER)})_" if said.by_when else ""
    return sheet.part(
        words("risks.part.standstill"),
        [f"{kit.escape(said.standstill, sheet.LINE * 3)}{when}"] if said.standstill else [],
        words,
        empty=words("risks.empty.standstill"),
        controls=[sheet.add(words("risks.add.standstill"), Tool.RISKS, "standstill", page.case)],
    )
