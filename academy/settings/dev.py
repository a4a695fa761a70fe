"""For who writes code: DEBUG, no hashed file names. Never for women's data."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "only-for-development-never-for-a-site"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INTERNAL_IPS = ["127.0.0.1"]

# Who writes code reads the words of errors too.
LOGGING["formatters"]["text"] = {"()": "logging.Formatter"}
