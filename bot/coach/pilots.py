"""The pilot of a case: designed, its rule locked, its result entered and judged by that rule.

What the designer says is answered in the case as well, in the same transaction, as long as no rule is locked; from
then on the answers say what is locked, and a change of the design counts once it is locked as a new version.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.coach import deliveries, pilot_register, planning, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import (
    conversation,
    money,
    pilot_answers,
    pilot_brief,
    pilot_checks,
    pilot_forms,
    pilot_words,
    results,
    rule,
    worksheet,
)
from bot.coaching.case import Answer
from bot.coaching.conversation import Refused, Sitting, Taken
from bot.coaching.estimate import Estimate
from bot.coaching.pilot import MOST_MEASURES, Pilot, Results
from bot.coaching.pilot_forms import Problems
from bot.coaching.pilot_pages import Part, PilotFormPage, PilotPage, Place
from bot.coaching.rule import Lock, PilotFile
from bot.errors import BotError
from bot.locales.words import Sentence
from bot.playbook.model import Value
from bot.store.sheets import ESTIMATE, PILOT, PILOT_RESULTS
from bot.store.work import Work
from bot.store.worksheets import Sheets


@dataclass(frozen=True, slots=True)
class PilotForm:
    """One of the pilot's forms as it comes back from a person."""

    place: Place
    revision: int  # of the pilot's worksheet when it was drawn
    values: Mapping[str, object]
    receipt: str  # unlike for every submission, alike when one is repeated
    digest: str = ""  # of the rule that was shown to be locked


@dataclass(frozen=True, slots=True)
class _Open:
    """A pilot opened in a use case's own transaction."""

    coach: Coach
    work: Work
    sitting: Sitting
    file: PilotFile
    estimate: Estimate | None
    currency: str
    judged_at: datetime | None  # when the result was entered

    def page(self, *notices: Sentence) -> Shown[PilotPage]:
        """Return the pilot as it stands."""
        words, zone = self.sitting.words, self.sitting.person.zone
        draft, lock = self.file.draft, self.file.lock
        return Shown(
            self.sitting.person,
            PilotPage(
                case=self.sitting.file.case,
                file=self.file,
                design=pilot_brief.summary_of(PilotFile(draft), words, zone),
                summary=pilot_brief.summary_of(self.file, words, zone, self.estimate),
                changes=pilot_words.changes(lock.pilot, draft, words) if lock and self.file.has_changed else (),
                missing=pilot_checks.missing(draft),
                warnings=pilot_checks.warnings(draft, words),
                notices=notices,
            ),
        )


async def show(coach: Coach, asker: Asker, case_id: str) -> Shown[PilotPage]:
    """Return the pilot of a case as it stands; what was answered in the steps stands in it already."""
    async with coach.store.view(asker.workspace_id) as work:
        return (await _opened(coach, work, asker, case_id)).page()


async def of_case(work: Work, sitting: Sitting) -> PilotFile:
    """Return everything that is saved about a case's pilot, for other pages about the case."""
    file, _ = await _file(work, sitting, await work.worksheets.of_case(sitting.file.case.id))
    return file


async def form(coach: Coach, asker: Asker, place: Place) -> Shown[PilotFormPage]:
    """Return one of the pilot's forms, filled in as far as it is known.

    Raises:
        BotError: the case is closed for good, or there is nothing to lock or no rule to judge by.
    """
    async with coach.store.view(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, place.case_id)
        seats.require_piloting(there.sitting.file.case)
        return Shown(there.sitting.person, _FORMS[place.part](there, place))


async def save(coach: Coach, asker: Asker, form: PilotForm) -> Shown[PilotPage | PilotFormPage | Refused]:
    """Take one of the pilot's forms. A repeated submission changes nothing and shows how the pilot stands.

    Raises:
        BotError: the case is closed for good, or there is nothing to lock or no rule to judge by.
    """
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, form.place.case_id)
        seats.require_piloting(there.sitting.file.case)
        person = there.sitting.person
        if form.place.part is Part.LOCK:
            return Shown(person, await _locked(there, form))
        if form.place.part is Part.RESULTS:
            return Shown(person, await _judged(there, form))
        made = await _designed(there, form)
        if not isinstance(made, Pilot):
            return Shown(person, Refused(made))
        if await work.inbox.first_time("view", form.receipt):
            there = await _kept(there, made)
        return Shown(person, there.page().page)


