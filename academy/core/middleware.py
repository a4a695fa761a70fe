"""What every answer of the site carries."""

import secrets

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils.functional import SimpleLazyObject

from . import languages

#: Wagtail's editor writes inline scripts and styles; nobody but editors meets it.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob: {media}; media-src 'self' blob: {media}; frame-src 'self'; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob: {media}; media-src 'self' blob: {media}; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


class ContentSecurityPolicy:
    """A nonce for each answer on the public site, a looser policy under /admin/ (docs/decisions/0007)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Made only when a template asks for it, so that answers without inline code stay cacheable.
        request.csp_nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(12))
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            admin = request.path.startswith("/admin/")
            # Wagtail shows the page itself inside its editor, with a bar of its own written into it.
            previewed = getattr(request, "is_preview", False)
            policy = ADMIN_POLICY if admin or previewed else PUBLIC_POLICY
            media = settings.MEDIA_ORIGIN
            response["Content-Security-Policy"] = policy.format(nonce=request.csp_nonce, media=media)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(self), interest-cohort=()")
        return response


class AndeanLocaleMiddleware(LocaleMiddleware):
    """Django's, and the browser codes of Southern Quechua and Aymara understood as ours.

    A phone set to Cusco Quechua sends ``quz-PE``. An address without a prefix is Spanish whatever the phone
    says (a link shared by WhatsApp must open alike for all); the front door offers the phone's own language.
    """

    def process_request(self, request):
        accepted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        if accepted:
            request.META["HTTP_ACCEPT_LANGUAGE"] = ",".join(map(_as_ours, accepted.split(",")))
        super().process_request(request)


def _as_ours(part):
    code, _, quality = part.strip().partition(";")
    base = code.partition("-")[0].lower()
    ours = languages.BROWSER_CODES.get(base)
    return f"{ours};{quality}" if ours and quality else ours or part


class PrivatePages:
    """No shared cache may keep a page that was made for a woman who is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response:
            user = getattr(request, "user", None)
            signed_in = user is not None and user.is_authenticated
            response["Cache-Control"] = "private, no-cache" if signed_in else "no-cache"
        return response
