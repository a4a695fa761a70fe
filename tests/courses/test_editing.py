"""The editors' side: who comes in, what stays shut, what the forms write."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Page

from academy.members.models import Member, OrganisationKind, Role
from academy.site.starting import ensure_home
from courses import editing
from courses.blocks import lesson_blocks
from courses.models import Competency, LessonPage, Track
from courses.reading import text_of_html
from tests.courses.factories import MemberFactory, organisation, published_course

pytestmark = pytest.mark.django_db

SECRET = "Zoraida Huamaní Ñahui"


@pytest.fixture
def federation():
    return organisation("Federación del Valle", level="district")


@pytest.fixture
def ines(federation):
    """Inés edits: a role and a password."""
    member = Member.objects.create_user("ines", "una-clave-larga-9", display_name="Inés")
    Role.objects.create(member=member, organisation=federation, kind="editor", since="2020-01-01")
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def as_ines(client, ines):
    client.force_login(ines)
    return client


@pytest.fixture
def as_chief(client):
    chief = Member.objects.create_superuser("jefa", "una-clave-larga-9", display_name="Jefa")
    client.force_login(chief)
    return client


# --- The role and the group ------------------------------------------------------------------------


def test_the_role_of_editor_opens_the_admin_and_its_end_closes_it(client, ines):
    client.force_login(ines)
    assert client.get("/admin/").status_code == 200
    ines.roles.update(until=datetime.date(2026, 1, 1))
    call_command("sync_editors", verbosity=0)
    assert client.get("/admin/").status_code == 403


def test_deleting_the_role_takes_her_out_of_the_group(ines):
    assert ines.groups.filter(name=editing.GROUP).exists()
    ines.roles.get().delete()
    assert not ines.groups.exists()


def test_a_role_that_ended_with_a_date_closes_when_she_signs_in_next(client, ines):
    ines.roles.update(until=datetime.date(2026, 1, 1))
    assert ines.groups.exists()
    client.force_login(ines)
    assert not ines.groups.exists()


def test_other_roles_open_nothing(client, federation):
    amanda = MemberFactory(holds=("organiser", federation))
    assert not amanda.groups.exists()
    client.force_login(amanda)
    assert client.get("/admin/").status_code == 403


def test_the_group_is_made_once_with_every_right_it_needs(ines):
    again = editing.ensure_editors_group()
    assert Group.objects.filter(name=editing.GROUP).count() == 1
    assert again.permissions.count() == len(editing.GENERAL)
    assert again.page_permissions.count() == len(editing.PAGES)
    assert again.collection_permissions.count() == len(editing.COLLECTIONS)


def test_the_daily_command_repairs_the_group_both_ways(ines, federation):
    stranger = MemberFactory()
    stranger.groups.add(Group.objects.get(name=editing.GROUP))
    ines.groups.clear()
    assert editing.sync_editors() == 1
    assert list(Group.objects.get(name=editing.GROUP).user_set.all()) == [ines]


def test_wagtails_register_of_uses_holds_no_rows_about_women(federation):
    from django.contrib.auth import get_user_model
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage
    from wagtail.models import ReferenceIndex

    from academy.members.models import Membership
    from courses.models import CoursePage

    about_people = {
        model
        for model in ReferenceIndex.tracked_models
        if any(field.related_model is get_user_model() for field in model._meta.fields)
        and not model._meta.app_config.name.startswith("wagtail")
        and not issubclass(model, (Page, AbstractImage, AbstractDocument))
    }
    assert about_people == set()
    assert CoursePage in ReferenceIndex.tracked_models
    before = ReferenceIndex.objects.count()
    Membership.objects.create(member=MemberFactory(), organisation=federation)
    assert ReferenceIndex.objects.count() == before


def test_an_editor_has_no_rights_over_people(ines):
    about_people = {p for p in ines.get_all_permissions() if p.split(".")[0] in ("auth", "members", "core")}
    public = ("organisationkind", "helpline")
    assert about_people == {f"members.{verb}_{kind}" for verb in ("add", "change", "view") for kind in public}


# --- The door --------------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_our_sign_in_and_comes_back_after_it(client):
    answer = client.get("/admin/pages/")
    assert answer.status_code == 302
    assert answer.url == f"{reverse('members:team_sign_in')}?next=/admin/pages/"


def test_wagtails_own_sign_in_which_counts_no_wrong_tries_cannot_be_used(client, ines):
    for path in ("/admin/login/", "/admin/password_reset/"):
        answer = client.post(path, {"username": "ines", "password": "una-clave-larga-9"})
        assert answer.status_code == 302
        assert answer.url == f"{reverse('members:team_sign_in')}?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_a_member_without_the_right_reads_why(client):
    client.force_login(MemberFactory())
    answer = client.get("/admin/")
    assert answer.status_code == 403
    assert "Aquí trabajan las editoras" in answer.content.decode()


SHUT = [
    "/admin/users/",
    "/admin/users/add/",
    "/admin/bulk/members/member/delete/",
    "/admin/bulk/members/member/assign_role/",
    "/admin/bulk/members/member/set_active_state/",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/results/",
]


@pytest.mark.parametrize("path", SHUT)
def test_screens_that_list_people_are_shut_even_for_a_superuser(as_chief, path):
    yuli = MemberFactory(display_name=SECRET)
    for answer in (as_chief.get(path, {"id": yuli.pk}), as_chief.post(path, {"id": yuli.pk})):
        assert answer.status_code == 403
        assert SECRET not in answer.content.decode()
    assert Member.objects.filter(pk=yuli.pk, is_active=True).exists()


@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")  # wagtail-localize's report
def test_no_screen_of_the_admin_names_a_member_who_edits_nothing(as_chief, federation):
    """Everything the menus lead to, one step further than the menus, for the person with every right."""
    MemberFactory(display_name=SECRET, username="zoraida", member_of=federation, holds=("organiser", federation))
    ensure_home()
    published_course()
    seen, waiting = set(), ["/admin/"]
    while waiting and len(seen) < 90:
        path = waiting.pop(0)
        if path in seen or "logout" in path:
            continue
        seen.add(path)
        answer = as_chief.get(path, follow=True)
        html = answer.content.decode() if not answer.streaming else ""
        assert SECRET not in html, path
        assert escape(SECRET) not in html, path
        assert "zoraida" not in html, path
        waiting.extend(sorted(_links(html) - seen))
    assert {"/admin/", "/admin/groups/", "/admin/relevo/notas/", "/admin/reports/locked/"} <= seen


def _links(html):
    return {
        path.replace("&amp;", "&")
        for path in re.findall(r'(?:href|url)(?:=|&quot;: &quot;|": ")"?(/admin/[^"#&]*)', html)
        if not re.search(r"jsi18n|sprite|/(delete|unpublish|publish|copy|move)/", path)
    }


def test_menus_offer_nothing_that_is_shut(as_chief):
    html = as_chief.get("/admin/").content.decode()
    for name in ("/admin/users/", "site-history", "/admin/workflows/"):
        assert name not in html


def test_her_account_page_asks_for_no_e_mail_and_no_face(as_ines):
    html = as_ines.get("/admin/account/").content.decode()
    assert "preferred_language" in html
    for name in ("name_email-first_name", "name_email-email", "avatar-avatar"):
        assert f'name="{name}"' not in html


def test_the_admin_carries_the_academys_name_and_colours(as_ines, settings):
    settings.ACADEMY_NAME = "Escuela del Valle"
    html = as_ines.get("/admin/").content.decode()
    assert "Escuela del Valle</title>" in html
    assert "admin/relevo-admin.css" in html
    assert "img/relevo.svg" in html


@pytest.mark.parametrize(("language", "words"), [("es", "Buscar en todas las páginas"), ("en", "Search all pages")])
def test_the_admin_speaks_spanish_and_english(as_ines, ines, language, words):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(ines)
    profile.preferred_language = language
    profile.save()
    assert words in as_ines.get("/admin/").content.decode()


# --- Writing ---------------------------------------------------------------------------------------


def test_an_editor_opens_every_form_she_works_with(as_ines):
    course = published_course()
    lesson = course.lesson_pages[0]
    for path in (
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.page.pk]),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        reverse("wagtailadmin_pages:edit", args=[course.test_page.pk]),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:add"),
        reverse("wagtail_localize:submit_page_translation", args=[lesson.pk]),
    ):
        assert as_ines.get(path).status_code == 200, path


def test_an_editor_publishes_a_lesson(as_ines):
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    course = published_course()
    value = {"title": "La idea", "text": '{"blocks": [], "entityMap": {}}'}
    data = nested_form_data(
        {
            "title": "Nueva",
            "slug": "nueva",
            "intro": "Así.",
            "minutes": 6,
            "body": streamfield([("callout", {**value, "tone": "idea"})]),
            "action-publish": "1",
            "search_description": "",
            "seo_title": "",
        }
    )
    path = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.page.pk])
    assert as_ines.post(path, data).status_code == 200
    assert not LessonPage.objects.filter(slug="nueva").exists(), "a block without words is refused"
    words = '{"blocks": [{"key": "a", "text": "Somos muchas.", "type": "unstyled", "depth": 0,'
    words += ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
    data["body-0-value-text"] = words
    answer = as_ines.post(path, data)
    assert answer.status_code == 302
    assert LessonPage.objects.get(slug="nueva", locale__language_code="es").live


def test_the_preview_opens_as_a_phone_and_can_be_a_computer():
    lesson = LessonPage(title="Lección", slug="l")
    assert lesson.default_preview_size == "phone"
    assert [size["device_width"] for size in lesson.preview_sizes] == [360, 1280]


# --- Reference data in four languages --------------------------------------------------------------


def in_english(member):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(member)
    profile.preferred_language = "en"
    profile.save()


def test_the_form_of_a_track_has_one_field_for_each_language_and_none_that_could_be_any(as_ines):
    html = as_ines.get(reverse("wagtailsnippets_courses_track:add")).content.decode()
    for code in ("es", "qu", "ay", "en"):
        assert f'name="name_{code}"' in html
        assert f'name="description_{code}"' in html
    assert 'name="name"' not in html
    assert '<textarea name="description"' not in html
    assert not re.search(r'<input[^>]* name="description"', html)


def test_an_editor_whose_screen_is_english_writes_each_language_where_it_belongs(as_ines, ines):
    in_english(ines)
    data = {"slug": "salud", "order": 5, "name_es": "Salud", "name_en": "Health", "name_qu": "", "name_ay": ""}
    texts = {f"description_{code}": "" for code in ("es", "qu", "ay", "en")}
    answer = as_ines.post(reverse("wagtailsnippets_courses_track:add"), {**data, **texts})
    assert answer.status_code == 302
    track = Track.objects.get(slug="salud")
    assert (track.name_es, track.name_en, track.name_qu) == ("Salud", "Health", track.name_qu or None)


@pytest.mark.parametrize(
    ("model", "fields"),
    [(Track, {"slug": "x", "order": 1}), (Competency, {"slug": "x"}), (OrganisationKind, {"code": "x", "order": 1})],
)
def test_spanish_is_asked_for_also_on_an_english_screen(as_ines, ines, model, fields):
    in_english(ines)
    meta = model._meta
    path = reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:add")
    answer = as_ines.post(path, {**fields, "name_en": "Health", "name_es": "", "name_qu": "", "name_ay": ""})
    assert answer.status_code == 200
    assert "name_es" in answer.context["form"].errors
    assert not model.objects.filter(**fields).exists()


# --- Blocks as they look ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, _block in lesson_blocks()])
def test_every_block_of_a_lesson_shows_how_it_looks(as_ines, name):
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    assert block.is_previewable
    assert str(block.get_description())
    answer = as_ines.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert escape(_said(block)) in html
    assert "css/site.css" in html


def _said(block):
    """Some words of the block's sample, as a reader sees them."""
    value = block.meta.preview_value
    if block.name == "drawing":
        return value["caption"]
    texts = (text for key, text in value.items() if key not in ("tone", "alt"))
    first = next(texts)
    return text_of_html(first[0] if isinstance(first, list) else first).strip()


def test_pages_of_the_root_are_not_all_open_to_her(as_ines):
    root = Page.get_first_root_node()
    assert as_ines.get(reverse("wagtailadmin_explore", args=[root.pk])).status_code == 200
    assert as_ines.get("/admin/groups/").status_code != 200
