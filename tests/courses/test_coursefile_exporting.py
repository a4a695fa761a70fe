"""A course goes out as a file and comes in elsewhere as the same course."""

import io
import uuid
import zipfile

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from PIL import Image
from wagtail_localize.models import StringTranslation, TranslationSource

from academy.site.models import File, Picture
from academy.site.translating import plain, translate
from courses.coursefile.exporting import export
from courses.coursefile.ids import stable
from courses.coursefile.loading import files_in, load
from courses.coursefile.reading import read_file
from courses.models import CourseOutline, CoursePage, LessonPage, TestPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(loaded_once, db):
    return loaded_once


def pages():
    """The course as readers see it, in every language, without what differs from site to site."""
    found = {}
    for model in (CoursePage, LessonPage, TestPage):
        for page in model.objects.live().select_related("locale"):
            body = getattr(page, "body", None) or getattr(page, "questions", None) or page.outcomes
            found[(str(page.translation_key), page.locale.language_code)] = (
                page.title,
                page.slug,
                getattr(page, "intro", ""),
                named(list(body.raw_data)),
            )
    return found


def named(value):
    """Ids of pictures and files differ between sites; their contents do not."""
    if isinstance(value, list):
        return [named(child) for child in value]
    if not isinstance(value, dict):
        return value
    out = {key: named(child) for key, child in value.items()}
    for key, model in (("picture", Picture), ("document", File), ("recording", File)):
        if out.get(key):
            out[key] = model.objects.get(pk=out[key]).get_file_hash()
    return out


def elsewhere():
    """Another site: no course, no picture, no translation that could help."""
    CoursePage.objects.get(code="T1", locale__language_code="es").delete()
    assert not CoursePage.objects.exists()
    assert not TranslationSource.objects.filter(object_repr="La primera").exists()
    StringTranslation.objects.all().delete()
    Picture.objects.all().delete()
    File.objects.all().delete()
    CourseOutline.objects.all().delete()


def go_round(tmp_path):
    """Export, load elsewhere, export again: the text both times, and the pages both times."""
    here, first = pages(), export("T1")
    path = first.write_to(tmp_path / "out")
    elsewhere()
    assert [report.outcome for report in load([path])] == ["new"]
    second = export("T1")
    assert second.text == first.text
    assert second.attachments == first.attachments
    return here, pages()


def test_a_loaded_course_comes_back_the_same(loaded, tmp_path):
    here, there = go_round(tmp_path)
    assert there == here


def test_short_ids_and_words_of_the_file_come_back(loaded):
    text = export("T1").text
    for line in ("- id: primera", "- id: escena", "- id: a", "type: scene", "drawing: olla.svg", "hours: 2.5"):
        assert line in text
    assert "Two, with [the law](https://www.gob.pe/ley)." in text
    assert "-0000-" not in text
    assert str(stable("T1", "primera", "escena")) not in text


def test_a_course_edited_in_wagtail_comes_back_the_same(loaded, tmp_path):
    """New blocks with ids of their own, blocks in another order, photos, recordings, half translated text."""
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "#c2552d").save(photo, "JPEG")
    picture = Picture.objects.create(title="Mercado", file=ImageFile(photo, name="Mercado de Villa.JPG"))
    recording = File.objects.create(title="Voz", file=ImageFile(io.BytesIO(b"OggS voz"), name="voz.ogg"))
    page = LessonPage.objects.get(slug="primera", locale__language_code="es")
    raw = list(page.body.raw_data)
    page.body = [
        *reversed(raw),
        {
            "type": "drawing",
            "value": {"picture": picture.pk, "alt": "Un mercado: «grande»", "caption": ""},
            "id": str(uuid.uuid4()),
        },
        {
            "type": "audio",
            "value": {"title": "Oye", "recording": recording.pk, "seconds": 90, "transcript": "<p>Hola - 1. *a*</p>"},
            "id": str(uuid.uuid4()),
        },
        {
            "type": "steps",
            "value": {
                "title": "",
                "items": [{"type": "item", "value": text, "id": str(uuid.uuid4())} for text in ("Uno: dos", "# tres")],
            },
            "id": str(uuid.uuid4()),
        },
        {
            "type": "prose",
            "value": {"title": "yes", "text": "<p>Uno.</p><p>Dos &amp; <b>tres</b>.</p>"},
            "id": str(uuid.uuid4()),
        },
    ]
    page.slug = "la-primera"
    page.save_revision().publish()
    new = LessonPage.objects.get(pk=page.pk)
    course = CoursePage.objects.get(code="T1", locale__language_code="es")
    added = course.add_child(
        instance=LessonPage(
            title="Agregada", slug="agregada", intro="Línea uno.\r\nLínea dos.", body=raw[:1], locale=course.locale
        )
    )
    added.save_revision().publish()
    prose = new.body.raw_data[-1]["id"]
    words = {
        ("title", plain("La primera")): "The first",
        (f"body.{prose}.text", "Dos &amp; <b>tres</b>."): "Two &amp; <b>three</b>.",
        (f"body.{prose}.title", "yes"): "no",
    }
    translate(new, {"en": words, "qu": {("title", plain("La primera")): "Ñawpaq"}})
    here, there = go_round(tmp_path)
    assert set(there) == set(here)
    for key, said in here.items():
        # The editor's line ends and our own differ by a carriage return; nothing else does.
        assert there[key] == (*said[:2], said[2].replace("\r\n", "\n"), said[3]), key


def test_a_course_written_in_wagtail_keeps_its_own_key(loaded, tmp_path):
    CoursePage.objects.filter(code="T1").update(translation_key=(own := uuid.uuid4()), file_ids={})
    text = export("T1").text
    assert f"id: {own}" in text
    path = export("T1").write_to(tmp_path / "out")
    assert read_file(path).id == str(own)


def test_the_export_names_each_drawing_by_its_key_and_holds_its_bytes(loaded):
    bundle = export("T1")
    assert set(bundle.attachments) == {"drawings/olla.svg", "drawings/portada.svg"}
    assert bundle.attachments["drawings/olla.svg"].startswith(b"<svg")


def test_the_same_course_is_the_same_zip_byte_for_byte(loaded):
    assert export("T1").as_zip() == export("T1").as_zip()
    with zipfile.ZipFile(io.BytesIO(export("T1").as_zip())) as archive:
        assert archive.namelist() == ["t1-curso-de-prueba.yaml", "drawings/olla.svg", "drawings/portada.svg"]


def test_the_commands_go_round(loaded, tmp_path, capsys):
    call_command("export_course", "T1", tmp_path / "out")
    call_command("load_courses", tmp_path / "out" / "t1-curso-de-prueba.yaml")
    assert "loaded again" in capsys.readouterr().out


@pytest.mark.parametrize("file", files_in(), ids=lambda file: file.name[:2])
def test_the_academys_own_courses_come_back_the_same(loaded, tmp_path, file):
    load([file])
    code = read_file(file).code
    bundle = export(code)
    # The export differs from the file in form only, so loading it may change nothing.
    load([bundle.write_to(tmp_path)])
    assert export(code).text == bundle.text
