"""Course files into the site: all of a course or nothing of it, and nothing at all where nothing changed."""

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision

from academy.site.batches import together
from academy.site.models import File, Picture, TranslationState
from academy.site.translating import translate

from ..models import Competency, CoursePage, LessonPage, TestPage, Track
from ..starting import ensure_roots
from .archives import unpack
from .building import build
from .problems import BrokenFile, Problem
from .reading import read_file

CONTENT = Path(__file__).resolve().parents[1] / "content"


@dataclass
class Report:
    """What loading one file did: ``new``, ``changed``, ``same``, or ``kept`` (edited here since; not touched)."""

    path: Path
    code: str
    outcome: str
    warnings: list = field(default_factory=list)


def files_in(folder=CONTENT):
    return sorted(Path(folder).glob("*.yaml"))


def load(paths=None, *, over_edits=False):
    """Load course files (default: all that come with the academy). Returns a Report for each.

    All files are checked before the first is loaded. Raises BrokenFile for the first broken one; then nothing
    has changed. A course that was edited in Wagtail since it was loaded is kept unless ``over_edits``.
    """
    with tempfile.TemporaryDirectory() as scratch:
        found = [_read(Path(path), Path(scratch) / str(n)) for n, path in enumerate(paths or files_in())]
        _check_apart(found)
        with transaction.atomic():
            index = ensure_roots()
            return [_load_course(course, index, over_edits) for course in found]


def _read(path, scratch):
    """A course file, or a zip with one and its pictures."""
    return read_file(unpack(path, scratch) if path.suffix == ".zip" else path)


def _check_apart(courses):
    seen = {}
    for course in courses:
        for what in (("code", course.code), ("slug", course.fields["slug"])):
            if what in seen:
                reason = _("«%(what)s» ya está en %(file)s.") % {"what": what[1], "file": seen[what].name}
                raise BrokenFile(course.path, [Problem(1, reason)])
            seen[what] = course.path


def _load_course(found, index, over_edits):
    track, competencies = _references(found)
    page = CoursePage.objects.filter(translation_key=build(found, {}).key, locale=index.locale).first()
    if page and page.live and page.file_ids.get("digest") == found.digest:
        return Report(found.path, found.code, "same", found.warnings)
    if page and not over_edits and edited_since_loading(page):
        return Report(found.path, found.code, "kept", found.warnings)
    outcome = "changed" if page else "new"
    attachments = _attach(found.attachments)
    built = build(found, attachments)
    with together():
        _write(found, built, page, index, track, competencies)
    return Report(found.path, found.code, outcome, found.warnings)


def _references(found):
    """Track and competencies of the file. Raises BrokenFile where this site has none of that name."""
    problems = []
    track = Track.objects.filter(slug=found.fields["track"]).first()
    if track is None:
        known = ", ".join(Track.objects.values_list("slug", flat=True))
        problems.append(
            Problem(
                1,
                _("«track»: no hay la ruta «%(slug)s». Hay: %(known)s.")
                % {"slug": found.fields["track"], "known": known},
            )
        )
    competencies = list(Competency.objects.filter(slug__in=found.competencies))
    for slug in sorted(set(found.competencies) - {c.slug for c in competencies}):
        problems.append(Problem(1, _("«competencies»: no hay «%(slug)s».") % {"slug": slug}))
    if problems:
        raise BrokenFile(found.path, problems)
    return track, competencies


def edited_since_loading(page):
    """Has a person saved the course or one of its pages since the file was loaded?"""
    loaded = parse_datetime(page.file_ids.get("loaded_at") or "")
    if loaded is None:
        return True
    ids = [str(page.pk), *map(str, page.get_children().values_list("pk", flat=True))]
    return Revision.page_revisions.filter(object_id__in=ids, created_at__gt=loaded, user__isnull=False).exists()


def _attach(attachments):
    """Pictures and files of the course on this site, by key; changed contents replace the old ones."""
    found = {"picture": {}, "file": {}}
    for kind, model in (("picture", Picture), ("file", File)):
        for name, path in attachments[kind].items():
            found[kind][name] = _keep(model, path).pk
    return found


def _keep(model, path):
    content = path.read_bytes()
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # what Wagtail keeps in file_hash
    kept = model.objects.filter(key=path.stem).first()
    if kept is None:
        # One that an editor uploaded here and that comes back in our own export: the same picture.
        kept = model.objects.filter(key=None, file_hash=digest).first()
        if kept:
            model.objects.filter(pk=kept.pk).update(key=path.stem)
            return kept
        kept = model(key=path.stem, title=path.stem.replace("-", " "))
    if kept.pk and kept.file_hash == digest:
        return kept
    if kept.pk and model is Picture:
        kept.renditions.all().delete()
    kept.file = ContentFile(content, name=path.name)
    kept.file_size, kept.file_hash = len(content), digest
    kept.save()
    return kept


def _write(found, built, page, index, track, competencies):
    course = _write_page(CoursePage, built.course, index, page, track=track)
    course.competencies.set(competencies)
    course.file_ids = {**built.short_ids, "digest": found.digest}
    _publish(course)
    children, pages = _children(course), []
    for model, made in [
        *((LessonPage, lesson) for lesson in built.lessons),
        *([(TestPage, built.test)] if built.test else []),
    ]:
        child = _write_page(model, made, course, children.pop(made.key, None))
        _publish(child)
        pages.append((child, made))
    for left in children.values():
        if left.live:
            left.unpublish()  # no longer in the file: out of sight, and nobody's record is lost
    _put_in_order(course, [child for child, _made in pages])
    for target, made in [(course, built.course), *pages]:
        target.refresh_from_db()
        translate(target, {language: made.texts_in(language) for language in _languages(target, made)})
        _note_states(target, found.states)
    course.refresh_from_db()
    course.file_ids["loaded_at"] = timezone.now().isoformat()
    CoursePage.objects.filter(pk=course.pk).update(file_ids=course.file_ids)


def _languages(page, made):
    """The languages a page has words in, and those it had words in before. All others are aliases."""
    before = Page.objects.filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
    return sorted({*made.texts, *before.values_list("locale__language_code", flat=True)})


def _children(course):
    return {page.translation_key: page for page in course.get_children().type(LessonPage, TestPage).specific()}


def _write_page(model, made, parent, page, **more):
    values = {
        name: json.dumps(value) if isinstance(value, list) else value for name, value in {**made.values, **more}.items()
    }
    values |= {"slug": made.slug, "translation_key": made.key}
    if page is None:
        locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        return parent.add_child(instance=model(live=False, locale=locale, **values))
    for name, value in values.items():
        setattr(page, name, value)
    return page


def _publish(page):
    page.draft_title = page.title
    page.save_revision(clean=False).publish()
    page.refresh_from_db()


def _put_in_order(course, pages):
    """Lessons as in the file, the test behind them. Moves only what stands wrong."""
    standing = [pk for pk in course.get_children().values_list("pk", flat=True) if pk in {p.pk for p in pages}]
    if standing == [page.pk for page in pages]:
        return
    for page in pages:
        model = type(page)
        model.objects.get(pk=page.pk).move(CoursePage.objects.get(pk=course.pk), pos="last-child")


def _note_states(page, states):
    for language, state in states.items():
        TranslationState.objects.get_or_create(
            translation_key=page.translation_key, language=language, defaults={"state": state}
        )
