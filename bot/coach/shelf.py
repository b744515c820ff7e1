"""The evidence shelf: listed, added to, changed, and taken from for a case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.coach import people, pilots, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import entries, shelf
from bot.coaching.case import Case, Person
from bot.coaching.conversation import Refused, Sitting
from bot.coaching.shelf import EvidenceKind, ShelfForm, ShelfItem, Shelved
from bot.coaching.shelf_pages import ShelfItemPage, ShelfPage
from bot.errors import NotFoundError
from bot.locales.words import Sentence
from bot.playbook.model import Option
from bot.store.ids import new_id
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """Where the shelf was opened: for which case, in which step's window, and by which concern it is narrowed."""

    case_id: str = ""
    step_id: str = ""
    concern: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A piece's form as it comes back from a person."""

    form: ShelfForm
    item_id: str  # empty: a new one
    drawn_at: datetime | None  # when the piece was last changed before the form was drawn
    place: Place
    receipt: str  # unlike for every submission, alike when one is repeated


async def listed(coach: Coach, asker: Asker, place: Place | None = None) -> Shown[ShelfPage]:
    """Return the shelf; for a case, with what answers its concerns first."""
    async with coach.store.view(asker.workspace_id) as work:
        return await _listed(coach, work, asker, place or Place())


async def adding(coach: Coach, asker: Asker, place: Place) -> Shown[ShelfItemPage]:
    """Return the blank form; for a case, tagged with its concerns."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        case = await work.cases.find(place.case_id, person.id) if place.case_id else None
        form = ShelfForm(kind=EvidenceKind.DATA, what="", concerns=_concerns_of(case))
        return Shown(
            person, ShelfItemPage(_concerns(coach, person), form, case_id=place.case_id, step_id=place.step_id)
        )


async def editing(coach: Coach, asker: Asker, item_id: str, place: Place) -> Shown[ShelfItemPage]:
    """Return the form of one's own piece."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        item = await work.shelf.own(item_id, person.id)
        page = ShelfItemPage(
            _concerns(coach, person), shelf.form_of(item), item.id, item.changed_at, place.case_id, place.step_id
        )
        return Shown(person, page)


async def save(coach: Coach, asker: Asker, submitted: Submitted) -> Shown[ShelfPage | Refused]:
    """Put a new piece on the shelf, or change one's own; a repeated submission changes nothing."""
    async with coach.store.work(asker.workspace_id) as work:
        person = await people.member(work, asker)
        now = coach.clock.now()
        before = await _before(work, person, submitted, now)
        form = shelf.merged(submitted.form, await _drawn(work, before, submitted), before)
        made = shelf.read(form, before, today=_today(person, now), now=now)
        if isinstance(made, dict):
            return Shown(person, Refused(made))
        if await work.inbox.first_time("view", submitted.receipt):
            if submitted.item_id:
                await work.shelf.save(made, before)
            else:
                await work.shelf.add(made)
        return await _listed(coach, work, asker, submitted.place, Sentence("shelf.saved"))


async def remove(coach: Coach, asker: Asker, item_id: str, place: Place) -> Shown[ShelfPage]:
    """Take one's own piece off the shelf; what cases have taken of it stays theirs."""
    async with coach.store.work(asker.workspace_id) as work:
        person = await people.member(work, asker)
        try:
            await work.shelf.remove(await work.shelf.own(item_id, person.id), coach.clock.now())
        except NotFoundError:  # a second click
            return await _listed(coach, work, asker, place)
        return await _listed(coach, work, asker, place, Sentence("shelf.removed"))


