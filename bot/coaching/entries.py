"""Entries of the collecting steps: evidence, requested changes, promises."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.coaching.case import CaseFile, Commitment, Evidence, RequestedChange, Ruling, Side
from bot.coaching.pages import Entry
from bot.locales.words import Words
from bot.playbook.model import Collection, Step, Value

Collected = Evidence | RequestedChange | Commitment


def read(step: Step, answered: Mapping[str, Value | None], entry_id: str) -> Collected | None:
    """Return the entry that a collecting step's form holds (answers by question id); None when it names nothing."""
    parts = {
        question.fills.partition(".")[2]: answered.get(question.id) for question in step.questions if question.fills
    }
    if not parts.get("what"):
        return None
    match step.collects:
        case Collection.EVIDENCE:
            return _evidence(parts, entry_id)
        case Collection.CHANGES:
            ruling = parts.get("ruling")
            return RequestedChange(
                entry_id, _text(parts, "what"), _text(parts, "reason"), Ruling(str(ruling)) if ruling else None
            )
        case Collection.PROMISES:
            side = Side(_text(parts, "by") or Side.ME)
            return Commitment(entry_id, side, _text(parts, "what"), _day(parts, "due_on"))
        case None:
            return None


def added(file: CaseFile, entry: Collected | None) -> CaseFile:
    """Return a case file with one more entry."""
    match entry:
        case Evidence():
            return replace(file, evidence=(*file.evidence, entry))
        case RequestedChange():
            return replace(file, changes=(*file.changes, entry))
        case Commitment():
            return replace(file, promises=(*file.promises, entry))
        case None:
            return file


def without(file: CaseFile, entry_id: str) -> CaseFile:
    """Return a case file without an entry."""
    return replace(
        file,
        evidence=tuple(entry for entry in file.evidence if entry.id != entry_id),
        changes=tuple(entry for entry in file.changes if entry.id != entry_id),
        promises=tuple(entry for entry in file.promises if entry.id != entry_id),
    )


def lines(file: CaseFile, step: Step, words: Words) -> tuple[Entry, ...]:
    """Return what a collecting step has collected so far, in words."""
    match step.collects:
        case Collection.EVIDENCE:
            return tuple(_evidence_line(entry, step, words) for entry in file.evidence)
        case Collection.CHANGES:
            return tuple(
                Entry(change.id, change.what, _joined(_chosen(step, "ruling", change.ruling), change.reason))
                for change in file.changes
            )
        case Collection.PROMISES:
            return tuple(
                Entry(promise.id, promise.what, _joined(_chosen(step, "by", promise.by), _said(promise.due_on, words)))
                for promise in file.promises
            )
        case None:
            return ()


def _evidence(parts: Mapping[str, Value | None], entry_id: str) -> Evidence:
    return Evidence(
        id=entry_id,
        kind=_text(parts, "kind"),
        what=_text(parts, "what"),
        source=_text(parts, "source"),
        dated_on=_day(parts, "dated_on"),
    )


def _text(parts: Mapping[str, Value | None], name: str) -> str:
    return str(parts.get(name) or "")


def _day(parts: Mapping[str, Value | None], name: str) -> date | None:
    value = parts.get(name)
    return value if isinstance(value, date) else None


def _evidence_line(entry: Evidence, step: Step, words: Words) -> Entry:
    source = entry.source or words("notices.no_source")
    return Entry(entry.id, entry.what, _joined(_chosen(step, "kind", entry.kind), source, _said(entry.dated_on, words)))


def _chosen(step: Step, field: str, option_id: str | None) -> str:
    options = (
        option
        for question in step.questions
        if question.fills and question.fills.endswith(f".{field}")
        for option in question.options
    )
    return next((option.label for option in options if option.id == option_id), "")


def _said(day: date | None, words: Words) -> str:
    return words.date(day) if day else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
