from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import risks, transfer
from bot.coaching.pilot import Verdict
from bot.coaching.risks import Benefit, Risks
from bot.coaching.transfer import Action, Component, Manager, TransferPlan
from bot.locales.words import load_words
from bot.surface.paper import ROOMS, Paper, Part, Room, cut, fitted, paper_of, settable
from tests.surface.briefs import (
    COMPLAINTS,
    ESTIMATE,
    FULL,
    PILOT,
    RENEWALS,
    SPARSE,
    WORDS,
    locked,
    longest,
    piloted,
    result,
)


def part(paper: Paper, name: str) -> Part:
    return next(each for each in paper.parts if each.id == name)


def test_the_page_is_read_in_the_order_of_the_meeting_and_ends_on_the_one_ask() -> None:
    paper = paper_of(FULL, WORDS)

    assert [each.id for each in paper.parts] == [
        "quote", "heard", "goal", "figures", "needs", "proofs", "risks", "cost_of_yes", "pilot", "ask",
    ]  # fmt: skip
    assert (paper.title, paper.subtitle) == ("Onboarding redesign", "For Dana Whitfield, CFO")
    assert paper.foot == "Maya Okafor, Sun, 22 Nov 2026"


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ('"Too dear."', "Too dear."),
        ("\u201cToo dear.\u201d ", "Too dear."),
        ("\u00ab Too dear. \u00bb", "Too dear."),
        ('"Too dear" is "too dear"', '"Too dear" is "too dear"'),
        ('"', '"'),
        ("Too dear.", "Too dear."),
    ],
)
def test_words_that_were_typed_in_quotation_marks_stand_in_the_pages_own_alone(typed: str, set_as: str) -> None:
    assert part(paper_of(replace(FULL, quote=typed), WORDS), "quote").lines == (set_as,)


def test_what_keeps_a_result_in_use_is_one_line_with_the_first_day_of_each_component() -> None:
    actions = (
        Action("1", Component.COACHING, "One real situation", due_on=date(2027, 3, 19)),
        Action("2", Component.FOLLOW_UPS, "Twenty minutes", due_on=date(2027, 5, 14)),
        Action("3", Component.FOLLOW_UPS, "Twenty minutes", due_on=date(2027, 4, 12)),
        Action("4", Component.MENTORING, "Pairs"),
    )
    plan = transfer.summary(TransferPlan(Manager("Ana Ruiz"), actions))

    tested = part(paper_of(replace(FULL, tested=piloted(results=result(Verdict.GO)), transfer=plan), WORDS), "pilot")
    told = part(
        paper_of(replace(FULL, tested=None, pilot=(("paper.pilot.rule_yes", "Nine"),), transfer=plan), WORDS), "pilot"
    )

    said = (
        "What keeps it in use, with Ana Ruiz: Follow-ups (Mon, 12 Apr 2027); Coaching at work (Fri, 19 Mar 2027);"
        " Mentors"
    )
    assert tested.lines[-1] == said
    assert told.notes == (said,)


def test_a_cost_that_is_an_amount_and_nothing_else_says_it_once() -> None:
    sheet = paper_of(FULL, WORDS).assumptions

    assert sheet
    assert all(line.how != line.expected for line in sheet.costs)
    assert any(not line.how for line in sheet.costs)


def test_of_what_is_not_known_nothing_is_said() -> None:
    paper = paper_of(SPARSE, WORDS)

    assert [each.id for each in paper.parts] == ["quote"]
    assert paper.title == "Proposal"
    assert paper.assumptions is None


def test_the_figures_stand_in_both_cases_with_the_assumptions_that_matter_and_their_owners() -> None:
    figures = part(paper_of(FULL, WORDS), "figures")

    assert figures.table
    assert figures.table.rows == (
        ("Low case", "£18,944", "£18,352", "£592", "3%", "1.03", "11.6"),
        ("As expected", "£35,440", "£18,352", "£17,088", "93%", "1.93", "6.2"),
    )
    assert [point.what for point in figures.points] == [
        "Fewer people leave in the first year (£23,200), Ana Ruiz, HR",
        "Fewer complaints reach the hotline (£12,240), Dana Whitfield, finance",
        "Learners' time (£11,952), nobody named",
    ]


def test_what_gets_better_without_a_price_and_what_happens_without_it_stand_with_the_risks() -> None:
    page = replace(FULL, risks=risks.summary(Risks(benefits=(Benefit("b", "They ask early"), Benefit("c", "Calm")))))

    assert part(paper_of(page, WORDS), "risks").notes == ("What gets better and has no price: They ask early; Calm",)
    assert part(paper_of(FULL, WORDS), "risks").notes == (
        "If nothing is done, from May: the second site opens unprepared",
    )


def test_money_that_does_not_come_back_does_not_lead() -> None:
    weak = replace(ESTIMATE, benefits=(replace(COMPLAINTS, expected=Decimal(3), low=Decimal(1)),))

    ids = [each.id for each in paper_of(replace(FULL, estimate=weak), WORDS).parts]

    assert ids.index("figures") == ids.index("risks") + 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"benefits": (replace(COMPLAINTS, expected=Decimal(3), low=Decimal(1)),)}, "this does not pay for itself"),
        ({"benefits": (replace(COMPLAINTS, isolation=None),)}, "We state no return"),
        ({"benefits": (RENEWALS, replace(COMPLAINTS, source=""))}, "We state no return"),
        ({"benefits": (replace(COMPLAINTS, source=""),)}, "We claim no benefit in money."),
        ({"costs": ()}, "What it costs is not known yet"),
    ],
)
def test_what_the_figures_do_not_allow_is_said_plainly(change: dict[str, object], says: str) -> None:
    page = replace(FULL, estimate=replace(ESTIMATE, **change))  # type: ignore[arg-type]

    assert says in " ".join(part(paper_of(page, WORDS), "figures").lines)


