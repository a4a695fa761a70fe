"""Verbs about the sound of lessons."""

import hashlib
import json

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone
from wagtail.signals import page_published

from academy.core import audit
from academy.core.languages import DEFAULT
from academy.site.batches import soon
from academy.site.models import File
from academy.site.sound import files, services
from academy.site.sound.signals import recording_settled

from ..models import BlockSound, LessonPage, LessonSounds


@transaction.atomic
def attach(*, lesson, block, language, upload, title, by, reads_text=True, transcript=""):
    """Give a block its recording in a language, in place of the one it had. The BlockSound.

    ``lesson``: the translation_key. Raises ``sound.services.Refused``; then nothing has changed.
    """
    recording = services.keep(
        upload=upload, language=language, by=by, title=title[:120], transcript="" if reads_text else transcript
    )
    place = {"lesson": lesson, "block": block, "language": language}
    before = BlockSound.objects.select_for_update().filter(**place).select_related("recording").first()
    sound, _made = BlockSound.objects.update_or_create(
        **place, defaults={"recording": recording, "reads_text": reads_text}
    )
    if before is not None:
        services.forget(recording=before.recording)
    audit.note("courses.sound_attached", by=by, lesson=str(lesson), block=str(block), language=language)
    write_sounds(lesson)
    return sound


@transaction.atomic
def say_in_writing(*, sound, by, reads_text, transcript=""):
    """Change what is written beside a recording."""
    sound.reads_text, sound.recording.transcript = reads_text, "" if reads_text else transcript
    sound.save(update_fields=["reads_text"])
    sound.recording.save(update_fields=["transcript"])
    audit.note("courses.sound_in_writing", by=by, lesson=str(sound.lesson), block=str(sound.block))
    write_sounds(sound.lesson)


@transaction.atomic
def detach(*, sound, by):
    """Take a block's recording away, with its files."""
    services.forget(recording=sound.recording)
    audit.note("courses.sound_detached", by=by, lesson=str(sound.lesson), block=str(sound.block))
    write_sounds(sound.lesson)


@transaction.atomic
def write_sounds(key):
    """Write down what can be heard in the lesson with this key, in all languages. Five queries.

    Whatever shows the lesson takes ``v`` into its cache key, so that a new recording is heard at once.
    """
    blocks = {}
    for row in BlockSound.objects.filter(lesson=key).select_related("recording"):
        if row.recording.ready:
            facts = {**row.recording.facts(), "text": "" if row.reads_text else row.recording.transcript}
            blocks.setdefault(row.language, {})[str(row.block)] = facts
    ids = {pk for page in _editions(key) for pk in files_in(page)}
    heard = File.objects.filter(pk__in=ids).select_related("recording")
    found = {
        str(file.pk): file.recording.facts() for file in heard if hasattr(file, "recording") and file.recording.ready
    }
    data = {"blocks": blocks, "files": found}
    data["v"] = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]
    row = LessonSounds.objects.select_for_update().filter(pk=key).first()
    if row is None and not (blocks or found):
        return None
    if row is None or row.data != data:
        row, _made = LessonSounds.objects.update_or_create(
            pk=key, defaults={"data": data, "changed_at": timezone.now()}
        )
        transaction.on_commit(lambda: _weigh(key))
    return row


def _editions(key):
    return LessonPage.objects.live().filter(translation_key=key).select_related("locale")


def files_in(page):
    """Ids of the files that the audio blocks of a lesson play."""
    return {child["value"]["recording"] for child in page.body.raw_data if child["type"] == "audio"} - {None}


def _weigh(key):
    from ..weights import measure_later

    for page in _editions(key):
        measure_later.enqueue(str(key), page.locale.language_code)


def prepare_files(key):
    """Have the files of this lesson's audio blocks prepared, where they are not yet.

    Spanish first: a file that editions share is Spanish, whatever else plays it.
    """
    for page in sorted(_editions(key), key=lambda page: page.locale.language_code != DEFAULT):
        for file in File.objects.filter(pk__in=files_in(page)):
            files.ensure(file=file, language=page.locale.language_code)
    write_sounds(key)


def _on_published(sender, instance, **kwargs):
    if files_in(instance) or LessonSounds.objects.filter(pk=instance.translation_key).exists():
        soon(prepare_files, instance.translation_key)


def _on_settled(sender, recording, **kwargs):
    keys = set(BlockSound.objects.filter(recording=recording.pk).values_list("lesson", flat=True))
    if recording.file_id:
        # Walks the bodies of all lessons: some milliseconds each, in the worker.
        lessons = LessonPage.objects.live().only("pk", "translation_key", "body")
        keys |= {page.translation_key for page in lessons if recording.file_id in files_in(page)}
    for key in keys:
        write_sounds(key)


def _on_lesson_deleted(sender, instance, **kwargs):
    """With the last edition of a lesson go its recordings: unlike progress, they belong to nobody else."""
    key = instance.translation_key
    if LessonPage.objects.filter(translation_key=key).exists():
        return
    for sound in BlockSound.objects.filter(lesson=key).select_related("recording"):
        services.forget(recording=sound.recording)
    LessonSounds.objects.filter(pk=key).delete()


def _on_file_deleted(sender, instance, **kwargs):
    if hasattr(instance, "recording"):
        services.forget(recording=instance.recording)


page_published.connect(_on_published, sender=LessonPage, dispatch_uid="sounds")
post_delete.connect(_on_lesson_deleted, sender=LessonPage, dispatch_uid="sounds")
recording_settled.connect(_on_settled, dispatch_uid="sounds")
pre_delete.connect(_on_file_deleted, sender=File, dispatch_uid="sounds")
