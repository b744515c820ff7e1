from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from freezegun import freeze_time
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.playground.backstage import Backstage, StuckError
from bot.playground.desk import Desk
from bot.playground.faults import Faults
from bot.playground.levers import Entry, Levers
from bot.playground.page import build_playground
from bot.playground.referee import Json
from tests.playground.fake_bot import FakeBot
from tests.support.playground import Stage, listen, open_stage, serve

MAYA = "U01MAYA"
AS_MAYA = f"/as/{MAYA}/C02ONBOARD"
BEHIND = f"{AS_MAYA}/backstage"
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@dataclass
class Workshop:
    """An app of which only the levers are seen: a clock, a worker, and a book."""

    clock: Clock = field(default_factory=Clock)
    entries: tuple[Entry, ...] = ()
    due: datetime | None = None
    runs: bool = True
    turns: list[str] = field(default_factory=list)  # what was done to the worker and the clock, in order

    def levers(self) -> Levers:
        return Levers(self.move, self.next_due, self.outbox, self.start, self.stop, lambda: self.runs)

    def move(self, by: timedelta) -> None:
        self.clock.move(by)
        self.turns.append("moved")

    async def next_due(self) -> datetime | None:
        return self.due

    async def outbox(self) -> tuple[Entry, ...]:
        return self.entries

    def start(self) -> None:
        self.runs = True
        self.turns.append("started")

    async def stop(self) -> None:
        self.runs = False
        self.turns.append("stopped")


@dataclass
class Visit:
    workshop: Workshop
    stage: Stage
    address: str
    session: aiohttp.ClientSession
    client: AsyncWebClient

    async def pull(self, lever: str, **given: object) -> Json:
        url = f"{self.address}{BEHIND}/{lever}?backstage=1"
        async with self.session.post(url, json=given) as response:
            assert response.status == 200, await response.text()
            answer: Json = await response.json()
            return answer

    async def sees(self) -> str:
        """Return what is drawn behind the stage while nothing else changes."""
        url = f"{self.address}{AS_MAYA}/parts?backstage=1&seen={self.stage.desk.version}"
        async with self.session.get(url) as response:
            parts: dict[str, str] = (await response.json())["parts"]
            assert list(parts) == ["backstage"]
            return parts["backstage"]

    async def writes(self, text: str) -> str:
        """Let the app write to Maya; returns what went wrong."""
        try:
            await self.client.chat_postMessage(channel=MAYA, text=text)
        except SlackApiError as error:
            answer = error.response.data
            return str(answer["error"] if isinstance(answer, dict) else error.response.status_code)
        except aiohttp.ClientPayloadError:
            return "dropped"
        return ""

    def told(self) -> list[str]:
        return [message.text for message in self.stage.slack.told(self.stage.desk.app_channel(MAYA).id)]


@pytest.fixture
async def visit() -> AsyncIterator[Visit]:
    workshop = Workshop()
    async with open_stage(lambda stage: FakeBot(stage).app(), clock=workshop.clock) as stage:
        page = build_playground(stage.desk, stage.acts, faults=stage.slack.faults, levers=workshop.levers())
        async with serve(page, listen()) as address, aiohttp.ClientSession() as session:
            client = AsyncWebClient(stage.token, base_url=stage.api_url, session=session, retry_handlers=[])
            yield Visit(workshop, stage, address, session, client)


async def test_there_is_no_backstage_where_nobody_gives_levers() -> None:
    async with open_stage(lambda stage: FakeBot(stage).app()) as stage:
        page = build_playground(stage.desk, stage.acts)
        async with serve(page, listen()) as address, aiohttp.ClientSession() as session:
            async with session.get(f"{address}{AS_MAYA}") as response:
                assert "Backstage" not in await response.text()
            async with session.post(f"{address}{BEHIND}/stop", json={}) as response:
                assert response.status == 404


