"""The door of /admin/: who may come in, and the rooms that stay shut for everybody.

Wagtail sends whoever lacks a right to its sign-in page or back to its home, and its own sign-in knows nothing
of our limits on guessing. And some of its screens list users: here users are women, and no generic screen
may list them (DESIGN, "Who sees what").
"""

import re

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

ADMIN = "/admin/"
#: Lists of people, changes to people in bulk, and what everybody did on the whole site.
#: (The history of one page stays open: it names the editors of that page.)
SHUT = re.compile(r"^/admin/(users|bulk/members|reports/site-history)(/|$)")
#: Wagtail's own sign-in and lost password: ours count wrong tries.
OWN_SIGN_IN = re.compile(r"^/admin/(login|password_reset)(/|$)")


class AdminDoor:
    """403 with a reason for a member without the right, our sign-in for a stranger, 403 at the shut rooms."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Here and not in ``__call__``: what is raised here becomes the site's own 403 page."""
        if not request.path.startswith(ADMIN):
            return None
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied(
                _("Aquí trabajan las editoras. Si eres una, pide tu responsabilidad a tu organizadora.")
            )
        if SHUT.match(request.path):
            raise PermissionDenied(_("Las personas no se ven desde aquí. Entra a Organizar."))
        if OWN_SIGN_IN.match(request.path):
            return redirect("wagtailadmin_home")
        return None

    def _to_sign_in(self, request):
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        goal = ADMIN if OWN_SIGN_IN.match(request.path) else request.get_full_path()
        return redirect_to_login(goal, login_url=resolve_url(settings.WAGTAILADMIN_LOGIN_URL))
