"""Make the frozen objects of `model` from entries whose shape has been checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playbook.model import (
    All,
    Caution,
    Concern,
    Condition,
    Either,
    Finish,
    Gate,
    Go,
    Is,
    Known,
    Line,
    Move,
    Not,
    NudgeRule,
    Offer,
    Option,
    Playbook,
    Question,
    Rest,
    Says,
    Stage,
    Step,
    Tactic,
)
from bot.playbook.schema import (
    SPAN,
    CautionEntry,
    ConcernEntry,
    ConditionEntry,
    GateEntry,
    MoveEntry,
    NudgeEntry,
    PlaybookEntry,
    QuestionEntry,
    StepEntry,
    TacticEntry,
)


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """What all playbooks share, its shape checked."""

    concerns: Mapping[str, ConcernEntry]
    tactics: Mapping[str, TacticEntry]
    warnings: Mapping[str, CautionEntry]


def playbook(entry: PlaybookEntry, library: LibraryEntry, *, version: str, language: str) -> Playbook:
    """Return a playbook with its library."""
    return Playbook(
        id=entry.id,
        version=version,
        language=language,
        title=entry.title,
        summary=entry.summary,
        steps=tuple(_step(name, step) for name, step in entry.steps.items()),
        gates=tuple(_gate(stage, gate) for stage, gate in entry.gates.items()),
        concerns={name: Concern(id=name, **dict(concern)) for name, concern in library.concerns.items()},
        tactics={name: Tactic(id=name, **dict(tactic)) for name, tactic in library.tactics.items()},
        warnings=tuple(_caution(name, caution) for name, caution in library.warnings.items()),
        example=tuple(Line(**dict(line)) for line in entry.example),
        source=entry.source,
        nudges=tuple(_nudge(name, nudge) for name, nudge in entry.nudges.items()),
    )


def _step(name: str, entry: StepEntry) -> Step:
    return Step(
        id=name,
        stage=entry.stage,
        title=entry.title,
        coaching=entry.coaching,
        questions=tuple(_question(question_id, question) for question_id, question in entry.questions.items()),
        moves=tuple(map(_move, entry.next)),
        collects=entry.collects,
        one_of=entry.one_of,
        skippable=entry.skippable,
        tools=tuple(Offer(offer.offer, _condition(offer.when), offer.source) for offer in entry.tools),
        source=entry.source,
    )


def _question(name: str, entry: QuestionEntry) -> Question:
    options = tuple(Option(option_id, option.label, option.description) for option_id, option in entry.options.items())
    return Question(**{**dict(entry), "id": name, "options": options, "when": _condition(entry.when)})


def _move(entry: MoveEntry) -> Move:
    when = _condition(entry.when)
    if entry.rest is not None:
        return Rest(entry.rest, when)
    if entry.finish is not None:
        return Finish(entry.finish, when)
    return Go(entry.go or "", when, dict(entry.set), entry.forget)


def _gate(stage: Stage, entry: GateEntry) -> Gate:
    return Gate(stage, _sure(entry.when), entry.closed)


def _nudge(name: str, entry: NudgeEntry) -> NudgeRule:
    days, in_working_days = _span(entry.before or entry.after or "0 days")
    return NudgeRule(
        id=name,
        kind=entry.kind,
        at=entry.at,
        text=entry.text,
        help=entry.help,
        days=-days if entry.before else days,
        in_working_days=in_working_days,
        good_for=_span(entry.good_for)[0] if entry.good_for else None,
        when=_condition(entry.when),
        source=entry.source,
    )


def _span(span: str) -> tuple[int, bool]:
    """Return the days of a span, and whether only working days count."""
    number, working = re.fullmatch(SPAN, span).groups()  # type: ignore[union-attr]  # its shape has been checked
    return int(number), working is not None


def _caution(name: str, entry: CautionEntry) -> Caution:
    return Caution(**{**dict(entry), "id": name, "when": _sure(entry.when)})


def _condition(entry: ConditionEntry | None) -> Condition | None:
    return None if entry is None else _sure(entry)


def _sure(entry: ConditionEntry) -> Condition:
    """Return the condition; a mapping of several facts is all of them."""
    if entry.known is not None:
        return Known(entry.known)
    if entry.says is not None:
        return Says(entry.says.facts, entry.says.phrases)
    if entry.is_ is not None:
        return _all(tuple(Is(fact, values) for fact, values in entry.is_.items()))
    if entry.not_ is not None:
        return Not(_sure(entry.not_))
    parts = tuple(_sure(part) for part in entry.all_ or entry.any_ or ())
    return _all(parts) if entry.all_ is not None else Either(parts)


def _all(parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else All(parts)
