"""Years of a workspace's work, made in the database itself: for what must not slow down as they go by."""

# ruff: noqa: S608  the statements are put together from the constants below
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.store.store import Store
from tests.support.stored import HERE, PLAYBOOK, VERSION

TRAINERS: Final = 500
TEAM: Final = frozenset(f"U{number}" for number in range(50))
END: Final = date(2026, 3, 8)  # the last day that anything happened
_CONTACTS: Final = 10  # of a case, one a week
_PACE: Final = 5  # contacts of a trainer in a week
_BATCH: Final = 10_000  # cases

_SERIES: Final = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {last})",
    "postgresql": "WITH n(i) AS (SELECT generate_series({first}, {last} - 1))",
}
_TIMES: Final = {
    "sqlite": ", m(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM m WHERE j + 1 < {times})",
    "postgresql": ", m(j) AS (SELECT generate_series(0, {times} - 1))",
}
_DAY: Final = {
    "sqlite": "date('{start}', '+' || ({days}) || ' days')",
    "postgresql": "(DATE '{start}' + ({days})::int)",
}
_AT: Final = {
    "sqlite": "({day} || ' 12:00:' || printf('%02d', {second}) || '.000000')",
    "postgresql": "(({day} + TIME '12:00' + {second} * INTERVAL '1 second') AT TIME ZONE 'UTC')",
}
_CONCERN: Final = (
    "CASE i % 5 WHEN 0 THEN 'budget' WHEN 1 THEN 'busyness' WHEN 2 THEN 'stability' ELSE 'cost_centre' END"
)
_TACTIC: Final = "CASE (i + j) % 3 WHEN 0 THEN 'involve' WHEN 1 THEN 'pilot_demo' ELSE NULL END"
_LEVEL: Final = (
    "CASE (i * 7 + j * 3) % 5 WHEN 0 THEN 'unaware' WHEN 1 THEN 'resistant' WHEN 2 THEN 'neutral'"
    " WHEN 3 THEN 'supportive' ELSE 'leading' END"
)


async def live(store: Store, contacts: int) -> None:
    """Fill a workspace with so many contacts of 500 trainers up to `END`, at the same pace however many there are."""
    cases = contacts // _CONTACTS
    async with store.sweep() as sweep:
        connection = await sweep._desk.session.connection()
        dialect = connection.dialect.name
        for statement in _people():
            await connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    for first in range(0, cases, _BATCH):
        for statement in _work(dialect, cases, first, min(first + _BATCH, cases)):
            async with store.sweep() as sweep:
                connection = await sweep._desk.session.connection()
                if dialect == "postgresql":
                    await connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                await connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    async with store.sweep() as sweep:
        connection = await sweep._desk.session.connection()
        if dialect == "postgresql":  # which does so by itself after a while; SQLite never does
            await connection.exec_driver_sql("ANALYZE")


def _people() -> Iterator[str]:
    yield f"INSERT INTO workspace (id, name, suspended_because) VALUES ('{HERE}', '', '')"
    yield (f"INSERT INTO playbook_version (playbook_id, version, sources) VALUES ('{PLAYBOOK}', '{VERSION}', '{{}}')")
    for number in range(TRAINERS):
        yield (
            "INSERT INTO person (workspace_id, id, name, first_name, zone, language, is_guest, is_admin, is_gone)"
            f" VALUES ('{HERE}', 'U{number}', 'T', 'T', 'UTC', 'en', false, false, false)"
        )


def _work(dialect: str, cases: int, first: int, last: int) -> Iterator[str]:
    span = 7 * cases * _CONTACTS // (TRAINERS * _PACE)  # days
    start = END - timedelta(days=span)
    series = _SERIES[dialect].format(first=first, last=last)
    times = _TIMES[dialect].format(times=_CONTACTS)

    def day(days: str) -> str:
        return _DAY[dialect].format(start=start, days=days)

    def at(days: str, second: str = "0") -> str:
        return _AT[dialect].format(day=day(days), second=second)

    opened = f"i * {span} / {cases}"
    ended = f"{opened} + 70"
    is_over = f"{ended} <= {span} AND i % 50 <> 0"  # some stay open for good
    yield (
        "INSERT INTO cases (workspace_id, id, owner_id, initiative, playbook_id, playbook_version, stage, step_id,"
        " primary_concern, other_concerns, engagement, next_action, next_contact_on, outcome, outcome_reason,"
        " opened_at, updated_at, closed_at, revision)"
        f" {series} SELECT '{HERE}', 'c' || i, 'U' || (i * 37 % {TRAINERS}), 'x', '{PLAYBOOK}', '{VERSION}',"
        f" 'listen', 'said', {_CONCERN}, '[]', 'neutral', '', {day(f'{opened} + 60')},"
        f" CASE WHEN {is_over} THEN 'adjusted' END, '', {at(opened)}, {at(opened)},"
        f" CASE WHEN {is_over} THEN {at(ended)} END, 1 FROM n"
    )
    yield (
        "INSERT INTO interaction (workspace_id, id, case_id, first_id, revision, happened_on, recorded_at, quote,"
        " setting, engagement_after, second_act, tactic)"
        f" {series}{times} SELECT '{HERE}', 'i' || i || '-' || j, 'c' || i, 'i' || i || '-' || j, 0,"
        f" {day(f'{opened} + 7 * j')}, {at(f'{opened} + 7 * j', 'j')}, '', '', {_LEVEL}, '', {_TACTIC} FROM n, m"
        f" WHERE {opened} + 7 * j <= {span}"
    )
    yield (
        "INSERT INTO commitment (workspace_id, id, case_id, position, side, what, due_on, kept_at)"
        f" {series} SELECT '{HERE}', 'p' || i, 'c' || i, 1, 'me', '', {day(f'{opened} + 7')},"
        f" CASE WHEN i % 5 <> 0 THEN {at(f'{opened} + 6')} END FROM n"
    )
    yield (
        "INSERT INTO pilot (workspace_id, case_id, starts_on, ends_on, decision_on, verdict, proposed_at, decided_at)"
        f" {series} SELECT '{HERE}', 'c' || i, {day(f'{opened} + 20')}, {day(f'{opened} + 40')},"
        f" {day(f'{opened} + 42')}, CASE WHEN {opened} + 42 <= {span} THEN 'go' END, {at(f'{opened} + 9')},"
        f" CASE WHEN {opened} + 42 <= {span} THEN {at(f'{opened} + 42')} END FROM n WHERE i % 3 = 0"
    )
