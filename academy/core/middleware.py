"""What every answer of the site carries."""

from django.conf import settings
from django.http import Http404
from django.middleware.locale import LocaleMiddleware

from . import languages, style

#: Wagtail's editor writes inline scripts and styles; nobody but editors meets it.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob: {media}; media-src 'self' blob: {media}; frame-src 'self'; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' {style}; "
    "img-src 'self' data: blob: {media}; media-src 'self' blob: {media}; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


class ContentSecurityPolicy:
    """Nothing inline on the public site but the first screen's style; a looser policy under /admin/ (decision 0007)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            admin = request.path.startswith("/admin/")
            # Wagtail shows the page itself inside its editor, with a bar of its own written into it.
            previewed = getattr(request, "is_preview", False)
            policy = ADMIN_POLICY if admin or previewed else PUBLIC_POLICY
            media = settings.MEDIA_ORIGIN
            response["Content-Security-Policy"] = policy.format(style=style.source(), media=media)
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


_KEPT = {False: "private, no-cache", True: "private, no-store"}


class NoNul:
    """Addresses without NUL: PostgreSQL takes it in no text, and only machines that look for holes send it.

    In what is asked for it is left out; a path with it leads nowhere.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)


class PrivatePages:
    """No shared cache may keep a page that was made for a woman who is signed in.

    On a borrowed phone its own cache may not either: she may close the browser without signing out.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response:
            user = getattr(request, "user", None)
            signed_in = user is not None and user.is_authenticated
            borrowed = signed_in and request.session.get("borrowed", False)
            response["Cache-Control"] = _KEPT[borrowed] if signed_in else "no-cache"
        return response
