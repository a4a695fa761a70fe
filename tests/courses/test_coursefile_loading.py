"""Course files into pages, all or nothing, and again without change."""

import uuid

import pytest
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from academy.members.models import Member
from academy.site.fallback import fallback_of
from academy.site.models import Picture, TranslationState
from courses.coursefile import loading
from courses.coursefile.archives import unpack
from courses.coursefile.exporting import export
from courses.coursefile.ids import NAMESPACE, stable
from courses.coursefile.loading import files_in, load
from courses.coursefile.problems import BrokenFile
from courses.models import CourseOutline, CoursePage, LessonPage, QuestionVersion, TestPage

from .sample_course import SVG, TEXT, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(loaded_once, db, tmp_path):
    """The sample's path in this test's own folder; it is loaded already."""
    return write(tmp_path / "in")


def lesson(language="es", slug="primera"):
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


def block(page, short):
    return next(b for b in page.body.raw_data if b["id"] == str(stable("T1", "primera", short)))


def everything():
    """What a load writes, as it stands in the database."""
    return (
        list(Page.objects.order_by("path").values_list("pk", "path", "title", "latest_revision_id", "live")),
        list(StringTranslation.objects.order_by("pk").values_list("pk", "data", "updated_at")),
        list(Picture.objects.order_by("pk").values_list("pk", "file", "file_hash")),
        list(CourseOutline.objects.order_by("pk").values_list("pk", "data", "changed_at")),
        QuestionVersion.objects.count(),
        Revision.objects.count(),
    )


def test_a_course_stands_published_in_all_languages_it_has_words_in(sample):
    assert CoursePage.objects.live().filter(code="T1").count() == 4
    course = CoursePage.objects.get(code="T1", locale__language_code="es")
    assert [page.slug for page in course.get_children()] == ["primera", "segunda", "prueba"]
    assert [page.title for page in CoursePage.objects.get(code="T1", locale__language_code="en").get_children()] == [
        "The first",
        "The second",
        "See what you know",
    ]
    assert lesson("qu").title == "Ñawpaq"
    assert lesson("ay").alias_of_id == lesson("es").pk  # not a word of Aymara in it


def test_ids_are_made_of_the_code_and_the_short_ids_for_ever():
    # These are in women's records: a change here loses what they did.
    assert uuid.UUID("6f1c9a52-6f3c-5d0e-9a3e-1e0f3f6b7a11") == NAMESPACE
    assert str(stable("R1")) == "a48f6698-a861-5bd8-83f5-1f2e66c42205"
    assert str(stable("R1", "de-la-olla-a-la-ley", "q1")) == "b423f581-7b97-5e10-9a4a-2e96793bd6ec"
    own = str(uuid.uuid4())
    assert str(stable("R1", "x", own)) == own


def test_block_and_item_ids_are_the_same_in_every_language(sample):

    def ids(value):
        if isinstance(value, dict):
            return [value.get("id"), ids(value.get("value"))]
        return [ids(child) for child in value] if isinstance(value, list) else None

    spanish = ids(list(lesson("es").body.raw_data))
    assert spanish == ids(list(lesson("en").body.raw_data)) == ids(list(lesson("qu").body.raw_data))
    assert lesson().translation_key == stable("T1", "primera")


def test_texts_stand_where_they_belong_and_untranslated_ones_fall_back(sample):
    english = lesson("en")
    assert block(english, "escena")["value"]["text"] == (
        "<p>Doña <i>Tomasa</i> peels <b>potatoes</b>.</p>"
        '<ul><li>One.</li><li>Two, with <a href="https://www.gob.pe/ley">the law</a>.</li></ul>'
    )
    assert block(english, "idea")["value"]["text"] == "<p><b>The pot came first.</b></p><p>Luego vino la ley.</p>"
    assert [row["value"] for row in block(english, "cuenta")["value"]["rows"][0]["value"]] == ["Potato", "24.00"]
    assert block(english, "q1")["value"]["options"][0]["value"]["text"] == "Yes"
    assert block(english, "q1")["value"]["options"][1]["value"]["right"] is True
    fell = fallback_of(english)
    idea, steps = stable("T1", "primera", "idea"), stable("T1", "primera", "pasos")
    assert fell.partial >= {f"{idea}.text"}
    assert fell.fell(steps, "items", stable("T1", "primera", "pasos", "items", 1))
    assert not fell.fell(steps, "items", stable("T1", "primera", "pasos", "items", 0))


