"""Drive the playground's page in headless Chromium, with the waiting built in.

Chromium and its driver are Debian's. Without them a test is skipped by that name, and fails where `CI=true`.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM: Final = "/usr/bin/chromium"
DRIVER: Final = "/usr/bin/chromedriver"
LAPTOP: Final = (1280, 800)
PHONE: Final = (390, 844)
PATIENCE: Final = 8.0  # seconds for something to appear
_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_READY: Final = "return document.readyState === 'complete'"
_IN_FRONT: Final = "([...document.querySelectorAll('dialog[open]')].pop() || document.body)"
_SPILL: Final = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Browser:
    """A page, as a person uses it. What is named is found by the words a person reads."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def visit(self, url: str) -> None:
        """Open a page and wait until it stands."""
        self.driver.get(url)
        self._wait(lambda: self.driver.execute_script(_READY), f"{url} did not load")

    def sees(self, text: str) -> None:
        """Wait until a text is to be seen on the page."""
        self._wait(lambda: text in self.text, lambda: f"{text!r} is not on the page:\n{self.text}")

    def does_not_see(self, text: str) -> None:
        """Wait until a text is no longer to be seen."""
        self._wait(lambda: text not in self.text, lambda: f"{text!r} is still on the page:\n{self.text}")

    @property
    def text(self) -> str:
        """Everything that is to be read now, in the modal if one is open."""
        return str(self.driver.execute_script(f"return {_IN_FRONT}.innerText"))

    def click(self, words: str) -> None:
        """Click a button or a link that carries these words."""
        self._named("button, a, summary", words).click()

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label, after emptying it."""
        field = self.field(label)
        if field.get_attribute("type") in {"date", "time", "datetime-local"}:
            script = (
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"
            )
            self.driver.execute_script(script, field, value)
            return
        field.clear()
        field.send_keys(value)

    def choose(self, words: str) -> None:
        """Choose a radio button, a checkbox or an option of a list by its words."""
        self._named("label.choice, option", words).click()

    def press(self, key: str) -> None:
        """Press a key where the focus is, as `ENTER` or `ESCAPE`."""
        self.driver.switch_to.active_element.send_keys(getattr(Keys, key))

    def field(self, label: str) -> WebElement:
        """Return the field that a label names."""
        found = self._named("label[for]", label).get_attribute("for")
        return self.driver.find_element(By.ID, str(found))

    @property
    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.driver.execute_script("return document.activeElement.id"))

    @property
    def spills(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.driver.execute_script(_SPILL))

    @property
    def complaints(self) -> list[str]:
        """What the browser's console holds against the page."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def photograph(self, path: Path) -> None:
        """Keep a picture of the window."""
        self.driver.save_screenshot(str(path))

    def _named(self, selector: str, words: str) -> WebElement:
        found: list[WebElement] = []

        def look() -> bool:
            script = """
              const shown = [...IN_FRONT.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility());
              const said = (one) => {
                const read = one.cloneNode(true);
                read.querySelectorAll('[aria-hidden=true]').forEach((part) => part.remove());
                return [read.textContent.trim().replace(/\\s+/g, ' '), one.getAttribute('aria-label') || ''];
              };
              return [...shown.filter((one) => said(one).includes(arguments[1])),
                ...shown.filter((one) => said(one).some((text) => text.startsWith(arguments[1])))];
            """.replace("IN_FRONT", _IN_FRONT)
            found[:] = self.driver.execute_script(script, selector, words)
            return bool(found)

        self._wait(look, lambda: f"nothing says {words!r} on the page:\n{self.text}")
        return found[0]

    def _wait(self, until: object, otherwise: object) -> None:
        assert callable(until)
        try:
            WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: until())
        except TimeoutException as error:
            raise AssertionError(otherwise() if callable(otherwise) else otherwise) from error


@contextmanager
def open_browser(size: tuple[int, int] = LAPTOP, *, dark: bool = False) -> Iterator[Browser]:
    """Start Chromium with a profile of its own; skip, or fail in CI, where there is none."""
    _require_chromium()
    with TemporaryDirectory(prefix="chromium-") as profile:
        options = ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in (*_FLAGS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"):
            options.add_argument(flag)
        if size == PHONE:
            metrics = {"width": size[0], "height": size[1], "pixelRatio": 2, "touch": True, "mobile": True}
            options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        options.set_capability("goog:loggingPrefs", {"browser": "WARNING"})
        driver = Chrome(options=options, service=Service(DRIVER))
        try:
            if size != PHONE:
                driver.execute_cdp_cmd(
                    "Emulation.setDeviceMetricsOverride",
                    {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False},
                )
            scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
            yield Browser(driver)
        finally:
            driver.quit()


def _require_chromium() -> None:
    if shutil.which(CHROMIUM) and shutil.which(DRIVER):
        return
    reason = "Chromium and chromedriver are not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
