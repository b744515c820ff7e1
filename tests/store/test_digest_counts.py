"""A digest's counts, against the same counts made by hand over everything that was recorded."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.coaching import engagement, interactions
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Case, Commitment, Engagement, Executive, Interaction, Outcome, Side
from bot.coaching.digest import Counted, Figure, Part, SharedLine, Tally
from bot.coaching.disclosure import Cell
from bot.coaching.engagement import Direction
from bot.coaching.pilot import Verdict
from bot.coaching.sharing import Sharing, SharingLevel
from bot.playbook.model import Stage
from bot.store.digest_counts import Period, Scope
from bot.store.ids import new_id
from bot.store.store import Store
from bot.store.tables import PilotRow
from tests.support.history import END, live
from tests.support.history import TEAM as TEAM_OF_50
from tests.support.plans import plans_within
from tests.support.stored import ANNA, ELSEWHERE, HERE, MARA, PLAYBOOK, TOM, VERSION, counted, furnish

CALENDAR = WorkingCalendar("America/New_York")
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 8)  # the clocks go forward on the Sunday
MIDNIGHT, NEXT_MIDNIGHT = datetime(2026, 3, 2, 5, tzinfo=UTC), datetime(2026, 3, 9, 4, tzinfo=UTC)
SINCE = dict.fromkeys(Part, FIRST)
WEEK = Period(FIRST, LAST, CALENDAR, SINCE)
TEAM = Scope(frozenset({MARA.id}))
CONCERNS = ("budget", "busyness", "stability", None)
TACTICS = ("involve", "pilot_demo", "case_study", None)


@dataclass
class Recorded:
    """One case with all that a digest may count of it."""

    case: Case
    contacts: list[Interaction] = field(default_factory=list)
    promises: list[Commitment] = field(default_factory=list)
    pilot: dict[str, object] | None = None


async def kept(store: Store, *recorded: Recorded) -> None:
    async with store.work(HERE) as work:
        for each in recorded:
            await work.cases.add(each.case)
            for contact in each.contacts:
                await work.interactions.add(contact)
            for promise in each.promises:
                await work.promises.add(each.case.id, promise)
            if each.pilot:
                desk = work.cases._desk
                await desk.run(desk.insert(PilotRow), [{"case_id": each.case.id, **each.pilot}])


def a_case(**changes: object) -> Case:
    at = MIDNIGHT + timedelta(days=2)
    case = Case(new_id(), MARA.id, PLAYBOOK, VERSION, Stage.LISTEN, "said", at, at, 1, ANNA, "onboarding")
    return replace(case, **changes)  # type: ignore[arg-type]


def seen(case: Case, on: date, after: Engagement | None, **rest: object) -> Interaction:
    at = datetime.combine(on, time(12), UTC)
    made = Interaction(new_id(), case.id, on, at, engagement_after=after)
    return replace(made, **rest)  # type: ignore[arg-type]


async def count(store: Store, scope: Scope = TEAM, period: Period = WEEK) -> Counted:
    async with store.view(HERE) as work:
        return await work.digest_counts.of(scope, period)


async def test_a_case_is_new_in_the_week_whose_midnights_it_was_opened_between(store: Store) -> None:
    await furnish(store)
    second = timedelta(seconds=1)
    moments = (MIDNIGHT - second, MIDNIGHT, NEXT_MIDNIGHT - second, NEXT_MIDNIGHT)
    await kept(store, *(Recorded(a_case(opened_at=at)) for at in moments))

    found = await count(store)

    assert found.of(Figure.NEW) == Tally(2, 2, 1)
    assert found.of(Figure.OPEN) == Tally(3, 3, 1)


async def test_a_case_that_was_closed_since_was_open_then(store: Store) -> None:
    await furnish(store)
    old = NEXT_MIDNIGHT - timedelta(days=30, hours=1)
    done = {"outcome": Outcome.CONTENT_IMPROVED}
    await kept(
        store,
        Recorded(a_case(opened_at=old, closed_at=NEXT_MIDNIGHT, **done)),
        Recorded(a_case(opened_at=old, closed_at=NEXT_MIDNIGHT - timedelta(seconds=1), **done)),
    )

    found = await count(store)

    assert (found.of(Figure.OPEN).count, found.of(Figure.OLD).count, found.of(Figure.ENDED).count) == (1, 1, 1)
    assert found.cells[Part.ENDED] == (Cell("content_improved", 1),)


async def test_a_move_counts_as_its_newest_correction_reads(store: Store) -> None:
    await furnish(store)
    case = a_case()
    logged = seen(case, FIRST, Engagement.SUPPORTIVE, tactic="involve")
    corrected = seen(case, LAST, Engagement.NEUTRAL, tactic="case_study", corrects=logged.id)
    moved_out = seen(case, FIRST, Engagement.LEADING)
    out = seen(case, LAST + timedelta(days=1), Engagement.LEADING, corrects=moved_out.id)
    await kept(store, Recorded(case, [logged, corrected, moved_out, out]))

    found = await count(store)

    assert found.of(Figure.FORWARD) == Tally(1, 1, 1)
    assert found.cells[Part.MOVED] == (Cell("case_study", 1),)


async def test_where_no_tactic_was_noted_it_is_the_one_tried_before(store: Store) -> None:
    await furnish(store)
    case = a_case()
    tried = seen(case, FIRST - timedelta(days=9), None, tactic="involve")
    await kept(store, Recorded(case, [tried, seen(case, FIRST, Engagement.NEUTRAL)]))

    found = await count(store)

    assert found.cells[Part.MOVED] == (Cell("involve", 1),)


async def test_who_reads_along_is_counted_apart_and_who_is_left_out_not_at_all(store: Store) -> None:
    await furnish(store)
    cases = [a_case(primary_concern="budget", next_contact_on=LAST + timedelta(days=number)) for number in (1, 2, 3)]
    await kept(store, *map(Recorded, cases))
    first, second, third = (case.id for case in cases)
    scope = replace(TEAM, watched=frozenset({first}), left_out=frozenset({second}), told=frozenset({third}))

    found = await count(store, scope)

    assert found.of(Figure.NEW) == Tally(1, 1, 1, watched=1)
    assert found.cells[Part.HEARD] == (Cell("budget", 0, told=1),)
    assert found.of(Figure.CONTACTS_AHEAD) == Tally(1, 1, 1)
    assert found.next_contact_on == LAST + timedelta(days=3)


async def test_nothing_of_another_workspace_or_of_somebody_else_is_counted(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    await kept(store, Recorded(a_case(owner_id=TOM.id)))
    elsewhere = a_case()
    async with store.work(ELSEWHERE) as work:
        await work.cases.add(elsewhere)
        await work.interactions.add(seen(elsewhere, FIRST, Engagement.NEUTRAL))

    found = await count(store)

    assert found == Counted({}, {})


async def test_a_week_is_one_statement(store: Store) -> None:
    await furnish(store)

    with counted(store) as statements:
        await count(store)

    assert len(statements) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_the_statement_counts_what_one_counts_by_hand(store: Store, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  chance, no secret
    await furnish(store)
    recorded = [_by_chance(dice) for _ in range(40)]
    await kept(store, *recorded)
    some = [each.case.id for each in recorded]
    scope = Scope(
        frozenset({MARA.id}) if seed % 2 else frozenset({MARA.id, TOM.id}),
        watched=frozenset(dice.sample(some, 6)),
        left_out=frozenset(dice.sample(some, 3)),
        told=frozenset(dice.sample(some, 6)),
    )
    since = {part: FIRST - timedelta(weeks=dice.randrange(4)) for part in Part}

    found = await count(store, scope, Period(FIRST, LAST, CALENDAR, since))

    assert _plain(found) == _plain(_by_hand(recorded, scope, since))


async def test_lines_are_those_written_since_by_the_team_and_read_along_by_nobody(store: Store) -> None:
    await furnish(store)
    cases = [a_case(), a_case(), a_case(), a_case(owner_id=TOM.id)]
    await kept(store, *map(Recorded, cases))
    async with store.work(HERE) as work:
        for number, case in enumerate(cases):
            level = SharingLevel.COUNTS if number == 1 else SharingLevel.NAMED
            await work.sharing.save(case.id, Sharing(level, "They will open it."), MIDNIGHT)

    async with store.view(HERE) as work:
        lines = await work.digest_counts.lines(replace(TEAM, watched=frozenset({cases[2].id})), MIDNIGHT)
        later = await work.digest_counts.lines(TEAM, MIDNIGHT + timedelta(seconds=1))

    assert lines == (SharedLine(cases[0].id, SharingLevel.NAMED, "They will open it.", MARA.name),)
    assert later == ()


async def test_a_case_is_watched_when_its_executive_is_a_member_of_the_channel(store: Store) -> None:
    await furnish(store)
    reader = Executive("e0reads", "Rita Reads", slack_user_id="U0RITA")
    async with store.work(HERE) as work:
        await work.executives.add(reader)
    closed = {"closed_at": MIDNIGHT, "outcome": Outcome.ADJUSTED}
    cases = [a_case(executive=reader), a_case(executive=reader, **closed), a_case(), a_case(executive=None)]
    await kept(store, *map(Recorded, cases))

    async with store.view(HERE) as work:
        found = await work.digest_counts.watched(TEAM.owners, {"U0RITA", "U0MARA"}, MIDNIGHT)
        later = await work.digest_counts.watched(TEAM.owners, {"U0RITA"}, NEXT_MIDNIGHT)

    assert found == {cases[0].id, cases[1].id}
    assert later == {cases[0].id}


def _by_chance(dice: random.Random) -> Recorded:
    opened = NEXT_MIDNIGHT - timedelta(hours=dice.randrange(-48, 24 * 60))
    is_closed = dice.random() < 0.4
    case = a_case(
        owner_id=dice.choice((MARA.id, TOM.id)),
        primary_concern=dice.choice(CONCERNS),
        opened_at=opened,
        next_contact_on=dice.choice((None, LAST + timedelta(days=dice.randrange(-3, 12)))),
        closed_at=opened + timedelta(hours=dice.randrange(24 * 40)) if is_closed else None,
        outcome=dice.choice(tuple(Outcome)) if is_closed else None,
    )
    contacts: list[Interaction] = []
    for number in range(dice.randrange(7)):
        corrected = {each.corrects for each in contacts}
        corrects = dice.choice([None, *(each.id for each in contacts if each.id not in corrected)])
        level = dice.choice((None, *Engagement))
        on = LAST - timedelta(days=dice.randrange(-3, 40))
        rest = {"corrects": corrects, "tactic": dice.choice(TACTICS)}
        contacts.append(seen(case, on, level, recorded_at=opened + timedelta(seconds=number), **rest))
    promises = [
        Commitment(
            new_id(),
            dice.choice(tuple(Side)),
            "an outline",
            dice.choice((None, LAST + timedelta(days=dice.randrange(-10, 10)))),
            dice.choice((None, NEXT_MIDNIGHT - timedelta(hours=dice.randrange(-40, 300)))),
        )
        for _ in range(dice.randrange(3))
    ]
    return Recorded(case, contacts, promises, _pilot(dice) if dice.random() < 0.6 else None)


def _pilot(dice: random.Random) -> dict[str, object]:
    verdict = dice.choice((None, *Verdict))
    return {
        "starts_on": dice.choice((None, LAST + timedelta(days=dice.randrange(-20, 10)))),
        "ends_on": None,
        "decision_on": dice.choice((None, LAST + timedelta(days=dice.randrange(-5, 12)))),
        "verdict": verdict,
        "proposed_at": NEXT_MIDNIGHT - timedelta(hours=dice.randrange(-30, 400)),
        "decided_at": NEXT_MIDNIGHT - timedelta(hours=dice.randrange(-60, 600)) if verdict else None,
    }


def _by_hand(recorded: Iterable[Recorded], scope: Scope, since: Mapping[Part, date]) -> Counted:
    mine = [each for each in recorded if each.case.owner_id in scope.owners and each.case.id not in scope.left_out]
    facts: list[tuple[Figure, Recorded]] = []
    kinds: list[tuple[Part, str | None, Recorded]] = []
    coming: list[date] = []
    for one in mine:
        case = one.case
        is_open = case.closed_at is None or case.closed_at >= NEXT_MIDNIGHT
        is_unwatched = case.is_open and case.id not in scope.watched
        facts += [(Figure.NEW, one)] * _is_in(case.opened_at)
        facts += [(Figure.ENDED, one)] * _is_in(case.closed_at)
        facts += [(Figure.OPEN, one)] * (is_open and case.opened_at < NEXT_MIDNIGHT)
        facts += [(Figure.OLD, one)] * (is_open and case.opened_at < datetime(2026, 2, 7, 5, tzinfo=UTC))
        facts += [(Figure.CONTACTS_AHEAD, one)] * (is_unwatched and _is_ahead(case.next_contact_on))
        if is_unwatched and case.next_contact_on and case.next_contact_on > LAST:
            coming.append(case.next_contact_on)
        kinds += [(Part.HEARD, case.primary_concern, one)] * _is_in(case.opened_at, since[Part.HEARD])
        kinds += [(Part.ENDED, case.outcome, one)] * _is_in(case.closed_at, since[Part.ENDED])
        ways = [(on, engagement.direction(before, after)) for on, before, after in engagement.moves(_now(one))]
        facts += [(Figure.FORWARD, one)] * any(FIRST <= on <= LAST and way is Direction.FORWARD for on, way in ways)
        facts += [(Figure.BACK, one)] * any(FIRST <= on <= LAST and way is Direction.BACK for on, way in ways)
        if tactic := _tactic(one, since[Part.MOVED]):
            kinds.append((Part.MOVED, tactic[0], one))
        for promise in one.promises:
            is_unkept = promise.kept_at is None or promise.kept_at >= NEXT_MIDNIGHT
            is_due = promise.due_on is not None and promise.due_on <= LAST
            facts += [(Figure.KEPT, one)] * _is_in(promise.kept_at)
            facts += [(Figure.OVERDUE, one)] * (case.is_open and is_due and is_unkept)
            facts += [(Figure.PROMISES_AHEAD, one)] * (
                is_unwatched and promise.kept_at is None and _is_ahead(promise.due_on)
            )
        if pilot := one.pilot:
            decided: datetime | None = pilot["decided_at"]  # type: ignore[assignment]
            starts: date | None = pilot["starts_on"]  # type: ignore[assignment]
            is_running = starts is not None and starts <= LAST and (decided is None or decided >= NEXT_MIDNIGHT)
            facts += [(Figure.PROPOSED, one)] * _is_in(pilot["proposed_at"])
            facts += [(Figure.DECIDED, one)] * _is_in(decided)
            facts += [(Figure.RUNNING, one)] * (case.is_open and is_running)
            facts += [(Figure.DECISIONS_AHEAD, one)] * (
                is_unwatched and decided is None and _is_ahead(pilot["decision_on"])
            )
            kinds += [(Part.DECIDED, str(pilot["verdict"]), one)] * _is_in(decided, since[Part.DECIDED])
    return Counted(
        {
            figure: _tally([one for name, one in facts if name is figure], scope)
            for figure in {name for name, _ in facts}
        },
        {part: _cells([(label, one) for name, label, one in kinds if name is part], scope) for part in Part},
        min(coming, default=None),
    )


def _now(one: Recorded) -> tuple[Interaction, ...]:
    return tuple(each for each in interactions.current(one.contacts) if each.happened_on <= LAST)


def _tactic(one: Recorded, since: date) -> tuple[str | None] | None:
    """Return the tactic of the latest step forward since a day, in a tuple; None when there was no step."""
    contacts, level, found = _now(one), Engagement.RESISTANT, None
    for number, each in enumerate(contacts):
        if each.engagement_after is None:
            continue
        way = engagement.direction(level, each.engagement_after)
        level = each.engagement_after
        if way is Direction.FORWARD and each.happened_on >= since:
            found = (each.tactic or (contacts[number - 1].tactic if number else None),)
    return found


def _is_in(moment: object, since: date = FIRST) -> bool:
    return isinstance(moment, datetime) and datetime.combine(since, time(5), UTC) <= moment < NEXT_MIDNIGHT


def _is_ahead(day: object) -> bool:
    return isinstance(day, date) and LAST < day <= LAST + timedelta(days=7)


def _tally(found: list[Recorded], scope: Scope) -> Tally:
    others = [one.case for one in found if one.case.id not in scope.watched]
    return Tally(len(others), len({case.id for case in others}), 0, len(found) - len(others))


def _cells(found: list[tuple[str | None, Recorded]], scope: Scope) -> tuple[Cell, ...]:
    kept = [(label, one.case.id in scope.told) for label, one in found if one.case.id not in scope.watched]
    numbers = Counter(kept)
    return tuple(Cell(label, numbers[label, False], numbers[label, True]) for label in {label for label, _ in kept})


def _plain(counted: Counted) -> object:
    """Return counts without the order of their cells, and without owners, of whom only the fewest are known."""
    tallies = {figure: replace(tally, owners=0) for figure, tally in counted.tallies.items()}
    cells = {part: {cell.label: cell for cell in cells} for part, cells in counted.cells.items() if cells}
    return tallies, cells, counted.next_contact_on


async def test_every_branch_begins_at_an_index_and_none_reads_the_history(store: Store) -> None:
    await live(store, contacts=20_000)
    week = Period(END - timedelta(days=6), END, CALENDAR, SINCE)

    (plan,) = await plans_within(store, HERE, lambda work: work.digest_counts.of(Scope(TEAM_OF_50), week))

    assert "ix_interaction_workspace_id_happened_on" in plan
    for whole in ("Seq Scan on", "SCAN interaction", "SCAN cases", "SCAN pilot", "SCAN commitment"):
        assert whole not in plan
    for history in ("workspace_id=? AND opened_at<?", "workspace_id=? AND happened_on<?", "(workspace_id=?)"):
        assert history not in plan
