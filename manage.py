#!/usr/bin/env python3
"""The one door to everything: `python3 manage.py run`, `test`, `bench`, and every Django command.

It needs Python and nothing else: academy/bootstrap builds the environment it works in. This file and
python_version.py stay readable for the Pythons of ten years ago, so that they can say that they are too old.
"""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, ROOT)

from academy.bootstrap import python_version


def main():
    """Continue in a Python that is new enough, or say in one line how to get one."""
    if not python_version.is_new_enough(sys.version_info):
        newer = python_version.find_newer()
        if newer is None:
            sys.exit(python_version.too_old(sys.version_info, sys.platform))
        sys.exit(python_version.hand_over(newer, [os.path.join(ROOT, "manage.py")] + sys.argv[1:]))

    from academy.bootstrap.commands import dispatch

    return dispatch(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
