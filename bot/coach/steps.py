"""The run through a playbook: shown, answered, gone back over, skipped, collected from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.coach import deliveries, executives, pilot_register, planning, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.executives import Resolved
from bot.coach.shelf import put_on
from bot.coaching import card, contacts, conversation, entries, twins
from bot.coaching.case import Answer, Commitment, Evidence, Person, RequestedChange
from bot.coaching.conversation import Refused, Sitting, Taken
from bot.coaching.entries import Collected
from bot.coaching.pages import StepPage, SummaryPage
from bot.locales.words import Sentence
from bot.playbook import flow
from bot.playbook.model import Collection, Step, Value
from bot.store.ids import new_id
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Form:
    """A step's form as it comes back from a person."""

    case_id: str | None  # None: nothing was saved when it was drawn
    step_id: str
    revision: int  # of the case when it was drawn
    values: Mapping[str, object]  # what stands in it, by question id
    view_id: str
    receipt: str  # unlike for every submission, alike when one is repeated
    said_by: str = ""  # who wrote the message that a first step began with
    people: Mapping[str, Person] = field(default_factory=dict)  # the Slack users it names, by user id


async def resume(coach: Coach, asker: Asker, case_id: str) -> Shown[StepPage]:
    """Return the step where a case stands."""
    async with coach.store.view(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        seats.require_open(sitting.file.case)
        return Shown(sitting.person, await _standing(work, sitting))


async def leave(coach: Coach, asker: Asker, form: Form) -> None:
    """Leave a step unsent: what was typed is kept where it can be read, and the case's card tells where to go on."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await _sitting(coach, work, asker, form)
        step = sitting.playbook.step(form.step_id)
        kept = await _kept(work, sitting, form, onto=step)
        is_new = kept.saved or kept.collected
        if is_new and await work.inbox.first_time("view", form.receipt):
            kept = replace(kept, file=(await executives.resolved(work, kept, form.people)).file)
            await _save(work, sitting, kept)
        if sitting.file.case.revision:  # a first step that was never sent reminds of nothing
            await planning.replan(coach, work, replace(sitting, file=kept.file))
        if is_new or sitting.file.case.revision:
            await deliveries.plan_card(work, kept.file.case, sitting.now)


async def answer(coach: Coach, asker: Asker, form: Form) -> Shown[StepPage | SummaryPage | Refused]:
    """Take a submitted step: save what changed, and return where the run goes.

    A repeated submission changes nothing and shows where the case stands.
    """
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await _sitting(coach, work, asker, form)
        step = sitting.playbook.step(form.step_id)
        base = await _base(work, sitting, form)
        taken = conversation.submit(sitting, step, form.values, base, entry_id=new_id())
        unfit = executives.unfit(step, form.values, form.people)
        if isinstance(taken, Refused) or unfit:
            return Shown(sitting.person, Refused({**(taken.problems if isinstance(taken, Refused) else {}), **unfit}))
        if not await work.inbox.first_time("view", form.receipt):
            return Shown(sitting.person, await _again(work, sitting, taken))
        taken = _written_by(taken, form)
        told = await executives.resolved(work, taken, form.people)
        taken = replace(taken, file=told.file)
        await _save(work, sitting, taken)
        onward = await _onward(coach, work, sitting, taken)
        return Shown(sitting.person, await _beside_others(work, step, told, onward))


async def back(coach: Coach, asker: Asker, form: Form) -> Shown[StepPage]:
    """Go one step back; what was typed is kept where it can be read, and later answers stay."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await _sitting(coach, work, asker, form)
        step = sitting.playbook.step(form.step_id)
        before = flow.back(sitting.playbook, step, sitting.facts)
        if before is None or not await work.inbox.first_time("action", form.receipt):
            return Shown(sitting.person, await _standing(work, sitting))
        kept = await _kept(work, sitting, form, onto=before)
        kept = replace(kept, file=(await executives.resolved(work, kept, form.people)).file)
        await _save(work, sitting, kept)
        return Shown(sitting.person, await _standing(work, replace(sitting, file=kept.file)))


async def skip(coach: Coach, asker: Asker, form: Form) -> Shown[StepPage | SummaryPage]:
    """Leave a skippable step without answering it."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await _sitting(coach, work, asker, form)
        taken = conversation.skip(sitting, sitting.playbook.step(form.step_id))
        if not await work.inbox.first_time("action", form.receipt):
            return Shown(sitting.person, await _again(work, sitting, taken))
        await _save(work, sitting, taken)
        return Shown(sitting.person, await _onward(coach, work, sitting, taken))


async def collect(coach: Coach, asker: Asker, form: Form) -> Shown[StepPage]:
    """Save the entry in the form and show the step again, with a blank form for the next one."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await _sitting(coach, work, asker, form)
        step = sitting.playbook.step(form.step_id)
        entry = conversation.collect(sitting, step, form.values, entry_id=new_id())
        if not isinstance(entry, Evidence | RequestedChange | Commitment):
            notices = conversation.at_fields(sitting, step, entry) if entry else (Sentence("notices.entry_blank"),)
            sitting = await seats.before(work, sitting, step)
            return Shown(sitting.person, conversation.page(sitting, step, notices=notices))
        if await work.inbox.first_time("action", form.receipt):
            sitting = replace(sitting, file=conversation.touched(entries.added(sitting.file, entry), sitting.now))
            await work.cases.save(sitting.file.case)
            await _add(work, sitting.file.case.id, entry)
        return Shown(sitting.person, conversation.page(await seats.before(work, sitting, step), step))


async def drop(coach: Coach, asker: Asker, form: Form, entry_id: str) -> Shown[StepPage]:
    """Remove one collected entry and show the step again."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await _sitting(coach, work, asker, form)
        step = sitting.playbook.step(form.step_id)
        file = entries.without(sitting.file, entry_id)
        if file != sitting.file:
            file = conversation.touched(file, sitting.now)
            await work.cases.save(file.case)
            await _remove(work, step, entry_id)
        sitting = await seats.before(work, replace(sitting, file=file), step)
        return Shown(sitting.person, conversation.page(sitting, step))


async def take(coach: Coach, asker: Asker, case_id: str, step_id: str, item_id: str) -> Shown[StepPage]:
    """Take a piece of the evidence shelf onto the case and show the step again; what is typed in it stays."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        seats.require_open(sitting.file.case)
        return Shown(sitting.person, await _beside(work, await put_on(work, sitting, item_id), step_id))


async def beside(coach: Coach, asker: Asker, case_id: str, step_id: str) -> Shown[StepPage]:
    """Return a step as it stands below another window that changed the case."""
    async with coach.store.view(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        return Shown(sitting.person, await _beside(work, sitting, step_id))


async def _beside(work: Work, sitting: Sitting, step_id: str) -> StepPage:
    step = sitting.playbook.step(step_id)
    return conversation.page(await seats.before(work, sitting, step), step)


async def _sitting(coach: Coach, work: Work, asker: Asker, form: Form) -> Sitting:
    if form.case_id is None:
        sitting = await seats.seat_or_begin(coach, work, asker, form.view_id)
    else:
        sitting = await seats.seat(coach, work, asker, form.case_id)
    seats.require_open(sitting.file.case)
    return sitting


async def _kept(work: Work, sitting: Sitting, form: Form, *, onto: Step) -> Taken:
    """Return what is kept of a step that is left unsent."""
    step, base = sitting.playbook.step(form.step_id), await _base(work, sitting, form)
    return conversation.keep(sitting, step, onto, form.values, base, entry_id=new_id())


async def _base(work: Work, sitting: Sitting, form: Form) -> Mapping[str, Value | None]:
    """Return what stood in the form when it was drawn: another window may have saved since."""
    case = sitting.file.case
    if form.revision == case.revision:
        return {name: answer.value for name, answer in sitting.file.answers.items()}
    return await work.answers.at(case.id, form.revision)


async def _standing(work: Work, sitting: Sitting) -> StepPage:
    step = sitting.playbook.step(sitting.file.case.step_id)
    return conversation.page(await seats.before(work, sitting, step), step)


async def _again(work: Work, sitting: Sitting, taken: Taken) -> StepPage | SummaryPage:
    """Return what to show when the same came before: where the case stands since."""
    if taken.rests and taken.file.case.step_id == sitting.file.case.step_id:
        return SummaryPage(card.card_of(sitting.file, sitting.playbook), rests=not taken.finished)
    return await _standing(work, sitting)


async def _onward(coach: Coach, work: Work, sitting: Sitting, taken: Taken) -> StepPage | SummaryPage:
    sitting = replace(sitting, file=taken.file)
    if taken.rests:
        reminders = await planning.replan(coach, work, sitting)
        await deliveries.plan_card(work, taken.file.case, sitting.now)
        shown = card.card_of(taken.file, sitting.playbook)
        return SummaryPage(shown, rests=not taken.finished, notices=_met(taken), reminders=reminders)
    step = sitting.playbook.step(taken.file.case.step_id)
    sitting = await seats.before(work, sitting, step)
    return conversation.page(sitting, step, notices=_met(taken), closed=taken.closed)


def _written_by(taken: Taken, form: Form) -> Taken:
    """Take who wrote the message that a case begins with for the executive, until the trainer says otherwise."""
    if form.case_id or form.said_by not in form.people or form.people[form.said_by].is_bot:
        return taken
    told = Answer("executive_person", form.said_by, taken.file.case.revision)
    file = replace(taken.file, answers={**taken.file.answers, told.question_id: told})
    return replace(taken, file=file, saved=(*taken.saved, told))


async def _beside_others(
    work: Work, answered: Step, told: Resolved, onward: StepPage | SummaryPage
) -> StepPage | SummaryPage:
    """Tell, once it is said what a case is about, of who else was named, and of an open case about the same."""
    case = told.file.case
    if isinstance(onward, SummaryPage) or not any(question.fills == "initiative" for question in answered.questions):
        return onward
    if told.has_rivals and case.executive:
        notice = Sentence("notices.named_several", {"name": case.executive.name})
        onward = replace(onward, notices=(*onward.notices, notice))
    like = None if told.is_new else twins.other(case, await work.cases.open_of(case.owner_id))
    return replace(onward, alike=like.id) if like else onward


def _met(taken: Taken) -> tuple[Sentence, ...]:
    """Tell where this save met another window's."""
    met = {"notices.overtaken": taken.overtaken, "notices.kept": taken.kept}
    return tuple(Sentence(key, {"fields": ", ".join(labels)}) for key, labels in met.items() if labels)


async def _save(work: Work, sitting: Sitting, taken: Taken) -> None:
    case = taken.file.case
    if sitting.file.case.revision == 0:
        await work.cases.add(case)
    else:
        await work.cases.save(case)
    await work.answers.add(case.id, taken.saved, sitting.now)
    await pilot_register.keep_in_step(work, sitting.playbook, taken.file, taken.saved, sitting.now)
    at = contacts.Moment(sitting.now, sitting.today)
    if contact := contacts.first_contact(sitting.file, taken.file, new_id(), at):
        await work.interactions.add(contact)
    if taken.collected:
        await _add(work, case.id, taken.collected)


async def _add(work: Work, case_id: str, entry: Collected) -> None:
    match entry:
        case Evidence():
            await work.evidence.add(case_id, entry)
        case RequestedChange():
            await work.changes.add(case_id, entry)
        case Commitment():
            await work.promises.add(case_id, entry)


async def _remove(work: Work, step: Step, entry_id: str) -> None:
    match step.collects:
        case Collection.EVIDENCE:
            await work.evidence.remove(entry_id)
        case Collection.CHANGES:
            await work.changes.remove(entry_id)
        case Collection.PROMISES:
            await work.promises.remove(entry_id)
        case None:
            pass
