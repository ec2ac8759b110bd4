"""Browsers that are signed in as people of a small centre, on a live server."""

import threading
import time
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page

from ashi.web.staff.attaching import COOKIE
from tests.browser.sizes import SIZES
from tests.desk.centre import SmallCentre, make_centre

LONGEST_ANSWER_S = 30
COLOURS = ("color-contrast", "link-in-text-block")  # rules of axe
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
BARS = ".sticky-acts, .own-acts, .take-over, .signbar, .bookbar"  # what stays at the bottom edge
COVERED = """(bars) => [...document.querySelectorAll(bars)]
  .flatMap((bar) => [...bar.querySelectorAll("button, a[href]")])
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = one.checkVisibility() && document.elementFromPoint(x, y);
    return top && !one.contains(top) && !top.closest("dialog");
  })
  .map((one) => one.textContent.trim())"""
SERVING = ThreadingMixIn.process_request_thread.__name__
FAILED = pytest.StashKey[bool]()
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember that a test failed, so that what its pages show can be told."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


def all_is_answered() -> None:
    """Wait until the live server answers nobody any more, before the database goes.

    A page asks every second, also as it is closed; each line has a thread until it is closed.
    """
    end = time.monotonic() + LONGEST_ANSWER_S
    while any(SERVING in one.name for one in threading.enumerate()):
        assert time.monotonic() < end, "the server still answers a page that is closed"
        time.sleep(0.01)


@pytest.fixture
def small(transactional_db) -> SmallCentre:
    call_command("createcachetable", verbosity=0)
    return make_centre()


def session_of(user, **kept) -> str:
    session = SessionStore()
    session.update(kept)
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = BACKEND
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def new_browser(request, live_server, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browsers that know nothing yet; each is closed, also where its test failed.

    One left open keeps its line, and every test after it waits for that in vain.
    """
    contexts: list[BrowserContext] = []

    def made(**options) -> BrowserContext:
        contexts.append(browser.new_context(base_url=live_server.url, **options))
        return contexts[-1]

    yield made
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                print(f"{page.url}\n{page.locator('body').inner_text()[:2000]}")
        context.close()
    all_is_answered()


@pytest.fixture
def open_as(small, live_server, new_browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own, signed in as somebody; faults of scripts fail the test."""
    faults: list[str] = []

    def open_page(
        name: str, path: str, *, frozen: bool = False, tablet: str = "", **options
    ) -> Page:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = new_browser(**options)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session_of(small.users[name]),
                    "url": live_server.url,
                },
                *({"name": COOKIE, "value": tablet, "url": live_server.url} for _ in tablet[:1]),
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{name}: {error}"))
        page.on(
            "console",
            lambda said: (
                faults.append(f"{name}: {said.text}")
                if "Content Security Policy" in said.text
                else None
            ),
        )
        if frozen:
            page.clock.install()
        page.goto(path)
        return page

    yield open_page
    assert faults == []


@pytest.fixture
def looked_over(axe) -> Callable[..., list[str]]:
    """Return a look at a page as it stands: on a phone, a tablet and a desk, by day and by night.

    It tells each fault of axe, whether the page scrolls sideways, and what to press is covered.
    The page is not loaded again: what a script did there stays, and so does the size it had.
    """

    def faults(page: Page, *sizes: dict[str, int]) -> list[str]:
        found, before = [], page.viewport_size
        for size in sizes or SIZES:
            page.set_viewport_size(size)
            for theme, rules in (("dark", {"only": COLOURS}), ("light", {})):
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                found += [f"{size['width']}, {theme}: {one}" for one in axe(page, **rules)]
            if page.evaluate(SIDEWAYS):
                found.append(f"{size['width']}: scrolls sideways")
            found += [f"{size['width']}: {one} is covered" for one in page.evaluate(COVERED, BARS)]
        page.set_viewport_size(before)
        return found

    return faults
