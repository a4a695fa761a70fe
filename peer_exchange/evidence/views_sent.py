"""The voice of a field entry that a phone kept: sent alone, before the event that names it."""

from django.core.files.base import ContentFile
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from academy.members.views.sync import turned_away
from academy.site.sound.models import Recording
from academy.site.sound.services import Refused

from . import services

#: Voices of one woman that nothing has named yet; beyond this somebody is filling the disk.
MOST_OF_HERS = 200


@csrf_exempt
@never_cache
@require_POST
def voice_sent(request, number):
    """Keep the sound in the body under ``number``. The same again is answered alike and changes nothing.

    Kept out as at ``/sync/``; 409, 413 and 422 as for photos (``courses.views.photos_sent``).
    """
    refusal = turned_away(request)
    if refusal is not None:
        return refusal
    with override(request.user.language):
        if request.headers.get("X-Relevo-Owner", str(request.user.pk)) != str(request.user.pk):
            return _answer(409, "other_session", _("Esta voz es de otra compañera. Espera a que ella entre."))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > services.MOST_BYTES:
            return _answer(413, "too_heavy", _("La voz pesa demasiado. Graba una más corta."))
        known = Recording.objects.filter(pk=number).first()
        if known is None:
            if services.unnamed_voices().filter(by=request.user.pk).count() >= MOST_OF_HERS:
                return _answer(422, "too_many", _("Ya enviaste muchas voces. Escribe una línea."))
            try:
                services.keep_voice(ContentFile(request.body), by=request.user, number=number)
            except Refused as refused:
                return _answer(422, refused.code, str(refused))
        elif known.by != request.user.pk:
            return _answer(422, "id_taken", _("Ese número de anotación ya se usó."))
    return JsonResponse({"name": str(number)})


def _answer(status, code, reason):
    return JsonResponse({"code": code, "reason": str(reason)}, status=status)
