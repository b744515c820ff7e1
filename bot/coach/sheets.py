"""Worksheets: needs analysis, qualitative half, transfer plan; shown, filled in entry by entry, taken back from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bot.coach import seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import anchors, needs, nudges, risks, transfer, worksheet
from bot.coaching.conversation import Refused, Sitting
from bot.coaching.pages import Field
from bot.coaching.preferences import Preferences
from bot.coaching.sheet_pages import NeedsPage, RisksPage, SheetFormPage, SheetPage, Spot, TransferPage
from bot.coaching.transfer import BarrierKind, Component
from bot.coaching.worksheet import Blank, Part
from bot.errors import BotError
from bot.locales.words import Sentence, Words
from bot.playbook.model import Anchor, Option, Question, Tool
from bot.store.ids import new_id
from bot.store.sheets import NEEDS, RISKS, TRANSFER
from bot.store.work import Work
from bot.store.worksheets import Kind


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The form for one entry as it comes back from a person."""

    spot: Spot
    revision: int  # of the worksheet when it was drawn
    values: Mapping[str, object]
    receipt: str


Page = Callable[[Sitting, Any, Preferences], SheetPage]


@dataclass(frozen=True, slots=True)
class _Subject:
    """A kind of worksheet: how it is kept, asked for and shown."""

    kind: Kind[Any]
    begun: Callable[[], Any]
    parts: Sequence[Part]
    removed: Callable[[Any, str, str], Any]
    page: Page

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)


@dataclass(frozen=True, slots=True)
class _Open:
    """A worksheet opened in a use case's own transaction."""

    sitting: Sitting
    preferences: Preferences
    subject: _Subject
    sheet: Any
    revision: int

    def page(self, sheet: Any = None) -> Shown[SheetPage]:  # noqa: ANN401  any worksheet; None: as it was read
        return Shown(
            self.sitting.person,
            self.subject.page(self.sitting, self.sheet if sheet is None else sheet, self.preferences),
        )


async def show(coach: Coach, asker: Asker, tool: Tool, case_id: str) -> Shown[SheetPage]:
    """Return a worksheet of a case as it stands."""
    async with coach.store.view(asker.workspace_id) as work:
        return (await _opened(coach, work, asker, tool, case_id)).page()


async def form(coach: Coach, asker: Asker, spot: Spot) -> Shown[SheetFormPage]:
    """Return the form for one entry, filled in where there is one already."""
    async with coach.store.view(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, spot.tool, spot.case_id)
        _require_writable(there, spot.tool)
        return Shown(there.sitting.person, _form_page(there, spot))


async def save(coach: Coach, asker: Asker, form: SheetForm) -> Shown[SheetPage | Refused]:
    """Keep one entry as a new revision of the worksheet, beside all that other windows saved meanwhile."""
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, form.spot.tool, form.spot.case_id)
        _require_writable(there, form.spot.tool)
        part, words = there.subject.part(form.spot.part), there.sitting.words
        options = _options(there, form.spot.tool, part)
        said, problems = worksheet.read(part, form.values, options, words=words, today=there.sitting.today)
        if not problems:
            problems = _problems(there, part, form.spot, said)
        if problems:
            return Shown(there.sitting.person, Refused(problems))
        if not await work.inbox.first_time("view", form.receipt):
            return _shown(there.page())
        mine = worksheet.filled(part, form.spot.entry_id or new_id(), said)
        base = await _base(work, there, form, part)
        newest = worksheet.entry_of(there.sheet, part, form.spot.entry_id)
        sheet = worksheet.kept(there.sheet, part, worksheet.merged(mine, base, newest))
        return _shown(await _kept(work, there, sheet))


async def remove(coach: Coach, asker: Asker, spot: Spot) -> Shown[SheetPage]:
    """Take one entry off a worksheet; earlier revisions still hold it."""
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, spot.tool, spot.case_id)
        _require_writable(there, spot.tool)
        return await _kept(work, there, there.subject.removed(there.sheet, spot.part, spot.entry_id))


