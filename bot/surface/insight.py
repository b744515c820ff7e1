"""What the workspace has seen of tactics: a sentence each, how sure it is, and what it changed."""

from typing import Final

from bot.coaching.insight import Experience, Insight, in_ten
from bot.locales.words import Words
from bot.surface import kit
from bot.surface.kit import Json

_NAME: Final = 80


def order(found: Experience | None, words: Words) -> list[Json]:
    """Say, above tactics whose order it changed, that it did."""
    return [kit.context(words("insight.order.changed"))] if found is not None and found.is_reordered else []


def blocks(found: Experience | None, words: Words) -> list[Json]:
    """Draw what was seen; nothing where there is nothing."""
    if found is None:
        return []
    lines = [_line(name, insight, words) for name, insight in found.seen]
    order = [words("insight.order.kept")] if found.is_reordered is False else []
    return [
        kit.section(kit.heading(words("insight.title"), "\n".join([kit.bullets(lines), *order]))),
        kit.context(words("insight.small_print")),
    ]


def _line(name: str, insight: Insight, words: Words) -> str:
    low, high = in_ten(insight)
    sure = words(f"insight.sure.{insight.sureness}", low=low, high=high)
    tactic = kit.escape_line(name, _NAME)
    return words("insight.line", tactic=tactic, moved=insight.moved, count=insight.tried, sure=sure)
