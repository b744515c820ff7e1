from typing import Any

from bot.coaching.case import Engagement, Executive
from bot.coaching.pages import ExecutiveHistory, HomePage
from bot.locales.words import load_words
from bot.surface.home import home_view
from tests.support import samples
from tests.support.samples import DAY, EXTREMES, TYPICAL, ZONE


def test_cases_stand_under_their_stage_with_what_is_next() -> None:
    blocks = _drawn(samples.home_page(TYPICAL))

    headers = [block["text"]["text"] for block in blocks if block["type"] == "header"]
    case = blocks[_at(blocks, "Listen") + 1]["text"]["text"]

    assert headers == ["Hello, Διευθυντής", "Reminders", "Listen", "Align", "What happened lately", "Executives"]
    assert case.startswith("*Διευθυντής, Διευθυντής*\n*Next:* ")


def test_an_interaction_can_be_corrected_from_there() -> None:
    blocks = _drawn(samples.home_page(TYPICAL))

    button = blocks[_at(blocks, "What happened lately") + 1]["accessory"]

    assert (button["action_id"], button["value"]) == ("interaction.correct", "i0")


def test_what_comes_next_is_told_in_the_readers_zone_with_a_way_to_the_rest() -> None:
    page = HomePage("Maya", (), (), (), nudges=(samples.own_nudge(text="send the outline"),))

    told, doors = _drawn(page)[4:6]

    assert _plain(told["text"]["text"]) == "• *Thu, Mar 26, 2026 3:05 PM* · send the outline"
    assert [button["action_id"] for button in doors["elements"]] == ["nudges.list", "settings.show"]


def test_a_pause_is_seen_and_can_be_ended_there() -> None:
    blocks = _drawn(samples.home_page(TYPICAL))

    pause = blocks[_at(blocks, "Reminders") + 1]

    assert pause["text"]["text"] == "Reminders are paused. They come again from Thu, Mar 26, 2026."
    assert pause["accessory"]["action_id"] == "pause.end"


def test_an_executive_is_told_by_moves() -> None:
    history = ExecutiveHistory(
        Executive("x1", "Dana Whitfield", "CFO"),
        Engagement.SUPPORTIVE,
        ((DAY, Engagement.RESISTANT, Engagement.NEUTRAL), (DAY, Engagement.NEUTRAL, Engagement.SUPPORTIVE)),
    )

    texts = _texts(HomePage("Maya", (), (), (history,)))

    assert (
        "*Dana Whitfield* · CFO · Supportive\n"
        "Resistant → Neutral (Thu, Mar 26, 2026) · Neutral → Supportive (Thu, Mar 26, 2026)"
    ) in texts


def test_an_executive_who_has_not_moved_says_so() -> None:
    history = ExecutiveHistory(Executive("x1", "Dana Whitfield"), Engagement.RESISTANT, ())

    assert "*Dana Whitfield* · Resistant\nno move yet" in _texts(HomePage("Maya", (), (), (history,)))


def test_an_empty_home_says_how_to_begin() -> None:
    page = HomePage("Maya", (), (), ())

    buttons = [each for block in _drawn(page) if block["type"] == "actions" for each in block["elements"]]

    assert [button["action_id"] for button in buttons] == ["coach.open", "help.show"]
    assert buttons[0]["style"] == "primary"


def test_cases_that_do_not_fit_are_counted_and_one_button_away() -> None:
    blocks = _drawn(samples.home_page(EXTREMES[0]))

    more = next(block for block in blocks if block.get("accessory", {}).get("action_id") == "cases.list")

    assert more["text"]["text"] == "120 more cases are open."


def _drawn(page: HomePage) -> list[dict[str, Any]]:
    view: dict[str, Any] = home_view(page, load_words("en"), ZONE)
    return list(view["blocks"])


def _at(blocks: list[dict[str, Any]], header: str) -> int:
    return next(at for at, block in enumerate(blocks) if block["type"] == "header" and block["text"]["text"] == header)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ")


def _texts(page: HomePage) -> list[str]:
    return [block["text"]["text"] for block in _drawn(page) if block["type"] == "section"]
