"""Keeps a failed check in sight at the end of a test run that is otherwise green."""

import os


def pytest_terminal_summary(terminalreporter):
    failed = os.environ.get("RELEVO_FAILED_CHECKS")
    if failed:
        terminalreporter.section("checks before the tests FAILED", red=True, bold=True)
        terminalreporter.line(f"{failed}: see the top of this output. The run counts as failed.")
