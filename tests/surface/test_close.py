from typing import Any

import pytest

from bot.coaching.case import Outcome
from bot.locales.words import load_words
from bot.surface.close import close_modal
from tests.support import samples


@pytest.mark.parametrize(("asks_reason", "optional"), [(False, True), (True, False)])
def test_every_outcome_is_offered_and_a_refusal_needs_its_reason(asks_reason: bool, optional: bool) -> None:
    view: dict[str, Any] = close_modal(samples.case(samples.TYPICAL), load_words("en"), asks_reason=asks_reason)

    _, outcome, reason, _ = view["blocks"]

    assert [option["value"] for option in outcome["element"]["options"]] == list(Outcome)
    assert reason["optional"] is optional


def test_a_case_is_discarded_only_after_a_question() -> None:
    view: dict[str, Any] = close_modal(samples.case(samples.TYPICAL), load_words("en"))

    (button,) = view["blocks"][-1]["elements"]

    assert (button["action_id"], button["value"]) == ("case.discard", "case0")
    assert button["confirm"]["title"]["text"] == "Discard this case?"
