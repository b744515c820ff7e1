from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import shelf
from bot.coaching.case import CaseFile
from bot.coaching.shelf import Consent, EvidenceKind, ShelfForm, ShelfItem
from tests.coaching.builders import CASE

TODAY = date(2026, 3, 26)
NOW = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
ABOUT_MONEY = replace(CASE, primary_concern="budget", other_concerns=("cost_centre",))


def item(name: str = "a", **rest: object) -> ShelfItem:
    known: dict[str, object] = {
        "id": name,
        "owner_id": "U0MARA",
        "kind": EvidenceKind.DATA,
        "what": "Complaints fell from 14 to 9",
        "added_at": NOW,
        "changed_at": NOW,
        "source": "Quality report",
        "dated_on": date(2026, 1, 5),
    }
    return ShelfItem(**{**known, **rest})  # type: ignore[arg-type]


def form(**rest: object) -> ShelfForm:
    return ShelfForm(**{"kind": "data", "what": "Complaints fell", **rest})  # type: ignore[arg-type]


def read(typed: ShelfForm) -> ShelfItem | dict[str, object]:
    return shelf.read(typed, item(), today=TODAY, now=NOW)  # type: ignore[return-value]


def problems(typed: ShelfForm) -> dict[str, str]:
    found = shelf.read(typed, item(), today=TODAY, now=NOW)
    assert isinstance(found, dict)
    return {name: problem.key for name, problem in found.items()}


def test_a_form_makes_a_piece_without_outer_spaces() -> None:
    made = read(form(what=" They fell \n", source=" HR ", dated_on=TODAY, concerns=("budget",), is_shared=True))

    expected = item(what="They fell", source="HR", dated_on=TODAY, concerns=("budget",), is_shared=True)
    assert made == expected


@pytest.mark.parametrize(
    ("wrong", "field", "key"),
    [
        ({"what": " \n"}, "what", "answers.required.long_text"),
        ({"kind": "rumour"}, "kind", "answers.not_offered"),
        ({"what": "x" * 3001}, "what", "answers.too_long"),
        ({"dated_on": TODAY + timedelta(days=1)}, "dated_on", "shelf.errors.future"),
        ({"consent_by": "Rosa", "consent_on": None}, "consent_on", "shelf.errors.when"),
        ({"consent_on": TODAY}, "consent_by", "shelf.errors.who"),
        ({"consent_by": "Rosa", "consent_on": TODAY + timedelta(days=1)}, "consent_on", "shelf.errors.future"),
    ],
)
def test_what_is_wrong_comes_back_at_its_field(wrong: dict[str, object], field: str, key: str) -> None:
    assert problems(form(kind=wrong.pop("kind", "testimonial"), **wrong)) == {field: key}


def test_consent_belongs_to_a_testimonial_only() -> None:
    typed = {"consent_by": "Rosa Diaz", "consent_on": TODAY}

    assert read(form(kind="testimonial", **typed)).consent == Consent("Rosa Diaz", TODAY)  # type: ignore[union-attr]
    assert read(form(kind="data", **typed)).consent is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("dated_on", "is_stale"),
    [
        (date(2025, 3, 26), False),
        (date(2025, 3, 25), True),
        (None, False),
        (date(2024, 2, 29), True),
    ],
)
def test_evidence_is_stale_after_a_year(dated_on: date | None, is_stale: bool) -> None:
    assert item(dated_on=dated_on).is_stale(TODAY) is is_stale


def test_what_is_from_a_leap_day_is_stale_a_year_and_a_day_later() -> None:
    leaped = item(dated_on=date(2024, 2, 29))

    assert not leaped.is_stale(date(2025, 3, 1))
    assert leaped.is_stale(date(2025, 3, 2))


def test_without_a_day_it_grows_old_from_when_it_was_put_there() -> None:
    assert item(dated_on=None, added_at=NOW - timedelta(days=400)).is_stale(TODAY)


def test_what_answers_the_primary_concern_is_offered_first_and_what_answers_others_last() -> None:
    items = [
        item("elsewhere", concerns=("busyness",)),
        item("any"),
        item("second", concerns=("cost_centre",)),
        item("first", concerns=("busyness", "budget")),
    ]

    offered = shelf.beside(items, CaseFile(ABOUT_MONEY), TODAY)

    assert [offer.item.id for offer in offered] == ["first", "second", "any", "elsewhere"]
    assert [offer.is_fitting for offer in offered] == [True, True, False, False]


