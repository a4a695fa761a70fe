"""A PostgreSQL of the bench's own: started on a socket in a folder that goes afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

#: Safe against a power cut, as a real one is: what is measured is what a federation would get.
OPTIONS = "-c listen_addresses= -c unix_socket_directories={folder}"


def programs():
    """The newest folder with ``initdb``, or None: Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(4))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def private_postgres(bin):
    """Its address as DATABASE_URL. ``bin`` is what ``programs`` found. PostgreSQL refuses to run as root."""
    owner = _owner()
    # Short: a socket's path may have 107 bytes at most.
    folder = tempfile.mkdtemp(prefix="relevo-pg-", dir="/tmp")

    def call(*command):
        prefix = ["runuser", "-u", owner, "--"] if owner else []
        subprocess.run([*prefix, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        if owner:
            shutil.chown(folder, owner)
        call(bin / "initdb", "-D", f"{folder}/data", "-U", "relevo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = OPTIONS.format(folder=folder)
        call(bin / "pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "start", "-o", options)
        try:
            call(bin / "createdb", "-h", folder, "-U", "relevo", "relevo")
            yield f"postgres://relevo@/relevo?host={folder}"
        finally:
            call(bin / "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner():
    """Whom root hands the cluster to; empty where we are not root."""
    if os.getuid():
        return ""
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
