import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from bot.playground.page import build_playground
from tests.playground.fake_bot import FakeBot
from tests.support.browser import LAPTOP, PHONE, Browser, open_browser
from tests.support.playground import listen, open_stage, serve

pytestmark = pytest.mark.browser

Scene = Callable[[Browser], None]
Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
async def show(request: pytest.FixtureRequest) -> AsyncIterator[Play]:
    """Play a scene in a browser: the scene runs in a thread, beside the servers."""

    async with open_stage(lambda stage: FakeBot(stage).app()) as stage:
        page = build_playground(stage.desk, stage.acts)
        async with serve(page, listen()) as address:

            def in_browser(scene: Scene) -> None:
                with open_browser(request.param) as browser:
                    browser.visit(f"{address}/")
                    scene(browser)
                    assert browser.spills == 0
                    assert browser.complaints == []

            yield lambda scene: asyncio.to_thread(in_browser, scene)


async def test_a_trainer_is_coached_through_a_message_and_gets_the_brief(show: Play) -> None:
    def scene(browser: Browser) -> None:
        browser.click("Coach me through this: message from Dana")
        browser.sees("What did they say?")
        browser.fill("What did they say?", "")
        browser.click("Next")
        browser.sees("Please fill this in.")

        browser.fill("What did they say?", "?")
        browser.choose("By email")
        browser.click("Next")
        browser.sees("Write their sentence.")

        browser.fill("What did they say?", "We spend <b>too much</b> & more")
        browser.click("Add a note")
        browser.sees("Noted.")
        browser.click("Next")
        browser.sees("We spend <b>too much</b> & more")

        browser.press("ESCAPE")
        browser.does_not_see("They said")

    await show(scene)


async def test_a_trainer_writes_to_the_bot_by_keyboard_and_begins_from_its_answer(show: Play) -> None:
    def scene(browser: Browser) -> None:
        browser.fill("Message onboarding-redesign", "/pushback he")
        browser.sees("/pushback help")
        browser.press("TAB")
        browser.press("ENTER")
        browser.sees("Type what they said.")
        browser.sees("Only visible to you")

        browser.fill("Message onboarding-redesign", "/nothing")
        browser.press("ENTER")
        browser.sees("There is no such command")

    await show(scene)


async def test_what_is_being_typed_stays_while_messages_arrive(show: Play) -> None:
    def scene(browser: Browser) -> None:
        browser.visit(browser.driver.current_url.rpartition("/")[0] + "/messages")
        browser.fill("Message Pushback", "hello")
        browser.press("ENTER")
        browser.fill("Message Pushback", "half a sent")
        browser.sees("Shall we begin?")

        assert browser.field("Message Pushback").get_attribute("value") == "half a sent"
        browser.click("Begin")
        browser.sees("What did they say?")

    await show(scene)


async def test_a_menu_that_asks_first_is_obeyed_only_after_a_yes(show: Play) -> None:
    def scene(browser: Browser) -> None:
        browser.fill("Message onboarding-redesign", "/pushback everything")
        browser.press("ENTER")
        browser.sees("Listen first")
        menu = Select(browser.driver.find_element(By.CSS_SELECTOR, "[data-action='entry.drop']"))
        menu.select_by_visible_text("The first measure")
        browser.sees("Remove it?")
        browser.click("Keep")

        browser.sees("Listen first")
        assert menu.first_selected_option.text == "Leave out"

    await show(scene)