async def remove(coach: Coach, asker: Asker, place: Place) -> Shown[PilotPage]:
    """Leave a measure out of the design; what is locked stays as it is. One that is gone already stays gone."""
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, place.case_id)
        seats.require_piloting(there.sitting.file.case)
        left = worksheet.without(there.file.draft.measures, place.measure_id)
        return (await _kept(there, replace(there.file.draft, measures=left))).page()


async def revert(coach: Coach, asker: Asker, case_id: str) -> Shown[PilotPage]:
    """Give up what was designed anew since the rule was locked."""
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, case_id)
        seats.require_piloting(there.sitting.file.case)
        return (await _kept(there, there.file.in_force)).page()


# Opening.


async def _opened(coach: Coach, work: Work, asker: Asker, case_id: str) -> _Open:
    sitting = await seats.seat(coach, work, asker, case_id)
    sheets = await work.worksheets.of_case(case_id)
    file, judged_at = await _file(work, sitting, sheets)
    estimate = sheets.of(ESTIMATE)
    currency = file.draft.currency or (estimate.currency if estimate else "")
    if not currency:
        country = (await work.preferences.of(sitting.person)).calendar.country
        currency = money.usual_currency(country, sitting.person.language)
    return _Open(coach, work, sitting, file, estimate, currency, judged_at)


async def _file(work: Work, sitting: Sitting, sheets: Sheets) -> tuple[PilotFile, datetime | None]:
    kept, judged = sheets.kept(PILOT), sheets.kept(PILOT_RESULTS)
    locks = await work.pilots.locks(sitting.file.case.id) if sitting.file.rule else ()
    sheet = kept.content if kept else None
    draft = sheet if sheet and locks else _prefilled(sitting, sheet)
    file = PilotFile(draft, kept.revision if kept else 0, locks, judged.content if judged else None)
    return file, judged.saved_at if judged else None


def _prefilled(sitting: Sitting, sheet: Pilot | None) -> Pilot:
    answered = pilot_answers.by_fact(sitting.file, sitting.playbook)
    return pilot_answers.prefilled(sheet, answered, sitting.words)


# Forms.


def _form_page(there: _Open, place: Place) -> PilotFormPage:
    pilot, words, reset = there.file.draft, there.sitting.words, there.file.revision
    match place.part:
        case Part.SETTING:
            fields = pilot_forms.of_setting(pilot, words, reset)
        case Part.WORTH:
            fields = pilot_forms.of_worth(pilot, there.estimate, words, reset)
        case _:
            fields = pilot_forms.of_decision(pilot, words, reset)
    return PilotFormPage(place, reset, fields)


def _measure_page(there: _Open, place: Place) -> PilotFormPage:
    pilot, reset = there.file.draft, there.file.revision
    measure = pilot.measure(place.measure_id)
    if measure is None and len(pilot.measures) >= MOST_MEASURES:
        raise BotError("pilot.full", limit=MOST_MEASURES)
    fields = pilot_forms.of_measure(pilot, measure, there.sitting.words, reset)
    place = place if measure else replace(place, measure_id="")
    return PilotFormPage(place, reset, fields)


def _lock_page(there: _Open, place: Place, reason: str = "") -> PilotFormPage:
    draft, words, lock = there.file.draft, there.sitting.words, there.file.lock
    _require_lockable(there.file)
    return PilotFormPage(
        place,
        there.file.revision,
        pilot_forms.of_lock(words, there.file.revision, reason) if lock else (),
        rule=pilot_words.rule(draft, words),
        changes=pilot_words.changes(lock.pilot, draft, words) if lock else (),
        warnings=(*_late(there), *pilot_checks.warnings(draft, words)),
        digest=rule.digest(draft),
    )


