from dataclasses import replace
from typing import Any

from bot.coaching.card import card_of
from bot.coaching.case import Answer, CaseFile, Commitment, Outcome, Side
from bot.coaching.pages import CaseCard
from bot.locales.words import load_words
from bot.playbook.model import Playbook
from bot.surface.card import card_message
from tests.support import samples
from tests.support.samples import QUOTE, TYPICAL, ZONE

PLAYBOOK = Playbook("p", "v1", "en", "", "", (samples.step(),), (), {}, {}, (), ())


def test_the_card_says_what_is_next_and_offers_what_can_be_done() -> None:
    message = _drawn(samples.card(TYPICAL))

    buttons = [button["action_id"] for button in message["blocks"][-2]["elements"]]

    assert message["blocks"][1]["text"]["text"] == "*Next:* Ευέλικτη μάθηση &amp; &lt;πράξη&gt;"
    assert buttons == ["case.log", "case.continue", "case.tools", "case.brief", "case.close"]


def test_the_notification_says_title_and_next_action() -> None:
    message = _drawn(samples.card(TYPICAL))

    assert message["text"] == "Διευθυντής, Διευθυντής. *Next:* Ευέλικτη μάθηση &amp; &lt;πράξη&gt;"


def test_promises_say_who_what_and_by_when() -> None:
    card = card_of(
        CaseFile(
            samples.case(TYPICAL),
            promises=(
                Commitment("p1", Side.ME, "send numbers", samples.DAY),
                Commitment("p2", Side.THEM, "name a lead"),
                Commitment("p3", Side.ME, "book a room", samples.DAY, kept_at=samples.NOW),
            ),
        ),
        PLAYBOOK,
    )

    promises = [block["text"]["text"] for block in _drawn(card)["blocks"][3:7]]

    assert promises == [
        "*Promises*",
        "You: send numbers (by Thu, Mar 26, 2026)",
        "They: name a lead (no date yet)",
        "• You: book a room (kept)",
    ]


def test_a_promise_not_kept_yet_can_be_marked_as_kept() -> None:
    message = _drawn(samples.card(TYPICAL))

    buttons = [block["accessory"] for block in message["blocks"] if "accessory" in block]

    assert [(button["action_id"], button["value"]) for button in buttons] == [
        ("promise.kept", "p0"),
        ("promise.kept", "p1"),
    ]


def test_a_closed_case_says_how_it_ended_and_asks_for_nothing() -> None:
    message = _drawn(samples.card(TYPICAL, outcome=Outcome.CONVINCED))

    assert message["blocks"][1]["text"]["text"].startswith("*Closed:*")
    assert [button["action_id"] for button in message["blocks"][-2]["elements"]] == ["case.brief", "case.reopen"]
    assert not [block for block in message["blocks"] if "accessory" in block]


def test_a_case_closed_with_the_agreement_to_a_pilot_still_leads_to_its_result() -> None:
    message = _drawn(samples.card(TYPICAL, outcome=Outcome.PILOT_AGREED))

    assert message["blocks"][1]["text"]["text"] == "*Closed:* Pilot agreed"
    assert [button["action_id"] for button in message["blocks"][-2]["elements"]] == [
        "case.tools",
        "case.brief",
        "case.reopen",
    ]


def test_no_quote_reaches_a_message() -> None:
    file = CaseFile(
        samples.case(TYPICAL, outcome_reason=QUOTE),
        answers={"quote": Answer("quote", QUOTE, 1)},
        interactions=(replace(samples.interaction(TYPICAL), quote=QUOTE),),
    )

    message = _drawn(card_of(file, PLAYBOOK))

    assert QUOTE not in repr(message)


def test_the_moment_is_told_in_the_zone_of_its_reader() -> None:
    message = _drawn(samples.card(TYPICAL))

    assert "3:05" in message["blocks"][-1]["elements"][0]["text"]


def _drawn(card: CaseCard) -> dict[str, Any]:
    return card_message(card, load_words("en"), ZONE)
