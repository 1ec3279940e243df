"""What every test may use: a private vault, a quick password hash, a browser that complains."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    expect,
)
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.cast import CAST, NOW, Cast
from tests.counting import read_editions
from tests.prepared import copy_migrated_sqlite
from tests.snapshot import Stage, stage_of
from tests.teaching import TEACHING, Teaching

# Playwright's loop runs in the tests' thread, so Django takes every query for one made in
# the middle of asynchronous work. It is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The same examples every time, however slow the machine: what passed yesterday passes today.
# New ones are looked for with `pytest --hypothesis-profile=default`.
hypothesis.settings.register_profile(
    "suite",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("suite")

PATIENCE = 30_000
"""Milliseconds a browser waits for what is to come; two at once on a small machine are slow."""

expect.set_options(timeout=PATIENCE)

BROWSER_FIXTURES = {"page", "context", "new_context", "browser"}
COMMITTING = {"transactional_db", "live_server"}
DATABASE_FIXTURES = {"db", "install", *COMMITTING}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser or asks a database, so that nobody has to; begin what is long.

    A test of a minute that is begun last is waited for by one process, and the other rests.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if BROWSER_FIXTURES & fixtures:
            item.add_marker(pytest.mark.browser)
        if (
            DATABASE_FIXTURES & fixtures
            or item.get_closest_marker("django_db")
            or _is_djangos(item)
        ):
            item.add_marker(pytest.mark.database)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _is_djangos(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and issubclass(item.cls or object, TransactionTestCase)


@pytest.fixture(scope="session", autouse=True)
def _private_vault(tmp_path_factory: pytest.TempPathFactory) -> None:
    django_settings.VAULT = tmp_path_factory.mktemp("vault")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _stopped_clock() -> None:
    """It is the day of the cast, whatever day it is; a test that wants another sets it."""
    django_settings.RECERT_NOW = NOW


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite is tested in a file, as it runs: threads get connections and locks of their own.

    Either database begins as a copy of one that was migrated before.
    """
    test = django_settings.DATABASES["default"]["TEST"]
    if _on_sqlite():
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        copy_migrated_sqlite(file)
        test["NAME"] = str(file)
    elif "TESTS_TEMPLATE" in os.environ:
        test["TEMPLATE"] = os.environ["TESTS_TEMPLATE"]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The copied file is used as it is; it goes with pytest's other temporary files."""
    return _on_sqlite()


def _on_sqlite() -> bool:
    return bool(django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


# ---------------------------------------------------------------- stages


def _stage_under(item: pytest.Item) -> Stage[Any] | None:
    """What a test finds standing; who commits sets the stage alone."""
    fixtures = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    commits = COMMITTING & fixtures or (mark and (mark.args or mark.kwargs))
    return None if commits else stage_of(fixtures)


class _Stagehand:
    """Sets a stage before a test that takes it, and strikes it before one that does not.

    Before any fixture of the test, so that the stage is outside of what is undone after it.
    """

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        under = _stage_under(item)
        if item.get_closest_marker("database") and not (under and under.stands()):
            with self._blocker.unblock():
                Stage.strike()
                if under:
                    under.stand()

    def go(self) -> None:
        with self._blocker.unblock():
            Stage.strike()


@pytest.fixture(scope="session")
def _stagehand(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    hand = _Stagehand(django_db_blocker)
    request.config.pluginmanager.register(hand)
    yield
    request.config.pluginmanager.unregister(hand)
    hand.go()


@pytest.fixture(autouse=True)
def _stages(request: pytest.FixtureRequest) -> None:
    """The first test that asks a database sets its own; those after it find theirs standing."""
    if request.node.get_closest_marker("database"):
        request.getfixturevalue("_stagehand")


# ---------------------------------------------------------------- counting


def _once_read(asserting: DjangoAssertNumQueries) -> Callable[..., Any]:
    def counting(*arguments: Any, **named: Any) -> Any:
        read_editions()
        return asserting(*arguments, **named)

    return counting


@pytest.fixture
def django_assert_num_queries(django_assert_num_queries: DjangoAssertNumQueries) -> Any:
    """Counts what is asked, whatever the tests before this one let the process read."""
    return _once_read(django_assert_num_queries)


@pytest.fixture
def django_assert_max_num_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> Any:
    """Counts what is asked, whatever the tests before this one let the process read."""
    return _once_read(django_assert_max_num_queries)


# ---------------------------------------------------------------- the browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium, which says nothing to anybody."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.fail("No chromium here. Install it (apt-get install chromium), or set CHROMIUM.")
    quiet = (
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    )
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(quiet)}


class Watch:
    """Notes whatever goes wrong in any page of a test, unless the test said it would."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._expected: set[tuple[int, str]] = set()

    def expect(self, status: int, path: str) -> None:
        """Say beforehand that this path will answer with this status."""
        self._expected.add((status, path))

    def over(self, context: BrowserContext) -> None:
        """Watch every page of the context."""
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_console)
        context.on("weberror", self._note_error)

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname not in ("localhost", "127.0.0.1"):
            self.complaints.append(f"a request left the house: {request.url}")

    def _note_response(self, response: Response) -> None:
        expected = (response.status, urlsplit(response.url).path) in self._expected
        if response.status >= 400 and not expected:
            self.complaints.append(f"{response.status} from {response.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # Chromium repeats each failed response here; `_note_response` has judged it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error.message}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The watch over this test's pages; the test fails on what it noted."""
    watch = Watch()
    yield watch
    assert watch.complaints == []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, watch: Watch
) -> Callable[..., BrowserContext]:
    """Contexts that are watched and know the live server's address."""

    def open_context(**options: Any) -> BrowserContext:
        context = new_context(**{"base_url": live_server.url, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context

    return open_context


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, Any], None]:
    """Sign a person in on a page, as if they had typed their password."""

    def put_cookie(page: Page, person: Any) -> None:
        client = Client()
        client.force_login(person)
        morsel = client.cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": morsel.key, "value": morsel.value, "url": live_server.url}]
        )

    return put_cookie


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people every test uses, on their stage."""
    return CAST.set()


@pytest.fixture
def teaching(db: None) -> Teaching:
    """Those who teach, with the cast; a test takes this or `cast`, not both."""
    return TEACHING.set()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's top folder."""
    return Path(__file__).resolve().parent.parent
