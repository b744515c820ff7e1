from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.playbook.nodes import Node, plain
from bot.playbook.reader import read

MARKS = ["- ", "? ", ": ", "{", "}", "[", "]", ",", "\n", "  ", "\t", "|\n", ">-\n", "'", '"', "#"]
WORDS = ["a", "b: ", "1.5", "true", "~", "&x ", "*x", "!!int ", "!", "%YAML 1.1\n", "---\n", "...\n", "<<: "]
CHARACTERS = ["\\x41", '"\\U00110000"', "é", "\u2028", "\x00", "\ud800"]
PIECES = st.sampled_from([*MARKS, *WORDS, *CHARACTERS])


def tree(text: str) -> object:
    node, problems = read("file.yaml", text)
    assert node is not None, problems
    return plain(node)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", Decimal(12)),
        ("-1.50", Decimal("-1.50")),
        ("'12'", "12"),
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("null", "null"),
        ("~", "~"),
        ("", ""),
        ("2026-03-09", "2026-03-09"),
        ("12:30", "12:30"),
        ("0x10", "0x10"),
        ("007", "007"),
        ("1e3", "1e3"),
        (".5", ".5"),
    ],
)
def test_a_value_is_a_text_unless_true_false_or_a_number(written: str, value: object) -> None:
    assert tree(f"key: {written}") == {"key": value}


def test_a_key_is_always_a_text() -> None:
    assert tree("{1: a, true: b, no: c}") == {"1": "a", "true": "b", "no": "c"}


def test_every_part_knows_its_line() -> None:
    node, _ = read("file.yaml", "a: x\nb:\n  - y\n  - c: |\n      first\n      second\n")

    assert isinstance(node, Node)
    listed = node.under("b")
    assert listed is not None
    assert isinstance(listed.value, tuple)
    assert listed.place.line == 2
    assert [child.place.line for child in listed.value] == [3, 4]
    block = listed.value[1].under("c")
    assert block is not None
    assert (block.place.line, block.text_line) == (4, 5)


def test_every_key_that_is_given_twice_is_told() -> None:
    _, problems = read("file.yaml", "a: 1\na: 2\nb: {c: 1, c: 2}\n")

    assert [str(problem) for problem in problems] == [
        'file.yaml:2: "a" was given on line 1 already; keep one',
        'file.yaml:3: "c" was given on line 3 already; keep one',
    ]


def test_a_deep_tree_is_refused_before_it_is_read_to_its_end() -> None:
    text = "[" * 60_000 + '"never closed'

    node, problems = read("file.yaml", text)

    assert node is None
    assert "nested more than 12 levels deep" in str(problems[0])


def test_many_references_cost_nothing() -> None:
    text = "a: &a [x]\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(500))

    _, problems = read("file.yaml", text)

    assert len(problems) == 1 + 500 + 1000


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@example('"\\UFFFFFFFF"')
@example('a: "\\ud800"')
@example("a: \x00")
@example("\ufeffa: b")
@example("%YAML 1.9999999999999999999\n---\na")
def test_whatever_is_written_is_read_or_told(text: str) -> None:
    node, problems = read("file.yaml", text)

    assert node is not None or problems
    assert all(problem.place.line >= 1 for problem in problems)
