from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.coaching.digest import Breakdown, Figure, Line, Part, Point
from bot.coaching.digest_pages import DigestPage
from bot.coaching.disclosure import Group
from bot.coaching.team import Section
from bot.locales.words import load_words
from bot.playground.referee import refuse_message
from bot.surface import charts
from bot.surface.digest import digest_message
from bot.surface.kit import Json
from tests.support import digests
from tests.support.samples import TYPICAL

WORDS = load_words("en")
WEEK = digests.digest(TYPICAL, numbers={Figure.NEW: 7, Figure.OPEN: 19}, lines=(), told={})


def page(**changes: Any) -> DigestPage:  # noqa: ANN401  any part of a digest
    return DigestPage(replace(WEEK, **changes), "Learning", 3, {"budget": "No budget"}, {"involve": "Let them in"})


def drawn(**changes: Any) -> str:  # noqa: ANN401  any part of a digest
    return str(digest_message(page(**changes), WORDS)["text"])


def charts_of(message: Json) -> list[Json]:
    return [block for block in message["blocks"] if block["type"] == "data_visualization"]


def test_a_quiet_week_is_one_line() -> None:
    quiet = digests.quiet_digest_page(TYPICAL)

    message = digest_message(replace(quiet, digest=replace(quiet.digest, next_contact_on=date(2026, 3, 24))), WORDS)

    assert [block["type"] for block in message["blocks"]] == ["header", "section"]
    assert message["text"].endswith("Quiet week: 0 new, 3 open, next follow-up Tue.")


def test_a_follow_up_that_is_far_off_has_a_date_and_one_nobody_agreed_on_has_none() -> None:
    quiet = digests.quiet_digest_page(TYPICAL)

    far, never = (
        digest_message(replace(quiet, digest=replace(quiet.digest, next_contact_on=day)), WORDS)["text"]
        for day in (date(2026, 4, 24), None)
    )

    assert far.endswith("next follow-up Apr 24.")
    assert never.endswith("no follow-up agreed yet.")


def test_what_was_heard_is_a_chart_and_the_same_in_words() -> None:
    heard = Breakdown(date(2026, 3, 2), 9, (Group("budget", 5),), 4)

    message = digest_message(page(told={Part.HEARD: heard}), WORDS)

    (pie, _) = charts_of(message)
    assert pie["chart"]["segments"] == [{"label": "No budget", "value": 5}, {"label": "Other", "value": 4}]
    assert "What we heard · Since Mar 2*\nNo budget 5 · other 4" in message["text"]


def test_the_last_weeks_are_a_chart_and_the_same_in_words() -> None:
    trend = tuple(Point(date(2026, 3, 22) - timedelta(weeks=1 - each), (each, 2, 0, 9)) for each in range(2))

    message = digest_message(page(trend=trend), WORDS)

    (line,) = charts_of(message)
    assert [series["name"] for series in line["chart"]["series"]] == ["New", "Forward", "Back", "Open"]
    assert line["chart"]["axis_config"]["categories"] == ["Mar 15", "Mar 22"]
    assert "New: 0, 1 · Forward: 2, 2 · Back: 0, 0 · Open: 9, 9" in message["text"]


def test_a_tactic_is_told_with_its_cases() -> None:
    moved = Breakdown(WEEK.first, 9, (Group("involve", 5),), 4)

    assert "Let them in: 5 cases\nSomething else, or nothing noted: 4" in drawn(told={Part.MOVED: moved})
    assert "Too few to say" in drawn(told={Part.MOVED: Breakdown(WEEK.first, 9, (), 9)})


def test_content_that_improved_is_what_was_learned() -> None:
    ended = Breakdown(WEEK.first, 7, (Group("content_improved", 4),), 3)

    assert "4 times an executive was right, and the content improved\nClosed otherwise: 3" in drawn(
        told={Part.ENDED: ended}
    )


def test_a_trainer_is_named_only_where_they_said_so() -> None:
    said = drawn(lines=(Line("They <open> it.", "Mara"), Line("A date is set.")))

    assert "• Mara: They &lt;open&gt; it.\n• A date is set." in said


def test_sections_that_are_switched_off_are_not_drawn() -> None:
    numbers = dict.fromkeys(Figure, 2)

    every, none = drawn(numbers=numbers), drawn(numbers=numbers, shows=frozenset[Section]())

    assert {"Pilots:", "Promises:", "The week ahead:"} <= {
        word.strip("*") for word in every.replace("*", "\n").split("\n")
    }
    assert not any(word in none for word in ("Pilots", "Promises", "ahead", "last weeks"))


def test_it_says_when_it_is_late_corrected_or_at_totals() -> None:
    message = digest_message(
        replace(page(is_at_totals=True), was_due_on=date(2026, 3, 23), corrected_on=date(2026, 3, 24)), WORDS
    )

    notes = [block["elements"][0]["text"] for block in message["blocks"] if block["type"] == "context"]

    assert [note.split()[0] for note in notes[:3]] == ["This", "Corrected", "Totals"]


def test_a_chart_keeps_what_slack_takes_however_much_there_is() -> None:
    names = [f"The same long beginning of a name {number}" for number in range(9)]

    pie = charts.pie("x" * 99, [(name, 3) for name in names], "Other")
    line = charts.lines("The last weeks", [f"Week {number}" for number in range(30)], {"New": list(range(30))})

    assert refuse_message("A week", [pie, line]) is None
    assert [segment["value"] for segment in pie["chart"]["segments"]] == [3, 3, 3, 3, 3, 12]
    assert line["chart"]["series"][0]["data"][0] == {"label": "Week 10", "value": 10}
