"""Journeys in a real headless Chromium against Django's live server, on whichever database is configured.

`open_page(person=…, size="phone", language="en", theme="dark")` gives a Playwright page, signed in; `look(page, name)`
keeps a picture and refuses a page wider than the screen; `do_jobs()` does what the worker would. A test fails when
the browser reports an error, a refused script or style, or a missing file.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from pilotage.jobs.worker import work
from pilotage.platform.parties.models import Person
from pilotage.web.speech import COOKIE

SIZES = {"desktop": (1440, 900), "phone": (390, 844), "small": (320, 640)}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
# Milliseconds until a condition that never comes true fails; long, for machines that do other work too.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder is a browser test and slow."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: the server's threads have connections of their own, as in production."""
    default = connections["default"]
    if default.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        default.settings_dict["TEST"]["NAME"] = str(folder / "journeys.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = (
        os.environ.get("PILOTAGE_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("google-chrome")
    )
    if path is None:
        pytest.fail(
            "Chromium is missing: apt-get install chromium fonts-noto-cjk, or set PILOTAGE_CHROMIUM"
        )
    # Playwright's loop runs in this thread; Django would refuse the tests' own queries beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def _static_folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.WHITENOISE_AUTOREFRESH = False  # as in production: there is one server


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """A page in a browser context of its own; `base_url` is the live server."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        person: Person | None = None,
        size: str = "desktop",
        language: str = "zh",
        theme: str = "light",
    ) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            color_scheme=theme,
        )
        contexts.append(context)
        cookies = {COOKIE: language} | (_session_of(person) if person else {})
        context.add_cookies(
            [{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()]
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: _listen(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def look(tmp_path) -> Callable[[Page, str], None]:
    """Keeps a picture (below PILOTAGE_SHOTS when set) of a page that fits the screen."""
    folder = Path(os.environ.get("PILOTAGE_SHOTS", tmp_path / "shots"))
    folder.mkdir(parents=True, exist_ok=True)

    def looked(page: Page, name: str) -> None:
        wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        assert not wide, f"{name} is wider than the screen"

    return looked


@pytest.fixture
def do_jobs() -> Callable[[], None]:
    """The worker's loop until nothing is due."""
    return _work_in_a_thread


def _work_in_a_thread() -> None:
    # A thread of its own, as in production: the worker closes its connection when it ends.
    thread = threading.Thread(target=work, args=(threading.Event(),), kwargs={"once": True})
    thread.start()
    thread.join()


def _session_of(person: Person) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {"sessionid": client.cookies["sessionid"].value}


def _listen(message: ConsoleMessage, complaints: list[str]) -> None:
    """Errors count; an answer of ours with status 4xx (a form to correct, a refusal) is not one."""
    if message.type != "error":
        return
    refused_by_us = "status of 4" in message.text and "/static/" not in message.location.get(
        "url", ""
    )
    if not refused_by_us:
        complaints.append(f"{message.text} ({message.location.get('url', '')})")
