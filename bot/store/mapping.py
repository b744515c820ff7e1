"""Rows to values and back. What is confidential is sealed and opened here and nowhere else."""

import unicodedata
from datetime import date
from typing import Any

from bot.coaching.calendar import CalendarError, WorkingCalendar
from bot.coaching.case import (
    Answer,
    Case,
    Commitment,
    Evidence,
    Executive,
    Interaction,
    LockedRule,
    Person,
    RequestedChange,
    Ruling,
    Side,
)
from bot.coaching.nudges import Nudge, Reason
from bot.coaching.preferences import OpenHours, Preferences
from bot.playbook.model import NudgeKind
from bot.store.records import Record
from bot.store.tables import CaseRow, ExecutiveRow, InteractionRow, NudgeRow, PersonRow, PreferencesRow
from bot.store.values import from_json, to_json
from bot.store.vault import Drawer

Columns = dict[str, Any]


def person_of(row: PersonRow, zone: str | None, language: str | None) -> Person:
    """Return a row's person, in the zone and language of their choice, if they have chosen any."""
    return Person(
        id=row.id,
        name=row.name,
        first_name=row.first_name,
        zone=zone or row.zone,
        language=language or row.language,
        is_guest=row.is_guest,
        is_admin=row.is_admin,
        is_gone=row.is_gone,
        dm_channel=row.dm_channel,
        slack_zone=row.zone if zone else "",
        slack_language=row.language if language else "",
    )


def person_columns(person: Person) -> Columns:
    """Return what a person's row holds beside its key: what Slack tells of them."""
    return {
        "name": person.name,
        "first_name": person.first_name,
        "zone": person.zone_in_slack,
        "language": person.language_in_slack,
        "is_guest": person.is_guest,
        "is_admin": person.is_admin,
        "is_gone": person.is_gone,
        "dm_channel": person.dm_channel,
    }


def preferences_of(row: PreferencesRow, person: Person) -> Preferences:
    """Return a row's preferences; what it leaves to Slack is as Slack describes the person."""
    return Preferences(
        calendar=_calendar_of(row, row.zone or person.zone_in_slack),
        language=row.language or person.language_in_slack,
        nudge_hour=row.nudge_hour,
        open_hours=OpenHours(row.opens, row.closes),
        weekly_cap=row.weekly_cap,
        kinds_off=frozenset(map(NudgeKind, row.kinds_off)),
        paused_until=row.paused_until,
    )


def preferences_columns(preferences: Preferences) -> Columns:
    """Return what a row of preferences holds beside its key."""
    calendar = preferences.calendar
    return {
        "zone": calendar.zone,
        "language": preferences.language,
        "weekdays": sorted(calendar.weekdays),
        "country": calendar.country,
        "region": calendar.region,
        "days_off": sorted(day.isoformat() for day in calendar.days_off),
        "opens": preferences.open_hours.opens,
        "closes": preferences.open_hours.closes,
        "nudge_hour": preferences.nudge_hour,
        "weekly_cap": preferences.weekly_cap,
        "kinds_off": sorted(preferences.kinds_off),
        "paused_until": preferences.paused_until,
    }


def _calendar_of(row: PreferencesRow, zone: str) -> WorkingCalendar:
    weekdays, days_off = frozenset(row.weekdays), frozenset(map(date.fromisoformat, row.days_off))
    try:
        return WorkingCalendar(zone, weekdays, row.country, row.region, days_off)
    except CalendarError:  # a newer list of holidays names a country or region otherwise than it did
        return WorkingCalendar(zone, weekdays, days_off=days_off)


def nudge_of(row: NudgeRow, drawer: Drawer) -> Nudge:
    """Return a row's nudge."""
    return Nudge(
        case_id=row.case_id or "",
        key=row.key,
        kind=NudgeKind(row.kind),
        about_on=row.about_on,
        day=row.day,
        last_on=row.last_on,
        state=row.state,
        hour=row.hour,
        due_at=row.due_at,
        is_late=row.is_late,
        sent_at=row.sent_at,
        reason=Reason(row.reason) if row.reason else None,
        text=drawer.open("nudge.text", row.text),
        note=drawer.open("nudge.note", row.note),
    )


def nudge_columns(nudge: Nudge, drawer: Drawer) -> Columns:
    """Return what a nudge's row holds beside its key and person, and beside what only the store counts."""
    return {
        "case_id": nudge.case_id or None,
        "key": nudge.key,
        "kind": nudge.kind,
        "about_on": nudge.about_on,
        "day": nudge.day,
        "last_on": nudge.last_on,
        "state": nudge.state,
        "hour": nudge.hour,
        "due_at": nudge.due_at,
        "is_late": nudge.is_late,
        "sent_at": nudge.sent_at,
        "reason": nudge.reason,
        "text": drawer.seal("nudge.text", nudge.text),
        "note": drawer.seal("nudge.note", nudge.note),
    }


def executive_of(row: ExecutiveRow) -> Executive:
    """Return a row's executive."""
    return Executive(id=row.id, name=row.name, role=row.role, slack_user_id=row.slack_user_id)


def executive_columns(executive: Executive) -> Columns:
    """Return what an executive's row holds beside its key."""
    return {
        "name": executive.name,
        "name_key": name_key(executive.name),
        "role": executive.role,
        "slack_user_id": executive.slack_user_id,
    }


