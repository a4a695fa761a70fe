"""Without her second step, after its day, whoever signed in by password finds one page: that to set it up."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils.translation import gettext as _

from . import services, sign_ins

#: What stays open: setting it up, going away, what a page needs to stand.
OPEN = {
    "members:second_factors",
    "members:add_app",
    "members:add_passkey",
    "members:printed_codes",
    "members:sign_out",
    "members:signed_out",
    "members:team_sign_in",
    "members:sign_in",
    # Where she types the code that somebody who knows her gave her.
    "members:recover",
    "members:invitation",
}


#: Files, asked for by the dozen: nothing of anybody's stands in them.
FILES = ("/media/", "/sw.js", "/manifest.webmanifest")


class SecondStep:
    """After authentication. Reads the session alone, and no query but once a day; files and guests pass untouched."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(FILES):
            if self._owes(request.session) and not self._is_open(request):
                return self._to_set_up(request)
            sign_ins.seen(request)
        return self.get_response(request)

    @staticmethod
    def _owes(session):
        if session.get("signed_in_with") != "password" or session.get("second_step"):
            return False
        return services.is_overdue(session.get("second_step_due"))

    @staticmethod
    def _is_open(request):
        try:
            return resolve(request.path_info).view_name in OPEN
        except Resolver404:
            return True

    @staticmethod
    def _to_set_up(request):
        # What a phone sends stays on it: it is told to sign in again, and keeps everything.
        if request.headers.get("X-Relevo") or request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"code": "needs_password", "reason": _("Primero pon tu segundo paso.")}, status=401)
        return redirect(reverse("members:second_factors"))
