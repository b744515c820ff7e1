"""The run through a playbook: what a step shows now, and what a submission of it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.coaching import answers, cautions, changes, entries, facts, insight, pilot_answers, projection, tactics
from bot.coaching.case import Answer, CaseFile, Executive, Person
from bot.coaching.concerns import Ear, Heard
from bot.coaching.entries import Collected
from bot.coaching.insight import Experience, Insight
from bot.coaching.pages import Field, StepPage
from bot.coaching.shelf import Shelved
from bot.coaching.verbatim import is_same
from bot.locales.words import Sentence, Words, load_words
from bot.playbook import flow
from bot.playbook.model import Finish, Go, Kind, Option, Playbook, Question, Rest, Stage, Step, Value
from bot.playbook.wording import Wording, load_wording


@dataclass(frozen=True)
class Sitting:
    """A trainer at a case: everything that decides what the coach says. What follows from it is worked out once."""

    file: CaseFile
    playbook: Playbook  # the version the case is pinned to, in the trainer's language
    ear: Ear  # for that playbook
    person: Person
    now: datetime
    executives: tuple[Executive, ...] = ()  # the workspace's known ones
    shelved: tuple[Shelved, ...] = ()  # what the evidence shelf offers the step
    insights: tuple[Insight, ...] = ()  # what the workspace has seen of tactics, for a step that offers them

    @property
    def today(self) -> date:
        """The day in the person's zone."""
        return self.now.astimezone(ZoneInfo(self.person.zone)).date()

    @property
    def locked(self) -> frozenset[str]:
        """The facts that no step changes: those of a pilot whose rule is locked."""
        return pilot_answers.LOCKED if self.file.rule else frozenset()

    @property
    def words(self) -> Words:
        """The bot's own words in the trainer's language."""
        return load_words(self.person.language)

    @cached_property
    def heard(self) -> tuple[Heard, ...]:
        """Return the concerns heard in the quote, likeliest first; beyond *listen* they are confirmed, not guessed."""
        quote = self.file.answers.get("quote")
        if self.file.case.stage is not Stage.LISTEN:
            return ()
        return self.ear.hear(str(quote.value)) if quote and quote.value else ()

    @cached_property
    def facts(self) -> dict[str, object]:
        """Return what the playbook's templates and conditions may use."""
        return facts.facts_of(
            self.file,
            self.playbook,
            heard=self.heard,
            person=self.person,
            today=self.today,
            insights=self.insights,
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A submission that cannot be taken as it is: what is wrong, by question id. Nothing was changed."""

    problems: Mapping[str, Sentence]


@dataclass(frozen=True, slots=True)
class Taken:
    """A submission that was taken: what to save, and where the run stands then."""

    file: CaseFile  # as it is after saving
    rests: bool = False  # stopped for today, or finished
    finished: bool = False
    saved: tuple[Answer, ...] = ()  # answers to append
    collected: Collected | None = None  # entry to add
    overtaken: tuple[str, ...] = ()  # labels of answers that replace what another window saved meanwhile
    kept: tuple[str, ...] = ()  # labels of answers that another window saved meanwhile and that stay
    closed: str = ""  # why the next stage is still closed


def page(sitting: Sitting, step: Step, *, notices: tuple[Sentence, ...] = (), closed: str = "") -> StepPage:
    """Return a step as it is shown now. `closed` tells why the stage after it does not open yet."""
    known = sitting.facts
    wording = load_wording(sitting.person.language)
    warnings = tuple(
        wording.render(caution.text, known) for caution in cautions.fired(sitting.playbook, step.stage, known)
    )
    asked = (question for question in flow.asked(step, known) if question.fills not in sitting.locked)
    fields = (_field(sitting, step, question, known, wording) for question in asked)
    return StepPage(
        case_id=sitting.file.case.id or None,
        revision=sitting.file.case.revision,
        step=step,
        title=step.title,
        coaching=wording.render(step.coaching, known),
        fields=tuple(field for field in fields if field is not None),
        entries=entries.lines(sitting.file, step, sitting.words),
        warnings=(closed, *warnings) if closed else warnings,
        notices=(*_locked(sitting, step), *notices),
        can_go_back=flow.back(sitting.playbook, step, known) is not None,
        tools=flow.offered(step, known) if sitting.file.case.revision else (),
        shelved=sitting.shelved,
        experience=_experience(sitting),
        executive=sitting.file.case.executive,
        initiative=sitting.file.case.initiative,
    )


def submit(
    sitting: Sitting, step: Step, raw: Mapping[str, object], base: Mapping[str, Value | None], *, entry_id: str
) -> Taken | Refused:
    """Decide what a submission of a step changes and where the run goes from there.

    `raw` is what stands in the form, by question id; `base` what stood in it when it was drawn, so that only the
    fields this window changed are saved. `entry_id` names the entry of a collecting step, should there be one.
    """
    answered = _read(sitting, step, raw)
    if isinstance(answered, Refused):
        return answered
    if step.collects:
        entry = entries.read(step, answered, entry_id)
        taken = _advance(replace(sitting, file=entries.added(sitting.file, entry)), step)
        return replace(taken, collected=entry)
    merged = changes.merge(base, answered, sitting.file.answers, suggested=_suggestions(sitting, step))
    saved = _answers(sitting, merged)
    taken = _advance(_with_answers(sitting, saved), step)
    return replace(
        taken,
        saved=_newest(saved + taken.saved),
        overtaken=tuple(_label(sitting, step, name) for name in merged.overtaken),
        kept=tuple(_label(sitting, step, name) for name in merged.kept),
    )


def keep(  # noqa: PLR0913  what was drawn, what was typed, and where to
    sitting: Sitting,
    step: Step,
    onto: Step,
    raw: Mapping[str, object],
    base: Mapping[str, Value | None],
    *,
    entry_id: str,
) -> Taken:
    """Leave a step for another one, keeping of what was typed here all that can be read.

    A suggestion that nobody touched is no answer before it is submitted.
    """
    if step.collects:
        entry = collect(sitting, step, raw, entry_id=entry_id)
        entry = None if isinstance(entry, Refused) else entry
        onward = replace(sitting, file=entries.added(sitting.file, entry))
        return Taken(stand(onward, onto), collected=entry)
    read, _ = _parsed(sitting, step, raw)
    suggested = _suggestions(sitting, step)
    typed = {name: value for name, value in read.items() if base.get(name) or not is_same(value, suggested.get(name))}
    saved = _answers(sitting, changes.merge(base, typed, sitting.file.answers))
    return Taken(stand(_with_answers(sitting, saved), onto), saved=saved)


def collect(sitting: Sitting, step: Step, raw: Mapping[str, object], *, entry_id: str) -> Collected | Refused | None:
    """Read the entry that stands in the form of a collecting step; None when the form is blank."""
    read = _read(sitting, step, raw)
    return read if isinstance(read, Refused) else entries.read(step, read, entry_id)


def at_fields(sitting: Sitting, step: Step, refused: Refused) -> tuple[Sentence, ...]:
    """Return problems as notices that name their fields, for where Slack takes none at the fields themselves."""
    return tuple(
        Sentence("notices.at_field", {"field": _label(sitting, step, name), "problem": problem})
        for name, problem in refused.problems.items()
    )


def stand(sitting: Sitting, step: Step) -> CaseFile:
    """Return the case standing at a step, without anything answered there (back, skip, resume)."""
    case = projection.project(sitting.file, sitting.facts)
    action = sitting.words("notices.continue_at", step=step.title)
    revision = sitting.file.case.revision + 1
    case = replace(
        case, step_id=step.id, stage=step.stage, next_action=action, updated_at=sitting.now, revision=revision
    )
    return replace(sitting.file, case=case)


def skip(sitting: Sitting, step: Step) -> Taken:
    """Leave a skippable step without answering it."""
    return _advance(sitting, step)


def amend(sitting: Sitting, saved: tuple[Answer, ...]) -> Taken:
    """Return where answers that were given beside the steps leave a case: where it stands, what it rests on said anew.

    One that rested goes on by itself where the answers opened a way; one that is closed goes nowhere.
    """
    step, after = sitting.playbook.step(sitting.file.case.step_id), _with_answers(sitting, saved)
    if sitting.file.case.is_open and _rests(sitting, step):
        taken = _advance(after, step)
        return replace(taken, saved=_newest(saved + taken.saved))
    return Taken(touched(after.file, sitting.now), saved=saved)


def answer_at(sitting: Sitting, step: Step, saved: tuple[Answer, ...]) -> Taken:
    """Return where a case goes when a step is answered elsewhere: the run is taken up there, wherever it stood.

    One that is closed goes nowhere.
    """
    if not sitting.file.case.is_open:
        return amend(sitting, saved)
    taken = _advance(_with_answers(sitting, saved), step)
    return replace(taken, saved=_newest(saved + taken.saved))


def carry_on(sitting: Sitting, file: CaseFile) -> Taken:
    """Return where a logged contact leaves a case: one that rested goes on by itself where the contact opened a way.

    `file` is the case's after the contact.
    """
    step = sitting.playbook.step(file.case.step_id)
    before = flow.after(sitting.playbook, step, sitting.facts)
    after = replace(sitting, file=replace(file, case=replace(file.case, revision=sitting.file.case.revision)))
    if not _rests(sitting, step) or flow.after(sitting.playbook, step, after.facts) == before:
        return Taken(file)
    return _advance(after, step)


def _rests(sitting: Sitting, step: Step) -> bool:
    """Tell whether the run stopped at a step, rather than stands at it with the form still to be sent."""
    move = flow.after(sitting.playbook, step, sitting.facts)
    case = sitting.file.case
    return not isinstance(move, Go) and _stop(sitting, step, move).file.case.next_action == case.next_action


def _experience(sitting: Sitting) -> Experience | None:
    """Return what the workspace has seen of tactics, and whether it changed the order of those that fit."""
    fitting = facts.fitting_tactics(sitting.playbook, sitting.facts)
    return insight.experience(sitting.insights, tactics.names(sitting.playbook), fitting)


def _locked(sitting: Sitting, step: Step) -> tuple[Sentence, ...]:
    """Say, where a step asks about the pilot, that its rule is locked, and how its result is told."""
    asked, rule = {question.fills for question in step.questions} & sitting.locked, sitting.file.rule
    if rule is None or not asked:
        return ()
    said = sitting.facts[pilot_answers.RESULT]
    day = rule.locked_at.astimezone(ZoneInfo(sitting.person.zone)).date()
    if asked != {pilot_answers.RESULT}:
        return (Sentence("notices.pilot.locked", {"version": rule.version, "day": day}),)
    if said:
        verdict = Sentence(f"names.verdict.{said}")
        return (Sentence("notices.pilot.judged", {"verdict": verdict, "version": rule.version}),)
    return (Sentence("notices.pilot.to_judge", {"version": rule.version, "day": day}),)


def _advance(sitting: Sitting, step: Step) -> Taken:
    known = sitting.facts
    move = flow.after(sitting.playbook, step, known)
    return _go(sitting, step, move) if isinstance(move, Go) else _stop(sitting, step, move)


def _stop(sitting: Sitting, step: Step, move: Rest | Finish) -> Taken:
    standing = stand(sitting, step)
    action = load_wording(sitting.person.language).plain(move.next_action, sitting.facts)
    file = replace(standing, case=replace(standing.case, next_action=action))
    return Taken(file, rests=True, finished=isinstance(move, Finish))


def _go(sitting: Sitting, step: Step, move: Go) -> Taken:
    known = sitting.facts
    wording = load_wording(sitting.person.language)
    on_the_way = _on_the_way(move, wording, known, sitting.file.case.revision + 1)
    onward = _with_answers(sitting, on_the_way)
    target = sitting.playbook.step(move.step)
    gate = flow.closed_gate(sitting.playbook, target.stage, onward.facts)
    file = stand(onward, step if gate else target)
    return Taken(file, saved=on_the_way, closed=wording.render(gate.closed, known) if gate else "")


def touched(file: CaseFile, now: datetime) -> CaseFile:
    """Return a case that was saved once more, standing where it stood."""
    return replace(file, case=replace(file.case, updated_at=now, revision=file.case.revision + 1))


def _on_the_way(move: Go, wording: Wording, known: Mapping[str, object], revision: int) -> tuple[Answer, ...]:
    filled = {name: wording.plain(template, known) for name, template in move.set.items()}
    return tuple(Answer(name, filled.get(name), revision) for name in (*move.set, *move.forget))


def _read(sitting: Sitting, step: Step, raw: Mapping[str, object]) -> dict[str, Value | None] | Refused:
    read, unreadable = _parsed(sitting, step, raw)
    before = {name: answer.value for name, answer in sitting.file.answers.items()}
    impossible = answers.problems(step, read, today=sitting.today, before=before)
    problems = {**impossible, **_oneself(sitting, step, read), **unreadable}
    return Refused(problems) if problems else read


def _parsed(
    sitting: Sitting, step: Step, raw: Mapping[str, object]
) -> tuple[dict[str, Value | None], dict[str, Sentence]]:
    read: dict[str, Value | None] = {}
    unreadable: dict[str, Sentence] = {}
    for question in step.questions:
        if question.id not in raw or question.fills in sitting.locked:
            continue
        offering = replace(question, options=_options(sitting, question))
        try:
            read[question.id] = answers.parse(offering, raw[question.id], words=sitting.words, today=sitting.today)
        except answers.AnswerError as error:
            unreadable[question.id] = error.sentence
    return read, unreadable


def _answers(sitting: Sitting, merged: changes.Merge) -> tuple[Answer, ...]:
    revision = sitting.file.case.revision + 1
    return tuple(Answer(name, value, revision) for name, value in merged.changed.items())


def _newest(saved: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Return one answer a question: what the way on sets or forgets replaces what was just submitted."""
    return tuple({answer.question_id: answer for answer in saved}.values())


def _suggestions(sitting: Sitting, step: Step) -> dict[str, Value | None]:
    known, wording = sitting.facts, load_wording(sitting.person.language)
    return {
        question.id: _suggested(sitting, question, wording.plain(question.suggest, known))
        for question in step.questions
        if question.suggest
    }


def _oneself(sitting: Sitting, step: Step, read: Mapping[str, Value | None]) -> dict[str, Sentence]:
    """Tell a trainer who names themself as the executive."""
    named = (question.id for question in step.questions if question.fills == "executive_person")
    return {name: Sentence("notices.executive_is_you") for name in named if read.get(name) == sitting.person.id}


def _asked_of(step: Step, question: Question) -> Question:
    """Return a question as it is asked: the form of a collecting step may stay blank, so nothing in it is required."""
    return replace(question, required=False) if step.collects else question


def _field(
    sitting: Sitting, step: Step, question: Question, known: Mapping[str, object], wording: Wording
) -> Field | None:
    options = _options(sitting, question)
    if question.kind in {Kind.CHOICE, Kind.CHOICES} and not options:
        return None
    answer = sitting.file.answers.get(question.id)
    value = answer.value if answer else None
    if value is None and question.suggest:
        value = _suggested(sitting, question, wording.plain(question.suggest, known))
    return Field(
        question=_asked_of(step, question),
        label=wording.plain(question.label, known),
        hint=wording.plain(question.hint, known),
        options=options,
        value=value,
        reset=sitting.file.case.revision,
    )


def _suggested(sitting: Sitting, question: Question, text: str) -> Value | None:
    try:
        return answers.parse(question, text or None, words=sitting.words, today=sitting.today)
    except answers.AnswerError:
        return None


def _options(sitting: Sitting, question: Question) -> tuple[Option, ...]:
    playbook = sitting.playbook
    match question.options_from:
        case "concerns":
            heard = [hearing.concern_id for hearing in sitting.heard]
            order = dict.fromkeys([*heard, *playbook.concerns])
            return tuple(Option(name, playbook.concerns[name].name, playbook.concerns[name].meaning) for name in order)
        case "tactics":
            fitting = [str(tactic["id"]) for tactic in sitting.facts["tactics"]]  # type: ignore[attr-defined]
            return tactics.in_order(playbook, fitting)
        case "executives":
            return tuple(Option(person.id, _named(person)) for person in sitting.executives)
        case _:
            return question.options


def _named(executive: Executive) -> str:
    return f"{executive.name}, {executive.role}" if executive.role else executive.name


def _label(sitting: Sitting, step: Step, question_id: str) -> str:
    question = next(question for question in step.questions if question.id == question_id)
    return load_wording(sitting.person.language).plain(question.label, sitting.facts)


def _with_answers(sitting: Sitting, saved: tuple[Answer, ...]) -> Sitting:
    if not saved:
        return sitting
    newest = {**sitting.file.answers, **{answer.question_id: answer for answer in saved}}
    return replace(sitting, file=replace(sitting.file, answers=newest))
