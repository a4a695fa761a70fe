"""Strict readers of the environment: a wrong value stops the start and names its variable."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MISSING = object()


def text(name, default=MISSING):
    """The variable as text. Raises ImproperlyConfigured with its name where it is missing without a default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is MISSING:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment; see docs/settings.md.")
    return default


def flag(name, default=MISSING):
    """1/0, true/false, yes/no, on/off; anything else is refused rather than guessed."""
    value = text(name, default)
    if isinstance(value, bool):
        return value
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.lower() not in known:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Use 1 or 0.")
    return known[value.lower()]


def number(name, default=MISSING, *, least=None):
    """A whole number, at least ``least`` where given."""
    value = text(name, default)
    try:
        found = int(value)
    except (TypeError, ValueError):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
    if least is not None and found < least:
        raise ImproperlyConfigured(f"{name}={found} is too small: at least {least}.")
    return found


def choice(name, allowed, default):
    """One of ``allowed``; anything else is refused with the list."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is none of: {', '.join(allowed)}.")
    return value


def listing(name, default=MISSING):
    """Comma-separated values, blanks dropped. Empty is refused where there is no default."""
    value = text(name, default)
    if not isinstance(value, str):
        return list(value)
    return [part.strip() for part in value.split(",") if part.strip()]


def endpoint(name):
    """Where people's data may be sent, empty where none is set: https, or http on this machine."""
    url = text(name, "")
    parts = urlsplit(url)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if url and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and here))):
        raise ImproperlyConfigured(f"{name}={url!r} is no https address. Example: https://lrs.example.org/xapi")
    return url


def credentials(name):
    """``key:secret`` for another service, empty where none is set. The message does not repeat it."""
    found = text(name, "")
    if found and not all(found.partition(":")):
        raise ImproperlyConfigured(f"{name} is not of the form key:secret.")
    return found


SQLITE_OPTIONS = {
    # WAL alone gives thousands of "database is locked": the three belong together (docs/decisions/0004).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
    ),
}


def database(name, default):
    """``sqlite:///relative/or//absolute.path`` or ``postgres://user:pass@host:port/name?option=value``, for Django.

    A PostgreSQL socket folder goes in as ``?host=/run/postgresql``.
    """
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:])
        if not path:
            raise ImproperlyConfigured(f"{name}={url!r} names no file. Example: sqlite:///var/relevo.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS)}
    if parts.scheme in ("postgres", "postgresql"):
        options = dict(parse_qsl(parts.query))
        found = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or options.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
        if not found["NAME"]:
            raise ImproperlyConfigured(f"{name} names no database. Example: postgres://relevo@localhost/relevo")
        return found
    raise ImproperlyConfigured(f"{name} starts with {parts.scheme!r}. Use sqlite:/// or postgres://.")


def cache(name, default):
    """``locmem://`` (each process its own) or ``redis://host:6379/0`` (shared)."""
    url = text(name, default)
    scheme = urlsplit(url).scheme
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
    if scheme in ("redis", "rediss", "unix"):
        return {"BACKEND": "academy.core.caching.ForgivingRedis", "LOCATION": url, "KEY_PREFIX": "relevo"}
    raise ImproperlyConfigured(f"{name} starts with {scheme!r}. Use locmem:// or redis://.")


def storage(name, default):
    """``file://`` (the media folder) or ``s3://key:secret@endpoint-host/bucket?region=…&scheme=https``."""
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if parts.scheme == "s3":
        options = dict(parse_qsl(parts.query))
        bucket = parts.path.strip("/")
        if not bucket or not parts.hostname:
            raise ImproperlyConfigured(f"{name} needs a host and a bucket: s3://key:secret@host/bucket")
        port = f":{parts.port}" if parts.port else ""
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "access_key": unquote(parts.username or ""),
                "secret_key": unquote(parts.password or ""),
                "endpoint_url": f"{options.get('scheme', 'https')}://{parts.hostname}{port}",
                "region_name": options.get("region") or None,
                "default_acl": None,
                "querystring_auth": True,
                # Longer than a rendered lesson is kept: an address in it must outlive it.
                "querystring_expire": 60 * 60 * 24,
                "file_overwrite": False,
            },
        }
    raise ImproperlyConfigured(f"{name} starts with {parts.scheme!r}. Use file:// or s3://.")


def storage_origin(name):
    """Scheme and host that browsers fetch media from; empty where it is this site itself."""
    options = storage(name, "file://").get("OPTIONS", {})
    return options.get("endpoint_url", "")
