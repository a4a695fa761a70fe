"""«Tengo un código»: for herself, and for a woman whom she accompanies."""

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from academy.core.models import KeptEvent
from courses.models import LessonCompletion
from courses.returning import codec, editions, photos
from tests.courses.factories import MemberFactory, written_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db):
    course = written_course()
    edition = editions.write_down(course.key, {"lessons": [{"key": key, "questions": []} for key in course.lessons]})
    return codec.write(codec.Code("es", editions.number_of(edition), 99, 3, 2, (0, 1), 2))


def page(client, name, /, **posted):
    return client.post(reverse(f"courses:{name}"), posted)


def drawn(text, **kind):
    out = io.BytesIO()
    segno.make(text, error="l").save(out, kind="png", scale=6)
    return SimpleUploadedFile("foto.png", out.getvalue(), "image/png")


def test_she_types_her_code(client, house, code):
    client.force_login(house.yuli)
    answer = page(client, "return_code", typed=code.lower())
    assert "Quedó en tu camino" in answer.content.decode()
    assert LessonCompletion.objects.of(house.yuli).count() == 2


def test_a_photo_of_the_square_says_the_same(client, house, code):
    client.force_login(house.yuli)
    answer = page(client, "return_code", photo=drawn(f"https://sitio.example/tengo-un-codigo/#{code}"))
    assert "2 bien de 3" in answer.content.decode()
    assert LessonCompletion.objects.of(house.yuli).count() == 2


def test_a_slip_names_its_group_and_what_she_typed_stays(client, house, code):
    client.force_login(house.yuli)
    wrong = code[:9] + ("0" if code[9] != "0" else "1") + code[10:]
    answer = page(client, "return_code", typed=wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f"Revisa el grupo 3 («{wrong[8:12]}»)" in html
    assert wrong in html
    assert not KeptEvent.objects.exists()


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (SimpleUploadedFile("x.jpg", b"no es una foto", "image/jpeg"), "no es una foto"),
        (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "image/png"), "no es una foto"),
    ],
)
def test_what_is_no_photo_is_said_to_be_none(client, house, photo, words):
    client.force_login(house.yuli)
    photo.seek(0)
    answer = page(client, "return_code", photo=photo)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_photo_without_a_square_says_what_to_do(house):
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "#7a1f3d").save(out, "JPEG")
    with pytest.raises(photos.NoCode, match="busca luz"):
        photos.code_in(SimpleUploadedFile("x.jpg", out.getvalue()))


def test_an_empty_form_asks_for_something(client, house):
    client.force_login(house.yuli)
    assert "Escribe el código, o elige una foto." in page(client, "return_code").content.decode()


def test_what_a_guest_typed_waits_for_her_behind_the_door(client, house, code):
    answer = client.post(reverse("courses:return_code"), {"typed": code, "back": reverse("courses:returning")})
    assert answer.status_code == 302
    assert not LessonCompletion.objects.exists()
    client.force_login(house.yuli)
    from academy.members import kept_forms

    session = client.session
    (key,) = session[kept_forms.SESSION_KEY]
    session[kept_forms.SESSION_KEY][key]["taken_by"] = str(house.yuli.pk)
    session.save()
    assert code in client.get(reverse("courses:returning")).content.decode()


def test_an_edition_that_is_not_here_is_kept_and_said_so(client, house):
    client.force_login(house.yuli)
    strange = codec.write(codec.Code("es", 12345, 99, 0, 0, (0,), 2))
    html = page(client, "return_code", typed=strange).content.decode()
    assert "Guardamos el código, pero aún no cuenta." in html
    assert "Contará solo" in html
    assert KeptEvent.objects.get(subject=house.yuli.pk).kind == "courses.file_returned"


def test_a_facilitator_enters_it_for_a_woman_of_hers(client, house, code):
    client.force_login(house.amanda)
    html = page(client, "return_for_her", typed=code, name="yuli").content.decode()
    assert "Anotado para Yuli." in html
    assert LessonCompletion.objects.of(house.yuli).count() == 2


def test_of_several_who_fit_she_chooses_one(client, house, code):
    other = MemberFactory(display_name="Yuliana", member_of=house.kitchen)
    client.force_login(house.amanda)
    answer = page(client, "return_for_her", typed=code, name="yul")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Elige de quién es." in html
    assert code in html
    assert "Comedor Las Flores" in html
    page(client, "return_for_her", typed=code, name="yul", woman=str(other.pk))
    assert LessonCompletion.objects.of(other).count() == 2
    assert not LessonCompletion.objects.of(house.yuli).exists()


@pytest.mark.parametrize("name", ["Rosa", "Nadie", ""])
def test_whoever_she_does_not_accompany_is_not_found(client, house, code, name):
    client.force_login(house.amanda)
    answer = page(client, "return_for_her", typed=code, name=name, woman=str(house.rosa.pk))
    assert answer.status_code == 422
    assert not LessonCompletion.objects.exists()
    assert not KeptEvent.objects.exists()
