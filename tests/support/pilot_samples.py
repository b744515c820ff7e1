"""Pilots to draw, from nothing at all to the largest plausible. What people wrote is in Greek letters here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.coaching import pilot_brief, pilot_checks, pilot_forms, pilot_words, rule
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, Period
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Reading, Results, Sample, Verdict
from bot.coaching.pilot_pages import Part, PilotFormPage, PilotPage, Place
from bot.coaching.rule import Lock, PilotFile
from bot.locales.words import Sentence, Words
from bot.surface.kit import Json
from bot.surface.pilot import pilot_modal
from bot.surface.pilot_form import pilot_form_modal
from tests.support import samples
from tests.support.samples import DAY, NOW, ZONE, Size


def pilot(size: Size, comparison: Comparison = Comparison.GROUP) -> Pilot:
    """Return a pilot with as much in it as there may be."""
    measures = tuple(
        Measure(
            id=f"m{number}",
            name=size.text,
            unit=("", "%", "ώρες")[number - 1],
            direction=direction,
            baseline=Decimal("14.5"),
            baseline_on=DAY,
            baseline_source=size.text,
            target=Decimal(9),
            go=Decimal(9),
            no_go=Decimal(13),
            earlier=tuple(map(Decimal, (18, 17, 16))),
            every_weeks=Decimal(4),
            period=Period.MONTH,
            is_per_person=True,
            line_id="b1",
        )
        for number, direction in enumerate((Direction.LOWER, Direction.LOWER, Direction.LOWER), start=1)
    )
    return Pilot(
        audience=size.text,
        size=3,
        starts_on=DAY - timedelta(days=7),
        weeks=8,
        measures=measures,
        comparison=comparison,
        comparison_who=size.text,
        owner=size.text,
        decider=size.text,
        decision_on=DAY,
        if_go=size.text,
        between=size.text,
        if_no_go=size.text,
        cost=Decimal("4000.50"),
        currency="EUR",
    )


def estimate(size: Size) -> Estimate:
    """Return an estimate whose line says what a unit is worth."""
    line = BenefitLine("b1", size.text, unit_value=Decimal(50), expected=Decimal(3), source=size.text)
    return Estimate("EUR", (line,), (CostLine("c1", CostKind.DELIVERY, amount=Decimal(100)),))


def results(design: Pilot, size: Size, verdict: Verdict) -> Results:
    """Return a result of every measure."""
    compared = Sample(Decimal(12), 24, Decimal("3.1")) if design.comparison is Comparison.GROUP else None
    readings = tuple(
        Reading(measure.id, Sample(Decimal(value), 24, Decimal("3.1")), compared)
        for measure, value in zip(design.measures, ("8.5", "12", "17"), strict=True)
    )
    return Results(readings, DAY, 1, verdict, size.text, is_rule_later=True)


def file(size: Size, verdict: Verdict | None = None, comparison: Comparison = Comparison.GROUP) -> PilotFile:
    """Return a pilot with two locked versions and a design that goes on."""
    design = pilot(size, comparison)
    other = replace(design, weeks=9, measures=design.measures[:2], if_go=f"{size.text} ψ")
    locks = tuple(
        Lock(number, each, rule.digest(each), size.text if number > 1 else "", "U0", NOW + timedelta(days=90 * number))
        for number, each in enumerate((design, other), start=1)
    )
    return PilotFile(
        replace(other, weeks=10, measures=design.measures),
        3,
        locks,
        results(design, size, verdict) if verdict else None,
    )


def page(there: PilotFile, words: Words, size: Size, *, is_open: bool = True) -> PilotPage:
    """Return the overview of a pilot."""
    case = samples.case(size) if is_open else samples.case(size, closed_at=NOW)
    return PilotPage(
        case=case,
        file=there,
        design=pilot_brief.summary_of(PilotFile(there.draft), words, ZONE),
        summary=pilot_brief.summary_of(there, words, ZONE, estimate(size)),
        changes=pilot_words.changes(there.lock.pilot, there.draft, words) if there.lock else (),
        missing=pilot_checks.missing(there.draft),
        warnings=pilot_checks.warnings(there.draft, words),
        notices=(Sentence("pilot.notice.locked", {"version": 1, "digest": "0a1b"}),),
    )


def form_page(part: Part, words: Words, size: Size) -> PilotFormPage:
    """Return one of the forms, filled in."""
    design = pilot(size, Comparison.TREND if part is Part.MEASURE else Comparison.GROUP)
    fields = {
        Part.SETTING: lambda: pilot_forms.of_setting(design, words, 1),
        Part.MEASURE: lambda: pilot_forms.of_measure(design, design.measures[0], words, 1),
        Part.WORTH: lambda: pilot_forms.of_worth(design, estimate(size), words, 1),
        Part.DECISION: lambda: pilot_forms.of_decision(design, words, 1),
        Part.LOCK: lambda: pilot_forms.of_lock(words, 1, size.text),
        Part.RESULTS: lambda: pilot_forms.of_results(design, results(design, size, Verdict.GO), DAY, words, 1),
    }
    is_read = part in {Part.LOCK, Part.RESULTS}
    return PilotFormPage(
        Place(part, "c1", "m1" if part is Part.MEASURE else ""),
        1,
        fields[part](),
        rule=pilot_words.rule(design, words) if is_read else (),
        changes=pilot_words.changes(Pilot(), design, words) if part is Part.LOCK else (),
        warnings=pilot_checks.warnings(design, words) if part is Part.LOCK else (),
        digest="0" * 64,
    )


def blank_form_page(part: Part, words: Words) -> PilotFormPage:
    """Return one of the forms with nothing in it."""
    fields = {
        Part.SETTING: pilot_forms.of_setting(Pilot(), words, 0),
        Part.MEASURE: pilot_forms.of_measure(Pilot(), None, words, 0),
        Part.DECISION: pilot_forms.of_decision(Pilot(), words, 0),
        Part.WORTH: pilot_forms.of_worth(Pilot(), None, words, 0),
    }
    return PilotFormPage(Place(part, "c1"), 0, fields[part])


def drawn(size: Size) -> dict[str, Callable[[Words], Json]]:
    """Return every window of a pilot, by name."""
    files = {
        "pilot": PilotFile(pilot(size)),
        "pilot, locked": file(size),
        "pilot, trend": file(size, comparison=Comparison.TREND),
        "pilot, go": file(size, Verdict.GO),
        "pilot, no-go": file(size, Verdict.NO_GO, Comparison.NONE),
    }
    overviews = {name: _overview(there, size) for name, there in files.items()}
    closed = {"pilot, closed": _overview(file(size, Verdict.GO), size, is_open=False)}
    return {**overviews, **closed, **{f"pilot form, {part}": _form(part, size) for part in Part}}


def blank() -> dict[str, Callable[[Words], Json]]:
    """Return the windows of a pilot of which nothing is known, by name."""
    parts = (Part.SETTING, Part.MEASURE, Part.DECISION, Part.WORTH)
    forms = {f"pilot form, {part}": _blank_form(part) for part in parts}
    return {"pilot": _overview(PilotFile(Pilot()), samples.TYPICAL), **forms}


def _overview(there: PilotFile, size: Size, *, is_open: bool = True) -> Callable[[Words], Json]:
    return lambda words: pilot_modal(page(there, words, size, is_open=is_open), words, ZONE)


def _form(part: Part, size: Size) -> Callable[[Words], Json]:
    return lambda words: pilot_form_modal(form_page(part, words, size), words)


def _blank_form(part: Part) -> Callable[[Words], Json]:
    return lambda words: pilot_form_modal(blank_form_page(part, words), words)
