from datetime import UTC, date, datetime, timedelta

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.digest import (
    Batch,
    Counted,
    Digest,
    Figure,
    Line,
    Memory,
    Part,
    Point,
    SharedLine,
    Tally,
    Terms,
    compose,
    corrected,
    counted_since,
    days,
    moments,
    remembering,
    span,
    totals_of,
    week_of,
    weeks_before,
)
from bot.coaching.disclosure import Cell, Group
from bot.coaching.sharing import SharingLevel
from bot.coaching.team import Section

MONDAY = date(2026, 3, 2)
WEEK = week_of(MONDAY)
NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
TERMS = Terms(3, kinds={Part.HEARD: 20, Part.MOVED: 25})
SIX_HEARD = {Part.HEARD: (Cell("budget", 3), Cell("stability", 3))}


def tallies(**numbers: int) -> dict[Figure, Tally]:
    return {Figure(name): Tally(number, number, 2) for name, number in numbers.items()}


def composed(counted: Counted, terms: Terms = TERMS, memory: Memory | None = None) -> tuple[Digest, Memory]:
    return compose(WEEK, counted, terms, memory or Memory())


def after(weeks: int) -> tuple[date, date]:
    first = MONDAY + timedelta(weeks=weeks)
    return first, first + timedelta(days=6)


def test_a_week_begins_and_ends_at_midnight_where_the_team_is() -> None:
    new_york, auckland = WorkingCalendar("America/New_York"), WorkingCalendar("Pacific/Auckland")

    spring = moments(date(2026, 3, 2), date(2026, 3, 8), new_york)
    autumn = moments(date(2026, 3, 30), date(2026, 4, 5), auckland)

    assert spring == (datetime(2026, 3, 2, 5, tzinfo=UTC), datetime(2026, 3, 9, 4, tzinfo=UTC))
    assert spring[1] - spring[0] == timedelta(days=7, hours=-1)
    assert autumn[1] - autumn[0] == timedelta(days=7, hours=1)


def test_a_year_of_53_weeks_has_one_more_digest() -> None:
    names = [week_of(date(2026, 12, 21) + timedelta(weeks=number)).name for number in range(3)]

    assert names == ["2026-W52", "2026-W53", "2027-W01"]


def test_a_week_without_news_is_quiet_whatever_is_open() -> None:
    digest, _ = composed(Counted(tallies(open=3, old=1, running=1), next_contact_on=date(2026, 3, 10)))

    assert digest.is_quiet
    assert not composed(Counted(tallies(open=3, back=1)))[0].is_quiet
    assert not composed(Counted(tallies(open=3, overdue=1)))[0].is_quiet


def test_a_breakdown_collects_over_weeks_and_is_told_once() -> None:
    first, memory = composed(Counted(tallies(new=4), {Part.HEARD: (Cell("budget", 2), Cell("stability", 2))}))
    week = days(*after(1))
    since = counted_since(week, memory)

    second, memory = compose(week, Counted(tallies(new=2), SIX_HEARD), TERMS, memory)

    assert (first.told, first.collecting[Part.HEARD].total, first.collecting[Part.HEARD].full) == ({}, 4, 6)
    assert since == {**dict.fromkeys(Part, MONDAY)}
    assert second.told[Part.HEARD].since == MONDAY
    assert second.told[Part.HEARD].groups == (Group("budget", 3), Group("stability", 3))
    assert Part.HEARD not in memory.batches
    assert counted_since(days(*after(2)), memory)[Part.HEARD] == after(2)[0]


def test_a_breakdown_that_never_comes_together_begins_anew() -> None:
    memory = Memory({Part.HEARD: Batch(MONDAY - timedelta(weeks=26), (2,))})

    digest, memory = composed(Counted(tallies(new=1), {Part.HEARD: (Cell("budget", 3),)}), memory=memory)

    assert Part.HEARD not in digest.told
    assert Part.HEARD not in memory.batches


def test_a_tactic_is_told_from_five_cases_up() -> None:
    cells = {Part.MOVED: (Cell("involve", 5), Cell("case_study", 4))}

    digest, _ = composed(Counted(tallies(forward=9), cells))

    assert digest.told[Part.MOVED].groups == (Group("involve", 5),)
    assert digest.told[Part.MOVED].others == 4


def test_a_no_go_is_a_decision_reached() -> None:
    cells = {Part.DECIDED: (Cell("go", 3), Cell("no_go", 3))}

    digest, _ = composed(Counted(tallies(decided=6), cells))

    assert digest.number(Figure.DECIDED) == 6
    assert digest.told[Part.DECIDED].groups == (Group("go", 3), Group("no_go", 3))


def test_a_case_read_along_is_counted_where_three_others_hide_it() -> None:
    hidden = Counted({Figure.OPEN: Tally(3, 3, 2, watched=1)})
    bare = Counted({Figure.OPEN: Tally(9, 9, 2, watched=1), Figure.NEW: Tally(2, 2, 2, watched=1)})
    terms = Terms(3, watched=frozenset({"c1"}))

    counted, kept = composed(hidden, terms)
    left_out, memory = composed(bare, terms)

    assert (counted.number(Figure.OPEN), kept.left_out) == (4, frozenset())
    assert (left_out.number(Figure.OPEN), left_out.number(Figure.NEW)) == (9, 2)
    assert memory.left_out == {"c1"}


