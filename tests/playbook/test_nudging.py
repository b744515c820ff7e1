"""The nudges of a playbook, as they are read."""

from bot.locales.pseudo import PSEUDO
from bot.playbook.coverage import coverage
from bot.playbook.model import Anchor, Known, NudgeKind, NudgeRule
from tests.playbook.authors import small_playbook


def test_a_rule_is_read_with_its_days_before_or_after() -> None:
    assert small_playbook().nudges == (
        NudgeRule(
            id="recap",
            kind=NudgeKind.RECAP,
            at=Anchor.CONTACT,
            text="Sum up {{ nudge.on | date }}.",
            help="Two lines are enough.",
            days=1,
            in_working_days=True,
            good_for=3,
            source=("A-15",),
        ),
        NudgeRule("prepare", NudgeKind.PREPARE, Anchor.NEXT_CONTACT, "You meet soon.", "{{ restatement }}", days=-2),
        NudgeRule(
            "restate",
            NudgeKind.RESTATE,
            Anchor.RESTING_AT_GATE,
            "Say it back.",
            "Say: {{ restatement }}",
            when=Known(("restatement",)),
        ),
    )


def test_a_nudge_rests_on_source_facts() -> None:
    places = {use.source.id: use.places for use in coverage([small_playbook()])}

    assert places["A-15"] == ("nudge recap",)


def test_a_nudge_is_said_in_the_pseudo_language_with_its_values_in_place() -> None:
    (recap, *_) = small_playbook(PSEUDO).nudges

    assert recap.text != small_playbook().nudges[0].text
    assert "{{ nudge.on | date }}" in recap.text
