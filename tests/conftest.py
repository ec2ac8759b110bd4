"""Fixtures and marks for every test; what must stand before Django is in ``plugin.py``."""

import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from ashi.config.embedded import Embedded
from ashi.config.places import database_place
from tests.plugin import DATA_DIR

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
HAS_DJANGO = importlib.util.find_spec("django") is not None
NEEDS_DJANGO = re.compile(r"^(from|import) (django|ashi\.(apps|web|fhir))\b", re.MULTILINE)
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# The same examples every time: a change is judged by itself, and the naive models, whose cost
# depends on the example, take the same time. New examples are sought with HYPOTHESIS_PROFILE=nightly.
settings.register_profile(
    "ci",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without Django (make core) leave out the tests that need it."""
    if HAS_DJANGO or collection_path.suffix != ".py":
        return None
    return bool(NEEDS_DJANGO.search(collection_path.read_text())) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/browser, so that nobody has to remember."""
    for item in items:
        if "browser" in item.path.relative_to(PROJECT).parts:
            item.add_marker("browser")
            item.add_marker("slow")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    """Have the server up before pytest-django makes its database; the last worker stops it.

    Each worker has a database of its own, named by the fixture asked for: a copy of one that is
    migrated.
    """
    from django.db import connection  # noqa: PLC0415 -- core's tests have no Django

    from tests.database import migrated  # noqa: PLC0415 -- likewise

    with ExitStack() as stack:
        if "TEST_DATABASE_URL" not in os.environ:
            place = database_place(DATA_DIR, os.environ["TEST_DATABASE_PLACE"])
            stack.enter_context(Embedded(place, durable=False).in_use())
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated()
        yield


@pytest.fixture(scope="session", autouse=True)
def rows_go_without_a_flush() -> None:
    """Empty the database of a test that commits by its rows: a tenth of what a flush takes."""
    if HAS_DJANGO:
        from django.test import TransactionTestCase  # noqa: PLC0415 -- core's tests have no Django

        from tests.database import empty  # noqa: PLC0415 -- likewise

        TransactionTestCase._fixture_teardown = lambda _test: empty()


if HAS_DJANGO:

    @pytest.fixture(autouse=True)
    def nothing_left() -> None:
        """Forget what stays in the process: the last answer's language, boards drawn for all."""
        from django.utils import translation  # noqa: PLC0415 -- core's tests have no Django

        translation.deactivate()
        if page := sys.modules.get("ashi.web.desk.board_page"):
            page.DRAWN.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the machine's Chromium; under root it has no sandbox."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("Chromium is missing: install the package chromium (or google-chrome).")
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {**browser_type_launch_args, "executable_path": found, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return axe-core, as npm installed it."""
    file = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
    if not file.exists():
        pytest.fail("axe-core is missing: run `make frontend`.")
    return file.read_text()


@pytest.fixture
def axe(axe_source: str) -> Callable[..., list[str]]:
    """Return a check of one page: a line for each fault, and what it is about."""

    def faults(page: "Page", *, within: str = "html", only: Sequence[str] = LEVELS) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_source)
        asked = json.dumps({"runOnly": list(only), "resultTypes": ["violations"]})
        found = page.evaluate(f"axe.run({json.dumps(within)}, {asked}).then(r => r.violations)")
        return [
            f"{fault['id']}: {fault['help']} {node['target']}"
            for fault in found
            for node in fault["nodes"]
        ]

    return faults
