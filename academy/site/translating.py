"""Writing what is translated of a page, many strings at a time.

wagtail-localize's own way asks the database five to ten times for each string; a course has two thousand.
This writes the same rows in bulk and publishes each language once. The rows are its rows: editors go on in
Wagtail, PO files go out and come back.
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue, extract_strings


def plain(text):
    """A plain text as wagtail-localize stores it: escaped, line breaks as tags."""
    return StringValue.from_plaintext(text).data


def pieces(html):
    """The translatable strings of rich text with their links: ``(template, [(string, attributes), …])``."""
    template, strings = extract_strings(html)
    return template, [(value.data, attributes) for value, attributes in strings]


@transaction.atomic
def translate(page, texts):
    """Publish ``page`` in other languages with exactly these translations; the rest falls back to Spanish.

    ``texts``: ``{language: {(path, source string): translation}}``, strings as ``plain`` and ``pieces`` give
    them, paths as wagtail-localize writes them (``body.<block id>.options.<item id>.text``). Translations of
    this page that are not in ``texts`` are removed. Languages that are missing in ``texts`` are left alone.
    """
    source = write_source(page)
    for language, found in texts.items():
        locale = Locale.objects.get(language_code=language)
        _write_translations(source, locale, found)
        publish_translation(source, locale)


@transaction.atomic
def prepare(page, texts):
    """Keep translations for a draft: nothing is published. ``texts`` as for ``translate``. Editors find them when they
    translate the page; ``publish_prepared`` publishes them once the page is.
    """
    source = write_source(page)
    for language, found in texts.items():
        _write_translations(source, Locale.objects.get(language_code=language), found)


@transaction.atomic
def publish_prepared(page):
    """Publish ``page`` in the languages that were prepared for it and never published. What its editor changed in
    Spanish meanwhile falls back to Spanish. Two queries where nothing is prepared.
    """
    begun = Translation.objects.filter(source__object_id=page.translation_key).values("target_locale")
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key).exclude(locale__in=begun)
    for locale in Locale.objects.filter(pk__in=rows.values("locale")):
        publish_translation(write_source(page), locale)


@transaction.atomic
def write_source(page):
    """Freeze the page's present content as what is to be translated. Unchanged content costs two queries."""
    page = page.specific
    known, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    content = page.to_json()
    source = TranslationSource.objects.filter(object=known, locale_id=page.locale_id).first()
    if source and json.loads(source.content_json) == json.loads(content):
        return source
    if source is None:
        source = TranslationSource(
            object=known,
            locale_id=page.locale_id,
            specific_content_type=ContentType.objects.get_for_model(page.__class__),
        )
    source.object_repr = str(page)[:200]
    source.content_json = content
    source.schema_version = get_schema_version(page._meta.app_label)
    source.last_updated_at = timezone.now()
    source.save()
    _write_segments(source, page)
    return source


def _write_segments(source, page):
    """What ``TranslationSource.refresh_segments`` does, in ten queries instead of several for each string."""
    segments = extract_segments(page)
    contexts = _contexts(source.object_id, page, {segment.path for segment in segments})
    strings = _strings(source.locale_id, {s.string.data for s in segments if isinstance(s, StringSegmentValue)})
    templates = _templates([s for s in segments if isinstance(s, TemplateSegmentValue)])
    rows = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
    for model in (*rows, RelatedObjectSegment):
        model.objects.filter(source=source).delete()
    for segment in segments:
        where = {"source": source, "context": contexts[segment.path], "order": segment.order}
        if isinstance(segment, StringSegmentValue):
            attributes = json.dumps(segment.attrs)
            rows[StringSegment].append(StringSegment(**where, string=strings[segment.string.data], attrs=attributes))
        elif isinstance(segment, TemplateSegmentValue):
            rows[TemplateSegment].append(TemplateSegment(**where, template=templates[segment.template]))
        elif isinstance(segment, OverridableSegmentValue):
            rows[OverridableSegment].append(OverridableSegment(**where, data_json=json.dumps(segment.data)))
        else:
            RelatedObjectSegment.from_value(source, segment)
    for model, made in rows.items():
        model.objects.bulk_create(made)


def _contexts(key, page, paths):
    known = {c.path: c for c in TranslationContext.objects.filter(object_id=key)}
    missing = []
    for path in paths - known.keys():
        context = TranslationContext(object_id=key, path=path, path_id=TranslationContext._get_path_id(path))
        # get_field_path fills field_path and saves; here it is filled and saved with all others.
        context.save = lambda **kwargs: None
        context.get_field_path(page)
        del context.save
        missing.append(context)
    TranslationContext.objects.bulk_create(missing)
    if missing:
        known = {c.path: c for c in TranslationContext.objects.filter(object_id=key)}
    return known


def _strings(locale, texts):
    hashes = {String._get_data_hash(text): text for text in texts}

    def known():
        found = String.objects.filter(locale_id=locale, data_hash__in=list(hashes))
        return {string.data: string for string in found}

    have = known()
    missing = [
        String(locale_id=locale, data=text, data_hash=hashed) for hashed, text in hashes.items() if text not in have
    ]
    if missing:
        String.objects.bulk_create(missing, ignore_conflicts=True)
        have = known()
    return have


def _templates(values):
    found = {}
    for value in values:
        if value.template not in found:
            found[value.template] = Template.from_value(value)
    return found


def _write_translations(source, locale, texts):
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    wanted = {}
    for segment in segments:
        text = texts.get((segment.context.path, segment.string.data))
        if text:
            wanted[(segment.string_id, segment.context_id)] = text
    now = timezone.now()
    stale, changed = [], []
    for row in StringTranslation.objects.filter(context__object_id=source.object_id, locale=locale):
        text = wanted.pop((row.translation_of_id, row.context_id), None)
        if text is None:
            stale.append(row.pk)
        elif text != row.data or row.has_error:
            row.data, row.has_error, row.field_error, row.updated_at = text, False, "", now
            changed.append(row)
    StringTranslation.objects.filter(pk__in=stale).delete()
    StringTranslation.objects.bulk_update(changed, ["data", "has_error", "field_error", "updated_at"])
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=string, context_id=context, locale=locale, data=text, translation_type="manual"
        )
        for (string, context), text in wanted.items()
    )


def publish_translation(source, locale):
    """Make or update the page in this language from its source and translations, live. Within our transaction.

    wagtail-localize publishes on commit; a load that fails half-way must leave nothing behind.
    """
    Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
    original = source.as_instance()
    translated = _target(source, original, locale)
    slug = translated.slug
    copy_synchronised_fields(original, translated)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, translated, source.locale, locale, segments)
    # Homes of all languages are siblings, so each has a slug of its own; everywhere else they share one.
    translated.slug = slug if translated.depth == 2 else original.slug
    if translated.alias_of_id:
        Page.objects.filter(pk=translated.pk).update(alias_of=None)
        translated.alias_of = None
    revision = translated.save_revision(clean=False)
    revision.publish()
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return source.get_translated_instance(locale)


def _target(source, original, locale):
    model = source.specific_content_type.model_class()
    found = model.objects.filter(translation_key=source.object_id, locale=locale).first()
    if found:
        return found
    parent = original.get_parent()
    if parent.depth > 1 and not Page.objects.filter(translation_key=parent.translation_key, locale=locale).exists():
        parent.specific.copy_for_translation(locale, copy_parents=True, alias=True)
    return original.copy_for_translation(locale)
