from bot.coaching.cautions import fired
from bot.playbook.model import Caution, Known, Not, Says, Stage
from tests.coaching.builders import playbook

SARCASM = Caution("sarcasm", "Sarcasm", Says(("restatement",), ("resign",)), "Not like this.")
TOO_EARLY = Caution("too_early", "Vision", Not(Known(("pilot_result",))), "First a result.", (Stage.SCALE,))
BOOK = playbook(warnings=(SARCASM, TOO_EARLY))


def test_a_warning_fires_when_its_condition_is_met() -> None:
    facts = {"restatement": "What makes you an expert? I resign!", "pilot_result": ""}

    assert fired(BOOK, Stage.LISTEN, facts) == (SARCASM,)


def test_a_warning_is_shown_only_in_its_stages() -> None:
    facts = {"restatement": "You worry about cost.", "pilot_result": ""}

    assert fired(BOOK, Stage.PILOT, facts) == ()
    assert fired(BOOK, Stage.SCALE, facts) == (TOO_EARLY,)


def test_warnings_come_in_the_playbooks_order() -> None:
    facts = {"restatement": "Then I resign.", "pilot_result": ""}

    assert fired(BOOK, Stage.SCALE, facts) == (SARCASM, TOO_EARLY)
