"""What the phone's scripts weigh as they are served (no comment lines, brotli). None delays a first screen."""

import re
from pathlib import Path

import brotli

from academy.core.storage import COMMENT

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
KB = 1024
#: What comes, once, after a lesson is shown to a woman who is signed in.
LESSON = ("app", "device", "device-base", "box", "offline-lesson", "grade")
#: What comes with a screen of its own: the door, who is here, what waits, sums, photos.
SCREENS = ("door", "who", "centre", "sheet", "photo")


def weight(name):
    source = re.sub(COMMENT, "", (SCRIPTS / f"{name}.js").read_text())
    return len(brotli.compress(source.encode(), quality=11))


def test_what_a_lesson_needs_of_the_phones_scripts_stays_under_18_kb():
    weights = {name: weight(name) for name in LESSON}
    assert sum(weights.values()) <= 18 * KB, weights


def test_all_of_the_phones_scripts_stay_under_25_kb():
    weights = {name: weight(name) for name in (*LESSON, *SCREENS)}
    assert sum(weights.values()) <= 25 * KB, weights
