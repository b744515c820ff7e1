"""The bot's own texts: each is there, each is said somewhere, and each leaves room for longer languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.locales.words import FOLDER, load_words
from bot.surface import digest_ids, figures_ids, ids, team_ids

ROOT = Path(bot.__file__).parent
SILENT = {"playground", "store"}  # they speak Slack's and the database's own names, some of which look like keys
SURFACES = {path.stem for path in (FOLDER / "en").glob("*.yaml")}
IDS = {
    value
    for names in (digest_ids, figures_ids, ids, team_ids)
    for value in vars(names).values()
    if isinstance(value, str)
}
SAYING = re.compile(r"words|Words|Sentence|say|\w+Error")
KEY = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")
ANY_PART = "[a-z0-9_]+"
NO_WINDOW = {"kit.title", "insight.title"}  # titles of cases and of parts of a window
KEYS = frozenset(load_words("en").keys())


def _sources() -> Iterator[ast.AST]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in SILENT:
            yield ast.parse(path.read_text("utf-8"))


def _texts(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each string of a module as a pattern, with the name of what it is the first argument of."""
    said_by = {
        id(call.args[0]): ast.unparse(call.func).rpartition(".")[2]
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield re.escape(text), said_by.get(id(node), "")
            case ast.JoinedStr(values=parts):
                yield "".join(map(_part, parts)), said_by.get(id(node), "")


def _part(node: ast.expr) -> str:
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else ANY_PART


def _said() -> dict[str, str]:
    """Return every text of the sources that looks like a key, as a pattern, with what says it."""
    found: dict[str, str] = {}
    for tree in _sources():
        for pattern, sayer in _texts(tree):
            plain = pattern.replace("\\", "").replace(ANY_PART, "x")
            if KEY.fullmatch(plain) and plain not in IDS and not plain.endswith(".yaml"):
                found[pattern] = found.get(pattern) or sayer
    return found


SAID = _said()


def test_every_text_that_is_said_is_there() -> None:
    wanted = [
        pattern
        for pattern, sayer in SAID.items()
        if SAYING.fullmatch(sayer) or pattern.partition("\\")[0].partition(".")[0] in SURFACES
    ]

    missing = [pattern for pattern in wanted if not any(re.fullmatch(pattern, key) for key in KEYS)]

    assert missing == []


def test_every_text_that_is_there_is_said() -> None:
    said = re.compile("|".join(f"(?:{pattern})" for pattern in SAID))

    silent = [key for key in KEYS if not said.fullmatch(key)]

    assert silent == []


def test_no_key_is_also_the_name_of_a_button() -> None:
    assert KEYS.isdisjoint(IDS)


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        (r"\w+\.title(\.\w+)?", 16),
        (r"\w+\.submit(\.\w+)?|kit\.(close|cancel|done)", 17),
        (r"kit\.button\.\w+", 48),
        (r"names\.\w+\.\w+|chooser\.new|close\.meaning\.\w+", 50),
        (r"not_needed\.because\.\w+|nudge\.until\.\w+|own_nudge\.no_case|settings\.(slack|no)_\w+", 50),
        (r"kit\.(choose|choose_any|pick_day|pick_hour|pick_person)|close\.reason_example", 100),
        (r"own_nudge\.example|nudge\.put_off|settings\.(find_\w+|keep_all|days_off_example)", 100),
        (r"(log|later|own_nudge|settings)\.\w+|close\.(outcome|reason|reason_hint)|pause\.until(_hint)?", 120),
    ],
)
def test_english_leaves_room_for_longer_languages(pattern: str, most: int) -> None:
    words = load_words("en")
    texts = {key: words._texts[key] for key in KEYS if re.fullmatch(pattern, key) and key not in NO_WINDOW}

    assert {key: text for key, text in texts.items() if len(str(text)) > most} == {}


def test_plural_forms_name_the_same_values() -> None:
    words = load_words("en")
    forms = {key: text for key, text in words._texts.items() if isinstance(text, dict)}

    named = {key: {_values(form) - {"count"} for form in text.values()} for key, text in forms.items()}

    assert {key for key, values in named.items() if len(values) > 1} == set()
    assert {key for key, text in forms.items() if "count" in _values(text["one"]) - _values(text["other"])} == set()
    assert {key for key, text in forms.items() if "other" not in text} == set()


def _values(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