async def draft(coach: Coach, asker: Asker, case_id: str) -> Shown[SheetPage]:
    """Put a first action with a day into a transfer plan for every component that has none."""
    async with coach.store.work(asker.workspace_id) as work:
        there = await _opened(coach, work, asker, Tool.TRANSFER, case_id)
        _require_writable(there, Tool.TRANSFER)
        words, today = there.sitting.words, there.sitting.today
        texts = {component: words(f"transfer.draft.{component}") for component in Component}
        begins = max(_pilot_end(there.sitting, there.preferences) or today, today)
        return await _kept(work, there, transfer.drafted(there.sheet, texts, begins, there.preferences.calendar))


async def _opened(coach: Coach, work: Work, asker: Asker, tool: Tool, case_id: str) -> _Open:
    sitting = await seats.seat(coach, work, asker, case_id)
    subject = _SUBJECTS[tool]
    kept = (await work.worksheets.of_case(case_id)).kept(subject.kind)
    return _Open(
        sitting,
        await work.preferences.of(sitting.person),
        subject,
        kept.content if kept else subject.begun(),
        kept.revision if kept else 0,
    )


def _require_writable(there: _Open, tool: Tool) -> None:
    case = there.sitting.file.case
    if tool is not Tool.TRANSFER:
        seats.require_open(case)
    elif seats.require_piloting(case) and not transfer.is_open(there.sitting.facts):
        raise BotError("transfer.closed")


async def _kept(work: Work, there: _Open, sheet: Any) -> Shown[SheetPage]:  # noqa: ANN401  any worksheet
    """Keep a worksheet where it says something new."""
    if sheet != there.sheet:
        person, now = there.sitting.person, there.sitting.now
        await work.worksheets.add(there.sitting.file.case.id, there.subject.kind, sheet, person.id, now)
    return there.page(sheet)


async def _base(work: Work, there: _Open, form: SheetForm, part: Part) -> Any:  # noqa: ANN401  any entry
    """Return the entry that the form was drawn from: another window may have saved since."""
    if form.revision == there.revision or not form.revision:
        sheet = there.sheet if form.revision else there.subject.begun()
    else:
        revisions = await work.worksheets.revisions(form.spot.case_id, there.subject.kind)
        sheet = revisions[form.revision - 1].content
    return worksheet.entry_of(sheet, part, form.spot.entry_id)


def _problems(there: _Open, part: Part, spot: Spot, said: Mapping[str, object]) -> dict[str, Sentence]:
    is_full = not part.is_single and len(getattr(there.sheet, part.name)) >= worksheet.MOST_ENTRIES
    if is_full and worksheet.entry_of(there.sheet, part, spot.entry_id) is None:
        return {part.blanks[0].name: Sentence("sheet.full", {"limit": worksheet.MOST_ENTRIES})}
    if part.check is None:
        return {}
    return part.check(worksheet.filled(part, spot.entry_id, said), there.sitting.today)


def _form_page(there: _Open, spot: Spot) -> SheetFormPage:
    part, words = there.subject.part(spot.part), there.sitting.words
    entry = worksheet.entry_of(there.sheet, part, spot.entry_id)
    options = _options(there, spot.tool, part)
    return SheetFormPage(
        spot=spot,
        revision=there.revision,
        fields=tuple(
            _field(spot, blank, options.get(blank.name, ()), entry, words, there.revision) for blank in part.blanks
        ),
        about=_about(there, spot, words),
        can_remove=entry is not None and not part.is_single,
        lost_with_it=_lost(there, spot),
    )


