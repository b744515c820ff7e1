import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import delete

from bot.app import App, build
from bot.clock import Clock
from bot.coaching import nudges
from bot.config import Settings
from bot.listeners.authorize import ManyWorkspaces
from bot.store.tables import DeliveryState, HeartbeatRow
from tests.support.asgi import SECRET, Answered, Headers, call, event, signed
from tests.support.playground import Slack, open_slack
from tests.support.stored import MARA, NOW, TODAY

KEYS = (b64encode(b"k" * 32).decode(),)
TEAM = "T01HARBOUR"


def _settings(database_url: str, api_url: str, **changes: Any) -> Settings:  # noqa: ANN401  any setting
    given: dict[str, Any] = {
        "database_url": database_url,
        "slack_signing_secret": SECRET,
        "slack_bot_token": None,
        "slack_client_id": "1.2",
        "slack_client_secret": "client-secret",
        "slack_api_url": api_url,
        "pushback_secret_keys": KEYS,
        "pushback_base_url": "https://pushback.example",
    }
    return Settings(**(given | changes))


@asynccontextmanager
async def _running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    app = build(settings, clock=clock)
    async with app.web.router.lifespan_context(app.web):
        yield app


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        slack.desk.install_codes.add("code-1")
        yield slack


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(slack: Slack, sqlite_url: str, clock: Clock) -> AsyncIterator[App]:
    async with _running(_settings(sqlite_url, slack.api_url), clock) as app:
        yield app


@pytest.fixture
async def own(slack: Slack, sqlite_url: str) -> AsyncIterator[App]:
    """An application of one workspace."""
    alone = {"slack_client_id": None, "slack_client_secret": None, "slack_bot_token": slack.token}
    async with _running(_settings(sqlite_url, slack.api_url, **alone)) as app:
        yield app


async def _get(app: App, address: str, headers: Headers = ()) -> Answered:
    path, _, query = address.partition("?")
    return await call(app.web, path, method="GET", headers=headers, query=query)


