"""`pushback playbooks`: what an author of playbooks does at a terminal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NoReturn

from rich.console import Console
from rich.padding import Padding
from rich.prompt import Confirm, Prompt
from rich.table import Table
from rich.text import Text
from typer import Argument, Exit, Option, Typer

from bot.coaching.concerns import Ear
from bot.config import Settings
from bot.locales.words import ENGLISH
from bot.playbook import flow, supposed
from bot.playbook.coverage import Use, coverage
from bot.playbook.editors import json_schema
from bot.playbook.model import Go, Line, Move, NudgeRule, Playbook, Question, Rest, Step
from bot.playbook.problems import PlaybookError, Problem
from bot.playbook.reader import read
from bot.playbook.rehearsal import REHEARSED_ON, Hearing, Rehearsal, UnplayableError, perform
from bot.playbook.schema import GROUPS, TurnEntry
from bot.playbook.shape import shaped
from bot.playbook.shelf import Shelf
from bot.playbook.spoken import typed
from bot.playbook.wording import load_wording

MOST_TURNS: Final = 100
"""An interactive run ends after so many steps, should a playbook lead in a circle."""

Facts = Mapping[str, object]

playbooks = Typer(help="Check, show and play the coach's playbooks.", no_args_is_help=True)


class Group(StrEnum):
    """A part of the library."""

    CONCERNS = "concerns"
    TACTICS = "tactics"
    WARNINGS = "warnings"


Folder = Annotated[
    Path | None,
    Option("--folder", envvar="PUSHBACK_PLAYBOOKS", help="the folder of playbooks; those that ship when left out"),
]
Language = Annotated[str, Option("--language", "-l", help="a language the playbook speaks, or qps")]
Named = Annotated[str | None, Argument(help="the playbook's id; may be left out when there is one")]


@playbooks.command()
def check(folder: Folder = None) -> None:
    """Read every playbook and list everything that is wrong."""
    shelf = _shelf(folder)
    for playbook_id in shelf.ids():
        playbook = shelf.playbook(playbook_id, shelf.newest(playbook_id), ENGLISH)
        _say(f"{playbook_id}: no problems. {_counted(playbook)}; languages: {', '.join(shelf.languages())}")


@playbooks.command()
def preview(playbook: Named = None, language: Language = ENGLISH, folder: Folder = None) -> None:
    """Print every step as the trainer of the example dialogue would read it, then the dialogue."""
    book = _playbook(_shelf(folder), playbook, language)
    rehearsal = Rehearsal(book, hear=_hearing(book))
    lines = list(_performed(rehearsal, book.example))
    for step in book.steps:
        _show_step(step, rehearsal)
    for rule in book.nudges:
        _show_nudge(rule, rehearsal)
    _show_title("example")
    for line in lines:
        _show_line(line)


@playbooks.command()
def play(
    playbook: Named = None,
    *,
    example: Annotated[bool, Option("--example", help="play the example dialogue")] = False,
    answers: Annotated[Path | None, Option("--answers", exists=True, dir_okay=False, help="a YAML file")] = None,
    language: Language = ENGLISH,
    folder: Folder = None,
) -> None:
    """Go through a playbook at the terminal: typing, from an answers file, or along its example."""
    book = _playbook(_shelf(folder), playbook, language)
    rehearsal = Rehearsal(book, hear=_hearing(book))
    if example:
        _perform(rehearsal, book.example)
    elif answers:
        _perform(rehearsal, _turns(answers))
    else:
        _converse(rehearsal)
    _say(rehearsal.next_action, "bold" if rehearsal.is_over else "")


@playbooks.command("coverage")
def show_coverage(folder: Folder = None) -> None:
    """Tell which facts of the sources the playbooks rest on; fail while one that matters is unused."""
    shelf = _shelf(folder)
    uses = coverage(shelf.playbook(name, shelf.newest(name), ENGLISH) for name in shelf.ids())
    _console().print(_table(uses))
    unused = [use.source for use in uses if not use.places]
    _console().print(f"{len(uses) - len(unused)} of {len(uses)} used")
    for source in unused:
        _say(f"unused: {source.id} {source.label}{' (later topic)' if source.is_later_topic else ''}")
    if any(not source.is_later_topic for source in unused):
        raise Exit(1)


@playbooks.command()
def schema(of: Annotated[Group | None, Option("--of", help="a part of the library instead")] = None) -> None:
    """Print the JSON Schema of playbook files, for editors."""
    print(json.dumps(json_schema(of), indent=2))  # noqa: T201 - meant for a file: no colours, no wrapping


def _shelf(folder: Path | None) -> Shelf:
    place = folder or Settings.model_fields["pushback_playbooks"].get_default(call_default_factory=True)
    try:
        return Shelf.read(place)
    except PlaybookError as error:
        _refuse(error.problems, place)


def _refuse(problems: Sequence[Problem], folder: Path) -> NoReturn:
    for problem in problems:
        _say(f"{folder / problem.place.file}:{problem.place.line}: {problem.text}")
    _say(f"{len(problems)} problem{'s' * (len(problems) != 1)}", "bold red")
    raise Exit(1)


def _playbook(shelf: Shelf, playbook_id: str | None, language: str) -> Playbook:
    chosen = playbook_id or shelf.ids()[0]
    if chosen not in shelf.ids() or (playbook_id is None and len(shelf.ids()) > 1):
        _say(f"name one of the playbooks: {', '.join(shelf.ids())}", "bold red")
        raise Exit(1)
    return shelf.playbook(chosen, shelf.newest(chosen), language)


def _hearing(playbook: Playbook) -> Hearing:
    ear, concerns = Ear(playbook.concerns), playbook.concerns

    def hear(quote: str) -> list[dict[str, object]]:
        heard = [(concerns[each.concern_id], each) for each in ear.hear(quote)]
        return [
            {
                "id": concern.id,
                "name": concern.name,
                "meaning": concern.meaning,
                "because": list(each.because),
                "sure": each.is_sure,
            }
            for concern, each in heard
        ]

    return hear


def _turns(path: Path) -> list[Line]:
    """Read an answers file: a list of `step` and `answers`."""
    tree, problems = read(path.name, path.read_text("utf-8-sig", errors="surrogateescape"))
    turns, misshapen = shaped(tree, tuple[TurnEntry, ...]) if tree else (None, [])
    if turns is None or problems or misshapen:
        _refuse([*problems, *misshapen], path.parent)
    return [Line("trainer", "", turn.step, turn.answers) for turn in turns]


def _performed(rehearsal: Rehearsal, lines: Sequence[Line]) -> Iterator[Line]:
    try:
        yield from perform(rehearsal, lines)
    except UnplayableError as error:
        position = int(error.where[0]) + 1 if error.where else 1
        _say(f"entry {position}: {error}", "bold red")
        raise Exit(1) from None


def _perform(rehearsal: Rehearsal, lines: Sequence[Line]) -> None:
    shown = ""
    for line in _performed(rehearsal, lines):
        if line.step and line.step != shown:
            shown = line.step
            _show_coaching(rehearsal)
        _show_line(line)


def _converse(rehearsal: Rehearsal) -> None:
    for _ in range(MOST_TURNS):
        _show_coaching(rehearsal)
        try:
            _answer(rehearsal)
            move = rehearsal.go_on()
        except UnplayableError as error:
            _say(str(error), "bold red")
            continue
        except EOFError:
            return
        if not isinstance(move, Go):
            return


def _answer(rehearsal: Rehearsal) -> None:
    """Ask the questions of a step; of one that collects, as often as there is another entry."""
    step = rehearsal.step
    if not step.collects:
        rehearsal.answer(_asked(rehearsal))
        return
    while Confirm.ask(f"Add to {step.collects}?", default=False, console=_console()):
        rehearsal.answer(_asked(rehearsal))


def _asked(rehearsal: Rehearsal) -> dict[str, object]:
    answers = ((question, _ask(question, rehearsal)) for question in flow.asked(rehearsal.step, rehearsal.facts()))
    return {question.id: typed(question, text) for question, text in answers if text.strip()}


def _ask(question: Question, rehearsal: Rehearsal) -> str:
    facts = rehearsal.facts()
    wording = load_wording(rehearsal.playbook.language)
    for option_id, label in supposed.options(rehearsal.playbook, question).items():
        _say(f"  {option_id}: {label}")
    asked = Text(f"{wording.plain(question.label, facts)} [{question.kind}]{' *' * question.required}")
    suggested = wording.plain(question.suggest, facts)
    return str(Prompt.ask(asked, default=suggested, show_default=bool(suggested), console=_console()))


def _show_step(step: Step, rehearsal: Rehearsal) -> None:
    wording, facts = load_wording(rehearsal.playbook.language), rehearsal.facts()
    _show_title(f"{step.id} ({step.stage}): {step.title}")
    _say(wording.plain(step.coaching, facts))
    for question in step.questions:
        for indent, text in _question_lines(question, rehearsal):
            _console().print(Padding(Text(text), (0, 0, 0, indent)))
    if step.tools:
        _say(f"offers {', '.join(offer.tool for offer in step.tools)}", "dim")
    for move in step.moves:
        _say(f"-> {_destination(move, rehearsal, facts)}", "dim")


def _question_lines(question: Question, rehearsal: Rehearsal) -> Iterator[tuple[int, str]]:
    wording, facts = load_wording(rehearsal.playbook.language), rehearsal.facts()
    marks = ", ".join([question.kind, *(["required"] * question.required), *(["private"] * question.private)])
    yield 2, f"{wording.plain(question.label, facts)} [{marks}]"
    texts = (wording.plain(question.hint, facts), question.placeholder, wording.plain(question.suggest, facts))
    yield from ((4, text) for text in texts if text)
    for option in question.options:
        yield 4, f"( ) {option.label}{f' - {option.description}' if option.description else ''}"
    if question.options_from:
        yield 4, f"( ) from {question.options_from}"


def _destination(move: Move, rehearsal: Rehearsal, facts: Facts) -> str:
    condition = " if its condition holds" if move.when else ""
    if isinstance(move, Go):
        return f"{move.step}{condition}"
    action = load_wording(rehearsal.playbook.language).plain(move.next_action, facts)
    return f"{'rest' if isinstance(move, Rest) else 'finish'}{condition}: {action}"


def _show_nudge(rule: NudgeRule, rehearsal: Rehearsal) -> None:
    wording, about = load_wording(rehearsal.playbook.language), {"nudge": {"on": REHEARSED_ON, "what": "..."}}
    _show_title(f"nudge {rule.id} ({rule.kind}): {_counted_from(rule)}")
    for template in (rule.text, rule.help):
        _say(wording.plain(template, {**rehearsal.facts(), **about}))


def _counted_from(rule: NudgeRule) -> str:
    if not rule.days:
        return f"on {rule.at}"
    days = f"{'working ' * rule.in_working_days}day{'s' * (abs(rule.days) != 1)}"
    return f"{abs(rule.days)} {days} {'before' if rule.days < 0 else 'after'} {rule.at}"


def _show_coaching(rehearsal: Rehearsal) -> None:
    step = rehearsal.step
    _show_title(f"{step.title} ({step.stage})")
    _say(load_wording(rehearsal.playbook.language).plain(step.coaching, rehearsal.facts()))


def _show_line(line: Line) -> None:
    if line.says:
        _say(f"{line.who}: {line.says}", "cyan" if line.who == "trainer" else "magenta")
    for name, answer in (line.answers or {}).items():
        _say(f"  {name} = {', '.join(map(str, answer)) if isinstance(answer, list) else answer}", "dim")


def _table(uses: Sequence[Use]) -> Table:
    table = Table("source", "what it names", "used by")
    for use in uses:
        table.add_row(use.source.id, use.source.label, ", ".join(use.places) or "-")
    return table


def _counted(playbook: Playbook) -> str:
    counts = {
        "steps": playbook.steps,
        "nudges": playbook.nudges,
        **{group: getattr(playbook, group) for group in GROUPS},
    }
    return ", ".join(f"{len(things)} {what}" for what, things in counts.items())


def _show_title(text: str) -> None:
    _console().rule(Text(text), align="left")


def _say(text: str, style: str = "") -> None:
    """Print a line as it stands: nothing in it is markup, and no path in it is broken."""
    _console().print(Text(text), style=style, soft_wrap=True, highlight=False)


def _console() -> Console:
    return Console()