def test_fresh_and_sourced_pieces_come_before_stale_and_unsourced_ones() -> None:
    tag = {"concerns": ("budget",)}
    items = [
        item("stale", dated_on=date(2020, 1, 1), **tag),
        item("unsourced", source="", **tag),
        item("older", dated_on=date(2025, 12, 1), **tag),
        item("newest", **tag),
    ]

    offered = shelf.beside(items, CaseFile(ABOUT_MONEY), TODAY)

    assert [offer.item.id for offer in offered] == ["newest", "older", "unsourced", "stale"]
    assert [offer.is_stale for offer in offered] == [False, False, False, True]


def test_nobody_is_quoted_without_their_consent() -> None:
    word = item("word", kind=EvidenceKind.TESTIMONIAL)

    assert shelf.beside([word], CaseFile(ABOUT_MONEY), TODAY) == ()
    assert shelf.beside([replace(word, consent=Consent("Rosa", TODAY))], CaseFile(ABOUT_MONEY), TODAY)


def test_words_whose_consent_was_withdrawn_are_withheld_where_they_were_taken() -> None:
    word = item("word", kind=EvidenceKind.TESTIMONIAL)

    taken = shelf.evidence_of(word, CASE.id)

    assert shelf.withheld([word, item("b")], CASE.id) == {taken.id}
    assert shelf.withheld([replace(word, consent=Consent("Rosa", TODAY))], CASE.id) == frozenset()


def test_a_case_is_offered_three_pieces_at_most_that_it_has_not_taken() -> None:
    items = [item(name, concerns=("budget",)) for name in "abcde"]
    file = CaseFile(ABOUT_MONEY, evidence=(shelf.evidence_of(items[0], CASE.id),))

    offered = shelf.best(shelf.beside([*items, item("far", concerns=("busyness",))], file, TODAY))

    assert [offer.item.id for offer in offered] == ["b", "c", "d"]


def test_a_case_without_a_fitting_piece_is_offered_none() -> None:
    assert shelf.best(shelf.beside([item(concerns=("busyness",))], CaseFile(ABOUT_MONEY), TODAY)) == ()


def test_taken_onto_a_case_a_piece_is_evidence_like_any_other_and_there_once() -> None:
    taken = shelf.evidence_of(item(), CASE.id)

    assert (taken.kind, taken.what, taken.source, taken.dated_on) == (
        "data",
        "Complaints fell from 14 to 9",
        "Quality report",
        date(2026, 1, 5),
    )
    assert taken == shelf.evidence_of(item(), CASE.id)
    assert taken.id != shelf.evidence_of(item(), "another case").id


def test_a_pilots_result_is_the_owners_alone_and_tagged_with_the_cases_concerns() -> None:
    made = shelf.own_result("p1", ABOUT_MONEY, what="14 to 9", source="Pilot, north", dated_on=TODAY, at=NOW)

    assert (made.kind, made.owner_id, made.is_shared) == (EvidenceKind.OWN_RESULT, CASE.owner_id, False)
    assert made.concerns == ("budget", "cost_centre")
    assert made.case_id == CASE.id


def test_the_concerns_that_the_shelf_answers_are_counted() -> None:
    items = [item("a", concerns=("budget",)), item("b", concerns=("budget", "busyness")), item("c")]

    assert shelf.concerns_on(items) == {"budget": 2, "busyness": 1}


ITEMS = st.lists(
    st.builds(
        item,
        st.uuids().map(str),
        concerns=st.lists(st.sampled_from(["budget", "cost_centre", "busyness"]), max_size=2).map(tuple),
        dated_on=st.none() | st.dates(date(2020, 1, 1), TODAY),
        kind=st.sampled_from(EvidenceKind),
    ),
    max_size=8,
)


@given(ITEMS)
def test_every_quotable_piece_is_offered_once_in_an_order_of_its_own(items: list[ShelfItem]) -> None:
    offered = shelf.beside(items, CaseFile(ABOUT_MONEY), TODAY)

    assert sorted(offer.item.id for offer in offered) == sorted(each.id for each in items if each.is_quotable)
    assert offered == shelf.beside(list(reversed(items)), CaseFile(ABOUT_MONEY), TODAY)


def test_a_form_changes_only_what_its_window_changed() -> None:
    drawn = item(what="14 to 9", source="", concerns=("budget",))
    newest = replace(drawn, source="Quality report", what="14 to 8")

    merged = shelf.merged(replace(shelf.form_of(drawn), what="From 14 to 9"), drawn, newest)

    assert (merged.what, merged.source, merged.concerns) == ("From 14 to 9", "Quality report", ("budget",))
    assert shelf.merged(merged, None, newest) == merged
