"""The qualitative half of a business case: risks, benefits that are not money, and what happens if nothing is done.

Source: B-27 (four kinds of risk), B-28 (a business case is quantitative and qualitative), guiding principle 11 of the
ROI Methodology (intangibles are purposely not converted to money).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from bot.coaching.worksheet import Blank, Part, without
from bot.locales.words import Sentence
from bot.playbook.model import Kind


class RiskKind(StrEnum):
    """What is at stake (B-27)."""

    ECONOMIC = "economic"
    TECHNOLOGICAL = "technological"
    SOCIAL = "social"
    OPERATIONAL = "operational"


@dataclass(frozen=True, slots=True)
class Risk:
    """What could go wrong, what is done about it, and who does it."""

    id: str
    kind: RiskKind
    what: str
    mitigation: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit that is not money, and how one would notice it."""

    id: str
    what: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Standstill:
    """What happens if nothing is done, and by when it shows."""

    what: str = ""
    by_when: str = ""


@dataclass(frozen=True, slots=True)
class Risks:
    """The qualitative half as it is kept."""

    risks: tuple[Risk, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    standstill: Standstill = field(default_factory=Standstill)


@dataclass(frozen=True, slots=True)
class RisksSummary:
    """What the qualitative half says, for those who show it."""

    risks: tuple[Risk, ...]  # by kind, as the kinds are listed
    benefits: tuple[Benefit, ...]
    standstill: str
    by_when: str
    missing: tuple[Sentence, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was worked out yet."""
        return not (self.risks or self.benefits or self.standstill)

    def of(self, kind: RiskKind) -> tuple[Risk, ...]:
        """Return the risks of one kind."""
        return tuple(each for each in self.risks if each.kind is kind)


def summary(risks: Risks) -> RisksSummary:
    """Return what the qualitative half says, by kind of risk, and what it lacks."""
    order = list(RiskKind)
    return RisksSummary(
        risks=tuple(sorted(risks.risks, key=lambda each: order.index(each.kind))),
        benefits=risks.benefits,
        standstill=risks.standstill.what,
        by_when=risks.standstill.by_when,
        missing=tuple(_missing(risks)),
    )


def removed(risks: Risks, part: str, entry_id: str) -> Risks:
    """Return the sheet without an entry."""
    match part:
        case "risks":
            return replace(risks, risks=without(risks.risks, entry_id))
        case "benefits":
            return replace(risks, benefits=without(risks.benefits, entry_id))
    return risks


def _missing(risks: Risks) -> Iterator[Sentence]:
    looked_at = {each.kind for each in risks.risks}
    for kind in RiskKind:
        if kind not in looked_at:
            yield Sentence("risks.missing.kind", {"kind": Sentence(f"risks.kind.{kind}")})
    if unmet := sum(not each.mitigation for each in risks.risks):
        yield Sentence("risks.missing.mitigation", {"count": unmet})
    if unowned := sum(bool(each.mitigation) and not each.owner for each in risks.risks):
        yield Sentence("risks.missing.owner", {"count": unowned})
    if not risks.benefits:
        yield Sentence("risks.missing.benefits")
    if not risks.standstill.what:
        yield Sentence("risks.missing.standstill")


PARTS: Final = (
    Part(
        "risks",
        Risk,
        (
            Blank("kind", Kind.CHOICE, is_required=True, choices=RiskKind),
            Blank("what", Kind.LONG_TEXT, is_required=True),
            Blank("mitigation", Kind.LONG_TEXT),
            Blank("owner"),
        ),
    ),
    Part("benefits", Benefit, (Blank("what", Kind.LONG_TEXT, is_required=True), Blank("sign"))),
    Part("standstill", Standstill, (Blank("what", Kind.LONG_TEXT), Blank("by_when")), is_single=True),
)