def test_more_accepted_answers_in_another_language_are_kept(sample):
    test = TestPage.objects.get(locale__language_code="en")
    short = test.questions.raw_data[3]["value"]["accept"]
    assert [item["value"] for item in short] == ["25307", "Law 25307"]
    spanish = TestPage.objects.get(locale__language_code="es").questions.raw_data[3]["value"]["accept"]
    assert [item["value"] for item in spanish] == ["25307", "25307"]


def test_rules_and_states_are_those_of_the_file(sample):
    course = CoursePage.objects.get(code="T1", locale__language_code="en")
    assert (course.rule_lessons, course.rule_tasks, course.rule_test) == (None, 1, True)
    assert {c.slug for c in course.competencies.all()} == {"explicar-la-ley", "conocer-derechos"}
    test = TestPage.objects.get(locale__language_code="en")
    assert (test.draw, test.pass_mark, test.tries, test.answers, test.random_order) == (3, 60, 2, "each", False)
    states = TranslationState.objects.filter(translation_key=lesson().translation_key)
    assert dict(states.values_list("language", "state")) == {"en": "authored", "qu": "draft"}


def test_translators_find_every_string_where_wagtail_localize_would_put_it(sample):
    page = lesson()
    ours = set(
        TranslationSource.objects.get(object_id=page.translation_key).stringsegment_set.values_list(
            "context__path", "context__field_path", "string__data", "attrs", "order"
        )
    )
    source = TranslationSource.objects.get(object_id=page.translation_key)
    source.stringsegment_set.all().delete()
    source.update_from_db()  # their own way
    theirs = set(
        source.stringsegment_set.values_list("context__path", "context__field_path", "string__data", "attrs", "order")
    )
    assert ours == theirs
    english = Translation.objects.get(source=source, target_locale__language_code="en")
    before = lesson("en").body.raw_data[0]["value"]
    english.save_target(publish=True)
    assert lesson("en").get_latest_revision_as_object().body.raw_data[0]["value"] == before


def test_loading_again_writes_nothing(sample):
    before = everything()
    assert [report.outcome for report in load([sample])] == ["same"]
    assert everything() == before


def test_a_changed_file_changes_its_pages_and_keeps_ids_and_other_courses_rows(sample, tmp_path):
    keys = set(LessonPage.objects.values_list("pk", "translation_key"))
    write(tmp_path / "in", TEXT.replace("Así empieza.", "Así comienza.").replace("The first", "Number one"))
    assert [report.outcome for report in load([sample])] == ["changed"]
    assert lesson().intro == "Así comienza."
    assert lesson("en").title == "Number one"
    assert set(LessonPage.objects.values_list("pk", "translation_key")) == keys


def test_a_new_drawing_replaces_the_old_one_under_the_same_key(sample, tmp_path):
    picture = Picture.objects.get(key="olla")
    write(tmp_path / "in", olla=SVG.replace("7a1f3d", "123456"))
    load([sample])
    assert Picture.objects.get(key="olla").pk == picture.pk
    assert b"123456" in Picture.objects.get(key="olla").file.read()


def test_lessons_follow_the_order_of_the_file_in_every_language(sample, tmp_path):
    second, rest = TEXT.index("  - id: segunda"), TEXT.index("test:\n  id: prueba")
    first = TEXT.index("  - id: primera")
    write(tmp_path / "in", TEXT[:first] + TEXT[second:rest] + TEXT[first:second] + TEXT[rest:])
    load([sample])
    for course in CoursePage.objects.filter(code="T1"):
        assert [page.slug for page in course.get_children()] == ["segunda", "primera", "prueba"]


