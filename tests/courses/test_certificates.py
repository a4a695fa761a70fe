"""A constancia: given when the rule is complete, one at a time, and saying no more than its paper."""

import json

import pytest
import typst
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import grouped
from academy.members.models import Member
from courses import badges, certificates, papers
from courses.models import Attempt, Certificate, CourseOutline, LessonCompletion, RealTask
from courses.rules import Done, what_is_left

from .factories import moment, people, uid, written_course


def complete(member, course):
    """She read, passed and had her tasks confirmed."""
    for lesson in course.lessons:
        LessonCompletion.objects.create(
            member=member, course=course.key, lesson=lesson, first_at=moment(), last_at=moment()
        )
    for task in course.tasks:
        RealTask.objects.create(
            member=member, course=course.key, lesson=course.lessons[0], task=task,
            done_at=moment(), confirmed_at=moment(5),
        )  # fmt: skip
    Attempt.objects.create(
        id=uid("attempt", member.pk), member=member, course=course.key, test=course.test,
        started_at=moment(), finished_at=moment(9), passed=True, percent=90,
    )  # fmt: skip


@pytest.fixture
def they(db):
    return people()


@pytest.fixture
def course(db):
    return written_course()


def given_to(member, course, name="Yuli Ñahui Mamani", **more):
    return certificates.ask_certificate(member=member, course_key=course.key, name=name, **more)


def test_it_is_given_when_the_rule_is_complete_and_remembers_her_name(they, course):
    complete(they.yuli, course)
    paper = given_to(they.yuli, course, "  Yuli   Ñahui Mamani ", language="es")
    assert (paper.name, paper.organisation) == ("Yuli Ñahui Mamani", "Comedor Las Flores")
    assert (paper.title, paper.hours) == ("Es derecho, no favor", 2)
    assert Member.objects.get(pk=they.yuli.pk).name_on_certificates == "Yuli Ñahui Mamani"


def test_it_is_not_given_before_and_says_what_is_left(they, course):
    with pytest.raises(certificates.NotYet) as refusal:
        given_to(they.yuli, course)
    assert refusal.value.left.lessons_needed == 2
    assert not Certificate.objects.exists()


def test_a_course_that_gives_none_gives_none():
    decision = certificates.may_have(gives=False, left=what_is_left({}, Done()))
    assert decision.code == "gives_none"


def test_asking_twice_gives_the_same_paper(they, course):
    complete(they.yuli, course)
    assert given_to(they.yuli, course) == given_to(they.yuli, course)


def test_another_name_is_another_paper_and_the_first_no_longer_counts(they, course):
    complete(they.yuli, course)
    first = given_to(they.yuli, course, "Yuli")
    second = given_to(they.yuli, course, "Yuli Ñahui")
    first.refresh_from_db()
    assert first.revoked_at
    assert not second.revoked_at
    assert first.subject != second.subject


def test_the_paper_is_in_the_language_she_asked_in(they, course):
    complete(they.yuli, course)
    assert given_to(they.yuli, course, language="en").title == "A right, not a favour"


@pytest.mark.parametrize("language", ["es", "en", "qu", "ay"])
def test_the_pdf_is_made_in_every_language_and_accessible(they, course, language):
    complete(they.yuli, course)
    pdf = certificates.pdf_of(given_to(they.yuli, course, language=language))
    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf


@settings(max_examples=15, deadline=None)
@given(name=st.text(min_size=1, max_size=120), title=st.text(min_size=1, max_size=255))
def test_whatever_name_or_title_makes_a_paper(name, title):
    certificate = Certificate(
        code="ABCDEFGH2345", title=title, name=name, organisation=title[:120], hours="1.5", language="es",
        issued_at=moment(),
    )  # fmt: skip
    assert certificates.pdf_of(certificate).startswith(b"%PDF")


@pytest.mark.parametrize(("hours", "words"), [("1.0", "1 hora"), ("2.0", "2 horas"), ("1.5", "1.5 horas")])
def test_hours_are_said_as_people_say_them(hours, words):
    assert certificates.hours_in_words(hours) == words


def test_the_badge_holds_no_mail_no_name_and_no_member_id(they, course):
    complete(they.yuli, course)
    paper = given_to(they.yuli, course)
    said = json.dumps(badges.verify(certificates.badge_of(paper)), ensure_ascii=False)
    assert str(they.yuli.pk) not in said
    assert "Yuli" not in said
    assert "@" not in said.replace('"@context"', "")
    assert f"urn:uuid:{paper.subject}" in said


# --- Pages -----------------------------------------------------------------------------------------


def test_anyone_with_the_code_sees_what_the_paper_says_and_no_more(they, course, client):
    complete(they.yuli, course)
    paper = given_to(they.yuli, course)
    page = client.get(reverse("courses:verify", args=[paper.code]))
    # Its code is drawn: it may hold any two letters.
    words = page.content.decode().replace(grouped(paper.code), "")
    for shown in ("Yuli Ñahui Mamani", "Es derecho, no favor", "Comedor Las Flores", "2 horas"):
        assert shown in words
    for hidden in (str(they.yuli.pk), str(paper.subject), str(paper.course), "R1"):
        assert hidden not in words
    assert page["X-Robots-Tag"] == "noindex"


