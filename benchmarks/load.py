"""Many phones at once: bounded in number and in time."""

import threading
import time
from dataclasses import dataclass, field

from .reading import percentile

THREADS = 8
SECONDS = 20


@dataclass
class Run:
    seconds: float
    waits: list = field(default_factory=list)

    @property
    def rate(self):
        return len(self.waits) / self.seconds

    @property
    def p95_ms(self):
        return percentile(self.waits, 0.95) * 1000


def run(act, count, threads=THREADS, seconds=SECONDS):
    """Call ``act(thread, turn)`` about ``count`` times in all, from ``threads`` threads, for ``seconds`` at most.

    The first trouble in any thread ends the run and is raised: figures of error pages are worth nothing.
    """
    waits, troubles = [], []
    start_line = threading.Barrier(threads + 1)
    deadline = [0.0]

    def work(thread):
        start_line.wait()
        for turn in range(-(-count // threads)):
            if troubles or time.monotonic() > deadline[0]:
                return
            began = time.monotonic()
            try:
                act(thread, turn)
            except Exception as trouble:
                troubles.append(trouble)
                return
            waits.append(time.monotonic() - began)

    team = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(threads)]
    for one in team:
        one.start()
    deadline[0] = time.monotonic() + seconds
    began = time.monotonic()
    start_line.wait()
    for one in team:
        one.join()
    if troubles:
        raise troubles[0]
    return Run(time.monotonic() - began, waits)
