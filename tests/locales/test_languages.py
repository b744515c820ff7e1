"""Every language is complete: it says all that English says, with the same values, and nothing of it in English.

What may well be the same in English (a name, a number, a word both have) stands in `same_as_english`, by language:
keys of the bot's own texts, and texts of the playbooks.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Final

import pytest
import yaml

from bot.coaching import word_guard
from bot.coaching.commands import COMMANDS, Command, NearMiss, read
from bot.locales.words import ENGLISH, Text, languages, load_words, read_texts
from bot.playbook.shelf import Shelf

PLAYBOOKS: Final = Path(__file__).parents[2] / "playbooks"
SAME: Final = Path(__file__).with_name("same_as_english")
TEXTS: Final = read_texts(ENGLISH)
OTHERS: Final = languages()[1:]
WORD: Final = re.compile(r"[^\W\d_]{3,}")
NO_WORDS: Final = re.compile(r"\{%.*?%\}|\{[^{}]*\}|\{\{.*?\}\}|`[^`]*`|\*files:write\*", re.DOTALL)
OWN: Final = {"signals", "examples", "phrases"}
"""What each language has of its own in a playbook: a word that both have may stand there."""

every_language = pytest.mark.parametrize("language", OTHERS)


@every_language
def test_it_says_all_that_english_says_and_nothing_else(language: str) -> None:
    texts = read_texts(language)

    assert sorted(TEXTS.keys() - texts.keys()) == []
    assert sorted(texts.keys() - TEXTS.keys()) == []


@every_language
def test_it_names_the_values_that_english_names(language: str) -> None:
    texts = read_texts(language)

    named = {key: (_values(TEXTS[key]), _values(texts[key])) for key in TEXTS.keys() & texts.keys()}

    assert {key: both for key, both in named.items() if both[0] != both[1]} == {}


@every_language
def test_it_has_a_form_for_every_count(language: str) -> None:
    texts = read_texts(language)
    needed = {load_words(language).locale.plural_form(count) for count in range(200)} | {"other"}

    lacking = {
        key: needed - set(forms)
        for key, english in TEXTS.items()
        if isinstance(english, dict)
        and (forms := texts[key])
        and not (isinstance(forms, dict) and needed <= set(forms))
    }

    assert lacking == {}
    assert [key for key, text in texts.items() if isinstance(text, dict) and isinstance(TEXTS[key], str)] == []


@every_language
def test_none_of_its_own_texts_is_left_in_english(language: str) -> None:
    texts = read_texts(language)

    same = {
        key
        for key, text in texts.items()
        if not set(_forms(text)).isdisjoint(_forms(TEXTS[key])) and any(map(_has_words, _forms(TEXTS[key])))
    }

    assert sorted(same - _allowed(language, "texts")) == []


@every_language
def test_none_of_its_playbook_texts_is_left_in_english(language: str) -> None:
    assert language in Shelf.read(PLAYBOOKS).languages()
    english = set(_playbook_texts(path for path in PLAYBOOKS.rglob("*.yaml") if not _is_of(path, OTHERS)))
    theirs = set(_playbook_texts(path for path in PLAYBOOKS.rglob("*.yaml") if _is_of(path, [language])))

    same = {text for text in theirs & english if _has_words(text)}

    assert theirs
    assert sorted(same - _allowed(language, "playbooks")) == []


@every_language
def test_its_commands_are_one_word_each_and_mean_what_the_english_ones_mean(language: str) -> None:
    words = load_words(language)
    aliases = {words(f"commands.{name}"): name for name in COMMANDS}

    assert len(aliases) == len(COMMANDS)
    assert {word: read(word, aliases) for word in aliases} == {
        word: Command(name, "") for word, name in aliases.items()
    }
    assert [word for word in aliases if isinstance(read(f"{word} ", aliases), NearMiss)] == []


@every_language
def test_its_words_about_money_can_be_looked_for(language: str) -> None:
    assert word_guard.findings("1 + 1", load_words(language)) == ()


def _forms(text: Text) -> tuple[str, ...]:
    return tuple(text.values()) if isinstance(text, dict) else (text,)


def _values(text: Text) -> list[str]:
    """Name the values of a text; a form for one may leave out the count."""
    return sorted({name for form in _forms(text) for _, name, _, _ in Formatter().parse(form) if name})


def _has_words(text: str) -> bool:
    return WORD.search(NO_WORDS.sub(" ", text)) is not None


def _allowed(language: str, part: str) -> set[str]:
    return set(yaml.safe_load((SAME / f"{language}.yaml").read_text("utf-8"))[part])


def _is_of(path: Path, spoken: Iterable[str]) -> bool:
    """Tell whether a file of the playbooks is in one of these languages: it is named so, or lies in such a folder."""
    return not {path.stem, *path.relative_to(PLAYBOOKS).parts}.isdisjoint(spoken)


def _playbook_texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield from _strings(yaml.safe_load(path.read_text("utf-8")))


def _strings(tree: object) -> Iterator[str]:
    match tree:
        case str():
            yield tree
        case list():
            for entry in tree:
                yield from _strings(entry)
        case dict():
            for key, entry in tree.items():
                if key not in OWN:
                    yield from _strings(entry)
