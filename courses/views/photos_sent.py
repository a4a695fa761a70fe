"""The photo of a task that a phone kept: sent alone, before the event that names it."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from academy.core.record import Unfit
from academy.members.views.sync import turned_away

from ..services import photos


@csrf_exempt
@never_cache
@require_POST
def photo_sent(request, number):
    """Keep the JPEG in the body under a name of hers. The same number again is answered alike and changes nothing.

    Kept out as at ``/sync/``. ``X-Relevo-Owner``, where it comes: whose photo the phone says it is; that of another
    woman than the one who is signed in stays on the phone (409). 413 and 422: it will never be taken as it is.
    """
    refusal = turned_away(request)
    if refusal is not None:
        return refusal
    with override(request.user.language):
        if request.headers.get("X-Relevo-Owner", str(request.user.pk)) != str(request.user.pk):
            return _answer(409, "other_session", _("Esta foto es de otra compañera. Espera a que ella entre."))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > photos.SENT_LIMIT:
            return _answer(413, "too_heavy", _("La foto pesa demasiado. Tómala con menos resolución."))
        try:
            name = photos.store_sent(content=request.body, owner=request.user.pk, number=number)
        except Unfit as unfit:
            return _answer(422, unfit.code, str(unfit))
    return JsonResponse({"name": name})


def _answer(status, code, reason):
    return JsonResponse({"code": code, "reason": str(reason)}, status=status)