async def test_a_lever_is_pulled_from_this_page_only(visit: Visit) -> None:
    for lever, headers, body, status in [
        ("stop", {"Origin": "https://evil.example"}, "{}", 403),
        ("stop", {"Content-Type": "text/plain"}, "{}", 415),
        ("explode", {}, "{}", 400),
        ("later", {}, '{"days": 1e400}', 400),
        ("switch", {}, '{"trouble": "flood"}', 400),
        ("switch", {}, '{"trouble": "late", "times": "7"}', 400),
        ("set", {}, "[]", 400),
    ]:
        sent = {"Content-Type": "application/json", **headers}
        async with visit.session.post(f"{visit.address}{BEHIND}/{lever}", data=body, headers=sent) as response:
            assert response.status == status, lever

    assert visit.workshop.turns == []


class TestClock:
    async def test_it_goes_on_by_an_hour_and_back_to_now(self, visit: Visit) -> None:
        await visit.pull("later", hours=1)
        ahead = visit.workshop.clock.now() - datetime.now(UTC)
        answer = await visit.pull("back")

        assert ahead == pytest.approx(HOUR, abs=SECOND)
        assert visit.workshop.clock.now() - datetime.now(UTC) == pytest.approx(timedelta(), abs=SECOND)
        assert "as on this computer" in answer["parts"]["backstage"]

    async def test_it_jumps_to_what_is_planned_next(self, visit: Visit) -> None:
        visit.workshop.due = datetime.now(UTC) + 50 * HOUR

        answer = await visit.pull("next")

        assert visit.workshop.clock.now() - visit.workshop.due == pytest.approx(timedelta(), abs=SECOND)
        assert "The clock is 2 days 2 hours ahead" in answer["parts"]["where"]

    async def test_it_says_why_there_is_nowhere_to_jump(self, visit: Visit) -> None:
        drawn = await visit.sees()
        answer = await visit.pull("next")

        assert 'data-lever="next" aria-disabled="true" aria-describedby="next-due"' in drawn
        assert "nothing is planned after this moment" in drawn
        assert answer["troubles"] == ["Nothing is planned after this moment."]

    async def test_what_is_written_later_is_dated_later(self, visit: Visit) -> None:
        await visit.pull("later", hours=1)
        await visit.writes("Later")

        (message,) = visit.stage.slack.told(visit.stage.desk.app_channel(MAYA).id)
        assert message.at - datetime.now(UTC).timestamp() == pytest.approx(HOUR.total_seconds(), abs=2)

    async def test_requests_are_signed_with_the_time_of_this_computer(self, visit: Visit) -> None:
        await visit.pull("later", days=30)
        await visit.stage.trainer.types("/pushback help")

        exchange = next(one for one in reversed(visit.stage.desk.exchanges) if one.to_app)
        assert exchange.at - datetime.now(UTC) == pytest.approx(timedelta(), abs=2 * SECOND)

    @freeze_time("2026-03-28 20:00:00")
    async def test_a_day_on_it_is_the_same_time_of_day_whatever_the_clocks_did(self) -> None:
        workshop = Workshop()
        desk = Desk(clock=workshop.clock)
        backstage = Backstage(desk, Faults(), workshop.levers())

        await backstage.pull("later", desk.user(MAYA), {"days": 1})

        assert workshop.clock.now() == datetime(2026, 3, 29, 19, 0, tzinfo=UTC)  # London sprang forward meanwhile

    @freeze_time("2026-03-28 20:00:00")
    async def test_a_moment_is_meant_in_the_zone_of_whom_one_plays(self) -> None:
        workshop = Workshop()
        desk = Desk(clock=workshop.clock)
        backstage = Backstage(desk, Faults(), workshop.levers())

        for user_id in (MAYA, "U02TOMAS"):
            await backstage.pull("set", desk.user(user_id), {"moment": "2026-04-01T09:00"})

        assert workshop.clock.now() == datetime(2026, 4, 1, 14, 0, tzinfo=UTC)  # nine in Chicago

    @freeze_time("2026-03-28 20:00:00")
    @pytest.mark.parametrize("moment", ["2026-03-28T19:58", "2031-04-01T09:00", "0001-01-01T00:00", "soon", ""])
    async def test_it_goes_neither_into_the_past_nor_out_of_sight(self, moment: str) -> None:
        workshop = Workshop()
        desk = Desk(clock=workshop.clock)

        with pytest.raises(StuckError):
            await Backstage(desk, Faults(), workshop.levers()).pull("set", desk.user(MAYA), {"moment": moment})

        assert workshop.turns == []


