"""What lets a phone go on without signal: the service worker, its list of files, the page for everything else.

What a worker may keep for everybody carries a header (``public_version``); nothing else is ever kept. How it works:
docs/offline.md; why: docs/decisions/0024.
"""

#: The answer has a version for everybody at the same address: the worker may fetch that without cookies and keep it.
HEADER = "X-Relevo-Keep"


def public_version(response):
    """Mark an answer whose address shows the same to every guest. Hers, if she is signed in, is not kept for that."""
    response[HEADER] = "1"
    return response
