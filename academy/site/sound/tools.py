"""ffmpeg: where it is, and how it comes here where it is not."""

import os
import shutil
import sys

from django.utils.translation import gettext as _

#: File that tells the package manager → its command.
MANAGERS = [
    ("/usr/bin/apt-get", "sudo apt-get install -y ffmpeg"),
    ("/usr/bin/dnf", "sudo dnf install -y ffmpeg-free"),
    ("/usr/bin/pacman", "sudo pacman -S ffmpeg"),
    ("/usr/bin/zypper", "sudo zypper install -y ffmpeg"),
    ("/sbin/apk", "sudo apk add ffmpeg"),
]


def find():
    """The path of an ffmpeg: the one on PATH, else the one of the wheel in requirements-media.txt; None."""
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        import imageio_ffmpeg

        return imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        return None


def commands(platform=sys.platform, exists=os.path.exists, python=sys.executable):
    """``(what it brings, the command)``, best first: of this system's own packages, and of Python's."""
    wheel = f"{python} -m pip install -r requirements-media.txt"
    found = [(_("Con el sistema"), command) for path, command in MANAGERS if exists(path)][:1]
    if platform == "darwin":
        found = [(_("Con el sistema"), "brew install ffmpeg")]
    elif platform == "win32":
        found = [(_("Con el sistema"), "winget install Gyan.FFmpeg")]
    return [*found, (_("Solo para esta academia, sin permisos de administradora (165 MB)"), wheel)]
