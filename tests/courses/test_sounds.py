"""A lesson that can be heard: any block, any language, and the pages on which editors give it a voice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from academy.core.private_files import private_storage
from academy.members.models import Role
from academy.site.models import File
from academy.site.sound import tools
from academy.site.sound.models import Recording
from courses.models import BlockSound, LessonPage, LessonSounds, LessonWeight
from courses.services import sounds
from tests.courses.factories import MemberFactory, people, published_course, uid
from tests.site.test_sound import VOICE, upload, voice

PROSE = {"type": "prose", "value": {"title": "La idea", "text": "<p>Es un derecho.</p>"}, "id": uid("sound", "prose")}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture(scope="module")
def _published(django_db_setup, django_db_blocker):
    """A course and the people, made once: every test starts from them and is rolled back to them."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("es"):
        course, house = published_course(), people()
        page = course.lesson_pages[0]
        page.body = [PROSE, *page.body.raw_data]
        page.save_revision(clean=False).publish()
        elena = MemberFactory(display_name="Elena", holds=(Role.Kind.EDITOR, house.federation))
        yield course, house, elena
        transaction.set_rollback(True)


@pytest.fixture
def course(_published, db):
    return _published[0]


@pytest.fixture
def house(_published, db):
    return _published[1]


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(pk=course.lesson_pages[0].pk)


@pytest.fixture
def address(course, lesson):
    return f"/cursos/{course.page.slug}/{lesson.slug}/"