async def take(coach: Coach, asker: Asker, item_id: str, place: Place) -> Shown[ShelfPage]:
    """Take a piece onto a case; taken twice, it is there once."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, place.case_id)
        seats.require_open(sitting.file.case)
        await put_on(work, sitting, item_id)
        return await _listed(coach, work, asker, place, Sentence("shelf.taken"))


async def put_on(work: Work, sitting: Sitting, item_id: str) -> Sitting:
    """Put a piece of the shelf onto the case a trainer sits at, and return the sitting with it.

    The case's revision stays: the windows that show the case keep what is typed in them.
    """
    item = await work.shelf.find(item_id, sitting.person.id)
    if not item.is_quotable:
        raise NotFoundError("errors.shelf_no_consent")
    case = sitting.file.case
    evidence = shelf.evidence_of(item, case.id)
    if any(each.id == evidence.id for each in sitting.file.evidence):
        return sitting
    await work.evidence.add(case.id, evidence)
    return replace(sitting, file=entries.added(sitting.file, evidence))


async def put_result(coach: Coach, asker: Asker, case_id: str) -> Shown[ShelfPage]:
    """Put what a case's pilot brought on the shelf, once; it is the owner's alone until they share it.

    Raises:
        NotFoundError: the pilot has no result.
    """
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        file = await pilots.of_case(work, sitting)
        if file.results is None:
            raise NotFoundError("errors.no_pilot_result")
        item = shelf.own_result(
            _result_id(case_id),
            sitting.file.case,
            what=shelf.brought(file.judged, file.results, sitting.words),
            source=sitting.words("shelf.pilot_source", who=file.judged.audience or sitting.file.case.initiative),
            dated_on=file.results.measured_on,
            at=sitting.now,
        )
        await work.shelf.add(item)
        return await _listed(coach, work, asker, Place(case_id), Sentence("shelf.saved"))


async def _listed(
    coach: Coach, work: Work, asker: Asker, place: Place, notice: Sentence | None = None
) -> Shown[ShelfPage]:
    person = await people.member(work, asker)
    items = await work.shelf.of(person.id)
    concerns = _names(coach, person)
    if place.case_id:
        sitting = await seats.seat(coach, work, asker, place.case_id)
        case, today = sitting.file.case, sitting.today
        found = shelf.beside(items, sitting.file, today)
        is_new = not any(item.id == _result_id(place.case_id) for item in items)
        has_result = is_new and (await pilots.of_case(work, sitting)).results is not None
        rest = [item for item in items if not item.is_quotable]
    else:
        case, today, found, rest = None, _today(person, coach.clock.now()), (), list(items)
        has_result = False
    shelved = (*found, *(Shelved(item, item.is_stale(today)) for item in rest))
    page = ShelfPage(
        reader_id=person.id,
        shelved=tuple(each for each in shelved if not place.concern or place.concern in each.item.concerns),
        concerns={name: concerns[name] for name in shelf.concerns_on(items) if name in concerns},
        concern=place.concern,
        case_id=place.case_id,
        executive=case.executive if case else None,
        initiative=case.initiative if case else "",
        step_id=place.step_id,
        has_result=has_result,
        notice=notice,
    )
    return Shown(person, page)


async def _before(work: Work, person: Person, submitted: Submitted, now: datetime) -> ShelfItem:
    if submitted.item_id:
        return await work.shelf.own(submitted.item_id, person.id)
    return ShelfItem(new_id(), person.id, EvidenceKind.DATA, "", added_at=now, changed_at=now)


async def _drawn(work: Work, newest: ShelfItem, submitted: Submitted) -> ShelfItem | None:
    """Return the piece as it was when the form was drawn; None where nothing has changed since, or nothing was."""
    if not submitted.item_id or submitted.drawn_at == newest.changed_at:
        return None
    revisions = await work.shelf.revisions(newest.id)
    return next((each for each in revisions if each.changed_at == submitted.drawn_at), None)


def _concerns_of(case: Case | None) -> tuple[str, ...]:
    every = (case.primary_concern, *case.other_concerns) if case else ()
    return tuple(dict.fromkeys(name for name in every if name))


def _concerns(coach: Coach, person: Person) -> tuple[Option, ...]:
    return tuple(Option(name, called) for name, called in _names(coach, person).items())


def _names(coach: Coach, person: Person) -> Mapping[str, str]:
    return {concern.id: concern.name for concern in coach.newest(person.language).concerns.values()}


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(ZoneInfo(person.zone)).date()


def _result_id(case_id: str) -> str:
    """Return the id on the shelf of the result of a case's pilot: one pilot is one piece."""
    return sha256(f"pilot:{case_id}".encode()).hexdigest()[:32]
