"""The style of the first screen: it stands inside every page, and the content security policy knows it by its sum.

A sum and not a nonce: two answers to the same question are then the same bytes, and a phone that has a page
already is told so in 200 bytes (304) instead of getting it again (docs/decisions/0007).
"""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from django.conf import settings


@lru_cache(maxsize=1)
def critical():
    """The text between <style> and </style>. Read once: a change of the file needs a restart."""
    return (settings.BASE_DIR / "templates" / "css" / "critical.css").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def source():
    """How a policy names it: ``'sha256-…'``."""
    return f"'sha256-{b64encode(sha256(critical().encode()).digest()).decode()}'"