def _field(  # noqa: PLR0913, PLR0917  all that a field is made of
    spot: Spot, blank: Blank, options: tuple[Option, ...], entry: object, words: Words, revision: int
) -> Field:
    hint = f"{spot.tool}.form.{spot.part}.{blank.name}.hint"
    example = f"{spot.tool}.form.{spot.part}.{blank.name}.placeholder"
    label = words(f"{spot.tool}.form.{spot.part}.{blank.name}.label")
    placeholder = words(example) if example in words else ""
    asked = Question(blank.name, blank.kind, "", placeholder=placeholder, required=blank.is_required, options=options)
    only = options[0].id if entry is None and blank.is_required and len(options) == 1 else None
    value = only or worksheet.value_of(entry, blank)
    return Field(asked, label, words(hint) if hint in words else "", options, value, reset=revision)


def _options(there: _Open, tool: Tool, part: Part) -> dict[str, tuple[Option, ...]]:
    """Return what each choice of a part's form offers."""
    found: dict[str, tuple[Option, ...]] = {}
    for blank in part.blanks:
        if blank.choices is not None:
            words, named = there.sitting.words, blank.words or blank.name
            found[blank.name] = tuple(Option(each, words(f"{tool}.{named}.{each}")) for each in blank.choices)
        elif blank.choices_from:
            held = getattr(there.sheet, blank.choices_from)
            found[blank.name] = tuple(Option(each.id, each.what) for each in held)
    return found


def _about(there: _Open, spot: Spot, words: Words) -> str:
    """Name what an entry belongs to, where it is one of something else."""
    if spot.part == "assessments":
        lines = needs.summary(there.sheet).lines
        line = next((each for each in lines if each.competency_id == spot.entry_id), None)
        return words("needs.of_role", what=line.what, role=line.role) if line else ""
    return words(f"transfer.barrier.{BarrierKind(spot.entry_id)}") if spot.part == "barriers" else ""


def _lost(there: _Open, spot: Spot) -> int:
    """Count the competencies that go with a role."""
    if spot.part != "roles" or not spot.entry_id:
        return 0
    return sum(each.role == spot.entry_id for each in there.sheet.competencies)


def _needs_page(sitting: Sitting, sheet: Any, _preferences: Preferences) -> NeedsPage:  # noqa: ANN401
    return NeedsPage(sitting.file.case, sheet, needs.summary(sheet))


def _risks_page(sitting: Sitting, sheet: Any, _preferences: Preferences) -> RisksPage:  # noqa: ANN401
    return RisksPage(sitting.file.case, sheet, risks.summary(sheet))


def _transfer_page(sitting: Sitting, sheet: Any, preferences: Preferences) -> TransferPage:  # noqa: ANN401
    return TransferPage(
        case=sitting.file.case,
        sheet=sheet,
        summary=transfer.summary(sheet, looks_back(sitting, preferences)),
        verdict=str(sitting.facts["pilot_result"] or ""),
        ended_on=_pilot_end(sitting, preferences),
    )


def looks_back(sitting: Sitting, preferences: Preferences) -> tuple[transfer.FollowUp, ...]:
    """Return the days after the pilot's end on which the playbook looks back, whether or not they are nudged."""
    every = replace(preferences, kinds_off=frozenset())
    return transfer.follow_ups(nudges.plan(sitting.file, sitting.playbook, every, sitting.facts))


def _pilot_end(sitting: Sitting, preferences: Preferences) -> date | None:
    known = anchors.anchors(sitting.file, sitting.playbook, sitting.facts, preferences.calendar)
    return next((each.on for each in known if each.anchor is Anchor.PILOT_END), None)


def _shown(shown: Shown[SheetPage]) -> Shown[SheetPage | Refused]:
    return Shown(shown.person, shown.page)


_SUBJECTS: Final[Mapping[Tool, _Subject]] = {
    Tool.NEEDS: _Subject(NEEDS, needs.Needs, needs.PARTS, needs.removed, _needs_page),
    Tool.RISKS: _Subject(RISKS, risks.Risks, risks.PARTS, risks.removed, _risks_page),
    Tool.TRANSFER: _Subject(TRANSFER, transfer.TransferPlan, transfer.PARTS, transfer.removed, _transfer_page),
}
