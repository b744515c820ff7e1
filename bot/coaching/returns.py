"""What comes back for what is spent: the published formulae. Nothing is rounded here; see `money.rounded`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

FIRST_YEAR: Final = 12
"""Months. Source: Phillips' guiding principle 9, only the first year of benefits for short-term solutions."""


def benefit_cost_ratio(benefit: Decimal, cost: Decimal) -> Decimal | None:
    """Return benefits for each unit of cost; None: not computable, nothing is spent.

    It is a ratio and no return: 1.57 means a return of 57 %.

    Source: F1, `BCR = benefits / costs` (Phillips & Phillips 2005, *ROI Basics*, ASTD).
    """
    return benefit / cost if cost else None


def return_on_investment(benefit: Decimal, cost: Decimal) -> Decimal | None:
    """Return the return in percent; None: not computable, nothing is spent.

    Source: F2, `ROI % = (benefits - costs) / costs * 100`; F3, the same as `(BCR - 1) * 100`.
    """
    return (benefit - cost) / cost * 100 if cost else None


def payback(benefit: Decimal, cost: Decimal, months: Decimal = Decimal(FIRST_YEAR)) -> Decimal | None:
    """Return the months until the costs are back; `months` are those over which the benefits were counted.

    None: never at this rate, or nothing is spent.

    Source: F4, `costs / (benefits / months)` (trainingcheck.com); with annual figures it is F5, `cost / savings * 12`.
    """
    return cost * months / benefit if benefit > 0 and cost else None


def payback_uneven(cost: Decimal, flows: Sequence[Decimal]) -> Decimal | None:
    """Return after how many periods uneven flows have brought the costs back, evenly within the last; None: never.

    Source: the payback of uneven cash flows (accountingcoach.com, V14).
    """
    left = cost
    for number, flow in enumerate(flows):
        if flow > 0 and flow >= left:
            return number + max(left, Decimal(0)) / flow
        left -= flow
    return None


@dataclass(frozen=True, slots=True)
class Return:
    """What comes back for what is spent, in the first year."""

    benefit: Decimal
    cost: Decimal

    @property
    def net(self) -> Decimal:
        """What is left."""
        return self.benefit - self.cost

    @property
    def bcr(self) -> Decimal | None:
        """Benefits for each unit of cost; None: not computable."""
        return benefit_cost_ratio(self.benefit, self.cost)

    @property
    def roi(self) -> Decimal | None:
        """Percent; None: not computable."""
        return return_on_investment(self.benefit, self.cost)

    @property
    def payback_months(self) -> Decimal | None:
        """Months until the costs are back; None: never at this rate, or not computable."""
        return payback(self.benefit, self.cost)
