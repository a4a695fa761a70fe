"""One file of speech made small and even by ffmpeg: Opus for nearly every phone, AAC for older iPhones.

Two passes: the first hears it all (length, loudness, whether it can be read), the second writes it with that
knowledge, so that the level is moved once and speech is not pumped. What comes in is hostile until heard: the
reader is the one that the content asks for and no other, only local files can be opened, and the program has
little memory, little time, one core and the lowest place in the queue.
"""

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .kinds import KINDS

#: Loudness aimed at, in LUFS: what speech has on phones; and the highest peak, in dBTP.
LOUDNESS, PEAK = -16.0, -1.5
#: Below this nobody speaks (LUFS).
SILENCE = -60.0
OPUS_RATE, SECOND_RATE = "20k", "32k"
SHORTEST = 1.0
#: For one pass: seconds on the clock, seconds of the processor, bytes of memory, bytes of a written file.
CLOCK, PROCESSOR, MEMORY, WRITTEN = 600, 300, 1536 * 1024 * 1024, 64 * 1024 * 1024

_EVEN = f"loudnorm=I={LOUDNESS}:TP={PEAK}:LRA=11"
_PLAIN = "aformat=sample_rates=48000:channel_layouts=mono,highpass=f=70"
_LIMITED = (
    "import os,sys,resource as r\n"
    "cpu,memory,written=map(int,sys.argv[1:4])\n"
    "os.nice(10)\n"
    "r.setrlimit(r.RLIMIT_CPU,(cpu,cpu));r.setrlimit(r.RLIMIT_AS,(memory,memory))\n"
    "r.setrlimit(r.RLIMIT_FSIZE,(written,written));r.setrlimit(r.RLIMIT_CORE,(0,0))\n"
    "os.execv(sys.argv[4],sys.argv[4:])\n"
)


class Trouble(Exception):  # noqa: N818 - a state of the file
    """It cannot be prepared; ``code`` is a key of words.TROUBLES."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Heard:
    """What the first pass found. ``measured`` is what ffmpeg wants back in the second."""

    seconds: float
    loudness: float
    measured: str


@dataclass(frozen=True)
class Made:
    """Two files in the folder that was given."""

    heard: Heard
    opus: Path
    second: Path


def prepare(tool, source, kind, folder, *, most_seconds):
    """Make ``opus`` and ``second`` in ``folder`` of the file ``source``. Raises Trouble.

    Some seconds for each ten minutes of speech. Equal input gives equal bytes (for one version of ffmpeg).
    """
    heard = listen(tool, source, kind, most_seconds=most_seconds)
    opus, second = Path(folder) / "out.opus", Path(folder) / "out.m4a"
    graph = f"[0:a:0]{_PLAIN},{_EVEN}:{heard.measured}:linear=true,aresample=48000,asplit=2[a][b]"
    clean = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    _run(
        tool,
        [*_reading(source, kind, most_seconds), "-filter_complex", graph]
        + ["-map", "[a]", *clean, "-c:a", "libopus", "-b:a", OPUS_RATE, "-vbr", "constrained"]
        + ["-application", "voip", "-frame_duration", "60", "-f", "ogg", str(opus)]
        + ["-map", "[b]", *clean, "-c:a", "aac", "-b:a", SECOND_RATE, "-ar", "24000"]
        + ["-movflags", "+faststart", "-f", "ipod", str(second)],
    )
    if not (opus.stat().st_size and second.stat().st_size):
        raise Trouble("broken")
    return Made(heard, opus, second)


def listen(tool, source, kind, *, most_seconds):
    """The first pass: how long and how loud. Raises Trouble."""
    said, progress = _run(
        tool,
        [*_reading(source, kind, most_seconds), "-map", "0:a:0"]
        + ["-af", f"{_PLAIN},{_EVEN}:print_format=json", "-progress", "pipe:1", "-f", "null", "-"],
    )
    seconds = _seconds(progress)
    if seconds > most_seconds + 0.5:
        raise Trouble("too_long")
    if seconds < SHORTEST:
        raise Trouble("too_short")
    figures = _figures(said)
    if figures["input_i"] < SILENCE or not all(map(math.isfinite, figures.values())):
        raise Trouble("silent")
    names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    measured = ":".join(f"measured_{name}={figures[key]}" for name, key in names.items())
    return Heard(seconds, figures["input_i"], f"{measured}:offset={figures['target_offset']}")


def _reading(source, kind, most_seconds):
    # A second more than allowed: enough to know that it is too long, without hearing it all.
    return [
        *["-protocol_whitelist", "file,pipe", "-f", KINDS[kind][0], "-t", str(most_seconds + 1), "-i", str(source)],
        *["-vn", "-sn", "-dn", "-threads", "1", "-filter_threads", "1", "-filter_complex_threads", "1"],
    ]


def _run(tool, arguments):
    command = [tool, "-hide_banner", "-nostdin", "-nostats", "-y", "-threads", "1", *arguments]
    if os.name == "posix":
        limits = [str(PROCESSOR), str(MEMORY), str(WRITTEN)]
        command = [sys.executable, "-I", "-S", "-c", _LIMITED, *limits, *command]
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell; the only word from outside is a path of our own making
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=CLOCK, check=False
        )
    except subprocess.TimeoutExpired:
        raise Trouble("too_slow") from None
    said = done.stderr.decode(errors="replace")
    if done.returncode:
        raise Trouble(_why(done.returncode, said))
    return said, done.stdout.decode(errors="replace")


def _why(code, said):
    if code in (-9, -24, 137, 152):  # killed for its time of the processor
        return "too_slow"
    return "no_sound_inside" if "matches no streams" in said else "broken"


def _seconds(progress):
    """The last time that the progress of ffmpeg names; 0 where it never got so far."""
    times = [line.partition("=")[2] for line in progress.splitlines() if line.startswith("out_time_us=")]
    known = [int(each) for each in times if each.isdigit()]
    return known[-1] / 1_000_000 if known else 0.0


def _figures(said):
    """What loudnorm wrote at the end: a JSON object of numbers as text."""
    try:
        found = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
        keys = ("input_i", "input_tp", "input_lra", "input_thresh", "target_offset")
        return {key: float(found[key]) for key in keys}
    except (ValueError, KeyError, TypeError):
        raise Trouble("broken") from None
