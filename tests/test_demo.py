import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.demo import Demo, taken
from bot.playground.desk import Message
from bot.playground.referee import Json
from tests.support.browser import LAPTOP, PHONE, Browser, open_browser
from tests.support.playground import serve

MAYA = "U01MAYA"
SOON = 5.0  # seconds


@dataclass
class Visit:
    demo: Demo
    address: str
    session: aiohttp.ClientSession

    async def pull(self, lever: str, **given: object) -> Json:
        async with self.session.post(f"{self._place}/backstage/{lever}?backstage=1", json=given) as response:
            assert response.status == 200, await response.text()
            answer: Json = await response.json()
            return answer

    async def asks_for_help(self) -> None:
        await self.demo.acts.say(MAYA, self.demo.desk.app_channel(MAYA).id, "help")

    async def reads(self, text: str) -> str:
        """Wait until a text is drawn behind the stage."""
        drawn = ""
        try:
            async with asyncio.timeout(SOON):
                while True:
                    async with self.session.get(f"{self._place}/parts?backstage=1") as response:
                        drawn = (await response.json())["parts"]["backstage"]
                    if text in drawn:
                        return str(drawn)
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"{text!r} is not drawn behind the stage:\n{drawn}") from None

    def told(self) -> list[Message]:
        return [message for message in self.demo.desk.app_channel(MAYA).messages if message.by_app]

    @property
    def _place(self) -> str:
        return f"{self.address}/as/{MAYA}/messages"


@asynccontextmanager
async def open_demo(folder: Path, *, is_empty: bool = True) -> AsyncIterator[Visit]:
    with taken(0) as listening:
        demo = Demo(folder / "demo.sqlite3", listening.getsockname()[1], is_empty=is_empty)
        async with serve(demo.asgi, listening) as address, aiohttp.ClientSession() as session:
            yield Visit(demo, address, session)


@pytest.fixture
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    async with open_demo(tmp_path) as opened:
        yield opened


async def test_the_past_of_the_workspace_is_there_when_the_playground_opens(tmp_path: Path) -> None:
    async with open_demo(tmp_path, is_empty=False) as visit:
        drawn = await visit.reads("state-sent")

    assert '<span class="what">Card</span>' in drawn


async def test_the_book_is_empty_until_something_is_planned(visit: Visit) -> None:
    await visit.reads("Each message that the bot plans will stand here")
    await visit.asks_for_help()

    drawn = await visit.reads("state-sent")

    assert '<span class="what">Help</span>' in drawn
    assert len(visit.told()) == 1


async def test_what_slack_put_off_is_sent_once_when_the_clock_gets_there(visit: Visit) -> None:
    await visit.pull("switch", trouble="limited", times="1")
    await visit.asks_for_help()
    await visit.reads("<code>ratelimited</code>")
    assert visit.told() == []

    await visit.pull("next")
    await visit.reads("state-sent")

    (message,) = visit.told()
    assert message.at > datetime.now(UTC).timestamp() + 15


async def test_an_answer_that_got_lost_is_looked_for_and_nothing_is_sent_twice(visit: Visit) -> None:
    visit.demo.desk.scopes.add("im:history")
    await visit.pull("switch", trouble="broken", times="1")
    await visit.asks_for_help()
    await visit.reads("state-unknown")

    await visit.pull("next")
    await visit.reads("<code>absent</code>")
    await visit.pull("next")
    await visit.reads("state-sent")

    assert len(visit.told()) == 1


async def test_what_is_planned_waits_while_the_worker_is_stopped(visit: Visit) -> None:
    await visit.pull("stop")
    await visit.asks_for_help()
    await visit.reads("state-planned")
    assert (visit.told(), visit.demo.app.shift.is_on) == ([], False)

    await visit.pull("start")
    await visit.reads("state-sent")

    assert len(visit.told()) == 1


async def test_three_days_without_a_worker_pass_for_the_bot_too(visit: Visit) -> None:
    await visit.pull("stop")
    await visit.asks_for_help()
    await visit.pull("away")

    await visit.reads("state-sent")

    (message,) = visit.told()
    assert message.at > (datetime.now(UTC) + timedelta(days=2, hours=22)).timestamp()


async def test_the_bot_answers_whatever_the_clock_says(visit: Visit) -> None:
    await visit.pull("later", days=400)
    await visit.demo.acts.command(MAYA, "C02ONBOARD", "/pushback No budget")

    view = visit.demo.desk.top_view(MAYA)
    assert view
    assert visit.demo.desk.troubles == {}


@pytest.mark.browser
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_a_trainer_lives_through_a_failing_slack_in_the_browser(visit: Visit, size: tuple[int, int]) -> None:
    def scene(browser: Browser) -> None:
        browser.click("Backstage")
        browser.sees("Each message that the bot plans will stand here")
        browser.click("Make Slack fail")
        browser.field("When switched on, for").send_keys("every")
        browser.click("Too many requests")
        browser.sees("On until switched off.")
        assert browser.focused == "lever-limited"
        browser.press("ESCAPE")
        assert browser.focused == "wings"

        browser.fill("Message Pushback", "help")
        browser.press("ENTER")
        browser.click("Backstage")
        browser.sees("ratelimited")
        browser.click("Too many requests")
        browser.sees("Slack works")

        browser.click("Next nudge")
        browser.sees("Arrived")
        browser.sees("ahead of this computer")
        assert browser.focused == "lever-next"
        browser.click("Next nudge")  # disabled: nothing more is planned
        browser.click("Stop the worker for three days")
        browser.sees("3 days")
        browser.click("Back to now")
        browser.sees("as on this computer")

    await _in_browser(scene, f"{visit.address}/as/{MAYA}/messages", size)
    assert len(visit.told()) == 1


async def _in_browser(scene: Callable[[Browser], None], url: str, size: tuple[int, int]) -> None:
    def play() -> None:
        with open_browser(size) as browser:
            browser.visit(url)
            scene(browser)
            assert browser.spills == 0
            assert browser.complaints == []

    await asyncio.to_thread(play)
