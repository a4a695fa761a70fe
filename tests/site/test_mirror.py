"""The other trees follow the Spanish one."""

import json

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from academy.site import mirror
from academy.site.batches import soon, together
from academy.site.models import HomePage, PlainPage
from academy.site.starting import ensure_home
from academy.site.translating import plain, translate

pytestmark = pytest.mark.django_db
LANGUAGES = ["qu", "ay", "en"]


@pytest.fixture(scope="module")
def home_once(django_db_setup, django_db_blocker):
    """Front doors in all languages, made once: each test is rolled back to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield ensure_home().pk
        transaction.set_rollback(True)


@pytest.fixture
def home(home_once, db):
    return HomePage.objects.get(pk=home_once)


def publish(parent, title, slug):
    page = parent.add_child(instance=PlainPage(title=title, slug=slug, live=False))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def again(page):
    return type(page).objects.get(pk=page.pk)


def translation(page, language):
    return PlainPage.objects.filter(translation_key=page.translation_key, locale__language_code=language).first()


def into_english(page, title):
    translate(again(page), {"en": {("title", plain(page.title)): title}})
    return translation(page, "en")


def order(home, language):
    parent = home.get_translation(Locale.objects.get(language_code=language))
    return [page.title for page in parent.get_children()]


def test_a_new_site_has_a_front_door_in_each_language_beside_the_spanish_one(home):
    doors = Page.objects.filter(translation_key=home.translation_key)
    assert {door.locale.language_code for door in doors} == {"es", *LANGUAGES}
    assert {door.depth for door in doors} == {2}
    assert ensure_home().pk == home.pk
    assert Page.objects.filter(depth=2).count() == 4


def test_a_published_page_appears_in_every_language_as_its_alias(home):
    page = publish(home, "Quiénes somos", "quienes-somos")
    for language in LANGUAGES:
        alias = translation(page, language)
        assert alias.alias_of_id == page.pk
        assert alias.live
        assert alias.slug == "quienes-somos"
        assert alias.get_parent().translation_key == home.translation_key


def test_a_draft_appears_nowhere_else(home):
    page = home.add_child(instance=PlainPage(title="Borrador", slug="borrador", live=False))
    page.save_revision()
    assert [translation(page, language) for language in LANGUAGES] == [None, None, None]


def test_publishing_again_makes_no_second_alias(home):
    page = publish(home, "Una", "una")
    again(page).save_revision().publish()
    assert PlainPage.objects.filter(translation_key=page.translation_key).count() == 4


def test_a_page_below_one_that_is_missing_elsewhere_brings_its_parent_along(home):
    parent = publish(home, "Arriba", "arriba")
    for language in LANGUAGES:
        translation(parent, language).delete()
    child = publish(parent, "Abajo", "abajo")
    for language in LANGUAGES:
        assert translation(child, language).get_parent().translation_key == parent.translation_key


def test_a_moved_page_moves_everywhere(home):
    here, there = publish(home, "Aquí", "aqui"), publish(home, "Allá", "alla")
    page = publish(here, "Viajera", "viajera")
    english = into_english(page, "Traveller")
    again(page).move(again(there), pos="last-child")
    for language in LANGUAGES:
        assert translation(page, language).get_parent().translation_key == there.translation_key
    assert translation(page, "en").pk == english.pk


def test_a_new_order_is_the_order_of_every_language(home):
    pages = [publish(home, name, name.lower()) for name in "ABCDE"]
    into_english(pages[1], "B")
    again(pages[0]).move(again(pages[4]), pos="right")
    again(pages[3]).move(again(home), pos="first-child")
    assert order(home, "es") == ["D", "B", "C", "E", "A"]
    for language in LANGUAGES:
        assert order(home, language) == ["D", "B", "C", "E", "A"]


def test_moving_one_page_to_the_end_moves_one_page_in_each_language(home, monkeypatch):
    pages = [publish(home, name, name.lower()) for name in "ABCDEF"]
    moved = []
    real = Page.move
    monkeypatch.setattr(Page, "move", lambda self, *a, **k: (moved.append(self.title), real(self, *a, **k))[1])
    again(pages[0]).move(again(pages[5]), pos="right")
    assert moved == ["A"] * 4


def test_what_is_only_in_one_language_stays_last(home):
    first = publish(home, "A", "a")
    english = home.get_translation(Locale.objects.get(language_code="en"))
    english.add_child(instance=PlainPage(title="Only here", slug="only", locale=english.locale))
    publish(home, "B", "b")
    again(first).save_revision().publish()
    assert order(home, "en") == ["A", "B", "Only here"]


def test_unpublishing_takes_translations_and_aliases_offline(home):
    page = publish(home, "Una", "una")
    into_english(page, "One")
    again(page).unpublish()
    assert [translation(page, language).live for language in LANGUAGES] == [False, False, False]


def test_publishing_again_brings_back_what_went_offline_with_it(home):
    page = publish(home, "Una", "una")
    into_english(page, "One")
    again(page).unpublish()
    again(page).save_revision().publish()
    assert [translation(page, language).live for language in LANGUAGES] == [True, True, True]
    assert translation(page, "en").title == "One"
    assert not translation(page, "en").has_unpublished_changes


def test_a_translation_that_was_taken_offline_by_itself_stays_offline(home):
    page = publish(home, "Una", "una")
    into_english(page, "One").unpublish()
    again(page).save_revision().publish()
    assert not translation(page, "en").live
    assert translation(page, "qu").live


def test_a_new_slug_is_the_slug_of_every_language(home, django_capture_on_commit_callbacks):
    page = publish(home, "Una", "una")
    into_english(page, "One")
    with django_capture_on_commit_callbacks(execute=True):
        renamed = again(page)
        renamed.slug = "otra"
        renamed.save()
    for language in LANGUAGES:
        assert translation(page, language).slug == "otra"
        assert translation(page, language).url_path.endswith("/otra/")
    # Neither a draft nor what translators work on brings the old one back.
    assert translation(page, "en").get_latest_revision_as_object().slug == "otra"
    source = TranslationSource.objects.get(object_id=page.translation_key)
    assert json.loads(source.content_json)["slug"] == "otra"


def test_a_deleted_page_is_deleted_in_every_language_with_all_below_it(home):
    page = publish(home, "Una", "una")
    child = publish(page, "Hija", "hija")
    into_english(page, "One")
    into_english(child, "Daughter")
    again(page).delete()
    assert not PlainPage.objects.filter(translation_key__in=[page.translation_key, child.translation_key]).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_deleting_a_translation_leaves_the_spanish_page_alone(home):
    page = publish(home, "Una", "una")
    into_english(page, "One").delete()
    assert again(page).live
    assert translation(page, "qu").live


def test_the_repair_mends_what_went_wrong_while_nobody_listened(home):
    pages = [publish(home, name, name.lower()) for name in "ABC"]
    translation(pages[0], "qu").delete()
    quechua = home.get_translation(Locale.objects.get(language_code="qu"))
    again(translation(pages[2], "qu")).move(quechua, pos="first-child")
    PlainPage.objects.filter(pk=translation(pages[1], "ay").pk).update(slug="wrong")
    mirror.mirror_all()
    assert order(home, "qu") == ["A", "B", "C"]
    assert translation(pages[1], "ay").slug == "b"
    before = list(Page.objects.order_by("path").values_list("pk", "path"))
    mirror.mirror_all()
    assert list(Page.objects.order_by("path").values_list("pk", "path")) == before


def test_nothing_to_mend_costs_few_queries(home, django_assert_max_num_queries):
    page = publish(home, "Una", "una")
    # page, parent, locales; for each language the page, its home, and two lists of children; a savepoint.
    with django_assert_max_num_queries(24):
        mirror.mirror_page(page.translation_key)


def test_a_batch_runs_each_job_once_at_its_end():
    done = []
    with together():
        soon(done.append, "a")
        with together():
            soon(done.append, "b")
            soon(done.append, "a")
        assert done == []
    assert done == ["a", "b"]


def test_a_batch_that_fails_runs_nothing():
    done = []

    def fail():
        with together():
            soon(done.append, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    soon(done.append, "b")
    assert done == ["b"]


@given(st.lists(st.integers(), unique=True, max_size=12))
def test_what_may_stay_is_rising_and_no_longer_row_exists(numbers):
    found = mirror.longest_rising(numbers)
    assert found == sorted(found)
    assert [number for number in numbers if number in found] == found
    best = [1] * len(numbers)
    for here, number in enumerate(numbers):
        best[here] += max((best[before] for before in range(here) if numbers[before] < number), default=0)
    assert len(found) == max(best, default=0)
