"""Which command was given, and in which Python and with which settings it has to run."""

import os
import subprocess
import sys

from . import catalogues, environment, serve, testing, upgrading
from .places import ROOT, inside_venv, venv_python

#: What only who writes code does. Everything else works on the site of this folder, with its own secret: a code made
#: under another secret would open nothing.
DEVELOPING = {"runserver", "makemigrations", "makemessages", "compilemessages", "help", "shell_plus"}


def settings_for(command):
    """The settings a command runs with where the environment names none."""
    if command == "test":
        return "academy.settings.test"
    return "academy.settings.dev" if command in DEVELOPING else "academy.settings.run"


def dispatch(arguments):
    """Run the command named by the first argument and return its exit code."""
    command = arguments[0] if arguments else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_for(command))
    if command == "upgrade" and "--pull" in arguments:
        return upgrading.pull_and_go_on(arguments)
    if command == "run":
        serve.check_first(os.environ)  # a taken port is said at once, not after a minute of installing
    if os.environ.get("RELEVO_NO_VENV") != "1":
        environment.ensure(develop=command == "test")
    if command == "run":
        # Stays in this Python: it only starts and stops others, and so needs nothing that was installed.
        return serve.run(_python())
    if not inside_venv():
        return _again_in_venv(arguments)
    catalogues.compile_stale()
    if command == "test":
        return testing.run(sys.executable, arguments[1:])
    if command == "bench":
        return subprocess.call([sys.executable, "-m", "benchmarks", *arguments[1:]], cwd=ROOT)
    from django.core.management import execute_from_command_line

    return execute_from_command_line([sys.argv[0], *arguments])


def _python():
    return sys.executable if inside_venv() else str(venv_python())


def _again_in_venv(arguments):
    """Go on in the environment's own Python."""
    command = [str(venv_python()), str(ROOT / "manage.py"), *arguments]
    if os.name == "nt":
        return subprocess.call(command)
    sys.stdout.flush()
    os.execv(command[0], command)
