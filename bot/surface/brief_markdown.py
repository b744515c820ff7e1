"""The brief as Markdown, nothing cut."""

import re
from collections.abc import Iterator
from typing import Final

from bot.coaching.verbatim import showable
from bot.surface.paper import Assumptions, Counted, Paper, Part, Table

_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_SPACES: Final = re.compile(r"\s+")


def brief_markdown(paper: Paper) -> str:
    """Write the brief as Markdown: what people typed is shown, and obeyed nowhere."""
    said = [f"# {_line(paper.title)}", *(f"_{_line(text)}_" for text in (paper.subtitle, paper.foot) if text)]
    for part in paper.parts:
        said += [f"## {_line(part.title)}", *_part(part)]
    if paper.assumptions:
        said += _assumptions(paper.assumptions)
    return "\n\n".join(said) + "\n"


def _part(part: Part) -> Iterator[str]:
    for line in part.lines:
        yield "\n".join(f"> {each}" for each in _written(line).split("\n")) if part.id == "quote" else _written(line)
    if part.table:
        yield _table(part.table)
    if part.points:
        yield "\n".join(f"- {_line(each.what)}{f' ({_line(each.note)})' if each.note else ''}" for each in part.points)
    if said := (*part.seals, *part.notes):
        yield "  \n".join(map(_line, said))


def _table(table: Table) -> str:
    ruled = [":--" if at < table.left else "--:" for at in range(len(table.head))]
    return "\n".join(
        f"| {' | '.join(row)} |" for row in (map(_line, table.head), ruled, *(map(_line, row) for row in table.rows))
    )


def _assumptions(sheet: Assumptions) -> Iterator[str]:
    benefits, costs, together, result, in_words = sheet.names
    yield f"## {_line(sheet.title)}"
    yield _line(sheet.intro)
    for name, lines, totals in ((benefits, sheet.benefits, sheet.totals[0]), (costs, sheet.costs, sheet.totals[1])):
        if lines:
            yield f"### {_line(name)}"
            yield "\n".join(map(_counted, lines))
            yield f"**{_line(together)}**: {sheet.head[0]} {totals[0]}, {sheet.head[1]} {totals[1]}"
    if sheet.result:
        yield f"### {_line(result)}"
        yield _table(Table(("", *sheet.head), sheet.result))
    for title, said in (*sheet.asides, (in_words, sheet.formulae)):
        yield f"### {_line(title)}"
        yield "\n".join(f"- {_line(each)}" for each in said)


def _counted(line: Counted) -> str:
    amounts = line.expected if line.low == line.expected else f"{line.low} / {line.expected}"
    said = (amounts, *filter(None, (_line(line.how), _line(line.source))))
    return f"- **{_line(line.name)}**: {'. '.join(said)}."


def _line(text: str) -> str:
    return _SPACES.sub(" ", _written(text)).strip()


def _written(text: str) -> str:
    return _MARKS.sub(r"\\\1", showable(text)).strip()
