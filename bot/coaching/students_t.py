"""Student's t: how far a mean of few values may lie from what it stands for."""

from functools import cache
from typing import Final

from mpmath import betainc, findroot, mpf

_ABOUT: Final = 2.0
"""Where the search begins: what many values come to."""


@cache
def critical(degrees: float, confidence: float) -> float:
    """Return the t within which a share (`confidence`, as 0.95) of all values lies, on both sides of zero.

    Source: the distribution by the regularised incomplete beta function (Abramowitz & Stegun, 26.7.1 and 26.5.27).
    """
    outside = mpf(1) - mpf(confidence)
    return float(findroot(lambda t: _outside(t, mpf(degrees)) - outside, _ABOUT))


def _outside(t: mpf, degrees: mpf) -> mpf:
    """Return the share of values further from zero than t."""
    return betainc(degrees / 2, mpf("0.5"), 0, degrees / (degrees + t * t), regularized=True)
