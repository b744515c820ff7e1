"""Two windows on one case: the later save wins only on the fields it changed, and says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.coaching.case import Answer
from bot.coaching.verbatim import is_same
from bot.playbook.model import Value


@dataclass(frozen=True, slots=True)
class Merge:
    """What a save changes, and where it met another window."""

    changed: Mapping[str, Value | None]  # to save, by question id
    overtaken: tuple[str, ...]  # of those: another window had answered otherwise meanwhile, and this save wins
    kept: tuple[str, ...]  # untouched here, answered anew by another window meanwhile: that answer stays


def merge(
    base: Mapping[str, Value | None],
    submitted: Mapping[str, Value | None],
    newest: Mapping[str, Answer],
    *,
    suggested: Mapping[str, Value | None] | None = None,
) -> Merge:
    """Tell what a window changed between the answers it was drawn from (`base`) and those it submits.

    `suggested` is what stood in fields without an answer when the window was drawn. A suggestion that was left standing
    is taken as the answer, unless another window answered meanwhile.
    """
    changed: dict[str, Value | None] = {}
    overtaken: list[str] = []
    kept: list[str] = []
    for name, value in submitted.items():
        before, now = base.get(name), newest[name].value if name in newest else None
        if is_same(value, now):
            continue
        is_untouched = is_same(value, before) or is_same(value, (suggested or {}).get(name, before))
        if now != before and is_untouched:
            kept.append(name)
        else:
            changed[name] = value
            overtaken += [name] if now != before else []
    return Merge(changed, tuple(overtaken), tuple(kept))
