"""What a process is told by its environment, checked once at its start."""

import base64
import os
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import OperatorError

KEY_BYTES: Final = 32
_PACKAGE: Final = Path(__file__).parent
_EXPECTED: Final = {
    "DATABASE_URL": "postgresql://user:password@host/name, or sqlite:///file.sqlite3",
    "SLACK_SIGNING_SECRET": "the Signing Secret of the app's Basic Information page, without spaces",
    "SLACK_BOT_TOKEN": "the app's Bot User OAuth Token, which begins with xoxb-",
    "SLACK_CLIENT_ID": "the Client ID of the app's Basic Information page, without spaces",
    "SLACK_CLIENT_SECRET": "the Client Secret of the app's Basic Information page, without spaces",
    "SLACK_APP_TOKEN": "an app-level token with connections:write, which begins with xapp-",
    "SLACK_API_URL": "an https:// address; http:// only on this machine",
    "PUSHBACK_SECRET_KEYS": (
        "keys of 32 bytes in base64, separated by commas; `openssl rand -base64 32` makes one. "
        "The first encrypts, all decrypt"
    ),
    "PUSHBACK_PLAYBOOKS": "a folder that exists, with one folder a playbook",
    "PUSHBACK_BASE_URL": "the https:// address under which people reach this server; http:// only on this machine",
    "PORT": "a number from 0 to 65535; 0 takes a free one",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "SENTRY_DSN": "an https:// address",
}


class Purpose(StrEnum):
    """What a process is for, and so which variables it cannot do without."""

    WEB = "web"
    SOCKET = "socket"
    WORKER = "worker"
    DATABASE = "database"


def _address(text: str) -> SplitResult:
    parts = urlsplit(text)
    is_plain = parts.hostname and not (parts.query or parts.fragment or parts.username or parts.password)
    if not is_plain or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(str(parts.hostname)))):
        raise ValueError
    _ = parts.port  # a ValueError when it is no number
    return parts


def _web_address(text: str) -> str:
    return _address(text.strip()).geturl().rstrip("/")


def _api_address(text: str) -> str:
    return _web_address(text) + "/"


def _secret(pattern: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError
        return secret

    return AfterValidator(check)


def _keys(keys: str | tuple[str, ...]) -> tuple[str, ...]:
    parts = re.split(r"[,\s]+", keys.strip(", \t\n")) if isinstance(keys, str) else keys
    return tuple(_key(part) for part in parts)


def _key(text: str) -> str:
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    padded = plain + "=" * (-len(plain) % 4)
    if len(base64.b64decode(padded, validate=True)) != KEY_BYTES:  # binascii.Error is a ValueError
        raise ValueError
    return padded


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError
    return path.resolve()


def _shipped_playbooks() -> Path:
    installed = _PACKAGE / "_shipped" / "playbooks"
    return installed if installed.is_dir() else _PACKAGE.parent / "playbooks"


_NO_SPACE: Final = r"\S+"


class Settings(BaseSettings):
    """The environment of one process; every field is the variable of the same name. Secrets print as asterisks."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True)

    database_url: Annotated[SecretStr, _secret(r"(sqlite|postgres(ql)?)(\+\w+)?://\S*")] = SecretStr(
        "sqlite:///pushback.sqlite3"
    )
    slack_signing_secret: Annotated[SecretStr, _secret(_NO_SPACE)] | None = None
    slack_bot_token: Annotated[SecretStr, _secret(r"xoxb-\S+")] | None = None
    slack_client_id: Annotated[str, Field(pattern=r"^\S+$")] | None = None
    slack_client_secret: Annotated[SecretStr, _secret(_NO_SPACE)] | None = None
    slack_app_token: Annotated[SecretStr, _secret(r"xapp-\S+")] | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_address)] = "https://slack.com/api/"
    pushback_secret_keys: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_keys)] = ()
    pushback_playbooks: Annotated[Path, AfterValidator(_folder)] = Field(default_factory=_shipped_playbooks)
    pushback_base_url: Annotated[str, AfterValidator(_web_address)] | None = None
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"
    sentry_dsn: Annotated[SecretStr, _secret(r"https://\S+")] | None = None

    @classmethod
    def read(cls, purpose: Purpose) -> Self:
        """Return the settings of a process.

        Raises:
            OperatorError: variables are missing or wrong; all are named, with what is expected, none is printed.
        """
        given = {name for name, value in os.environ.items() if value.strip()}
        problems = list(_missing(purpose, given))
        try:
            settings = cls()
        except ValidationError as error:
            problems += [_wrong(str(fault["loc"][0])) for fault in error.errors(include_input=False)]
        if problems:
            raise OperatorError("\n".join(["The environment needs attention:", *dict.fromkeys(problems)]))
        return settings

    @property
    def serves_many(self) -> bool:
        """Whether workspaces install the app themselves (OAuth) instead of one workspace's token being given."""
        return self.slack_client_id is not None

    @property
    def encrypts(self) -> bool:
        """Whether quotes, notes and tokens are encrypted in the database."""
        return bool(self.pushback_secret_keys)

    def secret_keys(self) -> tuple[str, ...]:
        """Return the encryption keys in base64, the one that writes first."""
        return tuple(key.get_secret_value() for key in self.pushback_secret_keys)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _wrong(field: str) -> str:
    name = field.upper()
    return f"  {name} is not valid; expected: {_EXPECTED[name]}."


def _missing(purpose: Purpose, given: set[str]) -> Iterator[str]:
    oauth = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}
    if purpose is Purpose.DATABASE:
        return
    if purpose is Purpose.WEB and "SLACK_SIGNING_SECRET" not in given:
        yield _absent("SLACK_SIGNING_SECRET", _EXPECTED)
    if purpose is Purpose.SOCKET and "SLACK_APP_TOKEN" not in given:
        yield _absent("SLACK_APP_TOKEN", _EXPECTED)
    if "SLACK_BOT_TOKEN" in given and oauth & given:
        yield (
            "  SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set; expected: the token for one workspace, "
            "or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many."
        )
    elif not oauth & given and "SLACK_BOT_TOKEN" not in given:
        yield (
            "  SLACK_BOT_TOKEN is missing; expected: the token of one workspace, which begins with xoxb-, "
            "or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many workspaces."
        )
    if oauth & given:
        needed = [*sorted(oauth), "PUSHBACK_SECRET_KEYS", *(["PUSHBACK_BASE_URL"] if purpose is Purpose.WEB else [])]
        yield from (_absent(name, _EXPECTED) for name in needed if name not in given)


def _absent(name: str, expected: Mapping[str, str]) -> str:
    return f"  {name} is missing; expected: {expected[name]}."
