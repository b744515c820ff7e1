from decimal import Decimal

import pytest

from bot.playbook.conditions import holds
from bot.playbook.facts import blank
from bot.playbook.model import All, Condition, Either, Is, Known, Not, Says

FACTS = blank() | {
    "goal": "Fewer complaints",
    "pilot_weeks": Decimal(0),
    "openness_shown": False,
    "involvement": ["design", "guest"],
    "executive": {"name": "Ines", "engagement": "neutral"},
    "concern": {"id": "budget", "name": "No budget"},
    "concerns": [{"id": "budget"}, {"id": "busyness"}],
    "changes": [{"what": "Shorter", "ruling": "accept"}, {"what": "Later", "ruling": ""}],
    "reactions": ["refused"],
    "restatement": "You don\N{RIGHT SINGLE QUOTATION MARK}t want  to SPEND on such an\nExpert.",
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (Known(("goal",)), True),
        (Known(("goal", "quote")), False),
        (Known(("pilot_weeks",)), True),
        (Known(("openness_shown",)), True),
        (Known(("evidence",)), False),
        (Known(("pilot_decision_on",)), False),
        (Known(("executive.name",)), True),
        (Known(("executive.role",)), False),
        (Known(("changes.ruling",)), True),
        (Known(("promises.due_on",)), False),
        (Is("goal", ("Fewer complaints", "More")), True),
        (Is("goal", ("More",)), False),
        (Is("quote", ("",)), False),
        (Is("openness_shown", ("false",)), True),
        (Is("openness_shown", ("true",)), False),
        (Is("involvement", ("guest",)), True),
        (Is("involvement", ("delivery",)), False),
        (Is("concern", ("budget",)), True),
        (Is("concerns", ("busyness",)), True),
        (Is("executive.engagement", ("neutral",)), True),
        (Is("changes.ruling", ("accept",)), True),
        (Is("changes.ruling", ("hold",)), False),
        (Is("reactions", ("refused",)), True),
        (Says(("restatement",), ("such an expert",)), True),
        (Says(("restatement",), ("don't want",)), True),
        (Says(("restatement",), ("spen*",)), True),
        (Says(("restatement",), ("spen",)), False),
        (Says(("restatement",), ("pert",)), False),
        (Says(("quote", "restatement"), ("nothing", "spend")), True),
        (Says(("quote",), ("spend",)), False),
        (All((Known(("goal",)), Known(("quote",)))), False),
        (Either((Known(("goal",)), Known(("quote",)))), True),
        (Not(Known(("quote",))), True),
    ],
)
def test_a_condition_holds_or_not(condition: Condition | None, *, expected: bool) -> None:
    assert holds(condition, FACTS) is expected


def test_nothing_holds_in_words_before_anything_was_typed() -> None:
    assert not holds(Says(("quote", "goal"), ("*",)), blank())
