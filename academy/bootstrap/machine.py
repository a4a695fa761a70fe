"""What this machine can give us: room on the disk, a port, an address."""

import errno
import os
import shutil
import socket
import sys

from .words import Stop

MB = 1_000_000
FIRST_INSTALL_MB = 1000
LATER_RUN_MB = 100


def require_space(folder, needed_mb, free_bytes=None):
    """Stop where ``folder`` has less than ``needed_mb`` megabytes left; writing half of it helps nobody."""
    free = shutil.disk_usage(folder).free if free_bytes is None else free_bytes
    if free < needed_mb * MB:
        raise Stop("disk_full", free=free // MB, folder=folder, needed=needed_mb)


def require_writable(folder):
    if not os.access(folder, os.W_OK):
        raise Stop("read_only", folder=folder)


def port_from(environ, default=8000):
    """PORT as a number; stops with an example where it is not one."""
    text = environ.get("PORT", "").strip()
    if not text:
        return default
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop("port_wrong", port=text)
    return int(text)


def require_port(host, port):
    """Stop unless the server will be able to listen at ``host:port``.

    Asked before the long work starts. The socket is bound as the server will bind it, so a port in
    TIME_WAIT after a quick restart counts as free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise _why(error, host, port) from None


def _why(error, host, port):
    if error.errno == errno.EADDRINUSE:
        return Stop("port_taken", port=port, other=port + 1 if port < 65535 else 8001)
    if error.errno == errno.EACCES:
        return Stop("port_forbidden", port=port)
    return Stop("host_wrong", host=host)


def lan_address():
    """The address other machines on the local network would use, or None. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: only the route to it is looked up
            found = probe.getsockname()[0]
        except OSError:
            return None
    return None if found.startswith(("127.", "0.")) else found


def how_to_install_venv(platform=sys.platform, exists=os.path.exists):
    """The one command that brings the venv module on this system."""
    if exists("/usr/bin/apt-get"):
        return "sudo apt-get install -y python3-venv"
    if exists("/usr/bin/dnf"):
        return "sudo dnf install -y python3-libs"
    if exists("/sbin/apk"):
        return "sudo apk add python3"
    if platform == "darwin":
        return "brew install python@3.13"
    if platform == "win32":
        return "winget install Python.Python.3.13"
    return "install Python 3.13 from python.org"
