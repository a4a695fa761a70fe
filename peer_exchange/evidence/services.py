"""Verbs about photos and voices. Who may is asked by whoever calls."""

import hashlib
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from academy.core.private_files import private_storage
from academy.site import photos
from academy.site.sound import services as sound
from academy.site.sound.models import Recording

from ..models import Evidence
from ..reserve import Reserve
from .names import FOLDER

#: A voice note: long enough for «¿qué acordamos?», small enough to be sent from a hill.
MOST_SECONDS, MOST_BYTES = 3 * 60, 8 * sound.MB
#: The photo of a signed list of names goes with the names.
LIST_KEPT = timedelta(days=731)
#: So long a voice may wait for the event that names it.
STRAY_AFTER = timedelta(days=30)


def keep_photo(upload, *, owner):
    """Keep a photo (EXIF gone, ≤ 200 KB) and give its name, for an event or an Evidence. Raises Unfit.

    ``owner``: what it belongs to: the same photo under two owners is two files.
    """
    return photos.store_photo(upload, folder=FOLDER, owner=owner)


def keep_voice(upload, *, by, number=None):
    """Keep a voice note and have it prepared. Its Recording: the same sound sent twice is one. Raises sound.Refused."""
    known = Recording.objects.filter(by=by.pk, private=True, original_sha256=_digest(upload)).first()
    if known is not None and number is None:
        return known
    language = get_language() or by.language
    return sound.keep(
        upload=upload,
        language=language,
        by=by,
        private=True,
        most_bytes=MOST_BYTES,
        most_seconds=MOST_SECONDS,
        number=number,
    )


def _digest(upload):
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in iter(lambda: upload.read(sound.MB), b""):
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


@transaction.atomic
def add(*, organisation, by, shows, photo="", recording=None, session=None, commitment=None, at=None, **about):
    """An Evidence. ``about``: words, dated, received_on, reserve, faces, faces_agreed. Of a signed list: two years."""
    at = at or timezone.now()
    keep_until = timezone.localdate(at) + LIST_KEPT if shows == Evidence.Shows.ATTENDANCE else None
    if shows == Evidence.Shows.ATTENDANCE:
        about["reserve"] = Reserve.PARTICIPANTS
    return Evidence.objects.create(
        organisation=organisation,
        session=session,
        commitment=commitment,
        shows=shows,
        photo=photo,
        recording=recording,
        added_by=by,
        added_at=at,
        keep_until=keep_until,
        **about,
    )


@transaction.atomic
def remove(*, evidence):
    """It and its file. What an event named comes back with a rebuild: that is taken back by its own kind of event."""
    name, recording = evidence.photo, evidence.recording
    evidence.delete()
    if recording is not None and not Evidence.objects.filter(recording=recording).exists():
        sound.forget(recording=recording)
    forget_photos([name] if name else [])


def forget_voice(number):
    """Delete a recording that nothing shows any more."""
    recording = Recording.objects.filter(pk=number).first()
    if recording is not None and not Evidence.objects.filter(recording=recording).exists():
        sound.forget(recording=recording)


def forget_photos(names):
    """Delete the files of these names that nothing shows any more, once that is committed."""
    still = set(Evidence.objects.filter(photo__in=names).values_list("photo", flat=True))
    for name in set(names) - still:
        transaction.on_commit(partial(private_storage().delete, name))


def unnamed_voices():
    """Private recordings that nothing shows: sent before their event, or left by an entry that was refused."""
    named = Evidence.objects.filter(recording__isnull=False).values("recording")
    return Recording.objects.filter(private=True).exclude(pk__in=named)


def forget_strays(*, at):
    """Delete voices that nothing has named for thirty days, as for photos. How many."""
    strays = list(unnamed_voices().filter(made_at__lt=at - STRAY_AFTER))
    for recording in strays:
        sound.forget(recording=recording)
    return len(strays)


def forget_old(*, at):
    """Delete what was kept for a time that is over. How many."""
    rows = list(Evidence.objects.filter(keep_until__lt=timezone.localdate(at)).select_related("recording"))
    for row in rows:
        remove(evidence=row)
    return len(rows)
