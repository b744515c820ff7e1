from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

import pytest

from bot.config import Purpose, Settings, is_loopback
from bot.errors import OperatorError

KEY = b64encode(b"k" * 32).decode()
SECOND_KEY = urlsafe_b64encode(b"\xff" * 32).decode().rstrip("=")
ONE_WORKSPACE = {"SLACK_SIGNING_SECRET": "s3cret-signing", "SLACK_BOT_TOKEN": "xoxb-s3cret"}
MANY_WORKSPACES = {
    "SLACK_SIGNING_SECRET": "s3cret-signing",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s3cret-client",
    "PUSHBACK_SECRET_KEYS": KEY,
    "PUSHBACK_BASE_URL": "https://pushback.example",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def _set(environment: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        environment.setenv(name, value)


def _complaint(purpose: Purpose = Purpose.WEB) -> str:
    with pytest.raises(OperatorError) as complaint:
        Settings.read(purpose)
    return str(complaint.value)


def test_a_token_and_a_signing_secret_are_enough_for_one_workspace(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **ONE_WORKSPACE)

    settings = Settings.read(Purpose.WEB)

    assert not settings.serves_many
    assert not settings.encrypts
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url.get_secret_value() == "sqlite:///pushback.sqlite3"
    assert (settings.pushback_playbooks / "executive-pushback" / "playbook.yaml").exists()


def test_many_workspaces_need_keys_and_an_address(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **MANY_WORKSPACES)

    settings = Settings.read(Purpose.WEB)

    assert settings.serves_many
    assert settings.encrypts


def test_an_empty_environment_is_told_everything_it_lacks() -> None:
    complaint = _complaint()

    assert "SLACK_SIGNING_SECRET is missing" in complaint
    assert "SLACK_BOT_TOKEN is missing" in complaint


def test_many_workspaces_without_keys_are_refused(environment: pytest.MonkeyPatch) -> None:
    _set(environment, SLACK_SIGNING_SECRET="s", SLACK_CLIENT_ID="1.2")

    complaint = _complaint()

    assert "SLACK_CLIENT_SECRET is missing" in complaint
    assert "PUSHBACK_SECRET_KEYS is missing" in complaint
    assert "PUSHBACK_BASE_URL is missing" in complaint


def test_a_token_and_a_client_id_contradict_each_other(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **MANY_WORKSPACES, SLACK_BOT_TOKEN="xoxb-1")

    assert "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set" in _complaint()


def test_socket_mode_needs_an_app_token(environment: pytest.MonkeyPatch) -> None:
    _set(environment, SLACK_BOT_TOKEN="xoxb-1")

    complaint = _complaint(Purpose.SOCKET)

    assert "SLACK_APP_TOKEN is missing" in complaint
    assert "SLACK_SIGNING_SECRET" not in complaint


def test_a_migration_needs_nothing_of_slack() -> None:
    Settings.read(Purpose.DATABASE)


BAD = {
    "DATABASE_URL": "mysql://root:s3cret@host/name",
    "SLACK_SIGNING_SECRET": "s3cret with spaces",
    "SLACK_BOT_TOKEN": "xoxp-s3cret",
    "SLACK_APP_TOKEN": "s3cret",
    "SLACK_API_URL": "http://slack.example/api/",
    "PUSHBACK_SECRET_KEYS": f"{KEY},s3cret",
    "PUSHBACK_PLAYBOOKS": "/nowhere/at/all",
    "PUSHBACK_BASE_URL": "pushback.example",
    "PORT": "70000",
    "LOG_LEVEL": "loud",
    "SENTRY_DSN": "s3cret",
}


def test_every_bad_variable_is_named_at_once_with_what_is_expected(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **BAD)

    complaint = _complaint()

    assert [name for name in BAD if f"{name} is not valid; expected: " not in complaint] == []


def test_no_complaint_quotes_a_secret(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **BAD)

    assert "s3cret" not in _complaint()


def test_settings_print_without_their_secrets(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **MANY_WORKSPACES, DATABASE_URL="postgresql://u:s3cret@h/n")

    printed = repr(Settings.read(Purpose.WEB))

    assert "s3cret" not in printed
    assert KEY not in printed


@pytest.mark.parametrize(
    "address",
    ["postgres://u:p@h/n", "postgresql://u@h/n", "postgresql+psycopg://h/n", "sqlite:///a.db", "sqlite:////tmp/a.db"],
)
def test_both_databases_are_taken_however_they_are_written(environment: pytest.MonkeyPatch, address: str) -> None:
    _set(environment, **ONE_WORKSPACE, DATABASE_URL=address)

    assert Settings.read(Purpose.WEB).database_url.get_secret_value() == address


@pytest.mark.parametrize("address", ["http://127.0.0.1:3000/api", "http://localhost:9/api/", "http://[::1]:3000/api"])
def test_slacks_address_may_be_plain_on_this_machine(environment: pytest.MonkeyPatch, address: str) -> None:
    _set(environment, **ONE_WORKSPACE, SLACK_API_URL=address)

    assert Settings.read(Purpose.WEB).slack_api_url == address.rstrip("/") + "/"


@pytest.mark.parametrize(
    "address",
    [
        "http://slack.com/api/",
        "http://127.0.0.1.evil.example/api/",
        "https://user:pass@slack.com/api/",
        "https://slack.com/api/?a=1",
        "ftp://127.0.0.1/",
        "https://slack.com:port/",
        "https://",
        "slack.com",
    ],
)
def test_slacks_address_is_encrypted_and_plain_otherwise(environment: pytest.MonkeyPatch, address: str) -> None:
    _set(environment, **ONE_WORKSPACE, SLACK_API_URL=address)

    assert "SLACK_API_URL is not valid" in _complaint()


def test_keys_come_in_both_alphabets_the_one_that_writes_first(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **ONE_WORKSPACE, PUSHBACK_SECRET_KEYS=f" {SECOND_KEY}, {KEY}\n")

    assert Settings.read(Purpose.WEB).secret_keys() == (b64encode(b"\xff" * 32).decode(), KEY)


def test_a_level_of_the_log_is_taken_in_any_case(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **ONE_WORKSPACE, LOG_LEVEL="debug")

    assert Settings.read(Purpose.WEB).log_level == "DEBUG"


def test_an_empty_variable_counts_as_not_set(environment: pytest.MonkeyPatch) -> None:
    _set(environment, **ONE_WORKSPACE, PORT="", SLACK_CLIENT_ID="", SENTRY_DSN="")

    settings = Settings.read(Purpose.WEB)

    assert settings.port == 3000
    assert not settings.serves_many


def test_playbooks_may_stand_elsewhere(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _set(environment, **ONE_WORKSPACE, PUSHBACK_PLAYBOOKS=str(tmp_path))

    assert Settings.read(Purpose.WEB).pushback_playbooks == tmp_path.resolve()


@pytest.mark.parametrize(
    ("host", "is_own"), [("127.0.0.2", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_this_machine_is_told_from_others(host: str, *, is_own: bool) -> None:
    assert is_loopback(host) is is_own
