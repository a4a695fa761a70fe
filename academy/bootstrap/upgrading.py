"""`python3 manage.py upgrade --pull`: the new code first, by git, then the rest of the upgrade in that code."""

import os
import subprocess
import sys

from .places import ROOT
from .words import Stop, say


def pull_and_go_on(arguments):
    """Fetch, only forwards, and begin anew without ``--pull``. Returns the exit code of the rest."""
    if not (ROOT / ".git").exists():
        raise Stop("no_git", folder=ROOT)
    before = _git("rev-parse", "--short", "HEAD")
    if _git("status", "--porcelain", "--untracked-files=no"):
        raise Stop("own_changes", folder=ROOT)
    _git("pull", "--ff-only", "--quiet")
    say("pulled", before=before, now=_git("rev-parse", "--short", "HEAD"))
    rest = [each for each in arguments if each != "--pull"]
    return subprocess.call([sys.executable, str(ROOT / "manage.py"), *rest], cwd=ROOT, env=os.environ)


def _git(*words):
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    except FileNotFoundError:
        raise Stop("no_git", folder=ROOT) from None
    if done.returncode:
        raise Stop("git_failed", what=(done.stderr.strip().splitlines() or ["git"])[-1])
    return done.stdout.strip()
