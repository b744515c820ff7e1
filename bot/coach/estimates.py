"""The estimate of a case's return: shown, added to, changed, taken from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from bot.coach import people, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import estimate_forms, money, needs, word_guard, worksheet
from bot.coaching.case import Case, Person
from bot.coaching.conversation import Refused
from bot.coaching.estimate import CostLine, Estimate, summary
from bot.coaching.estimate_forms import Line, LineSpot, Part, Typed
from bot.coaching.estimate_pages import EstimateFormPage, EstimatePage
from bot.coaching.needs import Needs
from bot.locales.words import Sentence, Words, load_words
from bot.store.ids import new_id
from bot.store.sheets import ESTIMATE, NEEDS
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class EstimateForm:
    """A form of the estimate as it comes back from a person."""

    case_id: str
    spot: LineSpot
    revision: int  # of the estimate when it was drawn
    fields: Mapping[str, object]  # what stands in it, by name
    receipt: str  # unlike for every submission, alike when one is repeated


@dataclass(frozen=True, slots=True)
class _Open:
    """An estimate opened in a use case's own transaction."""

    person: Person
    case: Case
    today: date
    estimate: Estimate
    revision: int  # 0: nothing is kept yet
    needs: Needs  # as far as the needs analysis goes

    @property
    def words(self) -> Words:
        return load_words(self.person.language)

    def page(self, changed: Estimate | None = None) -> Shown[EstimatePage]:
        estimate = self.estimate if changed is None else changed
        written = [*(line.what for line in estimate.benefits), *(line.what for line in estimate.intangibles)]
        found = word_guard.findings("\n".join(written), self.words)
        return Shown(self.person, EstimatePage(self.case, estimate, summary(estimate), found))


async def show(coach: Coach, asker: Asker, case_id: str) -> Shown[EstimatePage]:
    """Return what the estimate of a case says; an empty one where there is none yet."""
    async with coach.store.view(asker.workspace_id) as work:
        return (await _opened(coach, work, asker, case_id)).page()


async def form(coach: Coach, asker: Asker, case_id: str, spot: LineSpot) -> Shown[EstimateFormPage]:
    """Return the form for a line, as it stands or as the needs analysis suggests it, or for the currency.

    Raises:
        BotError: the case is closed.
    """
    async with coach.store.view(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, case_id)
        seats.require_open(there.case)
        estimate, known = there.estimate, there.needs
        line = estimate_forms.line_of(estimate, spot) or estimate_forms.suggested(estimate, spot, known)
        people = _people(estimate) or needs.people_in(known)
        page = EstimateFormPage(case_id, spot, there.revision, estimate.currency, line, people)
        return Shown(there.person, page)


async def keep(coach: Coach, asker: Asker, form: EstimateForm) -> Shown[EstimatePage | Refused]:
    """Keep what a form says as a new revision, beside all that other windows kept meanwhile.

    Raises:
        BotError: the case is closed.
    """
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, form.case_id)
        seats.require_open(there.case)
        made = await _made(work, there, form)
        if isinstance(made, dict):
            return Shown(there.person, Refused(made))
        if await work.inbox.first_time("view", form.receipt):
            await _save(coach, work, there, made)
            return _shown(there.page(made))
        return _shown(there.page())


async def remove(coach: Coach, asker: Asker, case_id: str, line_id: str) -> Shown[EstimatePage]:
    """Take a line off; earlier revisions still hold it. One that is gone already stays gone.

    Raises:
        BotError: the case is closed.
    """
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, case_id)
        seats.require_open(there.case)
        made = estimate_forms.without_line(there.estimate, line_id)
        await _save(coach, work, there, made)
        return there.page(made)


async def _opened(coach: Coach, work: Work, asker: Asker, case_id: str) -> _Open:
    person = await people.member(work, asker)
    case = await work.cases.find(case_id, person.id)
    sheets = await work.worksheets.of_case(case_id)
    kept, known = sheets.kept(ESTIMATE), sheets.of(NEEDS) or Needs()
    today = coach.clock.now().astimezone(ZoneInfo(person.zone)).date()
    if kept:
        return _Open(person, case, today, kept.content, kept.revision, known)
    country = (await work.preferences.of(person)).calendar.country
    return _Open(person, case, today, Estimate(money.usual_currency(country, person.language)), 0, known)


async def _made(work: Work, there: _Open, form: EstimateForm) -> Estimate | dict[str, Sentence]:
    typed = Typed(form.fields, there.words, there.today, there.estimate.currency)
    if form.spot.part is Part.CURRENCY:
        return estimate_forms.currency(there.estimate, typed)
    mine = estimate_forms.line(form.spot, form.spot.line_id or new_id(), typed)
    if isinstance(mine, dict):
        return mine
    newest = estimate_forms.line_of(there.estimate, form.spot)
    base = estimate_forms.line_of(await _base(work, there, form), form.spot)
    merged = cast("Line", worksheet.merged(mine, base, newest))
    return estimate_forms.with_line(there.estimate, merged)


async def _base(work: Work, there: _Open, form: EstimateForm) -> Estimate:
    """Return the estimate that the form was drawn from: another window may have saved since."""
    if not form.revision or form.revision == there.revision:
        return there.estimate
    revisions = await work.worksheets.revisions(form.case_id, ESTIMATE)
    return revisions[form.revision - 1].content


async def _save(coach: Coach, work: Work, there: _Open, made: Estimate) -> None:
    """Keep an estimate where it says something new."""
    if made != there.estimate or not there.revision:
        await work.worksheets.add(there.case.id, ESTIMATE, made, there.person.id, coach.clock.now())


def _people(estimate: Estimate) -> Decimal | None:
    return next((line.people for line in estimate.costs if isinstance(line, CostLine) and line.people), None)


def _shown(shown: Shown[EstimatePage]) -> Shown[EstimatePage | Refused]:
    return Shown(shown.person, shown.page)
