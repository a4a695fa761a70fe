"""The site asks itself: a page as a guest gets it, through every middleware, in this process, without a network."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import RequestFactory
from django.utils import translation


def answer(path, language, method="get"):
    """What the site answers a guest who asks for ``path`` with a browser in ``language``; uncompressed, rendered."""
    home = urlsplit(settings.SITE_URL)
    request = getattr(RequestFactory(), method)(
        path,
        secure=home.scheme == "https" or settings.SECURE_SSL_REDIRECT,
        SERVER_NAME=home.hostname,
        SERVER_PORT=str(home.port or (443 if home.scheme == "https" else 80)),
        headers={"accept-language": language, "accept-encoding": "identity"},
    )
    handler = BaseHandler()
    handler.load_middleware()
    # The page's language is not ours: whoever asked goes on in hers.
    with translation.override(translation.get_language()):
        response = handler.get_response(request)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
    return response
