"""What the workspace has seen of tactics: a sentence each, how sure it is, and what it changed."""

from typing import Final

from bot.coaching.insight import Experience, Insight, in_ten
from bot.locales.words import Words
from bot.surface import kit
from bot.surface.kit import Json

_NAME: Final = 80
_ORDER: Final = {True: "insight.order.changed", False: "insight.order.kept"}


def blocks(found: Experience | None, words: Words) -> list[Json]:
    """Draw what was seen; nothing where there is nothing."""
    if found is None:
        return []
    lines = [_line(name, insight, words) for name, insight in found.seen]
    order = [] if found.is_reordered is None else [words(_ORDER[found.is_reordered])]
    return [
        kit.section(kit.heading(words("insight.title"), "\n".join([kit.bullets(lines), *order]))),
        kit.context(words("insight.small_print")),
    ]


def _line(name: str, insight: Insight, words: Words) -> str:
    low, high = in_ten(insight)
    sure = words(f"insight.sure.{insight.sureness}", low=low, high=high)
    tactic = kit.escape_line(name, _NAME)
    return words("insight.line", tactic=tactic, moved=insight.moved, count=insight.tried, sure=sure)
