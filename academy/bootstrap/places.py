"""Where things are, seen from the folder that holds manage.py."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
WHEELS = Path(__file__).resolve().parent / "wheels"


def venv_python(venv=VENV):
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def inside_venv():
    """Are we already running in our own environment, or in one that was chosen for us?"""
    return os.environ.get("RELEVO_NO_VENV") == "1" or Path(sys.prefix).resolve() == VENV.resolve()