async def _begin(app: App) -> tuple[str, Headers]:
    """Click Add to Slack; return the state that Slack gets, and what the browser sends along when it comes back."""
    answer = await _get(app, "/slack/install")
    (state,) = parse_qs(urlsplit(answer.headers["location"]).query)["state"]
    (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
    return state, [("Cookie", f"{morsel.key}={morsel.value}")]


async def _come_back(app: App, cookie: Headers, **query: str) -> Answered:
    return await _get(app, f"/slack/oauth_redirect?{urlencode(query)}", cookie)


async def test_add_to_slack_leads_to_slacks_consent_page(app: App, slack: Slack) -> None:
    answer = await _get(app, "/slack/install")

    there = urlsplit(answer.headers["location"])
    query = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert answer.status == 302
    assert slack.api_url.startswith(f"{there.scheme}://{there.netloc}/")
    assert there.path == "/oauth/v2/authorize"
    assert query["client_id"] == "1.2"
    assert query["redirect_uri"] == "https://pushback.example/slack/oauth_redirect"
    assert query["scope"].split(",") == [
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
    ]


async def test_the_state_is_256_bits_bound_to_the_browser(app: App) -> None:
    answer = await _get(app, "/slack/install")

    cookie = answer.headers["set-cookie"].lower()
    (state,) = parse_qs(urlsplit(answer.headers["location"]).query)["state"]
    assert len(state) >= 43
    assert "httponly" in cookie
    assert "secure" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=600" in cookie
    assert "path=/slack/oauth_redirect" in cookie


async def test_who_installs_is_told_what_to_do_next(app: App) -> None:
    state, cookie = await _begin(app)

    answer = await _come_back(app, cookie, code="code-1", state=state)

    assert answer.status == 200
    assert b"Pushback is in Harbour Mills" in answer.body
    assert b"/pushback" in answer.body
    assert b"/app_redirect?app=" in answer.body


async def test_the_installation_is_kept_sealed(app: App, slack: Slack, sqlite_url: str) -> None:
    state, cookie = await _begin(app)

    await _come_back(app, cookie, code="code-1", state=state)

    async with app.store.view(TEAM) as work:
        installation = await work.installations.installation()
    assert installation is not None
    assert installation.bot_token == slack.token
    assert installation.bot_user_id == slack.desk.app.user_id
    assert installation.installer_id == slack.desk.players[0].id
    with open(sqlite_url.removeprefix("sqlite:///"), "rb") as file:  # noqa: ASYNC230, PTH123  a small file of the test
        assert slack.token.encode() not in file.read()


async def test_an_installed_workspace_is_served_at_once(app: App) -> None:
    state, cookie = await _begin(app)
    await _come_back(app, cookie, code="code-1", state=state)
    body = json.dumps(event(team_id=TEAM)).encode()

    token = await ManyWorkspaces(app.store, app.clock).token(TEAM)
    answer = await call(app.web, headers=_signed_now(body), pieces=[body])

    assert token
    assert answer.status == 200


async def test_a_state_is_good_once(app: App, slack: Slack) -> None:
    state, cookie = await _begin(app)
    await _come_back(app, cookie, code="code-1", state=state)
    slack.desk.install_codes.add("code-2")

    answer = await _come_back(app, cookie, code="code-2", state=state)

    assert answer.status == 400
    assert b"opened twice" in answer.body
    assert "code-2" in slack.desk.install_codes


async def test_a_state_is_good_for_ten_minutes(app: App, clock: Clock) -> None:
    state, cookie = await _begin(app)
    clock.move(timedelta(minutes=10))

    answer = await _come_back(app, cookie, code="code-1", state=state)

    assert answer.status == 400


@pytest.mark.parametrize("forged", ["", "another", "é"])
async def test_another_browsers_state_is_refused(app: App, slack: Slack, forged: str) -> None:
    state, _ = await _begin(app)

    answer = await _come_back(app, [("Cookie", f"pushback_install={forged}")], code="code-1", state=state)

    assert answer.status == 400
    assert "code-1" in slack.desk.install_codes


async def test_a_state_that_was_never_given_is_refused(app: App) -> None:
    answer = await _come_back(app, [("Cookie", "pushback_install=x")], code="code-1", state="x")

    assert answer.status == 400


async def test_who_cancels_reads_that_nothing_was_changed(app: App) -> None:
    state, cookie = await _begin(app)

    answer = await _come_back(app, cookie, error="access_denied", state=state)

    assert answer.status == 200
    assert b"nothing was changed" in answer.body
    assert b"/slack/install" in answer.body


async def test_slacks_refusal_is_named_by_its_code(app: App) -> None:
    state, cookie = await _begin(app)

    answer = await _come_back(app, cookie, code="stale", state=state)

    assert answer.status == 400
    assert b"invalid_code" in answer.body


async def test_slacks_silence_is_told(app: App, slack: Slack) -> None:
    state, cookie = await _begin(app)
    slack.faults.drops("oauth.v2.access")

    answer = await _come_back(app, cookie, code="code-1", state=state)

    assert answer.status == 502
    assert b"Slack did not answer" in answer.body


async def test_what_comes_in_the_address_is_not_printed(app: App) -> None:
    state, cookie = await _begin(app)

    answer = await _come_back(app, cookie, error="<script>alert(1)</script>", state=state)

    assert b"<script>" not in answer.body


async def test_the_pages_of_one_workspace_offer_no_installing(own: App) -> None:
    landing = await _get(own, "/")
    install = await _get(own, "/slack/install")

    assert landing.status == 200
    assert b"Your Slack admin adds Pushback" in landing.body
    assert install.status == 404


async def test_the_landing_page_says_what_how_private_and_where_to_get_help(app: App) -> None:
    answer = await _get(app, "/")

    assert answer.status == 200
    for word in (b"Listen.", b"Privacy", b"Support", b"Add to Slack"):
        assert word in answer.body


@pytest.mark.parametrize("address", ["/", "/slack/oauth_redirect", "/nowhere"])
async def test_a_page_lets_nothing_foreign_in(app: App, address: str) -> None:
    answer = await _get(app, address)

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_page_that_is_not_there_says_so(app: App) -> None:
    answer = await _get(app, "/slack/events/")

    assert answer.status == 404
    assert b"nothing here" in answer.body


async def test_the_pages_style_is_served(app: App) -> None:
    answer = await _get(app, "/pushback.css")

    assert answer.headers["content-type"].startswith("text/css")


async def test_installing_waits_for_the_database_with_a_sentence(slack: Slack, tmp_path: Path) -> None:
    app = build(_settings(f"sqlite:///{tmp_path}/missing.db", slack.api_url))

    answer = await _get(app, "/slack/install")

    await app.store.close()
    assert answer.status == 503
    assert b"cannot reach its records" in answer.body


async def test_a_live_process_says_so(app: App) -> None:
    answer = await _get(app, "/healthz")

    assert (answer.status, answer.json()) == (200, {"status": "alive"})


async def test_a_ready_process_tells_when_the_worker_last_turned(app: App) -> None:
    await app.worker.tick(app.clock.now() - timedelta(seconds=42))

    answer = await _get(app, "/readyz")

    assert answer.status == 200
    assert answer.json()["status"] == "ready"
    assert answer.json()["worker_seconds_ago"] >= 0


@pytest.mark.parametrize(("seconds_ago", "status"), [(42, 200), (61, 503), (None, 503)])
async def test_who_asks_for_a_worker_is_told_when_none_has_turned_lately(
    app: App, seconds_ago: int | None, status: int
) -> None:
    await app.shift.end()
    async with app.store.sweep() as sweep:
        await sweep.heartbeats._desk.write(delete(HeartbeatRow))
        if seconds_ago:
            await sweep.heartbeats.beat("w1", app.clock.now() - timedelta(seconds=seconds_ago))

    answer = await _get(app, "/readyz?worker")

    assert answer.status == status


async def test_the_meters_tell_what_the_book_says(app: App) -> None:
    await app.shift.end()
    async with app.store.work("T1") as work:
        await work.people.save(MARA)
        for number in range(2):
            await work.deliveries.plan("card", MARA.id, f"card:{number}", "c1", app.clock.now() - timedelta(hours=1))
        late = replace(nudges.own("", "1", "Send it", TODAY, time(9)), is_late=True)
        sent = replace(late, state=nudges.NudgeState.SENT, sent_at=NOW)
        others = [replace(sent, key="own:2"), replace(sent, key="own:3", is_late=False)]
        await work.nudges.put(MARA.id, [late, *others], NOW)
    async with app.store.sweep() as sweep:
        (claim,) = await sweep.sending.claim("w1", app.clock.now(), 1)
        await sweep.sending.settle(claim, DeliveryState.FAILED, "user_not_found", app.clock.now())

    page = (await _get(app, "/metrics")).body.decode()

    assert 'pushback_deliveries{state="planned"} 1.0' in page
    assert 'pushback_deliveries{state="unknown"} 0.0' in page
    assert 'pushback_deliveries{state="unconfirmed"} 0.0' in page
    assert "pushback_nudges_sent_late 1.0" in page
    assert 'pushback_deliveries_failed{code="user_not_found"} 1.0' in page
    assert "pushback_delivery_lag_seconds 36" in page


async def test_a_process_without_its_database_is_not_ready_and_names_no_host(slack: Slack, tmp_path: Path) -> None:
    app = build(_settings(f"sqlite:///{tmp_path}/missing.db", slack.api_url))

    answer = await _get(app, "/readyz")

    await app.store.close()
    assert (answer.status, answer.json()) == (503, {"status": "not ready"})


async def test_requests_are_counted_by_kind_and_status(own: App) -> None:
    body = json.dumps(event(team_id=TEAM)).encode()
    await call(own.web, headers=_signed_now(body), pieces=[body])
    await call(own.web, method="GET")

    answer = await _get(own, "/metrics")

    assert b'pushback_slack_requests_total{kind="event_callback",status="200"} 1.0' in answer.body
    assert b'pushback_slack_requests_total{kind="refused",status="405"} 1.0' in answer.body
    assert b"pushback_ack_seconds_bucket" in answer.body


async def test_a_removed_workspaces_token_is_forgotten_at_once(app: App) -> None:
    state, cookie = await _begin(app)
    await _come_back(app, cookie, code="code-1", state=state)
    later = int((app.clock.now() + timedelta(seconds=5)).timestamp())
    gone = json.dumps(event(team_id=TEAM, event_time=later, event={"type": "app_uninstalled"})).encode()

    answers = [await call(app.web, headers=_signed_now(gone), pieces=[gone]) for _ in range(2)]

    async with app.store.view(TEAM) as work:
        assert await work.installations.installation() is None
    assert [answer.status for answer in answers] == [200, 200]


async def test_a_late_word_of_an_older_removal_does_not_undo_a_new_installation(app: App) -> None:
    state, cookie = await _begin(app)
    await _come_back(app, cookie, code="code-1", state=state)
    earlier = int((app.clock.now() - timedelta(hours=1)).timestamp())
    tokens = {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"], "oauth": []}}
    gone = json.dumps(event(team_id=TEAM, event_time=earlier, event=tokens)).encode()

    await call(app.web, headers=_signed_now(gone), pieces=[gone])

    async with app.store.view(TEAM) as work:
        assert await work.installations.installation() is not None


def _signed_now(body: bytes) -> Headers:
    return signed(body, "application/json", at=str(int(Clock().now().timestamp())))
