"""What becomes of browser tests on a machine without a browser: a pytest plugin around the marker `journey`.

Without Chromium they are left out, and the end of the report says so and how to install it. Where CI=true, leaving out
is a failure: there somebody relies on them having run.
"""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_INSTALL = "apt-get install chromium fonts-noto-cjk"
REASON = "no Chromium on this machine"


def find_browser() -> str | None:
    """The machine's Chromium: the path in CHROMIUM, or the first of the usual names on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LeftOut("browser tests", REASON, HOW_TO_INSTALL), "journeys-left-out")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if journeys and find_browser() is None:
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason=REASON))


class LeftOut:
    """Counts tests left out for one reason; with several workers, in the process that writes the report."""

    def __init__(self, what: str, reason: str, mend: str) -> None:
        self.what, self.reason, self.mend = what, reason, mend
        self.tests: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple) and self.reason in report.longrepr[2]:
            self.tests.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.tests and is_ci() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.tests:
            return
        terminalreporter.section(f"{self.what} left out")
        terminalreporter.line(f"{len(self.tests)} {self.what} were left out: {self.reason}. To run them: {self.mend}")
        if is_ci():
            terminalreporter.line("CI=true: leaving them out is a failure.")