class TestWorker:
    async def test_it_is_stopped_and_started(self, visit: Visit) -> None:
        stopped = await visit.pull("stop")
        started = await visit.pull("start")

        assert "The worker is stopped" in stopped["parts"]["where"]
        assert "Start the worker" in stopped["parts"]["backstage"]
        assert "Stop the worker<" in started["parts"]["backstage"]

    async def test_three_days_pass_while_it_is_stopped(self, visit: Visit) -> None:
        await visit.pull("away")

        assert visit.workshop.turns == ["stopped", "moved", "started"]
        assert "3 days ahead" in await visit.sees()


class TestSlackFails:
    @pytest.mark.parametrize(
        ("trouble", "said"),
        [
            ("limited", "ratelimited"),
            ("broken", "500"),
            ("dropped", "dropped"),
            ("archived", "is_archived"),
            ("revoked", "token_revoked"),
        ],
    )
    async def test_it_fails_until_it_is_switched_off(self, visit: Visit, trouble: str, said: str) -> None:
        await visit.pull("switch", trouble=trouble, times="")
        failed = [await visit.writes(text) for text in "abc"]
        drawn = await visit.sees()
        await visit.pull("switch", trouble=trouble)
        worked = await visit.writes("At last")

        assert (failed, worked) == ([said] * 3, "")
        assert visit.told() == ["At last"]
        assert "On until switched off." in drawn

    async def test_it_fails_for_so_many_calls_and_shows_how_many_are_left(self, visit: Visit) -> None:
        await visit.pull("switch", trouble="archived", times="3")
        failed = [await visit.writes("a")]
        drawn = await visit.sees()
        failed += [await visit.writes(text) for text in "bcd"]

        assert failed == ["is_archived", "is_archived", "is_archived", ""]
        assert "On for 2 more calls." in drawn
        assert 'aria-checked="true"' not in await visit.sees()

    async def test_an_answer_is_lost_after_the_message_is_posted(
        self, visit: Visit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await visit.pull("switch", trouble="late", times="1")
        spell = visit.stage.slack.faults.spells["late"]
        monkeypatch.setattr(spell, "fault", replace(spell.fault, stalled_for=0.3))
        impatient = aiohttp.ClientTimeout(total=0.1)

        async with aiohttp.ClientSession(timeout=impatient) as session:
            client = AsyncWebClient(visit.stage.token, base_url=visit.stage.api_url, session=session, retry_handlers=[])
            with pytest.raises(TimeoutError):
                await client.chat_postMessage(channel=MAYA, text="Heard by nobody")

        assert visit.told() == ["Heard by nobody"]

    async def test_what_writes_no_message_goes_on_working_unless_the_token_is_revoked(self, visit: Visit) -> None:
        await visit.pull("switch", trouble="limited", times="")
        await visit.client.auth_test()
        await visit.pull("switch", trouble="limited")
        await visit.pull("switch", trouble="revoked", times="")

        with pytest.raises(SlackApiError, match="token_revoked"):
            await visit.client.auth_test()

    async def test_troubles_that_are_on_together_are_met_in_turn(self, visit: Visit) -> None:
        await visit.pull("switch", trouble="archived", times="1")
        answer = await visit.pull("switch", trouble="limited", times="1")

        assert [await visit.writes(text) for text in "abc"] == ["is_archived", "ratelimited", ""]
        assert "Slack fails: too many requests, archived channel" in answer["parts"]["where"]


class TestOutbox:
    async def test_an_empty_book_says_what_will_stand_in_it(self, visit: Visit) -> None:
        assert "Each message that the bot plans will stand here" in await visit.sees()

    async def test_what_is_to_come_stands_above_what_was(self, visit: Visit) -> None:
        now = visit.workshop.clock.now()
        visit.workshop.entries = (
            entry("n2", due_at=now + HOUR, kind="promise_due"),
            entry("n1", due_at=now - HOUR, state="failed", attempts=2, code="is_archived"),
        )

        drawn = await visit.sees()

        order = [drawn.index(text) for text in ("Promise due", "<span>Now</span>", "state-failed", "2 attempts")]
        assert order == sorted(order)
        assert "<code>is_archived</code>" in drawn
        assert f'href="/as/{MAYA}/messages">Maya</a>' in drawn

    async def test_what_is_further_ahead_is_folded_away(self, visit: Visit) -> None:
        now = visit.workshop.clock.now()
        visit.workshop.entries = tuple(entry(f"n{hours}", due_at=now + hours * HOUR) for hours in (5, 4, 3, 2, 1, -1))

        drawn = await visit.sees()

        folded, _, open_rows = drawn.partition("</details>\n")[2].partition("</details>")
        assert "3 more to come, until " in folded
        assert [folded.count("<tr><th"), open_rows.count('<th scope="row">')] == [1, 3]

    async def test_the_book_stands_beside_what_really_arrived(self, visit: Visit) -> None:
        for name in ("once", "twice", "twice"):
            await visit.client.chat_postMessage(channel=MAYA, text=name, metadata=mark(name))
        visit.workshop.entries = tuple(entry(name, state="unknown") for name in ("once", "twice", "never"))

        drawn = await visit.sees()

        assert drawn.count("Arrived<small>") == 1
        assert "Arrived 2 times" in drawn
        assert ">Nothing</span>" in drawn

    async def test_what_was_put_off_shows_when_the_outbox_comes_back_to_it(self, visit: Visit) -> None:
        again_at = datetime(datetime.now(UTC).year, 1, 15, 15, 0, tzinfo=UTC)
        visit.workshop.entries = (entry("n1", code="ratelimited", again_at=again_at),)

        assert "15 Jan, 15:00</small>" in (await visit.sees()).partition("<small>again ")[2]

    async def test_app_home_is_no_message(self, visit: Visit) -> None:
        visit.workshop.entries = (entry("h1", kind="home", is_home=True),)

        assert "Nothing yet" in await visit.sees()

    async def test_somebody_elsewheres_moment_is_given_in_both_zones(self, visit: Visit) -> None:
        due_at = datetime(datetime.now(UTC).year, 1, 15, 15, 0, tzinfo=UTC)
        visit.workshop.entries = (entry("n1", due_at=due_at, recipient="U02TOMAS"),)

        drawn = await visit.sees()

        assert "15 Jan, 15:00" in drawn
        assert "15 Jan, 09:00 for Tomás)" in drawn

    async def test_what_is_drawn_from_the_book_cannot_become_a_tag(self, visit: Visit) -> None:
        visit.workshop.entries = (entry("<b>", code="<i>", recipient='"><script>', kind="<u>"),)

        drawn = await visit.sees()

        assert not any(tag in drawn for tag in ("<b>", "<i>", "<u>", "<script>"))


def entry(name: str, **more: object) -> Entry:
    return replace(Entry(name, "card", MAYA, datetime.now(UTC), "planned"), **more)  # type: ignore[arg-type]


def mark(name: str) -> Json:
    return {"event_type": "sent", "event_payload": {"id": name}}
