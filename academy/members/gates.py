"""Who must show more than a PIN: the PIN of six digits opens her own page, not those of other women."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from .kept_forms import keeps_what_she_typed
from .services.access import holds_role


def by_password(view):
    """Signed in, and with the password where she holds a role. What the page says of others stays in no cache.

    A guest is sent to the door, what she typed is kept. Who came in by PIN before she was given a role is asked
    for her password. Who may see the page at all is the view's to say.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if request.session.get("signed_in_with") == "pin" and holds_role(request.user):
            return _to_her_password(request)
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return keeps_what_she_typed(asked)


def _to_her_password(request):
    messages.info(request, _("Para esta página, entra con tu usuaria y contraseña."))
    wanted = request.get_full_path() if request.method == "GET" else reverse("members:organise")
    return redirect(f"{reverse('members:team_sign_in')}?{urlencode({'next': wanted})}")