def _results_page(there: _Open, place: Place) -> PilotFormPage:
    if there.file.lock is None:
        raise BotError("pilot.lock_first")
    pilot, words = there.file.in_force, there.sitting.words
    fields = pilot_forms.of_results(pilot, there.file.results, there.sitting.today, words, there.file.revision)
    return PilotFormPage(place, there.file.revision, fields, rule=pilot_words.rule(pilot, words))


_FORMS: Final[Mapping[Part, Callable[[_Open, Place], PilotFormPage]]] = {
    Part.SETTING: _form_page,
    Part.MEASURE: _measure_page,
    Part.WORTH: _form_page,
    Part.DECISION: _form_page,
    Part.LOCK: _lock_page,
    Part.RESULTS: _results_page,
}


def _late(there: _Open) -> tuple[Sentence, ...]:
    """Say, before a rule is locked, that the pilot has begun: everybody will see that it came late."""
    found = rule.timing(there.file.draft, there.sitting.today)
    return () if found is rule.Timing.BEFORE else (Sentence(f"pilot.late.{found}"),)


def _require_lockable(file: PilotFile) -> None:
    if pilot_checks.missing(file.draft):
        raise BotError("pilot.not_ready")
    if file.lock and not file.has_changed:
        raise BotError("pilot.nothing_new", version=file.lock.version)


# Saving the design.


async def _designed(there: _Open, form: PilotForm) -> Pilot | Problems:
    """Return the design with what a form says, beside all that other windows saved meanwhile."""
    newest, words, today = there.file.draft, there.sitting.words, there.sitting.today
    base = await _base(there, form.revision)
    match form.place.part:
        case Part.SETTING:
            said, problems = pilot_forms.read_setting(form.values, there.currency, words, today)
            return problems or pilot_forms.with_currency(pilot_forms.changed(newest, base, said), there.currency)
        case Part.DECISION:
            said, problems = pilot_forms.read_decision(form.values, words, today)
            return problems or pilot_forms.changed(newest, base, said)
        case Part.WORTH:
            every, problems = pilot_forms.read_worth(newest, form.values, words, today)
            return problems or pilot_forms.with_worth(newest, every)
    said, problems = pilot_forms.read_measure(newest, form.values, words, today)
    if problems:
        return problems
    return pilot_forms.with_measure(newest, base.measure(form.place.measure_id), form.place.measure_id, said)


async def _base(there: _Open, revision: int) -> Pilot:
    """Return the design that a form was drawn from: another window may have saved since."""
    if revision == there.file.revision or not revision:
        return there.file.draft if revision else _prefilled(there.sitting, None)
    revisions = await there.work.worksheets.revisions(there.sitting.file.case.id, PILOT)
    return revisions[revision - 1].content


async def _kept(there: _Open, draft: Pilot) -> _Open:
    """Keep a design where it says something new; while no rule is locked, it is what the case's answers say."""
    if draft == there.file.draft and there.file.revision:
        return there
    if there.file.lock:
        return await _added(there, draft)
    taken = conversation.amend(there.sitting, saved) if (saved := _answers(there.sitting, draft)) else None
    revision = taken.file.case.revision if taken else there.sitting.file.case.revision
    there = await _added(there, replace(draft, as_of=revision))
    return await _taken(there, taken) if taken else there


async def _added(there: _Open, draft: Pilot) -> _Open:
    """Keep a design as a new revision of the worksheet."""
    person, now, case_id = there.sitting.person, there.sitting.now, there.sitting.file.case.id
    revision = await there.work.worksheets.add(case_id, PILOT, draft, person.id, now)
    return replace(there, file=replace(there.file, draft=draft, revision=revision))


async def _taken(there: _Open, taken: Taken) -> _Open:
    """Save what a case's answers change: the case, its card, its reminders, and where its pilot stands."""
    work, sitting = there.work, there.sitting
    await work.cases.save(taken.file.case)
    await work.answers.add(taken.file.case.id, taken.saved, sitting.now)
    await pilot_register.keep_in_step(work, sitting.playbook, taken.file, taken.saved, sitting.now)
    after = replace(sitting, file=taken.file)
    await planning.replan(there.coach, work, after)
    await deliveries.plan_card(work, taken.file.case, sitting.now)
    return replace(there, sitting=after)