def test_a_return_has_one_decimal_on_the_sheet_of_assumptions_only() -> None:
    paper = paper_of(FULL, WORDS)

    assert paper.assumptions
    assert paper.assumptions.result == (
        ("Net", "£592", "£17,088"),
        ("Return", "3.2%", "93.1%"),
        ("Benefit per 1 spent", "1.03", "1.93"),
        ("Months to pay back", "11.6", "6.2"),
    )


def test_each_assumption_says_how_it_is_counted_and_who_says_so() -> None:
    sheet = paper_of(FULL, WORDS).assumptions

    assert sheet
    line = sheet.benefits[0]
    assert (line.low, line.expected) == ("£7,344", "£12,240")
    assert "60% due to this" in line.how
    assert "comparison group" in line.how
    assert "80% sure" in line.how
    assert line.source == "Source: Quality report, first quarter, Dana Whitfield, finance, Tue, 1 Sept 2026"
    assert sheet.costs[0].source == "No source"
    assert ("Not priced, on purpose", ("New colleagues are trusted with customers sooner",)) in sheet.asides


def test_the_rule_stands_with_its_version_moment_and_fingerprint() -> None:
    pilot = part(paper_of(FULL, WORDS), "pilot")

    assert FULL.tested
    assert tuple(point.what for point in pilot.points) == FULL.tested.rule
    assert [rule.partition(":")[0] for rule in FULL.tested.rule] == ["Go", "No-go", "In between"]
    digest = locked(PILOT).short
    assert pilot.seals[0] == f"Rule 1, locked on Fri, 20 Nov 2026 10:04, fingerprint {digest}."


def test_a_new_version_stands_beside_the_old_one_with_its_reason() -> None:
    summary = piloted(PILOT, locked(PILOT), locked(replace(PILOT, size=20), 2, "Four people left"))

    pilot = part(paper_of(replace(FULL, tested=summary), WORDS), "pilot")

    assert pilot.seals[0].startswith("Rule 2, locked on Sat, 21 Nov 2026")
    assert pilot.seals[1].startswith("Rule 1, ")
    assert pilot.notes[0] == "Why rule 2 replaced the one before: Four people left"


@pytest.mark.parametrize("verdict", Verdict)
def test_a_result_is_told_whatever_it_is(verdict: Verdict) -> None:
    pilot = part(paper_of(replace(FULL, tested=piloted(results=result(verdict))), WORDS), "pilot")

    assert pilot.lines[1].startswith({"go": "Go, by", "no_go": "No-go, by", "conditional": "In between, by"}[verdict])
    assert pilot.table
    assert pilot.table.head[-1] == "Result"
    assert any("Learned: Half-days work" in note for note in pilot.notes)


def test_a_pilot_that_only_the_conversation_knows_is_told_line_by_line() -> None:
    page = replace(FULL, tested=None, pilot=(("paper.pilot.pilot_size", "24"), ("paper.pilot.rule_yes", "9 or fewer")))

    points = part(paper_of(page, WORDS), "pilot").points

    assert [point.what for point in points] == ["How many: 24", "It is a yes if: 9 or fewer"]


@pytest.mark.parametrize(("language", "paper"), [("en-GB", "a4"), ("en-US", "us-letter"), ("en", "a4")])
def test_the_paper_is_that_of_the_country(language: str, paper: str) -> None:
    assert paper_of(replace(FULL, language=language), load_words(language)).format == paper


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("Short enough", 12, "Short enough"),
        ("Cut between two words", 13, "Cut between\u2026"),
        ("Cut between two words", 12, "Cut between\u2026"),
        ("Cut, then nothing", 6, "Cut\u2026"),
        ("Indivisibility", 6, "Indiv\u2026"),
        ("Two\nlines", 20, "Two lines"),
        ("", 5, ""),
    ],
)
def test_a_text_that_is_too_long_is_cut_between_words(text: str, most: int, left: str) -> None:
    assert cut(text, most) == left


@given(st.text(max_size=200), st.integers(min_value=2, max_value=80))
def test_what_is_cut_fits_and_begins_as_it_was(text: str, most: int) -> None:
    left, whole = cut(text, most), cut(text, 1000)

    assert len(left) <= most
    assert left == whole or (left.endswith("\u2026") and whole.startswith(left[:-1].rstrip()))


def test_emoji_and_what_turns_lines_are_left_out_and_other_writing_stays() -> None:
    assert settable("Done 👩🏽\u200d💻✅ \u202eمرحبا שלום Ελλ") == "Done مرحبا שלום Ελλ"  # noqa: RUF001


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_is_cut_the_rule_its_lock_and_the_assumptions_stay(room: Room) -> None:
    paper = fitted(paper_of(longest(), WORDS), room)

    pilot = part(paper, "pilot")
    assert len(pilot.points) == 3
    assert [seal[-1] for seal in pilot.seals] == [".", ".", "."]
    assert pilot.seals[0].startswith("Rule 3, locked on")
    assert len(part(paper, "figures").points) == 3
    assert all(len(line) <= room.text for each in paper.parts for line in each.lines)


def test_each_room_is_smaller_than_the_one_before() -> None:
    sizes = [(room.text, room.note, room.rows) for room in ROOMS]

    assert sizes == sorted(sizes, reverse=True)
