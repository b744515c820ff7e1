from typing import Any

from bot.coaching.nudge_pages import NudgesPage
from bot.coaching.nudges import NudgeState
from bot.locales.words import Sentence, load_words
from bot.surface.nudges import nudges_modal
from tests.support import samples
from tests.support.samples import DAY, EXTREMES, TYPICAL, ZONE

OWN = samples.own_nudge(text="send the outline", why=Sentence("home.no_nudges"))


def test_each_nudge_says_when_it_comes_and_why() -> None:
    texts = _texts(NudgesPage((OWN,)))

    assert texts[1].replace("\u202f", " ").split("\n") == [
        "*Thu, Mar 26, 2026 3:05 PM*",
        "*Your own reminder*",
        "send the outline",
        "_Why?_ Nothing is planned.",
    ]


def test_each_can_be_changed_and_left_out_after_a_question() -> None:
    edit, cancel = _rows(NudgesPage((OWN,)))[1]

    assert (edit["action_id"], edit["value"]) == ("nudge.edit", OWN.id)
    assert (cancel["action_id"], cancel["value"]) == ("nudge.cancel", OWN.id)
    assert cancel["confirm"]["text"]["text"] == "send the outline"


def test_one_that_no_rule_words_any_more_is_called_by_its_kind() -> None:
    wordless = samples.own_nudge(text="")

    _, cancel = _rows(NudgesPage((wordless,)))[1]

    assert cancel["confirm"]["text"]["text"] == "Your own reminder"


def test_what_was_not_sent_says_why_not() -> None:
    dropped = samples.own_nudge(state=NudgeState.DROPPED, why_not=Sentence("pause.resting"))
    unconfirmed = samples.own_nudge(state=NudgeState.SENT)

    texts = _texts(NudgesPage((), (dropped, unconfirmed)))

    assert texts[1].endswith("Reminders are paused until you resume.")
    assert texts[2].endswith("I could not find out whether this reached you, so I did not send it twice.")


def test_with_nothing_planned_it_says_how_to_get_reminded() -> None:
    page = NudgesPage(())

    (doors,) = _rows(page)

    assert _texts(page)[0].startswith("Nothing is planned. Log what happened")
    assert [door["action_id"] for door in doors] == ["nudges.add", "pause.show", "settings.show"]
    assert doors[0]["style"] == "primary"


def test_a_pause_comes_first_with_a_way_out_of_it() -> None:
    view = _drawn(NudgesPage((OWN,), is_paused=True, paused_until=DAY))

    assert view["blocks"][0]["accessory"]["action_id"] == "pause.end"
    assert [door["action_id"] for door in view["blocks"][2]["elements"]] == ["nudges.add", "settings.show"]


def test_what_does_not_fit_is_counted() -> None:
    view = _drawn(samples.nudges_page(EXTREMES[0]))

    counted = [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]

    assert counted == ["and 117 more", "and 128 more"]


def test_no_nudge_of_a_case_hides_which_case_it_is() -> None:
    texts = _texts(NudgesPage(samples.nudges(TYPICAL)))

    assert all("*Διευθυντής, Διευθυντής* · " in text for text in texts[1:])


def _drawn(page: NudgesPage) -> dict[str, Any]:
    return nudges_modal(page, load_words("en"), ZONE)


def _texts(page: NudgesPage) -> list[str]:
    return [block["text"]["text"] for block in _drawn(page)["blocks"] if block["type"] == "section"]


def _rows(page: NudgesPage) -> list[list[dict[str, Any]]]:
    return [block["elements"] for block in _drawn(page)["blocks"] if block["type"] == "actions"]