def _answers(sitting: Sitting, pilot: Pilot) -> tuple[Answer, ...]:
    """Return the answers by which the case says what the design says, where it does not say so already."""
    said = pilot_answers.answers_of(pilot, sitting.words)
    return _new(sitting, said)


def _new(sitting: Sitting, said: Mapping[str, Value | None]) -> tuple[Answer, ...]:
    asked, held, revision = pilot_answers.questions(sitting.playbook), sitting.file.answers, sitting.file.case.revision
    named = {asked[fact]: value for fact, value in said.items() if fact in asked}
    before = {question: held[question].value if question in held else None for question in named}
    return tuple(
        Answer(question, value, revision + 1) for question, value in named.items() if value != before[question]
    )


# Locking, and judging.


async def _locked(there: _Open, form: PilotForm) -> PilotPage | PilotFormPage | Refused:
    """Lock the rule as it was shown. One that was changed meanwhile is shown anew, not locked unseen."""
    if not await there.work.inbox.first_time("view", form.receipt):
        return there.page().page
    _require_lockable(there.file)
    draft, sitting, lock = there.file.draft, there.sitting, there.file.lock
    if form.digest != rule.digest(draft):
        shown = _lock_page(there, form.place, str(form.values.get("reason") or ""))
        return replace(shown, warnings=(Sentence("pilot.changed_meanwhile"), *shown.warnings))
    reason, problems = pilot_forms.read_reason(form.values, sitting.words, sitting.today) if lock else ("", {})
    if problems:
        return Refused(problems)
    taken = conversation.amend(sitting, _answers(sitting, draft))
    there = await _added(there, replace(draft, as_of=taken.file.case.revision))
    new = Lock(
        version=lock.version + 1 if lock else 1,
        pilot=there.file.draft,
        digest=form.digest,
        reason=reason,
        locked_by=sitting.person.id,
        locked_at=sitting.now,
    )
    await there.work.pilots.lock(sitting.file.case.id, new, there.file.revision)
    there = await _taken(there, taken)
    locked = replace(there, file=replace(there.file, locks=(*there.file.locks, new)))
    return locked.page(Sentence("pilot.notice.locked", {"version": new.version, "digest": new.short})).page


async def _judged(there: _Open, form: PilotForm) -> PilotPage | Refused:
    """Judge the result by the rule in force; the run is taken up after it, and what waited for a result opens."""
    lock, pilot, sitting = there.file.lock, there.file.in_force, there.sitting
    if lock is None:
        raise BotError("pilot.lock_first")
    read, problems = pilot_forms.read_results(pilot, form.values, sitting.words, sitting.today)
    if read is None:
        return Refused(problems)
    if not await there.work.inbox.first_time("view", form.receipt):
        return there.page().page
    readings, measured_on, learned = read
    found = Results(
        readings=readings,
        measured_on=measured_on,
        version=lock.version,
        verdict=results.verdict(pilot, {each.measure_id: each.trained.value for each in readings}),
        learned=learned,
        is_rule_later=_is_later(there, lock),
    )
    await there.work.worksheets.add(sitting.file.case.id, PILOT_RESULTS, found, sitting.person.id, sitting.now)
    there = await _taken(there, _decided(sitting, found))
    return replace(there, file=replace(there.file, results=found)).page().page


def _is_later(there: _Open, lock: Lock) -> bool:
    """Tell whether a version was locked when a result was known: an easier rule for known figures protects nobody."""
    before, at = there.file.results, there.judged_at
    if before is None or at is None:
        return False
    return before.is_rule_later if before.version == lock.version else lock.locked_at > at


def _decided(sitting: Sitting, found: Results) -> Taken:
    saved = _new(sitting, {pilot_answers.RESULT: str(found.verdict)})
    question = pilot_answers.questions(sitting.playbook).get(pilot_answers.RESULT)
    asks = (step for step in sitting.playbook.steps if any(each.id == question for each in step.questions))
    step = next(asks, None)
    return conversation.answer_at(sitting, step, saved) if step else conversation.amend(sitting, saved)
