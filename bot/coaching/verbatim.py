"""What people typed, kept to the letter; and the same words as they can be shown and kept in plain columns."""

import re
from typing import Final

_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def showable(text: str) -> str:
    """Return a text that Slack and any database take: no control characters, no lone surrogates; else as typed."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _UNPRINTABLE.sub("", whole)


def is_same(submitted: object, stored: object) -> bool:
    """Tell whether a field comes back as it was drawn.

    The words shown in it may lack what cannot be shown, and chosen options come back in the order of the menu.
    """
    if isinstance(stored, str) and (submitted is None or isinstance(submitted, str)):
        return submitted == stored or (submitted or "") == showable(stored)
    if isinstance(stored, tuple) and isinstance(submitted, tuple):
        return set(submitted) == set(stored)
    return submitted == stored
