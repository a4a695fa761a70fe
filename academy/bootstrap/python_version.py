"""Is this Python new enough, is there a newer one here, and if not, how to get one.

Written so that Python 2.7 and old 3.x can still read it: no f-strings, no annotations.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWER_NAMES = ["python3.13", "python3.12", "python3.11", "python3.14"]


def is_new_enough(version):
    return tuple(version[:2]) >= OLDEST


def find_newer(path=None):
    """The full name of a good enough Python elsewhere on PATH, best known first, or None."""
    folders = (os.environ.get("PATH", "") if path is None else path).split(os.pathsep)
    for name in NEWER_NAMES:
        for folder in folders:
            candidate = os.path.join(folder, name)
            if os.access(candidate, os.X_OK) and not os.path.isdir(candidate) and _answers(candidate):
                return candidate
    return None


def _answers(candidate):
    """Version managers leave names on PATH that only print an error: ask before trusting one."""
    try:
        seen = subprocess.check_output([candidate, "-c", "import sys; print(sys.version_info >= (3, 11))"])
    except (OSError, subprocess.CalledProcessError):
        return False
    return seen.strip() == b"True"


def hand_over(python, arguments):
    """Go on in ``python``. Does not return where the system lets a process be replaced."""
    if os.name == "nt":
        return subprocess.call([python] + arguments)
    sys.stdout.flush()
    os.execv(python, [python] + arguments)


def too_old(version, platform):
    """One line: what is wrong and the command that mends it on this system."""
    return "Relevo needs Python %d.%d or newer; this is %d.%d. To mend it: %s" % (
        OLDEST + tuple(version[:2]) + (how_to_install(platform),)
    )


def how_to_install(platform, exists=os.path.exists):
    """The command that brings a newer Python, by the package manager found on this system."""
    if platform == "win32":
        return "winget install Python.Python.3.13"
    if platform == "darwin":
        return "brew install python@3.13"
    if exists("/usr/bin/apt-get"):
        return "sudo apt-get install python3.11   (or a newer release of your system)"
    if exists("/usr/bin/dnf"):
        return "sudo dnf install python3.12"
    if exists("/sbin/apk"):
        return "sudo apk add python3"
    if exists("/usr/bin/pacman"):
        return "sudo pacman -S python"
    return "install Python 3.13 from python.org"
