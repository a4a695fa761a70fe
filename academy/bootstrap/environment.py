"""Our own .venv: built when missing, refreshed when the pins change, otherwise left alone in milliseconds."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections import deque

from . import machine
from .places import ROOT, VENV, WHEELS, venv_python
from .words import Stop, end_progress, progress, say, words

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

#: Runs pip straight from its wheel, the way Python's own ensurepip does.
PIP = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('pip', run_name='__main__', alter_sys=True)"
)


def pins(text):
    """The requirements in the text of a requirements file, without comments and empty lines."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def group(groups, name):
    """The requirements of a dependency group, following its `include-group` entries."""
    found = []
    for entry in groups[name]:
        found += group(groups, entry["include-group"]) if isinstance(entry, dict) else [entry]
    return found


def needs_growth(environ):
    """Does the environment name a service whose driver stands in requirements-grow.txt?"""
    return (
        environ.get("DATABASE_URL", "").startswith("postgres")
        or environ.get("CACHE_URL", "").startswith(("redis", "unix"))
        or environ.get("STORAGE_URL", "").startswith("s3")
    )


def wanted(*, develop, environ=None, root=ROOT):
    """Every requirement that this kind of work needs here."""
    environ = os.environ if environ is None else environ
    found = pins((root / "requirements.txt").read_text(encoding="utf-8"))
    if needs_growth(environ):
        found += pins((root / "requirements-grow.txt").read_text(encoding="utf-8"))
    if develop:
        pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        found += group(pyproject["dependency-groups"], "dev")
        if not shutil.which("ffmpeg", path=environ.get("PATH")):
            # The tests prepare real recordings.
            found += pins((root / "requirements-media.txt").read_text(encoding="utf-8"))
    return found


def missing(requirements, stamp):
    """Those requirements that the stamp does not vouch for. An unreadable stamp vouches for nothing."""
    try:
        present = set(json.loads(stamp)["requirements"])
    except (ValueError, KeyError, TypeError):
        present = set()
    return [requirement for requirement in requirements if requirement not in present]


def stamp_after(requirements, stamp):
    """The stamp once ``requirements`` are installed.

    Pins of packages that were installed for other work (say, testing) stay, so that `run` and `test` do not
    undo each other; an older pin of the same package goes.
    """
    try:
        before = json.loads(stamp)["requirements"]
    except (ValueError, KeyError, TypeError):
        before = []
    renewed = {package_name(requirement) for requirement in requirements}
    kept = [requirement for requirement in before if package_name(requirement) not in renewed]
    return json.dumps({"requirements": sorted({*kept, *requirements})}, indent=1)


def package_name(requirement):
    """`Django-Tasks[db]==1; marker` -> `django-tasks`."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[=<>!~;]", requirement, maxsplit=1)[0]).lower()


def ensure(*, develop=False):
    """Make .venv hold what is wanted. Milliseconds when it does; Stop with one line when it cannot."""
    requirements = wanted(develop=develop)
    stamp_file = VENV / "relevo-stamp.json"
    works = _works()
    stamp = stamp_file.read_text(encoding="utf-8") if works and stamp_file.exists() else ""
    absent = missing(requirements, stamp)
    if not absent:
        return
    machine.require_writable(ROOT)
    machine.require_space(ROOT, machine.LATER_RUN_MB if stamp else machine.FIRST_INSTALL_MB)
    say("refreshing" if stamp else "building")
    started = time.monotonic()
    if not works:
        _create()
    _install(requirements)
    stamp_file.write_text(stamp_after(requirements, stamp), encoding="utf-8")
    say("installed", seconds=round(time.monotonic() - started))


def _works():
    """A .venv outlives the Python it was made from (an upgrade, a moved folder): ask it, do not trust it."""
    if not venv_python().exists():
        return False
    question = [venv_python(), "-c", "import sys; print(sys.prefix); sys.exit(sys.version_info < (3, 11))"]
    try:
        answer = subprocess.run(question, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and os.path.realpath(answer.stdout.strip()) == os.path.realpath(VENV)


def _create():
    """A venv without pip: works where Debian left ensurepip out, and is quicker everywhere else."""
    try:
        import venv

        venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(VENV)
    except (ImportError, subprocess.CalledProcessError):
        raise Stop("no_venv", command=machine.how_to_install_venv()) from None


def checked_wheel(folder=WHEELS):
    """The path of our pip wheel, after comparing its sum."""
    wheel = folder / PIP_WHEEL
    if not wheel.exists() or hashlib.sha256(wheel.read_bytes()).hexdigest() != PIP_SHA256:
        raise Stop("wheel_damaged", name=PIP_WHEEL)
    return wheel


def _install(requirements):
    """Let pip install everything in one resolution, and translate its chatter into a counter."""
    wheel = checked_wheel()
    listed = VENV / "relevo-wanted.txt"
    listed.write_text("\n".join(requirements), encoding="utf-8")
    command = [venv_python(), "-c", PIP, wheel, "install", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--no-color", "--prefer-binary", wheel, "-r", listed]
    pip = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    last = deque(maxlen=15)
    seen = set()
    for line in pip.stdout:
        if not line.startswith("ERROR: Ignored"):  # pages of version numbers that help nobody
            last.append(line.rstrip())
        _report(line, seen, len(requirements))
    end_progress()
    if pip.wait() == 0:
        return
    print("\n".join(last), file=sys.stderr, flush=True)
    raise Stop(_reason("\n".join(last)))


def _report(line, seen, total):
    """One line of pip's, as a counter that moves: each part in a terminal, every tenth in a log."""
    heard = re.match(r"\s*(?:Collecting|Requirement already satisfied:|Processing) ([^\s=<>!~;\[(]+)", line)
    if heard and not heard[1].endswith(".whl") and heard[1] not in seen:
        seen.add(heard[1])
        done = {"done": len(seen), "total": max(total, len(seen)), "name": heard[1]}
        progress(words("fetching", **done))
        if not sys.stdout.isatty() and len(seen) % 10 == 0:
            say("fetching", **done)
    elif line.startswith("Installing collected packages"):
        end_progress()
        say("unpacking")


def _reason(output):
    """Which of our one-line explanations fits the end of pip's output."""
    if re.search(r"No space left on device|Errno 28", output):
        return "disk_gone"
    if re.search(r"Connection|Temporary failure in name|Network is unreachable|timed? ?out", output):
        return "no_network"
    return "install_failed"
