from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import needs, risks, transfer, worksheet
from bot.coaching.needs import Goal, Needs, Worth
from bot.coaching.worksheet import Part
from bot.locales.words import load_words
from bot.playbook.model import Kind, Option

EN = load_words("en")
TODAY = date(2026, 3, 26)
GOALS = needs.PARTS[0]
IDS = st.text("abc", min_size=1, max_size=2)
ENTRIES = st.lists(st.builds(Goal, IDS, st.text(max_size=3)), max_size=6, unique_by=lambda goal: goal.id).map(tuple)
EVERY_PART = [
    *(("needs", part) for part in needs.PARTS),
    *(("risks", part) for part in risks.PARTS),
    *(("transfer", part) for part in transfer.PARTS),
]


@given(ENTRIES, st.builds(Goal, IDS, st.text(max_size=3)))
def test_putting_an_entry_in_changes_no_other_and_keeps_their_order(entries: tuple[Goal, ...], entry: Goal) -> None:
    after = worksheet.put(entries, entry)

    assert entry in after
    assert [each for each in after if each.id != entry.id] == [each for each in entries if each.id != entry.id]
    assert len({each.id for each in after}) == len(after)


@given(ENTRIES, st.builds(Goal, IDS, st.text(max_size=3)))
def test_taking_off_what_was_just_added_leaves_what_was_there(entries: tuple[Goal, ...], entry: Goal) -> None:
    rest = worksheet.without(entries, entry.id)

    assert worksheet.without(worksheet.put(rest, entry), entry.id) == rest


@given(*[st.builds(Goal, st.just("g"), st.sampled_from("ab"), st.sampled_from("ab"))] * 3)
def test_two_windows_meet_field_by_field(base: Goal, mine: Goal, theirs: Goal) -> None:
    after = worksheet.merged(mine, base, theirs)

    for name in ("what", "measure"):
        changed_here = getattr(mine, name) != getattr(base, name)
        assert getattr(after, name) == getattr(mine if changed_here else theirs, name)


def test_an_entry_that_another_window_removed_comes_back_with_what_was_typed() -> None:
    base = Goal("g", "Open the second site")
    mine = replace(base, measure="Complaints")

    assert worksheet.merged(mine, base, None) == mine


def test_a_form_is_read_with_what_is_wrong_at_its_fields() -> None:
    said, problems = worksheet.read(GOALS, {"what": None, "due_on": "soon"}, {}, words=EN, today=TODAY)

    assert said == {"measure": ""}
    assert {name: each.key for name, each in problems.items()} == {
        "what": "answers.required.long_text",
        "due_on": "answers.date.unclear",
    }


def test_a_line_too_long_for_a_table_is_refused_at_its_field() -> None:
    _, problems = worksheet.read(GOALS, {"what": "x" * 900, "measure": "x" * 301}, {}, words=EN, today=TODAY)

    assert {name: each.key for name, each in problems.items()} == {"measure": "answers.too_long"}


def test_a_choice_comes_back_as_what_it_stands_for() -> None:
    levels = tuple(Option(each, each) for each in needs.Level)
    form = {"present": "2", "method": None, "assessed_by": " Ana ", "assessed_on": "2026-03-02"}

    said, problems = worksheet.read(needs.PARTS[3], form, {"present": levels}, words=EN, today=TODAY)
    entry = worksheet.filled(needs.PARTS[3], "c", said)

    assert not problems
    assert entry == needs.Assessment("c", needs.Level.ALONE, None, "Ana", date(2026, 3, 2))


def test_a_single_part_is_replaced_and_entries_stand_beside_one_another() -> None:
    sheet = worksheet.kept(Needs(), needs.PARTS[4], Worth("Nine complaints fewer"))
    sheet = worksheet.kept(sheet, GOALS, Goal("g", "Open the second site"))

    assert sheet == Needs(goals=(Goal("g", "Open the second site"),), worth=Worth("Nine complaints fewer"))
    assert worksheet.entry_of(sheet, GOALS, "g") == Goal("g", "Open the second site")
    assert worksheet.entry_of(sheet, GOALS, "gone") is None


@pytest.mark.parametrize(("tool", "part"), EVERY_PART, ids=lambda each: each if isinstance(each, str) else each.name)
def test_every_field_of_every_form_has_its_words(tool: str, part: Part) -> None:
    keys = [f"{tool}.form.{part.name}.title", *(f"{tool}.form.{part.name}.{each.name}.label" for each in part.blanks)]
    options = [f"{tool}.{blank.words or blank.name}.{each}" for blank in part.blanks for each in blank.choices or ()]

    assert [key for key in [*keys, *options] if key not in EN] == []
    assert all(blank.choices or blank.choices_from for blank in part.blanks if blank.kind is Kind.CHOICE)
