"""A site on the open internet. Nothing secret has a default: what is missing stops the start by name."""

from django.core.exceptions import ImproperlyConfigured

from academy.core import sealing

from . import env
from .secure import *  # noqa: F403

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
SITE_URL = WAGTAILADMIN_BASE_URL = env.text("SITE_URL")
BADGE_SIGNING_KEY = env.text("BADGE_SIGNING_KEY")
if "PRIVATE KEY-----" not in BADGE_SIGNING_KEY:
    raise ImproperlyConfigured("BADGE_SIGNING_KEY is no private key in PEM (openssl genrsa 2048).")
SEALING_KEYS = env.text("SEALING_KEYS")
sealing.check(SEALING_KEYS)

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 60 * 60 * 24 * 365, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
if env.flag("BEHIND_PROXY", False):
    # Only where the proxy overwrites this header itself; else anyone could claim to have come by https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
