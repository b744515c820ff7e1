"""The windows in which a nudge is put off, called off, written and paused."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.coaching.nudge_pages import LaterPage, NotNeeded, OwnNudgePage, PausePage
from bot.coaching.nudges import NudgeState
from bot.coaching.preferences import UNTIL_RESUMED
from bot.locales.words import load_words
from bot.surface import ids
from bot.surface.later import later_modal
from bot.surface.not_needed import not_needed_modal
from bot.surface.own_nudge import own_nudge_modal
from bot.surface.pause import pause_modal
from tests.support import samples
from tests.support.samples import DAY, NOW, TYPICAL, ZONE

WORDS = load_words("en")


def test_another_moment_is_a_day_and_perhaps_an_hour() -> None:
    view = _inputs(later_modal(samples.later_page(TYPICAL), WORDS, ZONE))

    assert [(name, block["optional"]) for name, block in view.items()] == [("day", False), ("hour", True)]
    assert view["day"]["element"]["initial_date"] == "2026-03-26"


@pytest.mark.parametrize(("state", "is_told"), [(NudgeState.PLANNED, True), (NudgeState.SENT, False)])
def test_the_moment_until_now_is_told_while_it_is_still_to_come(state: NudgeState, is_told: bool) -> None:
    item = replace(samples.own_nudge(), state=state)

    view: dict[str, Any] = later_modal(LaterPage(item, DAY), WORDS, ZONE)

    assert ("Planned for Thu, Mar 26, 2026" in view["blocks"][0]["text"]["text"]) is is_told
    assert json.loads(view["private_metadata"]) == {"nudge": item.id}


def test_not_needed_takes_one_tap_and_words_if_wanted() -> None:
    view = _inputs(not_needed_modal(samples.not_needed_page(TYPICAL), WORDS))

    assert [option["value"] for option in view["reason"]["element"]["options"]] == list(NotNeeded)
    assert view["note"]["optional"]


def test_a_reminder_of_ones_own_may_belong_to_a_case_or_to_none() -> None:
    view = _inputs(own_nudge_modal(samples.own_nudge_page(TYPICAL), WORDS, ZONE))

    assert list(view) == ["text", "day", "hour", "case"]
    assert [option["value"] for option in view["case"]["element"]["options"]] == ["case0", "case1", ids.NONE]
    assert view["case"]["element"]["initial_option"]["value"] == ids.NONE


def test_without_a_case_nobody_is_asked_for_one() -> None:
    assert list(_inputs(own_nudge_modal(OwnNudgePage((), DAY), WORDS, ZONE))) == ["text", "day", "hour"]


def test_changing_ones_own_reminder_begins_with_what_it_says_in_local_time() -> None:
    page = OwnNudgePage((samples.case(TYPICAL),), DAY, samples.nudge(TYPICAL, text="send the outline", due_at=NOW))

    view = own_nudge_modal(page, WORDS, ZONE)

    fields = {name: block["element"] for name, block in _inputs(view).items()}
    assert fields["text"]["initial_value"] == "send the outline"
    assert (fields["day"]["initial_date"], fields["hour"]["initial_time"]) == ("2026-03-26", "15:05")
    assert fields["case"]["initial_option"]["value"] == "case0"
    assert json.loads(str(view["private_metadata"])) == {"nudge": samples.nudge(TYPICAL).id}


def test_a_pause_needs_no_end() -> None:
    view = _inputs(pause_modal(PausePage(), WORDS))

    assert view["until"]["optional"]
    assert "initial_date" not in view["until"]["element"]


def test_a_pause_without_an_end_names_none() -> None:
    view: dict[str, Any] = pause_modal(PausePage(is_paused=True, paused_until=UNTIL_RESUMED), WORDS)

    assert view["blocks"][0]["text"]["text"] == "Reminders are paused until you resume."
    assert "initial_date" not in _inputs(view)["until"]["element"]


def test_a_pause_under_way_can_be_ended_or_moved() -> None:
    view: dict[str, Any] = pause_modal(samples.pause_page(), WORDS)

    assert view["blocks"][0]["accessory"]["action_id"] == "pause.end"
    assert _inputs(view)["until"]["element"]["initial_date"] == "2026-03-26"


def _inputs(view: dict[str, Any]) -> dict[str, Any]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
