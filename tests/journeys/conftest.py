"""A whole portal for the browser: its own database with the demonstration, a web server and a worker, once a session.

No test here touches the database itself; what is seen is what a person would see.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from coordination.demo_people import PASSWORD
from dev.pytest_browser import find_browser
from dev.servers import ROOT, ensure

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))  # each has a portal of its own
NAME = f"zhangjiang_journeys_{WORKER}"
AXE = Path(__file__).parent / "vendor"
READY_WITHIN_SECONDS = 60
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def portal() -> Iterator[str]:
    """The address of a running portal with fresh demonstration data."""
    environment, port = fresh_environment(), free_port()
    prepare = [sys.executable, "-m", "dev.prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    web = [sys.executable, "-m", "gunicorn", "zhangjiang.wsgi", f"--bind=127.0.0.1:{port}", "--worker-class=gthread"]
    work = [sys.executable, "-m", "celery", "--quiet", "--app=zhangjiang", "worker", "--concurrency=1", "--pool=solo"]
    programs = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in ([*web, "--threads=4"], work)]
    try:
        wait_ready(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait(timeout=20)


def fresh_environment() -> dict[str, str]:
    """The environment of a portal with a database of its own beside the tests' one."""
    servers = ensure()
    owner = servers.database_owner_url
    connection = psycopg2.connect(owner)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    urls = {
        "DATABASE_URL": servers.database_url.replace("/zhangjiang?", f"/{NAME}?"),
        "DATABASE_OWNER_URL": owner.replace("/zhangjiang?", f"/{NAME}?"),
        "REDIS_URL": f"{servers.redis_url.removesuffix('/0')}/{4 + 2 * WORKER}",
    }
    return {**os.environ, **urls}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_ready(address: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.3)
    raise TimeoutError(f"{address} did not become ready")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield found
        found.close()


@dataclass
class Visitor:
    """A person at a browser; what the browser complains about is kept."""

    page: Page
    base: str
    complaints: list[str]

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def sign_in(self, username: str, then: str = "/work/") -> None:
        self.go(f"/accounts/login/?next={then}")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.base}{then}")

    def text(self) -> str:
        return self.page.inner_text("body")

    def faults_of_access(self) -> list[str]:
        """What axe finds on the page as it stands, WCAG 2.2 AA."""
        (source,) = AXE.rglob("axe.min.js")
        self.page.evaluate(source.read_text())
        found = self.page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})).violations"
        )
        return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture
def visitor(portal: str, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """``visitor(width=360, language="zh-hans")``: a new browser window with its own cookies."""
    contexts: list[Any] = []

    def open_window(width: int = 1440, language: str = "en", **options: Any) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.add_cookies([{"name": "django_language", "value": language, "url": portal}])
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Visitor(page, portal, complaints)

    yield open_window
    for context in contexts:
        context.close()
