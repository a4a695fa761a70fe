"""Keeps the other language trees in step with the Spanish one: existence, place, order, slug, life, death.

wagtail-localize makes and updates translations but does not follow moves, order, unpublishing or deletion
(its issues 84, 469, 906). Its own tree sync and that of simple_translation stay off: with two makers of
aliases page creation crashes on a duplicate translation key.

A page without a translation is an *alias* of the Spanish one: it shows Spanish under the other prefix.
"""

import json
from bisect import bisect_left

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail_localize.models import TranslationSource

from .batches import soon

#: Written into the log when a translation went offline only because its original did: so we know what to bring back.
WITH_ORIGINAL = {"with_original": True}


def is_original(page):
    """A page of the Spanish tree (not the invisible root of all trees)."""
    return page.depth > 1 and page.locale.language_code == settings.LANGUAGE_CODE


def other_locales():
    return list(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).order_by("pk"))


def original_by_key(key):
    return Page.objects.filter(translation_key=key, locale__language_code=settings.LANGUAGE_CODE, depth__gt=1).first()


@transaction.atomic
def mirror_page(key):
    """Give the published Spanish page with this translation key its place in every other tree.

    Creates aliases where nothing exists (parents first), brings back what went offline with it, and puts
    brothers and sisters in the Spanish order. Cheap when nothing is to be done: three queries and two for each
    language.
    """
    page = original_by_key(key)
    if page is None:
        return
    parent = page.get_parent()
    for locale in other_locales():
        translated = _ensure(page, parent, locale)
        if page.live and not translated.live:
            _bring_back(translated)
        if translated.slug != page.slug and parent.depth > 1:
            _set_slug(translated, page.slug)
        if parent.depth > 1:
            _put_in_place(parent, translated, locale)


def _translation(page, locale):
    return Page.objects.filter(translation_key=page.translation_key, locale=locale).first()


def _ensure(page, parent, locale):
    found = _translation(page, locale)
    if found:
        return found
    if parent.depth > 1:
        _ensure(parent, parent.get_parent(), locale)
    alias = page.specific.copy_for_translation(locale, alias=True)
    if alias.live:
        # Wagtail says so when it updates an alias, and not when it makes one.
        page_published.send(sender=alias.specific_class, instance=alias, revision=None)
    return alias


def _put_in_place(parent, translated, locale):
    home = _ensure(parent, parent.get_parent(), locale)
    if not translated.is_child_of(home):
        Page.objects.get(pk=translated.pk).move(Page.objects.get(pk=home.pk), pos="last-child")
    _order_children(parent, home)


def _order_children(parent, home):
    """Move as few pages as possible so that the translated children stand in the Spanish order."""
    wanted = {key: place for place, key in enumerate(parent.get_children().values_list("translation_key", flat=True))}
    # What is in this language only comes last, in the order it has.
    children = list(home.get_children().values_list("pk", "translation_key"))
    ranked = [(wanted.get(key, len(wanted) + place), pk) for place, (pk, key) in enumerate(children)]
    staying = set(longest_rising([rank for rank, _pk in ranked]))
    before = None
    for rank, pk in sorted(ranked):
        if rank not in staying:
            page = Page.objects.get(pk=pk)
            if before is None:
                page.move(Page.objects.get(pk=home.pk), pos="first-child")
            else:
                page.move(Page.objects.get(pk=before), pos="right")
        before = pk


def longest_rising(numbers):
    """The longest rising subsequence of distinct numbers: those that may stay where they are."""
    tails, places, came_from = [], [], {}
    for number in numbers:
        place = bisect_left(tails, number)
        came_from[number] = tails[place - 1] if place else None
        if place == len(tails):
            tails.append(number)
        else:
            tails[place] = number
        places.append(place)
    result, number = [], tails[-1] if tails else None
    while number is not None:
        result.append(number)
        number = came_from[number]
    return result[::-1]


