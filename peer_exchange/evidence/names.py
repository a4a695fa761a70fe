"""Names of files in what is sent: only files that are there, and that she may name."""

import re

from django.utils.translation import gettext as _

from academy.core.ids import parse
from academy.core.private_files import private_storage
from academy.core.record import Unfit
from academy.core.record.reading import bad
from academy.site.sound.models import Recording

#: Of photos that came with a form. What phones send alone is kept by the site under its owner's id (docs/offline.md).
FOLDER = "exchange"
_OURS = re.compile(FOLDER + r"/[0-9a-f]{2}/[0-9a-f]{32}\.jpg")
_SENT = re.compile(r"tasks/sent/([0-9a-f]{32})/[0-9a-f]{32}\.jpg")


def photo_of(payload):
    """The name of a photo as this site makes them, or empty."""
    name = payload.get("photo") or ""
    if not isinstance(name, str) or (name and not (_OURS.fullmatch(name) or _SENT.fullmatch(name))):
        raise bad()
    return name


def require_files(payload, by):
    """Raises Unfit unless the photo and the recording that ``payload`` names are there and hers to name."""
    photo = photo_of(payload)
    sent = _SENT.fullmatch(photo)
    if sent and (by is None or parse(sent[1]) != parse(by)):
        raise bad()
    if photo and not private_storage().exists(photo):
        raise Unfit(_("Falta la foto. Se enviará con lo demás cuando haya señal."), "photo_missing")
    recording = parse(payload.get("recording")) if payload.get("recording") else None
    if recording and not Recording.objects.filter(pk=recording, private=True, by=by).exists():
        raise Unfit(_("Falta la grabación. Envíala otra vez."), "sound_missing")