def test_a_case_read_along_hides_in_the_weeks_before_too_or_is_in_none() -> None:
    week, earlier = Counted({Figure.OPEN: Tally(9, 9, 2, watched=1)}), Counted({Figure.NEW: Tally(1, 1, 1, watched=1)})
    terms = Terms(3, watched=frozenset({"c1"}))

    digest, memory = compose(WEEK, week, terms, Memory(), before=[(MONDAY - timedelta(days=1), earlier)])

    assert (digest.number(Figure.OPEN), digest.trend[0].values[0]) == (9, 1)
    assert memory.left_out == {"c1"}


def test_a_case_left_out_once_stays_so() -> None:
    _, memory = composed(Counted(), memory=Memory(left_out=frozenset({"c1"})))

    assert memory.left_out == {"c1"}


def test_where_nobody_knows_who_reads_the_digest_stays_at_totals() -> None:
    lines = [SharedLine("c1", SharingLevel.NAMED, "They will open it.", "Mara")]
    terms = Terms(3, kinds=TERMS.kinds, is_at_totals=True)

    digest, memory = compose(WEEK, Counted(tallies(new=6), SIX_HEARD), terms, Memory(), lines=lines, now=NOW)

    assert (digest.number(Figure.NEW), digest.told, digest.collecting, digest.lines) == (6, {}, {}, ())
    assert digest.is_at_totals
    assert memory.batches[Part.HEARD].totals == (6,)


def test_a_section_that_is_switched_off_tells_nothing() -> None:
    terms = Terms(3, frozenset(Section) - {Section.HEARD}, TERMS.kinds)

    digest, _ = composed(Counted(tallies(new=6), SIX_HEARD), terms)

    assert Part.HEARD not in digest.told
    assert Part.HEARD not in digest.collecting


def test_a_line_without_a_name_stands_where_it_may_be_anybodys() -> None:
    lines = [
        SharedLine("c1", SharingLevel.NAMED, "They will open it.", "Mara"),
        SharedLine("c2", SharingLevel.ANONYMOUS, "They asked for a date.", "Tom"),
    ]
    few, many = Counted(tallies(open=2)), Counted(tallies(open=3))

    of_few, _ = compose(WEEK, few, TERMS, Memory(), lines=lines)
    of_many, memory = compose(WEEK, many, TERMS, Memory(), lines=lines, now=NOW)

    assert of_few.lines == (Line("They will open it.", "Mara"),)
    assert of_many.lines == (Line("They will open it.", "Mara"), Line("They asked for a date."))
    assert memory.lines_read_at == NOW


def test_eight_weeks_are_shown_as_they_were_told_and_what_nobody_told_is_counted_now() -> None:
    told = Point(MONDAY - timedelta(days=8), (1, 2, 3, 4))
    memory = Memory(trend=(told,))

    missing = weeks_before(WEEK, memory)
    digest, _ = compose(
        WEEK,
        Counted(tallies(new=5, open=9)),
        TERMS,
        memory,
        before=[(last, Counted(tallies(new=7))) for _, last in missing],
    )

    assert missing == ((MONDAY - timedelta(days=7), MONDAY - timedelta(days=1)),)
    assert digest.trend == (told, Point(missing[0][1], (7, 0, 0, 0)), Point(WEEK.last, (5, 0, 0, 9)))
    assert len(weeks_before(WEEK, Memory())) == 7


def test_a_correction_changes_totals_and_nothing_that_was_told_by_kind() -> None:
    posted, memory = composed(Counted(tallies(new=6, open=9), SIX_HEARD))
    late = Counted(tallies(new=7, open=9), {Part.HEARD: (Cell("budget", 4), Cell("stability", 3))})

    fixed = corrected(posted, late)

    assert fixed.number(Figure.NEW) == 7
    assert fixed.told == posted.told
    assert remembering(memory, fixed).trend[-1].values[0] == 7


def test_a_month_is_what_its_digests_told() -> None:
    first, memory = composed(Counted(tallies(new=6, open=6), SIX_HEARD))
    more = {Part.HEARD: (Cell("budget", 4), Cell("busyness", 3))}
    second, _ = compose(days(*after(1)), Counted(tallies(new=7, open=12), more), TERMS, memory)

    month = span([second, first])

    assert month is not None
    assert (month.week, month.first, month.last) == ("2026-W10/2026-W11", MONDAY, after(1)[1])
    assert (month.number(Figure.NEW), month.number(Figure.OPEN)) == (13, 12)
    assert month.told[Part.HEARD].groups == (Group("budget", 7), Group("busyness", 3), Group("stability", 3))
    assert span([]) is None


def test_a_look_at_a_week_that_is_not_over_shows_totals() -> None:
    digest, _ = composed(Counted(tallies(new=6), SIX_HEARD))

    look = totals_of(digest)

    assert (look.number(Figure.NEW), look.told, look.lines, look.collecting) == (6, {}, (), {})
