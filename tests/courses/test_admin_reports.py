"""Editors' reports: what expires, what weighs, what waits for a translator."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from academy.core.models import AuditEntry
from academy.members.models import Member, Role
from academy.site.models import PlainPage, TranslationState
from academy.site.reviewing import digest_of, progress, return_to_draft, sign_review, words_of
from academy.site.starting import ensure_home
from academy.site.translating import translate
from courses import reports
from courses.models import LessonPage, LessonWeight
from tests.courses.factories import MemberFactory, organisation, published_course

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def ines(db):
    member = Member.objects.create_user("ines", "una-clave-larga-9", display_name="Inés")
    Role.objects.create(member=member, organisation=organisation(), kind="editor", since="2020-01-01")
    return Member.objects.get(pk=member.pk)


@pytest.fixture
def as_ines(client, ines):
    client.force_login(ines)
    return client


@pytest.fixture
def course(db):
    return published_course()


def put(page, *blocks):
    page.body = list(blocks)
    page.save_revision(clean=False).publish()
    return type(page).objects.get(pk=page.pk)


def legal(until, text="La ley lo dice."):
    value = {"text": f"<p>{text}</p>", "source": "Ley 25307", "url": "", "checked_on": "2026-01-01"}
    return {"type": "legal", "value": {**value, "expires_on": str(until)}}


def contact(until, name="Línea 100"):
    value = {"name": name, "number": "100", "what": "Escucha.", "when": "", "source": ""}
    return {"type": "contact", "value": {**value, "check_by": str(until)}}


# --- Notes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "state"), [(-1, "late"), (0, "soon"), (60, "soon"), (61, "fine")])
def test_a_note_is_late_from_the_day_after_and_announced_sixty_days_before(days, state):
    assert reports.state_of(days) == state


def test_notes_of_lessons_and_plain_pages_come_the_longest_expired_first(course):
    first, second = course.lesson_pages
    put(first, legal("2027-11-22", "Vale aún."), contact("2026-11-21"))
    put(second, legal("2026-12-01", "Vence pronto."))
    about = ensure_home().add_child(instance=PlainPage(title="Ayuda", slug="ayuda"))
    put(about, contact("2025-01-01", "Línea vieja"))
    notes = reports.dated_notes(at=TODAY)
    assert [(note.kind, note.state, note.days) for note in notes] == [
        ("contact", "late", -690),
        ("contact", "late", -1),
        ("legal", "soon", 9),
        ("legal", "fine", 365),
    ]
    assert [note.page.title for note in notes] == ["Ayuda", first.title, second.title, first.title]


def test_notes_of_pages_that_nobody_reads_are_not_reported(course):
    page = put(course.lesson_pages[0], legal("2020-01-01"))
    page.unpublish()
    assert reports.dated_notes(at=TODAY) == []


def test_the_report_of_notes_links_to_the_page_to_mend(as_ines, course):
    page = put(course.lesson_pages[0], legal("2020-01-01", "Ya venció hace rato."))
    html = as_ines.get(reverse("editors:notes")).content.decode()
    assert "Ya venció hace rato." in html
    assert "relevo-late" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


# --- Weights ---------------------------------------------------------------------------------------


def weigh(course, kilobytes, language="es", lesson=0):
    key = course.lessons[lesson]
    row, _made = LessonWeight.objects.update_or_create(
        page=key,
        language=language,
        defaults={"course": course.key, "html": 5000, "shell": 4000, "pictures": kilobytes * 1024},
    )
    return row


def test_the_heaviest_lesson_comes_first_and_says_what_it_breaks(as_ines, course):
    weigh(course, 1)
    weigh(course, 60, lesson=1)
    rows = reports.weighed_lessons("es")
    assert [row.page.pk for row in rows] == [course.lesson_pages[1].pk, course.lesson_pages[0].pk]
    assert [row.broken for row in rows] == [{"pictures"}, set()]
    html = as_ines.get(reverse("editors:weights")).content.decode()
    assert html.index(course.lesson_pages[1].title) < html.index(course.lesson_pages[0].title)
    assert "más de 50 KB" in html


def test_the_weights_can_be_taken_along_as_a_file(as_ines, course):
    weigh(course, 60)
    course.lesson_pages[0].title = "=1+1"
    course.lesson_pages[0].save_revision(clean=False).publish()
    answer = as_ines.get(reverse("editors:weights"), {"export": "csv", "language": "es"})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    line = next(line for line in text.splitlines() if "1+1" in line)
    assert "'=1+1" in line
    assert ",5000,4000,61440,0,70440,sí," in line


def test_an_unknown_language_shows_all(as_ines, course):
    weigh(course, 1)
    html = as_ines.get(reverse("editors:weights"), {"language": "xx'--"}).content.decode()
    assert course.lesson_pages[0].title in html


# --- Translations ----------------------------------------------------------------------------------


def in_quechua(page, **texts):
    """Translate these fields of a page; the rest stays Spanish."""
    source = dict(words_of(page))
    translate(page, {"qu": {(path, source[path]): text for path, text in texts.items()}})


def row_of(page, language="qu"):
    ((_page, rows),) = reports.translation_rows([page], (language,))
    return rows[0]


def lesson_of(course):
    return put(LessonPage.objects.get(pk=course.lesson_pages[1].pk), legal("2027-01-01"))


def test_a_page_that_nobody_began_counts_every_string_as_missing(course):
    row = row_of(lesson_of(course))
    assert row.is_alias
    assert row.progress.missing == row.progress.total == len(words_of(lesson_of(course)))
    assert row.progress.stale == 0


def test_what_is_translated_is_not_missing(course):
    lesson = lesson_of(course)
    in_quechua(lesson, title="Yachay", intro="Kayna.")
    row = row_of(lesson)
    assert not row.is_alias
    assert row.progress.missing == row.progress.total - 2
    assert row.target.title == "Yachay"


def test_a_string_whose_spanish_changed_is_stale_before_anybody_syncs(course):
    lesson = lesson_of(course)
    in_quechua(lesson, title="Yachay", intro="Kayna.")
    lesson.intro = "De otra manera."
    lesson.save_revision(clean=False).publish()
    done = row_of(LessonPage.objects.get(pk=lesson.pk)).progress
    assert (done.missing, done.stale) == (done.total - 1, 1)


def test_a_review_is_signed_with_a_name_and_written_down(course, ines):
    lesson = lesson_of(course)
    in_quechua(lesson, title="Yachay")
    sign_review(page=lesson, language="qu", reviewer_name="  Saturnina   Quispe ", by=ines)
    done = row_of(lesson).progress
    assert (done.state, done.reviewer, done.outdated) == ("reviewed", "Saturnina Quispe", False)
    entry = AuditEntry.objects.get(action="site.translation_reviewed")
    assert str(entry.by) == str(ines.pk)
    assert entry.detail["language"] == "qu"


def test_a_reviewed_page_is_outdated_once_its_spanish_changes_and_not_when_it_is_only_published_again(course, ines):
    lesson = lesson_of(course)
    in_quechua(lesson, title="Yachay")
    sign_review(page=lesson, language="qu", reviewer_name="Saturnina", by=ines)
    lesson.minutes = 9
    lesson.save_revision(clean=False).publish()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert not row_of(lesson).progress.outdated
    put(lesson, legal("2027-01-01", "La ley cambió."))
    assert row_of(LessonPage.objects.get(pk=lesson.pk)).progress.outdated


def test_returned_to_draft_nobody_vouches_any_more(course, ines):
    lesson = lesson_of(course)
    sign_review(page=lesson, language="qu", reviewer_name="Saturnina", by=ines)
    return_to_draft(page=lesson, language="qu", by=ines)
    state = TranslationState.objects.get(translation_key=lesson.translation_key, language="qu")
    assert (state.state, state.reviewer_name, state.reviewed_by, state.original) == ("draft", "", None, "")


@pytest.mark.parametrize(("language", "name"), [("es", "Saturnina"), ("qu", "   ")])
def test_spanish_is_not_reviewed_and_nobody_signs_without_a_name(course, ines, language, name):
    with pytest.raises(ValueError):
        sign_review(page=lesson_of(course), language=language, reviewer_name=name, by=ines)
    assert not TranslationState.objects.filter(state="reviewed").exists()


paths = st.text("abc", min_size=1, max_size=2)
words = st.lists(st.tuples(paths, st.text("xyz", max_size=2)), max_size=6)
translated = st.dictionaries(paths, st.sets(st.text("xyz", max_size=2), min_size=1))


@given(words, translated)
def test_missing_strings_are_never_more_than_all_and_stale_never_more_than_missing(said, known):
    found = progress(said, known, None)
    assert 0 <= found.stale <= found.missing <= found.total == len(said)
    assert found.done == all(string in known.get(path, ()) for path, string in said)


@given(words, words)
def test_digests_tell_words_apart(one, other):
    assert (digest_of(one) == digest_of(other)) == (one == other)


def sign(client, page, language="qu", **data):
    return client.post(reverse("editors:sign", args=[page.pk, language]), data)


def test_an_editor_signs_and_takes_back_on_the_report(as_ines, course):
    lesson = lesson_of(course)
    in_quechua(lesson, title="Yachay")
    answer = sign(as_ines, lesson, name="Saturnina Quispe")
    assert answer.url == f"{reverse('editors:translations')}?course={course.page.pk}#p{lesson.pk}"
    html = as_ines.get(answer.url).content.decode()
    assert "por Saturnina Quispe" in html
    assert reverse("wagtail_localize:download_pofile", args=[row_of(lesson).translation.pk]) in html
    sign(as_ines, lesson, draft="1")
    assert "por Saturnina Quispe" not in as_ines.get(answer.url).content.decode()


def test_without_a_name_the_page_stays_as_it_was(as_ines, course):
    lesson = lesson_of(course)
    sign(as_ines, lesson, name="  ")
    assert not TranslationState.objects.filter(translation_key=lesson.translation_key).exists()


@pytest.mark.parametrize("language", ["es", "pt"])
def test_only_languages_that_are_translated_can_be_signed(as_ines, course, language):
    sign(as_ines, lesson_of(course), language, name="Saturnina")
    assert not TranslationState.objects.filter(state="reviewed").exists()


def test_pages_beside_the_courses_have_their_own_list(as_ines, course):
    html = as_ines.get(reverse("editors:translations"), {"course": "others"}).content.decode()
    assert "Cursos" in html
    assert course.lesson_pages[0].title not in html


def test_a_member_without_the_role_reaches_no_report(client, course):
    client.force_login(MemberFactory())
    for name in ("notes", "weights", "translations"):
        assert client.get(reverse(f"editors:{name}")).status_code == 403
    assert sign(client, course.lesson_pages[0], name="Yo").status_code == 403
    assert not TranslationState.objects.filter(state="reviewed").exists()


def test_a_report_asks_no_more_questions_for_more_lessons(as_ines, course, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        as_ines.get(reverse("editors:translations"), {"course": course.page.pk})


# --- The home of the admin -------------------------------------------------------------------------


def test_the_home_says_what_waits_and_where(as_ines, course):
    put(course.lesson_pages[0], legal("2020-01-01"))
    weigh(course, 60)
    TranslationState.objects.create(translation_key=course.page.translation_key, language="qu", state="draft")
    waiting = reports.what_waits(at=TODAY)
    assert (waiting.late, waiting.soon, waiting.heavy, waiting.unpublished) == (1, 0, 1, 0)
    assert waiting.drafts >= 1
    html = as_ines.get("/admin/").content.decode()
    for name in ("notes", "weights", "translations"):
        assert f'href="{reverse(f"editors:{name}")}"' in html


def test_when_nothing_waits_the_home_says_so(as_ines):
    assert not reports.what_waits(at=TODAY)
    assert "Nada espera." in as_ines.get("/admin/").content.decode()


def test_a_po_file_goes_out_and_comes_back_translated(as_ines, course):
    import polib
    from django.core.files.uploadedfile import SimpleUploadedFile

    lesson = lesson_of(course)
    in_quechua(lesson, title="Yachay")
    translation = row_of(lesson).translation
    sent = as_ines.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    po = polib.pofile(sent.content.decode())
    entry = next(entry for entry in po if entry.msgctxt == "intro")
    entry.msgstr = "Kayna."
    upload = SimpleUploadedFile("qu.po", str(po).encode())
    answer = as_ines.post(
        reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": upload, "next": "/admin/"}
    )
    assert answer.status_code == 302
    done = row_of(lesson).progress
    assert done.missing == done.total - 2
    assert as_ines.get(reverse("wagtailadmin_pages:edit", args=[row_of(lesson).target.pk])).status_code == 200
