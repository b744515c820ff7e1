from dataclasses import replace
from datetime import date

from bot.coaching.card import card_of, glance
from bot.coaching.case import CaseFile, Commitment, Side
from tests.coaching.builders import CASE, CFO, NOW, answered, concern, playbook

BOOK = playbook(concerns=(concern("budget"), concern("stability")))
SECRET = "The quarter is lost and so is Meyer"


def test_a_card_names_the_case_and_its_concerns_the_primary_first() -> None:
    case = replace(CASE, primary_concern="stability", other_concerns=("budget", "stability"), next_action="Say it back")

    card = glance(case, BOOK)

    assert (card.executive, card.initiative) == (CFO, "onboarding redesign")
    assert card.concerns == ("Stability", "Budget")
    assert card.next_action == "Say it back"


def test_a_concern_that_the_playbook_does_not_know_is_left_out() -> None:
    assert glance(replace(CASE, primary_concern="unheard_of"), BOOK).concerns == ()


def test_open_promises_lead_by_their_day_and_kept_ones_close() -> None:
    promises = (
        Commitment("kept", Side.ME, "Send the plan", date(2026, 3, 1), kept_at=NOW),
        Commitment("some day", Side.THEM, "Visit a session"),
        Commitment("soon", Side.THEM, "Ask the board", date(2026, 4, 1)),
    )

    card = card_of(CaseFile(CASE, promises=promises), BOOK)

    assert [promise.id for promise in card.promises] == ["soon", "some day", "kept"]
    assert [promise.by_me for promise in card.promises] == [False, False, True]
    assert [promise.kept for promise in card.promises] == [False, False, True]


def test_a_card_carries_nobodys_words() -> None:
    file = answered({"quote": SECRET, "explored": SECRET, "reflection": SECRET})

    assert SECRET not in repr(card_of(file, BOOK))