def test_a_code_may_be_typed_as_it_is_read_aloud(they, course, client):
    complete(they.yuli, course)
    paper = given_to(they.yuli, course)
    typed = paper.code.lower()
    answer = client.get(reverse("courses:verify_door"), {"code": f"{typed[:4]} {typed[4:8]}-{typed[8:]}"})
    assert answer["Location"].endswith(reverse("courses:verify", args=[paper.code]))


def test_an_unknown_code_is_told_kindly(client, db):
    page = client.get(reverse("courses:verify", args=["ABCDABCDABCD"]))
    assert page.status_code == 404
    assert "Mira el papel otra vez" in page.content.decode()


def test_a_paper_that_was_replaced_says_so_and_shows_no_name(they, course, client):
    complete(they.yuli, course)
    first = given_to(they.yuli, course, "Yuli Mal Escrita")
    given_to(they.yuli, course, "Yuli Ñahui")
    page = client.get(reverse("courses:verify", args=[first.code])).content.decode()
    assert "ya no vale" in page
    assert "Mal Escrita" not in page


def test_she_asks_with_the_name_she_wants_and_takes_her_papers(they, course, client):
    complete(they.yuli, course)
    client.force_login(they.yuli)
    ask = reverse("courses:ask_certificate", args=[course.key])
    assert "Pide tu constancia" in client.get(ask).content.decode()
    assert client.post(ask, {"name": "Yuli Ñahui"}).status_code == 302
    paper = Certificate.objects.get()
    pdf = client.get(reverse("courses:certificate_pdf", args=[paper.code]))
    assert pdf["Content-Type"] == "application/pdf"
    assert "Yuli" not in pdf["Content-Disposition"]
    token = client.get(reverse("courses:certificate_token", args=[paper.code])).content.decode()
    assert badges.verify(token)["id"] == f"http://testserver/constancia/{paper.code}/"
    envelope = client.get(reverse("courses:certificate_credential", args=[paper.code])).json()
    assert badges.verify(envelope["id"].partition(",")[2])
    assert "Yuli Ñahui" in client.get(reverse("courses:certificates")).content.decode()


@pytest.mark.parametrize(("name", "words"), [(" 12 ", "Escribe tu nombre."), ("Yuli 🌸", "solo con letras")])
def test_a_name_that_cannot_stand_on_paper_is_refused_in_words(they, course, client, name, words):
    complete(they.yuli, course)
    client.force_login(they.yuli)
    answer = client.post(reverse("courses:ask_certificate", args=[course.key]), {"name": name})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_longest_name_and_title_still_make_one_page():
    certificate = Certificate(
        code="ABCDEFGH2345", title="Cuentas claras y precios justos " * 7, name="María Ñahuincopa " * 7,
        organisation="Central Distrital de Comedores " * 3, hours="1.5", language="es", issued_at=moment(),
    )  # fmt: skip
    pages = typst.compile(
        str(papers.FOLDER / "certificate.typ"), format="png", ppi=20, ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(certificates.words_of(certificate))},
    )  # fmt: skip
    assert isinstance(pages, bytes)


def test_before_the_end_the_page_says_what_is_left(they, course, client):
    client.force_login(they.yuli)
    ask = reverse("courses:ask_certificate", args=[course.key])
    assert "Te falta leer 2 lecciones." in client.get(ask).content.decode()
    assert client.post(ask, {"name": "Y"}).status_code == 403
    assert not Certificate.objects.exists()


def test_a_course_that_is_gone_asks_for_nothing_more(they, course, client):
    CourseOutline.objects.filter(pk=course.key).update(removed_at=moment())
    client.force_login(they.yuli)
    page = client.get(reverse("courses:ask_certificate", args=[course.key])).content.decode()
    assert "Este curso ya no está publicado. Lo que hiciste sigue guardado." in page
    assert "Te falta" not in page
    complete(they.yuli, course)
    assert given_to(they.yuli, course).code


@pytest.mark.parametrize("name", ["certificate_pdf", "certificate_token", "certificate_credential"])
def test_her_papers_are_hers_alone(they, course, client, name):
    complete(they.yuli, course)
    address = reverse(f"courses:{name}", args=[given_to(they.yuli, course).code])
    guest = client.get(address)
    assert guest.status_code == 302
    assert "/entrar/" in guest["Location"]
    client.force_login(they.amanda)
    assert client.get(address).status_code == 404


def test_the_keys_stand_where_verifiers_look_and_may_be_read_from_anywhere(client, db):
    answer = client.get("/.well-known/insignias.json")
    assert answer.json() == badges.published_keys()
    assert answer["Access-Control-Allow-Origin"] == "*"
