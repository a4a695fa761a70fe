"""`python3 manage.py bench [names]`: one line per figure on standard output, progress on the other stream."""

import os
import signal
import sys
import tempfile
import time

#: A bench never touches what they name: it writes.
NOT_OURS = ("DATABASE_URL", "CACHE_URL", "STORAGE_URL")


def main(names):
    if os.name == "nt":
        sys.exit("bench needs gunicorn, which Windows does not have.")
    from .measures import ALONE, LONG, MEASURES

    unknown = sorted(set(names) - set(MEASURES))
    if unknown:
        sys.exit(f"bench knows no {', '.join(unknown)}. Names: {', '.join(MEASURES)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # tidy up, as after Ctrl-C
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        _say("This machine is busy: times and rates will be worse than they are.")
    with tempfile.TemporaryDirectory(prefix="relevo-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.update(VAR_DIR=folder, DJANGO_SETTINGS_MODULE="academy.settings.run")
        for name in NOT_OURS:
            os.environ.pop(name, None)
        if own := os.environ.pop("BENCH_DATABASE_URL", ""):
            os.environ["DATABASE_URL"] = own
        wanted = [name for name in MEASURES if name in names or (not names and name not in LONG)]
        _measure_on_a_site([name for name in wanted if name not in ALONE])
        for name in wanted:
            if name in ALONE:
                _told(name, None)


def _measure_on_a_site(names):
    if not names:
        return
    import django

    from .measures import Site
    from .server import Server, settle

    environ = dict(os.environ)
    _say("preparing a site of its own…")
    settle(environ)
    django.setup()
    with Server(environ) as server:
        site = Site(server)
        _say(f"lessons: {', '.join(site.lessons)}")
        for name in names:
            _told(name, site)


def _told(name, site):
    from .measures import MEASURES

    began = time.monotonic()
    for figure in MEASURES[name](site):
        print(figure.line(), flush=True)
    _say(f"{name}: {time.monotonic() - began:.1f} s")


def _say(words):
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
