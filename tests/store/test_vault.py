from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.store.vault import Vault, is_sealed
from tests.support.databases import KEY, OTHER_KEY

QUOTE = "Too much money <!channel> \x00 \ud800 👩🏽‍💻"


@pytest.mark.parametrize("keys", [[], [KEY]])
@given(text=st.text(st.characters(codec=None, categories=None)))
def test_a_text_opens_verbatim(keys: list[str], text: str) -> None:
    vault = Vault(keys)

    stored = vault.seal(text, "interaction.quote", "T1")

    assert vault.open(stored, "interaction.quote", "T1") == text
    assert is_sealed(stored)
    stored.encode("utf-8")
    assert "\x00" not in stored


def test_nothing_of_a_sealed_text_shows() -> None:
    vault = Vault([KEY])

    once, again = (vault.seal(QUOTE, "interaction.quote", "T1") for _ in range(2))

    assert "money" not in once
    assert once != again


def test_a_value_copied_to_another_workspace_does_not_open() -> None:
    vault = Vault([KEY])
    stored = vault.seal(QUOTE, "interaction.quote", "T1")

    with pytest.raises(OperatorError, match="moved from elsewhere"):
        vault.open(stored, "interaction.quote", "T2")


def test_a_value_copied_to_another_column_does_not_open() -> None:
    vault = Vault([KEY])
    stored = vault.seal(QUOTE, "interaction.quote", "T1")

    with pytest.raises(OperatorError, match="moved from elsewhere"):
        vault.open(stored, "interaction.second_act", "T1")


def test_a_changed_value_does_not_open() -> None:
    vault = Vault([KEY])
    stored = vault.seal(QUOTE, "interaction.quote", "T1")
    changed = stored[:-6] + ("A" if stored[-6] != "A" else "B") + stored[-5:]

    with pytest.raises(OperatorError, match="was changed"):
        vault.open(changed, "interaction.quote", "T1")


def test_the_first_key_seals_and_every_key_opens() -> None:
    old = Vault([KEY]).seal(QUOTE, "answer.value", "T1")
    rotated = Vault([OTHER_KEY, KEY])

    new = rotated.reseal(old, "answer.value", "T1")

    assert rotated.open(old, "answer.value", "T1") == QUOTE
    assert Vault([OTHER_KEY]).open(new, "answer.value", "T1") == QUOTE


def test_what_was_stored_before_there_were_keys_still_opens() -> None:
    stored = Vault().seal("Too much.", "answer.value", "T1")

    assert stored == "text:Too much."
    assert Vault([KEY]).open(stored, "answer.value", "T1") == "Too much."


def test_a_missing_key_is_named() -> None:
    stored = Vault([KEY]).seal(QUOTE, "answer.value", "T1")

    with pytest.raises(OperatorError, match=r"sealed with key [0-9a-f]{8}, which PUSHBACK_SECRET_KEYS does not hold"):
        Vault([OTHER_KEY]).open(stored, "answer.value", "T1")


@pytest.mark.parametrize("key", ["", "short", "not base64 at all!", b64encode(b"x" * 31).decode()])
def test_a_malformed_key_is_refused_by_its_place(key: str) -> None:
    with pytest.raises(OperatorError, match="Key 2 of PUSHBACK_SECRET_KEYS is not 32 bytes in base64"):
        Vault([KEY, key])
