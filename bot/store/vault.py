"""Sealing of what is confidential: tokens, quotes, notes, answers.

AES-256-GCM, a fresh nonce each time. The column and the workspace are authenticated with the text, so that a
value copied into another column or another workspace does not open. The id of the key stands in the value:
the first key seals, all of them open, and `reseal` brings old values under the first.
"""

import os
import re
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import OperatorError

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_FORMS: Final = ("aes:", "text:", "bytes:")


def is_sealed(stored: str) -> bool:
    """Tell whether a value has one of the forms that a vault writes."""
    return stored == "" or stored.startswith(_FORMS)


class Vault:
    """Seals and opens texts with the operator's keys."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Take the keys, each 32 bytes in base64, the one that seals first.

        Without keys texts are kept as they are, marked as such: for trying the bot out, not for other people's words.

        Raises:
            OperatorError: a key is not 32 bytes of base64.
        """
        ciphers = [_cipher(number, key) for number, key in enumerate(keys, start=1)]
        self._ciphers = dict(ciphers)
        self._first = ciphers[0][0] if ciphers else None

    def seal(self, text: str, column: str, workspace_id: str) -> str:
        """Return what to store for a text; an empty text stays empty."""
        if not text:
            return ""
        if self._first is None:
            return _marked(text)
        nonce = os.urandom(_NONCE_BYTES)
        plain = text.encode("utf-8", "surrogatepass")
        sealed = nonce + self._ciphers[self._first].encrypt(nonce, plain, _context(column, workspace_id))
        return f"{self.current_form()}{urlsafe_b64encode(sealed).decode('ascii')}"

    def open(self, stored: str, column: str, workspace_id: str) -> str:
        """Return the text that was sealed, verbatim.

        Raises:
            OperatorError: no key of this vault opens it.
        """
        form, _, rest = stored.partition(":")
        if form in {"", "text"}:
            return rest
        if form == "bytes":
            return urlsafe_b64decode(rest).decode("utf-8", "surrogatepass")
        key_id, _, body = rest.partition(":")
        if key_id not in self._ciphers:
            raise OperatorError(
                f"A text in {column} is sealed with key {key_id}, which PUSHBACK_SECRET_KEYS does not hold: "
                "add that key at the end of the list."
            )
        sealed = urlsafe_b64decode(body)
        try:
            plain = self._ciphers[key_id].decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _context(column, workspace_id)
            )
        except InvalidTag:
            raise OperatorError(
                f"A text in {column} of workspace {workspace_id} was changed or moved from elsewhere: it does not open."
            ) from None
        return plain.decode("utf-8", "surrogatepass")

    def current_form(self) -> str:
        """Return how every value begins that the first key sealed.

        Raises:
            OperatorError: there is no key.
        """
        if self._first is None:
            raise OperatorError("PUSHBACK_SECRET_KEYS holds no key to seal with.")
        return f"aes:{self._first}:"

    def reseal(self, stored: str, column: str, workspace_id: str) -> str:
        """Return the same text sealed with the first key."""
        return self.seal(self.open(stored, column, workspace_id), column, workspace_id)


class Drawer:
    """The vault as one workspace uses it."""

    def __init__(self, vault: Vault, workspace_id: str) -> None:
        self._vault = vault
        self._workspace_id = workspace_id

    def seal(self, column: str, text: str) -> str:
        """Return what to store for a text in a column, named `<table>.<column>`."""
        return self._vault.seal(text, column, self._workspace_id)

    def open(self, column: str, stored: str) -> str:
        """Return the text that was sealed into that column."""
        return self._vault.open(stored, column, self._workspace_id)


def _cipher(number: int, key: str) -> tuple[str, AESGCM]:
    try:
        secret = b64decode(key.strip().replace("-", "+").replace("_", "/"), validate=True)
    except Base64Error:
        secret = b""
    if len(secret) != _KEY_BYTES:
        raise OperatorError(
            f"Key {number} of PUSHBACK_SECRET_KEYS is not {_KEY_BYTES} bytes in base64. "
            "`openssl rand -base64 32` makes one."
        )
    return sha256(b"pushback key id" + secret).hexdigest()[:8], AESGCM(secret)


def _context(column: str, workspace_id: str) -> bytes:
    return f"{column}\n{workspace_id}".encode()


def _marked(text: str) -> str:
    if _UNSTORABLE.search(text):
        return f"bytes:{urlsafe_b64encode(text.encode('utf-8', 'surrogatepass')).decode('ascii')}"
    return f"text:{text}"
