"""Work that follows from publishing a page, done once for many pages.

Loading a course publishes some thirty pages; keeping trees in step and writing the outline after each of them
would do the same work thirty times.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_waiting = ContextVar("batch", default=None)


@contextmanager
def together():
    """Inside, ``soon`` waits; what waited runs at the end, each job once, in the order it was first asked for.

    When the block raises, nothing runs: the caller's transaction is rolled back with it. Blocks may nest; the
    outermost runs the jobs.
    """
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set({})
    try:
        yield
        jobs = _waiting.get()
        while jobs:
            function, arguments = next(iter(jobs))
            del jobs[(function, arguments)]
            function(*arguments)
    finally:
        _waiting.reset(token)


def soon(function, *arguments):
    """Run now, or once at the end of the batch. Arguments must be hashable: pass keys, not pages."""
    jobs = _waiting.get()
    if jobs is None:
        function(*arguments)
    else:
        jobs.setdefault((function, arguments))
