"""`python3 manage.py test`: the house rules, then the tests, in one go."""

import os
import subprocess
import sys
import time
from pathlib import Path

from .places import ROOT
from .words import say


def checks(python):
    """What is looked at before the tests: name and command."""
    beside = Path(python).parent
    lint_imports = beside / ("lint-imports.exe" if os.name == "nt" else "lint-imports")
    return [
        ("ruff", [python, "-m", "ruff", "check", "--output-format", "concise", "."]),
        ("djlint", [python, "-m", "djlint", "--lint", "--quiet", "."]),
        ("floors", [lint_imports]),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def processes():
    """How many test processes: one for each core, but at most four: each has a database of its own."""
    return min(os.cpu_count() or 1, 4)


def run(python, arguments):
    """With arguments, just pytest with these. Without: checks and everything.

    A failed check does not hide the tests: all run, pytest's summary names the failed checks, and the exit
    code is not 0.
    """
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "academy.settings.test"}
    pytest = [python, "-m", "pytest"]
    if arguments:
        return subprocess.call([*pytest, *arguments], cwd=ROOT, env=environ)
    failed = [name for name, command in checks(python) if not _passes(name, command, environ)]
    environ["RELEVO_FAILED_CHECKS"] = ", ".join(failed)
    pytest += ["-p", "academy.bootstrap.pytest_report"]
    if processes() > 1:
        # "load" hands tests out in order, so those in a browser, which clear the database, stay last.
        pytest += ["-n", str(processes()), "--dist", "load"]
    say("testing", processes=processes())
    return subprocess.call(pytest, cwd=ROOT, env=environ) or (1 if failed else 0)


def _passes(name, command, environ):
    """Run one check, quiet when it passes."""
    say("checking", name=name)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
        say("check_failed", name=name)
    else:
        print(f"   ok ({time.monotonic() - started:.1f} s)", flush=True)
    sys.stdout.flush()
    return done.returncode == 0