def _bring_back(translated):
    """Publish again what went offline with its original; a draft that a translator never published stays one."""
    last = (
        PageLogEntry.objects.filter(page=translated.pk, action__in=["wagtail.unpublish", "wagtail.publish"])
        .order_by("-timestamp", "-pk")
        .first()
    )
    if translated.alias_of_id is None and (last is None or last.data != WITH_ORIGINAL):
        return
    page = translated.specific
    newest = page.latest_revision
    page.live = True
    page.expired = False
    page.has_unpublished_changes = bool(
        newest and page.last_published_at and newest.created_at > page.last_published_at
    )
    if not page.has_unpublished_changes:
        page.live_revision = newest
    page.save(clean=False)
    log(instance=page, action="wagtail.publish", data=WITH_ORIGINAL)
    page_published.send(sender=page.specific_class, instance=page, revision=None)


def _set_slug(translated, slug):
    """The slug of the Spanish page, also in drafts and in what translators work on: else it would come back."""
    page = translated.specific
    page.slug = slug
    page.save(clean=False)
    revision = page.latest_revision
    if revision is not None:
        revision.content["slug"] = slug
        revision.save(update_fields=["content"])
    for source in TranslationSource.objects.filter(object_id=page.translation_key):
        content = json.loads(source.content_json)
        if content.get("slug") != slug:
            source.content_json = json.dumps({**content, "slug": slug})
            source.save(update_fields=["content_json"])


@transaction.atomic
def unpublish_translations(key):
    """Take every translation offline with its original, and remember that this was the reason."""
    for page in Page.objects.filter(translation_key=key, live=True).exclude(
        locale__language_code=settings.LANGUAGE_CODE
    ):
        specific = page.specific
        specific.unpublish(log_action=False)
        log(instance=specific, action="wagtail.unpublish", data=WITH_ORIGINAL)


@transaction.atomic
def delete_translations(key):
    """Deleted in Spanish is deleted everywhere. Looked up again after each: a deletion takes its children along."""
    while True:
        page = (
            Page.objects.filter(translation_key=key, depth__gt=1)
            .exclude(locale__language_code=settings.LANGUAGE_CODE)
            .first()
        )
        if page is None:
            return
        page.specific.delete()


@transaction.atomic
def mirror_all():
    """Repair every tree: aliases that are missing, places, order, slugs, life; and what has no original any more.

    Returns the number of Spanish pages looked at. One mirror_page each: meant for a command, not for a request.
    """
    locales = other_locales()
    originals = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, depth__gt=1).order_by("path")
    keys = list(originals.filter(live=True).values_list("translation_key", flat=True))
    for key in keys:
        mirror_page(key)
    for key in originals.filter(live=False).values_list("translation_key", flat=True):
        unpublish_translations(key)
    kept = set(originals.values_list("translation_key", flat=True))
    aliases = Page.objects.filter(locale__in=locales, depth__gt=1).exclude(alias_of=None)
    for key in list(aliases.values_list("translation_key", flat=True)):
        if key not in kept:
            delete_translations(key)
    return len(keys)


def _on_published(sender, instance, **kwargs):
    if is_original(instance):
        soon(mirror_page, instance.translation_key)


def _on_moved(sender, instance, **kwargs):
    if is_original(instance):
        soon(mirror_page, instance.translation_key)


def _on_slug_changed(sender, instance, **kwargs):
    if is_original(instance):
        soon(mirror_page, instance.translation_key)


def _on_unpublished(sender, instance, **kwargs):
    if is_original(instance):
        unpublish_translations(instance.translation_key)


def _on_deleted(sender, instance, **kwargs):
    if is_original(instance):
        delete_translations(instance.translation_key)


page_published.connect(_on_published, dispatch_uid="mirror")
post_page_move.connect(_on_moved, dispatch_uid="mirror")
page_slug_changed.connect(_on_slug_changed, dispatch_uid="mirror")
page_unpublished.connect(_on_unpublished, dispatch_uid="mirror")
# Page only: deleting a specific page sends the signal for its Page row too, once.
post_delete.connect(_on_deleted, sender=Page, dispatch_uid="mirror")
