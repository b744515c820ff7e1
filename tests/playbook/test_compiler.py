"""Whatever stands in a playbook's files, they make a playbook or problems, never an error of the program."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playbook.compiler import compiled
from tests.playbook.authors import PLAYBOOK, WARNINGS, make, small_sources

Way = tuple[Any, ...]
TREES: dict[str, Any] = {file: yaml.safe_load(text) for file, text in small_sources().items()}
SCALARS: list[object] = [
    "",
    "x",
    "said",
    "quote",
    "{{ goal }}",
    "{{",
    "<{{ quote }}",
    "évidence.what",
    1,
    -0.5,
    True,
    None,
]
CONTAINERS: list[object] = [[], {}, ["quote"], [{}], {"x": "y"}, {"is": {"goal": ["x"]}}, {"go": "said"}, [[["a"]]]]


def ways(tree: object, way: Way = ()) -> Iterator[Way]:
    """Name every place in a tree."""
    yield way
    branches = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, child in branches:
        yield from ways(child, (*way, key))


PLACES = [(file, way) for file, tree in TREES.items() for way in ways(tree) if way]


def changed(tree: object, way: Way, value: object) -> object:
    copy: Any = deepcopy(tree)
    parent = copy
    for part in way[:-1]:
        parent = parent[part]
    parent[way[-1]] = value
    return copy


def left_out(tree: object, way: Way) -> object:
    copy: Any = deepcopy(tree)
    parent = copy
    for part in way[:-1]:
        parent = parent[part]
    del parent[way[-1]]
    return copy


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from([*SCALARS, *CONTAINERS]))
def test_whatever_is_written_anywhere_makes_a_playbook_or_problems(place: tuple[str, Way], value: object) -> None:
    file, way = place

    made = make(small_sources({file: yaml.safe_dump(changed(TREES[file], way, value), sort_keys=False)}))

    assert made.problems or "en" in made.playbooks


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES))
def test_whatever_is_left_out_makes_a_playbook_or_problems(place: tuple[str, Way]) -> None:
    file, way = place

    made = make(small_sources({file: yaml.safe_dump(left_out(TREES[file], way), sort_keys=False)}))

    assert made.problems or "en" in made.playbooks


@pytest.mark.parametrize("text", ["", "[]", "x", "{}", "{steps: {}}", "id: small\nsteps: []\nexample: {}"])
def test_a_file_that_is_hardly_begun_is_told(text: str) -> None:
    made = make(small_sources({PLAYBOOK: text}))

    assert made.problems
    assert made.playbooks == {}


def test_a_playbook_without_its_file_is_told() -> None:
    made = compiled("other", {WARNINGS: small_sources()[WARNINGS]}, "1")

    assert [str(problem) for problem in made.problems] == ["other/playbook.yaml:1: there is no such file"]
