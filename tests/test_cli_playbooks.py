"""What an author sees at the terminal."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from bot.cli_playbooks import playbooks
from tests.playbook.authors import PLAYBOOK, SMALL, slip

ANSWERS = """\
- {step: said, answers: {quote: We pay too much., primary_concern: budget}}
- {step: say_back, answers: {said_back: not_yet, restatement: It is the money.}}
- {step: say_back, answers: {said_back: confirmed}}
- {step: pilot, answers: {pilot_weeks: 6}}
"""
TYPED = [
    "We pay too much.",
    "budget",
    "It is the money.",
    "confirmed",
    "y",
    "Two days less",
    "",
    "n",
    "6",
    "yes",
    "guest",
]


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("PUSHBACK_PLAYBOOKS", raising=False)


def pushback(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(playbooks, list(arguments), input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def small(*arguments: str, typed: str = "") -> tuple[int, str]:
    return pushback(*arguments, "--folder", str(SMALL), typed=typed)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = copytree(SMALL, tmp_path / "playbooks")
    (folder / PLAYBOOK).write_text(slip(PLAYBOOK, "tools: [pilot]", "tool: [pilot]")[PLAYBOOK], "utf-8")
    return folder


def test_check_counts_what_has_no_problems() -> None:
    code, output = small("check")

    assert code == 0
    assert output == "small: no problems. 4 steps, 3 nudges, 1 concerns, 1 tactics, 1 warnings; languages: en\n"


def test_check_lists_every_problem_with_its_path(broken: Path) -> None:
    code, output = pushback("check", "--folder", str(broken))

    assert code == 1
    assert output == f'{broken}/{PLAYBOOK}:67: "tool" is not known here; did you mean "tools"?\n1 problem\n'


def test_check_reads_what_ships_when_no_folder_is_named() -> None:
    code, output = pushback("check")

    assert code == 0, output
    assert output.startswith("executive-pushback: no problems.")


def test_preview_prints_every_step_with_the_facts_of_the_example() -> None:
    code, output = small("preview")

    assert code == 0
    assert "say_back (listen): Say it back" in output
    assert "Say: So the money for  is missing." in output
    assert "What was said? [long_text, required]" in output
    assert "( ) Not quite - They said it better" in output
    assert "-> rest: Say back: It is the time." in output
    assert "nudge recap (recap): 1 working day after contact" in output
    assert "nudge prepare (prepare): 2 days before next_contact" in output
    assert "nudge restate (restate): on resting_at_gate" in output
    assert "Sum up Mon, Mar 2, 2026." in output
    assert "executive: We pay too much for this." in output


def test_preview_speaks_the_pseudo_language() -> None:
    code, output = small("preview", "--language", "qps")

    assert code == 0
    assert "[Whát wás sáíd" in output


def test_play_follows_the_example() -> None:
    code, output = small("play", "--example")

    assert code == 0
    assert "trainer: Is it the money?" in output
    assert output.endswith("Ask for 8 weeks\n")


def test_play_takes_an_answers_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS, "utf-8")

    code, output = small("play", "--answers", str(file))

    assert code == 0
    assert output.endswith("Ask for 6 weeks\n")


def test_an_answers_file_that_does_not_play_is_told_by_its_entry(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS.replace("confirmed", "confirm"), "utf-8")

    code, output = small("play", "--answers", str(file))

    assert code == 1
    assert 'entry 3: "said_back" cannot be answered so: "confirm" is not one of the options; did you mean' in output


def test_an_answers_file_with_slips_is_told_by_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("- {stepp: said}\n", "utf-8")

    code, output = small("play", "--answers", str(file))

    assert code == 1
    assert f'{file}:1: "stepp" is not known here; did you mean "step"?' in output


def test_play_asks_until_the_run_is_over() -> None:
    code, output = small("play", typed="\n".join(TYPED) + "\n")

    assert code == 0
    assert "What does it show? [text] *" in output
    assert output.endswith("Ask for 6 weeks\n")


def test_play_asks_again_after_an_impossible_answer() -> None:
    code, output = small("play", typed="\n".join(["We pay too much.", "budgets", *TYPED]) + "\n")

    assert code == 0
    assert '"budgets" is not one of the options; did you mean "budget"?' in output
    assert output.endswith("Ask for 6 weeks\n")


def test_play_ends_when_nothing_more_is_typed() -> None:
    code, output = small("play", typed="We pay too much.\n")

    assert code == 0
    assert "What was said?" in output


def test_play_wants_a_playbook_that_exists() -> None:
    code, output = small("play", "other")

    assert code == 1
    assert output == "name one of the playbooks: small\n"


def test_coverage_fails_while_a_source_fact_is_unused() -> None:
    code, output = small("coverage")

    assert code == 1
    assert "6 of 104 used" in output
    assert "unused: A-03 Tie the training's aims to company goals\n" in output
    assert "unused: A-57 A plan to pass knowledge on (later topic)\n" in output


@pytest.mark.parametrize("arguments", [("schema",), ("schema", "--of", "concerns")])
def test_schema_is_json_for_editors(arguments: tuple[str, ...]) -> None:
    code, output = pushback(*arguments)

    schema = json.loads(output)
    assert code == 0
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
