"""The one page for the meeting: as a modal, and as Markdown to take along."""

import re
from collections.abc import Iterator
from typing import Final

from bot.coaching.case import Executive
from bot.coaching.pages import BriefPage, Entry
from bot.coaching.verbatim import showable
from bot.locales.words import Words
from bot.surface import ids, kit, titles
from bot.surface.kit import Json

_LONG: Final = 900
_SHORT: Final = 300
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def brief_modal(page: BriefPage, words: Words) -> Json:
    """Draw the brief: one short paragraph a question the meeting will raise."""
    blocks = [
        kit.header(_title(page, words)),
        *(kit.section(text) for text in _paragraphs(page, words)),
        *_missing(page, words),
    ]
    return kit.modal(
        ids.BRIEF, words("brief.title"), blocks, close=words("kit.close"), carried=kit.metadata(case=page.case_id)
    )


def brief_markdown(page: BriefPage, words: Words) -> str:
    """Write the brief as Markdown, nothing cut."""
    quote = "\n".join(f"> {line}" for line in _written(page.quote).split("\n"))
    parts = [
        (words("brief.quote"), quote if page.quote else ""),
        (words("brief.goal"), _goal(page, words, _written(page.goal), _written(page.goal_measure))),
        (words("brief.restatement"), _written(page.restatement)),
        (words("brief.proofs"), "\n".join(f"- {_written_proof(proof, words)}" for proof in page.proofs)),
        (words("brief.cost_of_yes"), _written(page.cost_of_yes)),
        (words("brief.pilot.title"), "\n".join(f"- {words(key)}: {_written(says)}" for key, says in page.pilot)),
        (words("brief.ask"), _written(page.ask)),
        (words("brief.missing.title"), "\n".join(f"- {words(key)}" for key in page.missing)),
    ]
    written = (f"## {title}\n\n{text}\n" for title, text in parts if text)
    return "\n".join([f"# {_written(_title(page, words))}\n", *written])


def _paragraphs(page: BriefPage, words: Words) -> Iterator[str]:
    goal = _goal(page, words, kit.escape(page.goal, _LONG), kit.escape(page.goal_measure, _SHORT))
    pilot = kit.bullets(f"{words(key)}: {kit.escape_line(says, _SHORT)}" for key, says in page.pilot)
    parts = [
        ("brief.quote", kit.quoted(page.quote, _LONG) if page.quote else ""),
        ("brief.goal", goal),
        ("brief.restatement", kit.escape(page.restatement, _LONG)),
        ("brief.proofs", kit.bullets(_proof(proof, words) for proof in page.proofs)),
        ("brief.cost_of_yes", kit.escape(page.cost_of_yes, _LONG)),
        ("brief.pilot.title", pilot),
        ("brief.ask", kit.escape(page.ask, _LONG)),
    ]
    yield from (kit.heading(words(key), text) for key, text in parts if text)


def _missing(page: BriefPage, words: Words) -> Iterator[Json]:
    if page.missing:
        add = kit.button(words("kit.button.continue"), ids.CASE_CONTINUE, page.case_id)
        listed = kit.bullets(words(key) for key in page.missing)
        yield kit.divider()
        yield kit.section(kit.heading(words("brief.missing.title"), listed), accessory=add)


def _goal(page: BriefPage, words: Words, goal: str, measure: str) -> str:
    return words("brief.measured", goal=goal, measure=measure) if page.goal and page.goal_measure else goal or measure


def _proof(proof: Entry, words: Words) -> str:
    source = kit.escape_line(proof.note, _SHORT) or words("brief.no_source")
    return words("brief.proof", what=kit.escape_line(proof.text, _SHORT), source=f"_{source}_")


def _written_proof(proof: Entry, words: Words) -> str:
    source = _written(proof.note) or words("brief.no_source")
    return words("brief.proof", what=_written(proof.text), source=f"*{source}*")


def _written(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", showable(text).strip())


def _title(page: BriefPage, words: Words) -> str:
    return titles.case_title(Executive("", page.title_executive), page.title_initiative, words)
