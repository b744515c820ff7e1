"""`/pushback pilot`: the pilot as it stands, its rule with its versions, and its result."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from bot.coaching import outcome
from bot.coaching.pilot import MOST_MEASURES, Measure, Verdict
from bot.coaching.pilot_brief import MeasureLine, PilotSummary, RuleVersion
from bot.coaching.pilot_pages import Part, PilotPage, Place
from bot.locales.words import Sentence, Words
from bot.playbook.model import Tool
from bot.surface import ids, kit, titles, tools
from bot.surface.kit import Json

_LINE: Final = 240
_LONG: Final = 900
_CHANGES: Final = 12  # more would be a wall; the newest design shows the rest
_WARNED: Final = 8


def pilot_modal(page: PilotPage, words: Words, zone: str) -> Json:
    """Draw a pilot. `pilot.edit` opens one of its forms, `pilot.remove` leaves a measure out."""
    is_open = outcome.is_piloting(page.case)
    blocks = [
        kit.context(kit.escape(titles.case_title(page.case.executive, page.case.initiative, words))),
        *(kit.section(kit.say(notice, words)) for notice in page.notices),
        *_result(page, words),
        *_setting(page, words, is_open=is_open),
        *_measures(page, words, is_open=is_open),
        *_decision(page, words, is_open=is_open),
        *_told("warned", page.warnings, words),
        *_lock(page, words, zone, is_open=is_open),
    ]
    return kit.modal(
        ids.PILOT,
        words("pilot.title.overview"),
        blocks,
        close=words("kit.close"),
        carried=kit.metadata(case=page.case.id),
    )


def rule_lines(rule: Iterable[str], words: Words) -> str:
    """Draw a rule, a line a sentence."""
    return kit.heading(words("pilot.heading.rule"), kit.bullets(kit.escape_line(line, _LONG) for line in rule))


def changed_lines(changes: tuple[str, ...], words: Words) -> str:
    """Draw what a version of the rule changes."""
    hidden = len(changes) - _CHANGES
    shown = [kit.escape_line(line, _LINE) for line in changes[:_CHANGES]]
    return kit.bullets([*shown, *([words("kit.more", count=hidden)] if hidden > 0 else [])])


def _result(page: PilotPage, words: Words) -> Iterator[Json]:
    summary = page.summary
    if summary.verdict is None:
        return
    yield kit.section(kit.heading(words(f"pilot.heading.{summary.verdict}"), kit.escape(summary.verdict_text, _LONG)))
    for line in summary.measures:
        if line.result:
            yield kit.section(_measured(line, words))
    said = [
        kit.escape_line(summary.comparison, _LINE),
        *([kit.escape_line(summary.measured, _LINE)] if summary.measured else []),
    ]
    yield kit.context(*said)
    if summary.learned:
        yield from kit.sections(kit.heading(words("pilot.heading.learned"), kit.escape(summary.learned, _LONG)))
    goes_on = kit.button(words(f"pilot.goes_on.{summary.verdict}"), ids.CASE_CONTINUE, page.case.id, primary=True)
    yield kit.actions(goes_on) if page.case.is_open else kit.divider()
    if outcome.is_piloting(page.case) and summary.verdict is not Verdict.NO_GO:
        yield from tools.buttons((Tool.TRANSFER,), page.case.id, words)
    yield kit.divider()


def _measured(line: MeasureLine, words: Words) -> str:
    verdict = words(f"names.verdict.{line.verdict}")
    said = words(
        "pilot.measured_line",
        measure=kit.escape_line(line.name, _LINE),
        result=kit.escape_line(line.result, _LINE),
        verdict=verdict,
    )
    return "\n".join([said, *(kit.escape(text, _LONG) for text in (line.uncertainty, line.annual) if text)])


def _setting(page: PilotPage, words: Words, *, is_open: bool) -> Iterator[Json]:
    design = page.design
    told = [
        (words("pilot.field.audience"), _who(design, words)),
        (words("pilot.when_it_runs"), _when(design, words)),
        (words("pilot.owner"), kit.escape_line(design.owner, _LINE)),
        (words("pilot.cost"), kit.escape_line(design.cost, _LINE)),
    ]
    yield _part(page, Part.SETTING, told, words, is_open=is_open)
    yield kit.context(kit.escape_line(design.comparison, _LINE))


def _who(design: PilotSummary, words: Words) -> str:
    size = words("pilot.people", count=design.size) if design.size else ""
    return ", ".join(filter(None, [kit.escape_line(design.audience, _LINE), size]))


def _when(design: PilotSummary, words: Words) -> str:
    if design.starts_on and design.ends_on:
        return words("pilot.from_to", start=design.starts_on, end=design.ends_on)
    return _day(design.starts_on, words)


def _measures(page: PilotPage, words: Words, *, is_open: bool) -> Iterator[Json]:
    measures = page.file.draft.measures
    if not measures:
        yield kit.section(kit.heading(words("pilot.heading.measures"), f"_{words('pilot.no_measure')}_"))
    for measure, line in zip(measures, page.design.measures, strict=True):
        yield kit.section(_measure(measure, line, words))
        if is_open:
            yield kit.actions(*_measure_buttons(page, measure, words))
    if not is_open:
        return
    add = kit.button(
        words("pilot.add"), ids.PILOT_EDIT, ids.pilot_value(Place(Part.MEASURE, page.case.id)), primary=not measures
    )
    worth = kit.button(words("pilot.title.worth"), ids.PILOT_EDIT, ids.pilot_value(Place(Part.WORTH, page.case.id)))
    offered = [*([add] if len(measures) < MOST_MEASURES else []), *([worth] if measures else [])]
    yield kit.actions(*offered)


def _measure(measure: Measure, line: MeasureLine, words: Words) -> str:
    told = [
        (words("pilot.before"), line.baseline),
        (words("pilot.aim"), line.target),
        (words("names.verdict.go"), line.go),
        (words("names.verdict.no_go"), line.no_go),
    ]
    name = words(
        "pilot.measure_line",
        measure=kit.escape_line(line.name, _LINE),
        direction=words(f"pilot.direction.{measure.direction}"),
    )
    return "\n".join(
        [name, *(words("pilot.line", name=what, says=kit.escape_line(says, _LINE)) for what, says in told if says)]
    )


def _measure_buttons(page: PilotPage, measure: Measure, words: Words) -> Iterator[Json]:
    value = ids.pilot_value(Place(Part.MEASURE, page.case.id, measure.id))
    for label, action in (("kit.button.edit", ids.PILOT_EDIT), ("kit.button.remove", ids.PILOT_REMOVE)):
        about = words("kit.about", button=words(label), title=kit.one_line(measure.name, _LINE))
        confirm = None
        if action == ids.PILOT_REMOVE:
            confirm = kit.confirmation(
                words("step.remove.title"),
                kit.one_line(measure.name, _LINE),
                do=words(label),
                leave=words("step.remove.leave"),
            )
        yield kit.button(words(label), action, value, about=about, confirm=confirm)


def _decision(page: PilotPage, words: Words, *, is_open: bool) -> Iterator[Json]:
    design = page.design
    told = [
        (words("pilot.field.decider"), kit.escape_line(design.decider, _LINE)),
        (words("pilot.field.decision_on"), _day(design.decision_on, words)),
    ]
    yield _part(page, Part.DECISION, told, words, is_open=is_open)
    if design.rule:
        yield kit.section(rule_lines(design.rule, words))


def _part(page: PilotPage, part: Part, told: list[tuple[str, str]], words: Words, *, is_open: bool) -> Json:
    """Draw one part of the design, with the button that opens its form."""
    lines = [words("pilot.line", name=what, says=says) for what, says in told if says]
    change = kit.button(words("kit.button.edit"), ids.PILOT_EDIT, ids.pilot_value(Place(part, page.case.id)))
    text = kit.heading(words(f"pilot.heading.{part}"), "\n".join(lines) or f"_{words('pilot.open')}_")
    return kit.section(text, accessory=change if is_open else None)


def _lock(page: PilotPage, words: Words, zone: str, *, is_open: bool) -> Iterator[Json]:
    yield kit.divider()
    for version in page.summary.versions:
        yield from _version(version, words, zone, is_in_force=version is page.summary.locked)
    if page.changes:
        yield from kit.sections(kit.heading(words("pilot.heading.changed"), changed_lines(page.changes, words)))
    if page.missing and (page.changes or not page.file.lock):
        yield from _told("missing", page.missing, words)
    if is_open:
        yield from _lock_buttons(page, words)


def _version(version: RuleVersion, words: Words, zone: str, *, is_in_force: bool) -> Iterator[Json]:
    """Draw a version of the rule: when it was locked, why there is another one and what that changed."""
    key = "pilot.locked" if is_in_force else "pilot.replaced"
    at = words.moment(version.locked_at, zone)
    said = [words(key, version=version.version, at=at, digest=version.digest)]
    said += [f"_{version.timing}_"] if version.timing else []
    said += [words("pilot.because", reason=kit.escape_line(version.reason, _LINE))] if version.reason else []
    said += [changed_lines(version.changes, words)] if version.changes else []
    yield from kit.sections("\n".join(said))


def _lock_buttons(page: PilotPage, words: Words) -> Iterator[Json]:
    case_id, lock = page.case.id, page.file.lock
    can_lock = not page.missing and (lock is None or page.file.has_changed)
    label = "pilot.button.lock" if lock is None else "pilot.button.lock_again"
    offered = []
    if can_lock:
        offered.append(
            kit.button(words(label), ids.PILOT_EDIT, ids.pilot_value(Place(Part.LOCK, case_id)), primary=True)
        )
    if lock and page.file.has_changed:
        offered.append(kit.button(words("pilot.button.revert"), ids.PILOT_REVERT, case_id))
    if lock:
        results = "pilot.button.results_again" if page.file.results else "pilot.button.results"
        offered.append(kit.button(words(results), ids.PILOT_EDIT, ids.pilot_value(Place(Part.RESULTS, case_id))))
    if offered:
        yield kit.actions(*offered)
    yield kit.context(words("pilot.help.locked" if lock else "pilot.help.unlocked"))


def _told(what: str, sentences: Iterable[Sentence], words: Words) -> list[Json]:
    said = [kit.say(sentence, words) for sentence in sentences][:_WARNED]
    return kit.sections(kit.heading(words(f"pilot.heading.{what}"), kit.bullets(said))) if said else []


def _day(day: date | None, words: Words) -> str:
    return words.date(day) if day else ""
