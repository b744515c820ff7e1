"""Run through a playbook without Slack, a case or a store: for its example dialogue and for authors in a terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from bot.playbook import flow, supposed
from bot.playbook.conditions import is_known
from bot.playbook.facts import FIELDS
from bot.playbook.model import Collection, Finish, Go, Line, Move, Playbook, Value
from bot.playbook.nodes import Loc
from bot.playbook.problems import unknown
from bot.playbook.spoken import AnswerRefusedError, value_of
from bot.playbook.supposed import Entry
from bot.playbook.wording import load_wording

REHEARSED_ON: Final = date(2026, 3, 2)
"""The day on which rehearsals take place, so that they come out the same every day."""

Hearing = Callable[[str], Sequence[Entry]]
"""Tells which concerns a quote gives away: the entries of the fact `heard`, likeliest first."""


class UnplayableError(Exception):
    """The run cannot go on; the text says why, `where` leads to what is wrong from the line that answers."""

    def __init__(self, where: Loc, text: str) -> None:
        super().__init__(text)
        self.where = where


class Rehearsal:
    """One run through a playbook, as it stands."""

    def __init__(self, playbook: Playbook, *, hear: Hearing = lambda _: (), today: date = REHEARSED_ON) -> None:
        self.playbook = playbook
        self.step = flow.first(playbook)
        self.is_over = False
        self.next_action = ""
        self._hear = hear
        self._today = today
        self._questions = {question.id: question for step in playbook.steps for question in step.questions}
        self._answers: dict[str, Value] = {}
        self._entries: dict[Collection, list[Entry]] = {collection: [] for collection in Collection}
        self._was_answered = False

    def facts(self) -> dict[str, object]:
        """Return every fact as it is now known."""
        quote = str(self._answers.get("quote", ""))
        heard = self._hear(quote) if quote else ()
        return supposed.facts(self.playbook, self._answers, self._entries, heard=heard, today=self._today)

    def answer(self, answers: Mapping[str, object]) -> None:
        """Answer questions of the present step.

        Raises:
            UnplayableError: an answer is missing, impossible, or to a question that is not asked here.
        """
        self._refuse_foreign(answers)
        given = {name: self._value(name, raw) for name, raw in answers.items()}
        if self.step.collects:
            self._demand(given)
            self._entries[self.step.collects].append(_entry(self.step.collects, given))
        else:
            self._answers |= given
            self._demand(self._answers)
            self._refuse_unasked(given)
        self._was_answered = True

    def go_on(self) -> Move:
        """Take the move that the facts lead to.

        Raises:
            UnplayableError: the stage it leads to is closed.
        """
        facts = self.facts()
        move = flow.after(self.playbook, self.step, facts)
        self._was_answered = False
        if isinstance(move, Go):
            self._go(move, facts)
        else:
            self.next_action = load_wording(self.playbook.language).plain(move.next_action, facts)
            self.is_over = isinstance(move, Finish)
        return move

    def reach(self, step_id: str) -> None:
        """Go on to a step, passing those at which nothing has to be answered.

        Raises:
            UnplayableError: the run does not lead there.
        """
        adds_an_entry = self.step.collects is not None and self.step.id == step_id
        if self._was_answered and not adds_an_entry:
            self.go_on()
        self._pass_until(step_id)
        if self.is_over or self.step.id != step_id:
            stands = "is over" if self.is_over else f'stands at "{self.step.id}"'
            raise UnplayableError(("step",), f'the run {stands} here and does not lead to "{step_id}"')

    def end(self) -> None:
        """Go on to the end.

        Raises:
            UnplayableError: more has to be answered first.
        """
        if self._was_answered:
            self.go_on()
        self._pass_until("")
        if not self.is_over:
            raise UnplayableError((), f'the example stops at "{self.step.id}"; it has to go on until a "finish"')

    def _pass_until(self, step_id: str) -> None:
        for _ in self.playbook.steps:
            if self.is_over or self.step.id == step_id or not self._may_pass():
                return
            self.go_on()

    def _may_pass(self) -> bool:
        is_asked = any(question.required for question in flow.asked(self.step, self.facts()))
        return self.step.skippable or self.step.collects is not None or not (is_asked or self.step.one_of)

    def _go(self, move: Go, facts: Mapping[str, object]) -> None:
        wording = load_wording(self.playbook.language)
        carried = {name: wording.plain(template, facts) for name, template in move.set.items()}
        for name in (*move.set, *move.forget):
            self._answers.pop(name, None)
        self._answers |= {name: self._value(name, text) for name, text in carried.items() if text}
        step = self.playbook.step(move.step)
        gate = flow.closed_gate(self.playbook, step.stage, self.facts())
        if gate is not None:
            raise UnplayableError((), f'the stage "{gate.stage}" is still closed when the run comes to "{step.id}"')
        self.step = step

    def _value(self, name: str, raw: object) -> Value:
        question = self._questions[name]
        try:
            return value_of(question, raw, supposed.options(self.playbook, question))
        except AnswerRefusedError as error:
            raise UnplayableError(("answers", name), f'"{name}" cannot be answered so: {error}') from None

    def _refuse_foreign(self, answers: Mapping[str, object]) -> None:
        here = [question.id for question in self.step.questions]
        for name in answers:
            if name not in here:
                raise UnplayableError(("answers", name), unknown(name, f'a question of step "{self.step.id}"', here))

    def _refuse_unasked(self, answers: Mapping[str, object]) -> None:
        asked = {question.id for question in flow.asked(self.step, self.facts())}
        for name in answers:
            if name not in asked:
                raise UnplayableError(("answers", name), f'"{name}" is not asked here: its "when" does not hold')

    def _demand(self, answers: Mapping[str, Value]) -> None:
        asked = flow.asked(self.step, self.facts())
        for question in asked:
            if question.required and question.id not in answers:
                raise UnplayableError(("answers",), f'"{question.id}" has to be answered at "{self.step.id}"')
        if self.step.one_of and not any(is_known(answers.get(name)) for name in self.step.one_of):
            one = ", ".join(f'"{name}"' for name in self.step.one_of)
            raise UnplayableError(("answers",), f"one of {one} has to be answered at this step")


def perform(rehearsal: Rehearsal, lines: Iterable[Line]) -> Iterator[Line]:
    """Play a dialogue line by line; a line that answers has been taken when it is returned.

    Raises:
        UnplayableError: the dialogue does not play, or not to the end; `where` begins with the line's position.
    """
    position = 0
    for position, line in enumerate(lines):
        try:
            _take(rehearsal, line)
        except UnplayableError as error:
            raise UnplayableError((position, *error.where), str(error)) from None
        yield line
    try:
        rehearsal.end()
    except UnplayableError as error:
        raise UnplayableError((position, *error.where), str(error)) from None


def _take(rehearsal: Rehearsal, line: Line) -> None:
    if line.step is None:
        return
    rehearsal.reach(line.step)
    may_be_left_out = rehearsal.step.skippable or rehearsal.step.collects is not None
    if line.answers is not None or not may_be_left_out:
        rehearsal.answer(line.answers or {})


def _entry(collection: Collection, given: Mapping[str, Value]) -> Entry:
    fields: dict[str, object] = dict.fromkeys(FIELDS[collection], "")
    return fields | {name.removeprefix(f"{collection}_"): value for name, value in given.items()}
