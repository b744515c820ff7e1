from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.coaching.nudge_pages import Later, NudgeMessage
from bot.coaching.nudges import NudgeState
from bot.locales.words import load_words
from bot.playbook.model import NudgeKind
from bot.surface import ids
from bot.surface.nudge import nudge_message
from tests.support import samples
from tests.support.samples import DAY, EXTREMES, NOW, TYPICAL, ZONE

PROMISE = samples.nudge(TYPICAL, kind=NudgeKind.PROMISE_DUE, text="Promised slots are due on Friday", help="Send two.")


def test_a_nudge_says_which_case_what_is_due_and_what_helps() -> None:
    message = _drawn(NudgeMessage(DAY, (PROMISE,)))

    assert _texts(message)[:2] == [
        "*There is 1 thing to do today.*",
        "*Διευθυντής, Διευθυντής* · A promise is due\nPromised slots are due on Friday\n_Send two._",
    ]


def test_the_notification_says_what_is_due() -> None:
    message = _drawn(NudgeMessage(DAY, (PROMISE, samples.own_nudge())))

    assert message["text"] == "Διευθυντής, Διευθυντής: Promised slots are due on Friday (and 1 more)"


def test_every_next_step_is_one_tap_away() -> None:
    (row,) = _rows(_drawn(NudgeMessage(DAY, (PROMISE,))))

    assert [element["action_id"] for element in row] == [
        "nudge.done",
        "nudge.later",
        "nudge.log",
        "nudge.open",
        "nudge.not_needed",
    ]
    assert {element["value"] for element in row if "value" in element} == {PROMISE.id}


def test_later_offers_tomorrow_the_next_working_day_and_any_moment() -> None:
    (row,) = _rows(_drawn(NudgeMessage(DAY, (PROMISE,))))

    read = [ids.read_later(option["value"]) for option in row[1]["options"]]

    assert read == [(choice, PROMISE.id) for choice in (Later.TOMORROW, Later.WORKING_DAY, Later.PICK)]


def test_a_reminder_of_ones_own_for_no_case_has_nothing_to_open_or_log() -> None:
    (row,) = _rows(_drawn(NudgeMessage(DAY, (samples.own_nudge(),))))

    assert [element["action_id"] for element in row] == ["nudge.done", "nudge.later", "nudge.not_needed"]


def test_what_is_settled_shrinks_to_a_line_and_loses_its_buttons() -> None:
    done = replace(PROMISE, state=NudgeState.DONE)
    later = replace(PROMISE, id="n2", state=NudgeState.LATER, due_at=NOW + timedelta(days=1))

    message = _drawn(NudgeMessage(DAY, (samples.own_nudge(), done, later)))

    assert len(_rows(message)) == 1
    assert message["blocks"][-2]["elements"][0]["text"].replace("\u202f", " ").split("\n") == [
        "Done: ~Διευθυντής, Διευθυντής: Promised slots are due on Friday~",
        "Later, Fri, Mar 27, 2026 3:05 PM: ~Διευθυντής, Διευθυντής: Promised slots are due on Friday~",
    ]


def test_when_all_is_settled_the_message_says_so_and_asks_for_nothing() -> None:
    message = _drawn(NudgeMessage(DAY, (replace(PROMISE, state=NudgeState.DONE),)))

    assert message["text"] == "That is all for today. Well done."
    assert _rows(message) == []


def test_a_nudge_that_comes_late_says_when_it_was_due() -> None:
    late = replace(PROMISE, is_late=True, wanted_on=DAY)

    opening, item = _texts(_drawn(NudgeMessage(DAY, (late,), is_late=True)))[:2]

    assert opening.endswith("I could not reach you for a while, so this comes late.")
    assert item.endswith("This was due on Thu, Mar 26, 2026.")


def test_of_many_the_most_important_stand_in_full_and_the_rest_is_one_button_away() -> None:
    message = _drawn(NudgeMessage(DAY, samples.nudges(EXTREMES[0])))

    more = next(block for block in message["blocks"] if "accessory" in block)

    assert len(_rows(message)) == 6
    assert more["text"]["text"] == "134 more can wait until these are done."
    assert more["accessory"]["action_id"] == "nudges.list"


def test_what_no_rule_words_any_more_is_told_by_its_kind() -> None:
    settled = replace(PROMISE, text="", state=NudgeState.CANCELLED)

    message = _drawn(NudgeMessage(DAY, (settled,)))

    said = "Settled meanwhile: ~Διευθυντής, Διευθυντής: A promise is due~"
    assert message["blocks"][-2]["elements"][0]["text"] == said


def _drawn(page: NudgeMessage) -> dict[str, Any]:
    return nudge_message(page, load_words("en"), ZONE)


def _texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


def _rows(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
