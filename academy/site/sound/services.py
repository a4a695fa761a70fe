"""Verbs about recordings. What a recording belongs to, and who may, is asked by whoever calls."""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from academy.core.ids import parse
from academy.core.private_files import private_storage

from . import tools, transcoding
from .kinds import HEAD, KINDS, kind_of
from .models import Recording
from .signals import recording_settled
from .words import trouble

MB = 1024 * 1024
#: Of lessons; a voice note passes limits of its own.
MOST_BYTES, MOST_SECONDS = 40 * MB, 15 * 60
#: A worker that has had a recording for longer than this is gone.
STALE = timedelta(minutes=30)
State = Recording.State


class Refused(ValueError):  # noqa: N818 - a state of the upload
    """It is not kept; the message is for her. ``code`` is a key of words.TROUBLES."""

    def __init__(self, code, **values):
        super().__init__(trouble(code, **values))
        self.code = code


def look_at(upload, *, most_bytes=MOST_BYTES):
    """The kind of an upload (a key of KINDS), by size and content. Raises Refused. Reads HEAD bytes."""
    if not upload.size:
        raise Refused("empty")
    if upload.size > most_bytes:
        raise Refused("too_heavy", most=most_bytes // MB)
    upload.seek(0)
    kind = kind_of(upload.read(HEAD))
    upload.seek(0)
    if kind is None:
        raise Refused("not_sound")
    return kind


def keep(
    *,
    upload,
    language,
    by=None,
    private=False,
    title="",
    transcript="",
    most_bytes=MOST_BYTES,
    most_seconds=MOST_SECONDS,
    file=None,
    number=None,
):
    """Keep what was sent, and have it prepared by the worker once this is committed. The Recording. Raises Refused.

    ``upload``: an open file with ``size``. The original is kept whole and never served. ``number``: the id that it
    gets, where a phone has named it already.
    """
    kind = look_at(upload, most_bytes=most_bytes)
    digest = _sha256(upload)
    recording = Recording(
        **({"pk": number} if number else {}),
        title=title,
        language=language,
        private=private,
        transcript=transcript,
        by=getattr(by, "pk", by),
        original_sha256=digest,
        original_bytes=upload.size,
        original_kind=kind,
        most_seconds=most_seconds,
        file=file,
    )
    # The id is in the name: the same sound sent by two women is two files, and deleting one leaves the other.
    name = salted_hmac("relevo.sound.original", f"{recording.pk}{digest}", algorithm="sha256").hexdigest()[:32]
    upload.seek(0)
    recording.original = private_storage().save(f"sound/{name[:2]}/{name}{KINDS[kind][1]}", upload)
    with transaction.atomic():
        recording.save(force_insert=True)
        transaction.on_commit(lambda: _prepare_later(recording.pk))
    return recording


def _prepare_later(pk):
    from .tasks import prepare_later

    prepare_later.enqueue(str(pk))


def retry(*, recording):
    """Once more, from the kept original. False where a worker has it, or it is ready."""
    states = [State.FAILED, State.NO_TOOL, State.WAITING]
    with transaction.atomic():
        waits = Recording.objects.filter(pk=recording.pk, state__in=states).update(state=State.WAITING, trouble="")
        if waits:
            transaction.on_commit(lambda: _prepare_later(recording.pk))
    return bool(waits)


def prepare(pk, *, at=None):
    """Transcode one recording. Any number of workers may be asked for the same one, at once or again: one does it.

    Returns its state, or None where it is gone or somebody else's.
    """
    at = at or timezone.now()
    ticket = Recording.new_ticket()
    mine = Recording.objects.unfinished(at=at, stale=STALE).filter(pk=parse(pk))
    if not mine.update(state=State.WORKING, started_at=at, ticket=ticket, trouble=""):
        return None
    recording = Recording.objects.get(pk=parse(pk))
    tool = tools.find()
    if tool is None:
        return _settle(recording, ticket, state=State.NO_TOOL)
    try:
        with tempfile.TemporaryDirectory(prefix="relevo-sound-") as folder:
            source = _fetched(recording, Path(folder))
            made = transcoding.prepare(
                tool, source, recording.original_kind, folder, most_seconds=recording.most_seconds
            )
            found = _stored(recording, made)
    except transcoding.Trouble as reason:
        return _settle(recording, ticket, state=State.FAILED, trouble=reason.code)
    return _settle(recording, ticket, state=State.READY, **found)


def _settle(recording, ticket, **found):
    """Write the end down unless another worker took over meanwhile, and tell the floors above."""
    with transaction.atomic():
        if not Recording.objects.filter(pk=recording.pk, ticket=ticket).update(ticket=None, **found):
            return None
        recording.refresh_from_db()
        transaction.on_commit(lambda: recording_settled.send(Recording, recording=recording))
    return found["state"]


def _fetched(recording, folder):
    """A copy of the original that ffmpeg can open, wherever the original lies."""
    source = folder / f"in{KINDS[recording.original_kind][1]}"
    try:
        with private_storage().open(recording.original) as original, source.open("wb") as copy:
            for chunk in original.chunks():
                copy.write(chunk)
    except FileNotFoundError:
        raise transcoding.Trouble("lost") from None
    return source


def _stored(recording, made):
    storage = storage_of(recording)
    found = {"seconds": max(1, -(-int(made.heard.seconds * 10) // 10)), "loudness": made.heard.loudness}
    for field, path in (("opus", made.opus), ("second", made.second)):
        content = path.read_bytes()
        name = _name(recording, content, path.suffix)
        if not storage.exists(name):
            name = storage.save(name, ContentFile(content))
        found |= {field: name, f"{field}_bytes": len(content)}
    return found


def _name(recording, content, suffix):
    """The content's sha256, so that an address never means other bytes; for a private one a name nobody can guess."""
    if recording.private:
        named = salted_hmac(f"relevo.sound.{recording.pk}", content, algorithm="sha256").hexdigest()
    else:
        named = hashlib.sha256(content).hexdigest()
    return f"sound/{named[:2]}/{named[:32]}{suffix}"


def storage_of(recording):
    return private_storage() if recording.private else default_storage


def forget(*, recording):
    """Delete a recording with all its files, once that is committed. Files that another one shares stay."""
    with transaction.atomic():
        Recording.objects.filter(pk=recording.pk).delete()
        transaction.on_commit(lambda: _forget_files(recording))


def _forget_files(recording):
    if recording.original:
        private_storage().delete(recording.original)
    for field in ("opus", "second"):
        name = getattr(recording, field)
        if name and not Recording.objects.filter(**{field: name, "private": recording.private}).exists():
            storage_of(recording).delete(name)
    recording_settled.send(Recording, recording=recording)


def resume(*, at=None):
    """Ask the worker again for whatever is not finished: lost jobs, killed workers, a tool that came. How many."""
    at = at or timezone.now()
    waiting = Recording.objects.unfinished(at=at, stale=STALE)
    if tools.find() is None:
        waiting = waiting.exclude(state=State.NO_TOOL)
    keys = list(waiting.values_list("pk", flat=True))
    for key in keys:
        _prepare_later(key)
    return len(keys)


def _sha256(upload):
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in iter(lambda: upload.read(MB), b""):
        digest.update(chunk)
    return digest.hexdigest()