def name_key(name: str) -> str:
    """Return a name without its capitals and spacing, to find it by."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def case_of(row: CaseRow, executive: ExecutiveRow | None, drawer: Drawer) -> Case:
    """Return a row's case with its executive."""
    return Case(
        id=row.id,
        owner_id=row.owner_id,
        playbook_id=row.playbook_id,
        playbook_version=row.playbook_version,
        stage=row.stage,
        step_id=row.step_id,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        revision=row.revision,
        executive=executive_of(executive) if executive else None,
        initiative=row.initiative,
        primary_concern=row.primary_concern,
        other_concerns=tuple(row.other_concerns),
        engagement=row.engagement,
        next_action=drawer.open("cases.next_action", row.next_action),
        next_contact_on=row.next_contact_on,
        outcome=row.outcome,
        outcome_reason=drawer.open("cases.outcome_reason", row.outcome_reason),
        closed_at=row.closed_at,
    )


def case_columns(case: Case, drawer: Drawer) -> Columns:
    """Return what a case's row holds beside its key and revision."""
    return {
        "owner_id": case.owner_id,
        "executive_id": case.executive.id if case.executive else None,
        "initiative": case.initiative,
        "playbook_id": case.playbook_id,
        "playbook_version": case.playbook_version,
        "stage": case.stage,
        "step_id": case.step_id,
        "primary_concern": case.primary_concern,
        "other_concerns": list(case.other_concerns),
        "engagement": case.engagement,
        "next_action": drawer.seal("cases.next_action", case.next_action),
        "next_contact_on": case.next_contact_on,
        "outcome": case.outcome,
        "outcome_reason": drawer.seal("cases.outcome_reason", case.outcome_reason),
        "opened_at": case.opened_at,
        "updated_at": case.updated_at,
        "closed_at": case.closed_at,
    }


def answer_of(record: Record, drawer: Drawer) -> Answer:
    """Return a record's answer."""
    value = None if record.text is None else from_json(drawer.open("answer.value", record.text))
    return Answer(question_id=record.id, value=value, revision=record.number)


def answer_columns(answer: Answer, drawer: Drawer) -> Columns:
    """Return what an answer's row holds beside its case and moment."""
    return {
        "question_id": answer.question_id,
        "revision": answer.revision,
        "value": None if answer.value is None else drawer.seal("answer.value", to_json(answer.value)),
    }


def interaction_of(row: InteractionRow, drawer: Drawer) -> Interaction:
    """Return a row's interaction."""
    return Interaction(
        id=row.id,
        case_id=row.case_id,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        quote=drawer.open("interaction.quote", row.quote),
        setting=row.setting,
        reaction=row.reaction,
        engagement_before=row.engagement_before,
        engagement_after=row.engagement_after,
        second_act=drawer.open("interaction.second_act", row.second_act),
        tactic=row.tactic,
        next_contact_on=row.next_contact_on,
        corrects=row.corrects,
    )


def interaction_columns(interaction: Interaction, drawer: Drawer) -> Columns:
    """Return what an interaction's row holds beside what it goes back to."""
    return {
        "id": interaction.id,
        "case_id": interaction.case_id,
        "corrects": interaction.corrects,
        "happened_on": interaction.happened_on,
        "recorded_at": interaction.recorded_at,
        "quote": drawer.seal("interaction.quote", interaction.quote),
        "setting": interaction.setting,
        "reaction": interaction.reaction,
        "engagement_before": interaction.engagement_before,
        "engagement_after": interaction.engagement_after,
        "second_act": drawer.seal("interaction.second_act", interaction.second_act),
        "tactic": interaction.tactic,
        "next_contact_on": interaction.next_contact_on,
    }


def evidence_of(record: Record, drawer: Drawer) -> Evidence:
    """Return a record's piece of evidence."""
    return Evidence(
        id=record.id,
        kind=record.word,
        what=drawer.open("evidence.what", record.text),
        source=drawer.open("evidence.source", record.second),
        dated_on=record.day,
    )


def evidence_columns(evidence: Evidence, drawer: Drawer) -> Columns:
    """Return what a piece of evidence's row holds beside its key, case and position."""
    return {
        "kind": evidence.kind,
        "what": drawer.seal("evidence.what", evidence.what),
        "source": drawer.seal("evidence.source", evidence.source),
        "dated_on": evidence.dated_on,
    }


def change_of(record: Record, drawer: Drawer) -> RequestedChange:
    """Return a record's requested change."""
    return RequestedChange(
        id=record.id,
        what=drawer.open("requested_change.what", record.text),
        reason=drawer.open("requested_change.reason", record.second),
        ruling=Ruling(record.word) if record.word else None,
    )


def change_columns(change: RequestedChange, drawer: Drawer) -> Columns:
    """Return what a requested change's row holds beside its key, case and position."""
    return {
        "what": drawer.seal("requested_change.what", change.what),
        "reason": drawer.seal("requested_change.reason", change.reason),
        "ruling": change.ruling,
    }


def promise_of(record: Record, drawer: Drawer) -> Commitment:
    """Return a record's promise."""
    return Commitment(
        id=record.id,
        by=Side(record.word),
        what=drawer.open("commitment.what", record.text),
        due_on=record.day,
        kept_at=record.moment,
    )


def locked_rule_of(record: Record) -> LockedRule | None:
    """Return a record's locked rule, without what it says."""
    return LockedRule(record.number, record.id, record.moment) if record.moment else None


def promise_columns(promise: Commitment, drawer: Drawer) -> Columns:
    """Return what a commitment's row holds beside its key, case and position."""
    return {
        "side": promise.by,
        "what": drawer.seal("commitment.what", promise.what),
        "due_on": promise.due_on,
        "kept_at": promise.kept_at,
    }