def test_a_lesson_that_left_the_file_goes_offline_and_is_not_deleted(sample, tmp_path):
    second, rest = TEXT.index("  - id: segunda"), TEXT.index("test:\n  id: prueba")
    write(tmp_path / "in", TEXT[:second] + TEXT[rest:])
    load([sample])
    assert [lesson(language, "segunda").live for language in ("es", "en")] == [False, False]
    outline = CourseOutline.objects.get(code="T1")
    assert [entry["slug"] for entry in outline.lessons] == ["primera"]
    write(tmp_path / "in")
    load([sample])
    assert [lesson(language, "segunda").live for language in ("es", "en")] == [True, True]


@pytest.mark.parametrize(
    "broken",
    [
        TEXT.replace("tone: care", "tone: blue"),
        TEXT.replace("track: derechos", "track: nada"),
        TEXT.replace("explicar-la-ley", "volar"),
    ],
)
def test_a_broken_file_changes_nothing_also_not_by_the_good_one_before_it(sample, tmp_path, broken):
    before = everything()
    write(tmp_path / "in", TEXT.replace("Así empieza.", "Así comienza."))
    bad = write(tmp_path / "bad", broken.replace("code: T1", "code: T2").replace("curso-de-prueba", "otro"))
    with pytest.raises(BrokenFile):
        load([sample, bad])
    assert everything() == before


def test_a_failure_half_way_leaves_nothing_behind(sample, tmp_path, monkeypatch):
    before = everything()
    other = write(tmp_path / "other", TEXT.replace("code: T1", "code: T2").replace("curso-de-prueba", "otro"))
    monkeypatch.setattr(loading, "_note_states", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load([other])
    assert everything() == before


def test_two_files_of_one_course_are_refused(sample, tmp_path):
    with pytest.raises(BrokenFile, match="T1"):
        load([sample, write(tmp_path / "twin")])


def test_what_an_editor_changed_is_not_overwritten_unless_told_so(sample, tmp_path):
    editor = Member.objects.create(display_name="Editora", username="editora")
    page = lesson()
    page.intro = "Cambiado a mano."
    page.save_revision(user=editor).publish()
    write(tmp_path / "in", TEXT.replace("Así empieza.", "Así comienza."))
    assert [report.outcome for report in load([sample])] == ["kept"]
    assert lesson().intro == "Cambiado a mano."
    assert [report.outcome for report in load([sample], over_edits=True)] == ["changed"]
    assert lesson().intro == "Así comienza."


def test_a_zip_is_loaded_like_its_folder(sample, tmp_path):
    bundle = export("T1")
    (tmp_path / "t1.zip").write_bytes(bundle.as_zip())
    CoursePage.objects.get(code="T1", locale__language_code="es").delete()
    assert [report.outcome for report in load([tmp_path / "t1.zip"])] == ["new"]
    assert lesson("en").title == "The first"


@pytest.mark.parametrize("name", ["../evil.svg", "/etc/evil.svg", "drawings/../../evil.svg", ".hidden", "a/b/c.svg"])
def test_a_zip_that_reaches_outside_is_refused(tmp_path, name):
    import zipfile

    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("t1.yaml", TEXT)
        archive.writestr(name, "x")
    with pytest.raises(BrokenFile, match="no va en un curso"):
        unpack(path, tmp_path / "out")


def test_something_else_than_a_zip_is_refused(tmp_path):
    (tmp_path / "bad.zip").write_text("no")
    with pytest.raises(BrokenFile, match="zip"):
        unpack(tmp_path / "bad.zip", tmp_path / "out")


def real_lessons(language):
    pages = LessonPage.objects.filter(locale__language_code=language).select_related("locale")
    return pages.exclude(slug__in=["primera", "segunda"])


def test_the_courses_load_whole_and_again_without_change(loaded_once, db):
    assert {report.outcome for report in load()} == {"new"}
    assert len(files_in()) == 5
    for outline in CourseOutline.objects.exclude(code="T1"):
        assert len(outline.lessons) == 5
        assert set(outline.titles) == {"es", "en", "qu", "ay"}
        assert all(entry["tasks"] and entry["questions"] for entry in outline.lessons)
    for page in real_lessons("en"):
        assert not fallback_of(page).any, page.slug  # English is complete
    for page in [*real_lessons("qu"), *real_lessons("ay")]:
        assert page.alias_of_id is None  # Quechua and Aymara have titles and first paragraphs at least
    before = everything()
    assert {report.outcome for report in load()} == {"same"}
    assert everything() == before