@pytest.fixture
def say(lesson, django_capture_on_commit_callbacks):
    """``say("es", block)``: a recording for a block, prepared."""

    def attached(language="es", block=PROSE["id"], content=VOICE, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return sounds.attach(
                lesson=lesson.translation_key,
                block=block,
                language=language,
                upload=upload(content),
                title="La idea",
                by=None,
                **fields,
            )

    return attached


@pytest.fixture
def editor(client, _published, db):
    client.force_login(_published[2])
    return client


def heard(client, address):
    return client.get(address).content.decode()


# --- In the lesson -----------------------------------------------------------------------------------


def test_a_recording_stands_above_its_block_with_length_and_weight(client, address, say):
    assert "<audio" not in heard(client, address)
    sound = say()
    html = heard(client, address)
    assert html.count("<audio") == 1
    player = html[html.index('<div class="sound">') : html.index('id="b-')]
    recording = Recording.objects.get(pk=sound.recording_id)
    assert 'preload="none"' in player
    assert "4 s · " in player
    assert f"{-(-recording.opus_bytes // 1024)} KB" in player
    assert player.index(recording.opus) < player.index(recording.second)


def test_a_question_can_be_heard_too(client, address, say, course):
    question = course.practice["choice"]["id"]
    say(block=question)
    html = heard(client, address)
    assert html.index('<div class="sound">') < html.index(f'id="q-{question}"')


def test_a_transcript_of_its_own_is_shown_beside_it(client, address, say):
    say(reads_text=False, transcript="Buenos días.\n\nSoy Yuli <b>")
    html = heard(client, address)
    assert "<p>Buenos días.</p>" in html
    assert "Soy Yuli &lt;b&gt;" in html


def test_a_new_recording_is_heard_at_once_and_a_removed_one_no_more(
    client, address, say, django_capture_on_commit_callbacks
):
    first = say()
    before = heard(client, address)
    second = say(content=voice(3))
    after = heard(client, address)
    assert "4 s · " in before
    assert "3 s · " in after
    assert not Recording.objects.filter(pk=first.recording_id).exists()
    with django_capture_on_commit_callbacks(execute=True):
        sounds.detach(sound=BlockSound.objects.get(pk=second.pk), by=None)
    assert "<audio" not in heard(client, address)
    assert not Recording.objects.exists()


def test_what_is_still_spanish_is_heard_in_spanish_and_says_so(client, address, say):
    say()
    english = heard(client, f"/en{address}")
    assert "<audio" in english
    assert "Español" in english[english.index('<div class="sound">') :][:300]
    say("en", content=voice(3))
    english = heard(client, f"/en{address}")
    assert english.count("<audio") == 1
    assert "3 s · " in english
    assert "4 s · " in heard(client, address)


def test_what_failed_is_not_offered(client, address, say):
    say(content=b"OggS" + b"\x00" * 300)
    assert "<audio" not in heard(client, address)
    assert not LessonSounds.objects.exists()


def test_sound_asks_no_further_query(client, address, say, course):
    client.get(address)
    with CaptureQueriesContext(connection) as silent:
        client.get(address)
    for kind in ("choice", "number"):
        say(block=course.practice[kind]["id"])
    say()
    with CaptureQueriesContext(connection) as cold:
        client.get(address)
    with CaptureQueriesContext(connection) as warm:
        client.get(address)
    assert len(warm) == len(silent)
    assert len(cold) == len(silent)


def test_what_it_weighs_is_told_apart(say, lesson):
    sound = say()
    weight = LessonWeight.objects.get(page=lesson.translation_key, language="es")
    assert weight.recordings == Recording.objects.get(pk=sound.recording_id).opus_bytes


def test_the_file_of_an_audio_block_is_prepared_when_the_lesson_is_published(
    client, address, lesson, django_capture_on_commit_callbacks
):
    file = File.objects.create(title="Voz", file=SimpleUploadedFile("voz.wav", VOICE))
    value = {"title": "Oye", "recording": file.pk, "seconds": None, "transcript": "<p>Hola</p>"}
    block = {"type": "audio", "value": value, "id": uid("sound", "audio")}
    with django_capture_on_commit_callbacks(execute=True):
        lesson.body = [block]
        lesson.save_revision(clean=False).publish()
    html = heard(client, address)
    assert html.count("<audio") == 1
    assert "/media/sound/" in html
    assert "4 s · " in html
    assert "Hola" in html

    recording = file.recording
    with django_capture_on_commit_callbacks(execute=True):
        lesson.save_revision(clean=False).publish()
    assert Recording.objects.get() == recording  # published again: nothing is prepared twice
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert not Recording.objects.exists()
    assert not private_storage().exists(recording.original)


def test_with_the_last_edition_of_a_lesson_go_its_recordings(lesson, say, django_capture_on_commit_callbacks):
    kept = say().recording
    with django_capture_on_commit_callbacks(execute=True):
        lesson.delete()
    if LessonPage.objects.filter(translation_key=lesson.translation_key).exists():  # the mirror takes these with it
        LessonPage.objects.filter(translation_key=lesson.translation_key).delete()
    assert not Recording.objects.exists()
    assert not private_storage().exists(kept.original)
    assert not LessonSounds.objects.exists()


def test_a_file_that_is_no_sound_is_played_as_it_is(client, address, lesson):
    file = File.objects.create(title="Voz", file=SimpleUploadedFile("voz.mid", b"MThd music"))
    value = {"title": "Oye", "recording": file.pk, "seconds": 61, "transcript": "<p>Hola</p>"}
    lesson.body = [{"type": "audio", "value": value, "id": uid("sound", "audio")}]
    lesson.save_revision(clean=False).publish()
    html = heard(client, address)
    assert "2 min · 1 KB" in html
    assert "/documents/" in html


# --- For who writes it -------------------------------------------------------------------------------


def where(lesson, block=PROSE["id"], language="es"):
    return reverse("editors:sound", args=[lesson.pk, block, language])


def test_an_editor_finds_it_on_the_lesson(editor, lesson):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert reverse("editors:sounds", args=[lesson.pk]) in page.content.decode()


def test_an_editor_sees_every_part_and_its_words(editor, lesson, say):
    say()
    say("en")
    html = editor.get(reverse("editors:sounds", args=[lesson.pk])).content.decode()
    assert html.count("<audio") == 1
    assert "Es un derecho." in html
    assert "Pregunta choice" in html
    assert where(lesson) in html


def test_an_editor_gives_a_part_its_voice(editor, lesson, address, django_capture_on_commit_callbacks):
    assert "data-record" in editor.get(where(lesson)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(where(lesson), {"sound": upload(), "reads_text": "on"})
    assert answer.status_code == 302
    editor.logout()
    assert "<audio" in heard(editor, address)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reads_text": "on"}, "Graba, o elige un archivo."),
        ({"sound": b"%PDF-1.7"}, "no es una grabación"),
        ({"sound": VOICE, "transcript": "  "}, "Escribe lo que se oye"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(editor, lesson, data, said):
    if "sound" in data:
        data = {**data, "sound": upload(data["sound"])}
    answer = editor.post(where(lesson), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Recording.objects.exists()


def test_what_she_wrote_comes_back_when_something_is_missing(editor, lesson):
    answer = editor.post(where(lesson), {"transcript": "Buenos días, compañeras."})
    assert "Buenos días, compañeras." in answer.content.decode()


def test_only_the_writing_can_be_changed(editor, lesson, say):
    sound = say()
    editor.post(where(lesson), {"transcript": "Otra cosa."})
    sound.refresh_from_db()
    assert (sound.reads_text, sound.recording.transcript) == (False, "Otra cosa.")
    assert LessonSounds.objects.get().data["blocks"]["es"][PROSE["id"]]["text"] == "Otra cosa."


def test_a_failed_one_says_why_and_is_tried_again(editor, lesson, say, monkeypatch, django_capture_on_commit_callbacks):
    from academy.site.sound import transcoding

    with monkeypatch.context() as slow:
        slow.setattr(transcoding, "CLOCK", 0.001)
        say()
    html = editor.get(where(lesson)).content.decode()
    assert "tardó demasiado" in html
    assert "Lo que enviaste está guardado: 126 KB." in html
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(where(lesson), {"retry": "1"})
    assert LessonSounds.objects.get().data["blocks"]["es"]


def test_without_a_program_the_page_says_what_to_install(editor, lesson, say, monkeypatch):
    monkeypatch.setattr(tools, "find", lambda: None)
    say()
    html = editor.get(reverse("editors:sounds", args=[lesson.pk])).content.decode()
    assert "pip install -r requirements-media.txt" in html
    assert "Lo que enviaste está guardado: 126 KB." in html


def test_a_recording_can_be_taken_away(editor, lesson, say):
    say()
    editor.post(where(lesson), {"delete": "1"})
    assert not BlockSound.objects.exists()


def test_a_part_or_language_that_never_was_does_not_exist(editor, lesson):
    assert editor.get(where(lesson, block=uid("no"))).status_code == 404
    assert editor.get(where(lesson, language="fr")).status_code == 404
    assert editor.post(where(lesson, block=uid("no")), {"sound": upload()}).status_code == 404


def test_a_recording_of_a_part_that_left_can_be_taken_away(editor, lesson, say):
    say()
    lesson.body = lesson.body.raw_data[1:]
    lesson.save_revision(clean=False).publish()
    assert where(lesson) in editor.get(reverse("editors:sounds", args=[lesson.pk])).content.decode()
    editor.post(where(lesson), {"delete": "1"})
    assert not BlockSound.objects.exists()


def test_nobody_else_comes_in(client, lesson, house):
    addresses = [reverse("editors:sounds", args=[lesson.pk]), where(lesson)]
    for each in addresses:
        assert client.get(each).status_code == 302
    for woman in (house.yuli, house.amanda):
        client.force_login(woman)
        for each in addresses:
            assert client.get(each).status_code == 403
            assert client.post(each, {"delete": "1"}).status_code == 403
