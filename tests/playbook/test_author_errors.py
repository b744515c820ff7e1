"""What an author reads after a slip of the pen: the line, and a sentence to act on."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.playbook.authors import CONCERNS, PLAYBOOK, TACTICS, make, slip, small_sources, told

SLIPS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("slips.yaml").read_text("utf-8"))
TOO_LONG = [
    ("guest: Speak as a guest", f"guest: {'G' * 76}", ":75: this text has 76 characters; Slack allows 75"),
    (
        "placeholder: We pay too much.",
        f"placeholder: {'P' * 151}",
        ":21: this text has 151 characters; Slack allows 150",
    ),
    ("label: The line", f"label: {'L' * 2001}", ":31: this text has 2001 characters; Slack allows 2000"),
    ("title: A small playbook", f"title: {'T' * 151}", ":2: this text has 151 characters; Slack allows 150"),
    (
        "*Their words first.* Good morning, {{ trainer.first_name }}.",
        "P" * 3001,
        ":13: this text has 3001 characters; Slack allows 3000",
    ),
]


def test_the_small_playbook_has_no_problems() -> None:
    assert told(small_sources()) == []


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case["slip"])
def test_a_slip_is_told_with_its_line(case: dict[str, Any]) -> None:
    sources = slip(case["file"], case.get("old", ""), case["new"])

    problems = told(sources)

    assert problems == case["told"]


@pytest.mark.parametrize(("old", "new", "sentence"), TOO_LONG)
def test_a_text_that_slack_would_refuse_is_told(old: str, new: str, sentence: str) -> None:
    sources = slip(PLAYBOOK, old, new)

    problems = told(sources)

    assert f"{PLAYBOOK}{sentence}" in problems


def test_all_slips_are_told_at_once() -> None:
    sources = {
        **slip(PLAYBOOK, "tools: [pilot]", "tool: [pilot]"),
        TACTICS: slip(TACTICS, "opener:", "opner:")[TACTICS],
        CONCERNS: slip(CONCERNS, "{{ initiative }}", "{{ initiativ }}")[CONCERNS],
    }

    problems = told(sources)

    assert problems == [
        'library/concerns.yaml:7: "initiativ" is not a fact that can be named here; did you mean "initiative"?',
        'library/tactics.yaml:1: "opener" is missing; expected: what to say first (template)',
        'library/tactics.yaml:4: "opner" is not known here; did you mean "opener"?',
        'small/playbook.yaml:67: "tool" is not known here; did you mean "tools"?',
    ]


def test_a_misspelt_key_does_not_hide_where_the_conversation_leads() -> None:
    sources = slip(PLAYBOOK, "    tools: [pilot]", "    tool: [pilot]")
    text = sources[PLAYBOOK].replace("- {go: pilot}", "- {finish: Done}")

    problems = told({**sources, PLAYBOOK: text})

    assert problems == [
        'small/playbook.yaml:62: no move leads to "pilot"; add a "go: pilot" or remove the step',
        'small/playbook.yaml:67: "tool" is not known here; did you mean "tools"?',
    ]


def test_a_file_that_is_too_large_is_refused() -> None:
    sources = slip(TACTICS, "", "# " + "x" * 65_600)

    problems = told(sources)

    assert problems == ["library/tactics.yaml:1: the file is larger than 64 KiB; split it"]


def test_a_playbook_with_an_unknown_key_is_made_all_the_same() -> None:
    sources = slip(PLAYBOOK, "    tools: [pilot]", "    tool: [pilot]")

    made = make(sources)

    assert made.playbooks["en"].step("pilot").tools == ()


def test_a_misspelt_key_does_not_hide_what_else_its_mapping_lacks() -> None:
    sources = slip(PLAYBOOK, "{go: pilot}", "{goo: pilot}")

    problems = told(sources)

    assert problems == [
        'small/playbook.yaml:61: "goo" is not known here; did you mean "go"?',
        'small/playbook.yaml:61: a move has exactly one of "go", "rest" and "finish"',
    ]
