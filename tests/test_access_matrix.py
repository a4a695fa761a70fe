"""Every address of the site × each kind of person. An address without a row here fails.

Persons: guest (not signed in) · hers (yuli, whose things these are) · companion (hilda, same kitchen) ·
facilitator, organiser, editor (roles over the federation above them) · stranger (rosa, of an unrelated
organisation) · outsider (organiser of that other organisation) · root (superuser without any role).
Answers: 200 seen · 302 sent to the door or back · 403 known here, but not hers to do · 404 does not exist for
her · 405 no such verb. A row without a method is GET.
"""

import uuid
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import timezone
from PIL import Image

from academy.core.ids import uuid7
from academy.members.models import Invitation, Role
from academy.members.services import access
from courses.models import Answer, Certificate, RealTask
from courses.services import learning
from tests.courses.factories import MemberFactory, answer_to
from tests.matrix import AREAS
from tests.matrix.words import (
    ACCOMPANY,
    DOOR,
    IN_SCOPE,
    ONLY_HERS,
    OPEN,
    ORGANISER_IN_SCOPE,
    OWN,
    PERSONS,
    POST_ONLY,
    POST_ONLY_SIGNED_IN,
    row,
)

MATRIX = {
    # --- the frame -----------------------------------------------------------------------------
    "robots": OPEN,
    "sitemap": OPEN,
    "security_txt": OPEN,
    "media": OPEN,
    # Takes what phones send; a guest's POST is answered 401 (tests/members/test_sync.py).
    "sync": POST_ONLY,
    # --- courses, public -----------------------------------------------------------------------
    "courses:catalogue": OPEN,
    "courses:search": OPEN,
    "courses:course": OPEN,
    "courses:lesson": OPEN,
    "courses:calculator": OPEN,
    "courses:verify_door": OPEN,
    "courses:verify": OPEN,
    "courses:badge_keys": OPEN,
    # --- courses, hers -------------------------------------------------------------------------
    "courses:my_path": OWN,
    "courses:read": POST_ONLY,
    "courses:answer": POST_ONLY,
    "courses:reflect": POST_ONLY,
    "courses:task": OWN,
    # Her companion may confirm the task, and so may who accompanies her: they see its photo.
    "courses:task_photo": row(DOOR, 200, 200, 200, 200, 404, 404, 404, 404),
    "courses:test_start": POST_ONLY,
    "courses:attempt": ONLY_HERS,
    "courses:attempt_result": row(DOOR, 302, *[404] * 7),
    "courses:certificates": OWN,
    # Nobody but she has finished the course: the page says what is left.
    "courses:ask_certificate": OWN,
    "courses:certificate_pdf": ONLY_HERS,
    "courses:certificate_credential": ONLY_HERS,
    "courses:certificate_token": ONLY_HERS,
    "courses:save_sheet": POST_ONLY,
    "courses:saved_sheets": OWN,
    "courses:saved_sheet": ONLY_HERS,
    "courses:delete_sheet": POST_ONLY,
    # --- confirming and accompanying -----------------------------------------------------------
    "courses:companions_tasks": OWN,
    "courses:task_slip": ONLY_HERS,
    "courses:slip_door": OWN,
    # Whoever holds the paper knows that it exists; only a companion may use it.
    "courses:slip": row(DOOR, 403, 200, 200, 200, 403, 403, 403, 403),
    "courses:confirm_task": row(DOOR, 403, 200, 200, 200, 404, 404, 404, 404),
    "courses:accompany": ACCOMPANY,
    "courses:course_report": ACCOMPANY,
    "courses:course_report_csv": ACCOMPANY,
    "courses:course_report_xlsx": ACCOMPANY,
    "courses:marking": ACCOMPANY,
    "courses:mark_answer": row(DOOR, 403, 403, 200, 200, 403, 403, 404, 403),
    # --- doors ---------------------------------------------------------------------------------
    "members:sign_in": OPEN,
    "members:team_sign_in": OPEN,
    "members:recover": OPEN,
    "members:signed_out": OPEN,
    "members:invitation": OPEN,
    # Nothing of hers was kept: on to her path.
    "members:kept_form": row(*[302] * 9),
    # Asks her to confirm; whoever is out is out already.
    "members:sign_out": row(302, *[200] * 8),
    "members:forget_device_profile": POST_ONLY,
    # This phone remembers nobody: no profile exists here.
    "members:profile_sign_in": row(*[404] * 9),
    # --- her own page --------------------------------------------------------------------------
    "members:account": OWN,
    "members:how_i_enter": OWN,
    "members:account_change": OWN,
    "members:consents": OWN,
    "members:notices": OWN,
    "members:who_looked": OWN,
    "members:sync_centre": OWN,
    "members:delete_kept": ONLY_HERS,
    # Receipts of her scope by their code; without one, the place to type it.
    "members:receipt": ACCOMPANY,
    # --- organising ----------------------------------------------------------------------------
    "members:organise": ACCOMPANY,
    "members:import_template": ACCOMPANY,
    "members:organisation": IN_SCOPE,
    "members:invite": IN_SCOPE,
    "members:invite_known": POST_ONLY_SIGNED_IN,
    "members:import_members": ORGANISER_IN_SCOPE,
    "members:import_preview": ORGANISER_IN_SCOPE,
    "members:add_organisation": ORGANISER_IN_SCOPE,
    "members:roles": ORGANISER_IN_SCOPE,
    "members:end_role": POST_ONLY_SIGNED_IN,
    # The code is shown once to whoever made it, in her own session; nobody here just made one.
    "members:invitation_made": IN_SCOPE,
    "members:revoke_invitation": POST_ONLY_SIGNED_IN,
    "members:issue_recovery": row(DOOR, 403, 403, 200, 200, 403, 403, 404, 200),
    "members:invitation_card": POST_ONLY_SIGNED_IN,
    "members:invitation_cards": POST_ONLY_SIGNED_IN,
}
for _area in AREAS:
    assert not MATRIX.keys() & _area.ROWS.keys(), _area.__name__
    MATRIX.update(_area.ROWS)


def test_every_address_has_a_row():
    named = set(_names(get_resolver()))
    assert named - set(MATRIX) == set(), "give each new address a row, and think who may see it"
    assert set(MATRIX) - named == set(), "rows of addresses that are gone"


def _names(resolver, namespace=""):
    for each in resolver.url_patterns:
        pattern = str(each.pattern)
        if hasattr(each, "url_patterns"):
            if pattern in ("admin/", "documents/"):
                continue
            inner = ":".join(filter(None, (namespace, each.namespace)))
            yield from _names(each, inner)
        elif each.name and not each.name.startswith("wagtail"):
            yield ":".join(filter(None, (namespace, each.name)))


@pytest.fixture
def world(house, course):
    """Something of yuli's behind every address that takes an argument: ``name -> args``."""
    people = {
        "hers": house.yuli,
        "companion": house.hilda,
        "facilitator": house.amanda,
        "organiser": MemberFactory(display_name="Olga", holds=(Role.Kind.ORGANISER, house.federation)),
        "editor": MemberFactory(display_name="Elena", holds=(Role.Kind.EDITOR, house.federation)),
        "stranger": house.rosa,
        "outsider": MemberFactory(display_name="Otilia", holds=(Role.Kind.ORGANISER, house.elsewhere)),
        "root": MemberFactory(display_name="Raíz", is_superuser=True),
    }
    yuli, lesson, now = house.yuli, course.lessons[0], timezone.now()
    done = learning.task_done(
        member=yuli, course=course.key, lesson=lesson, task=course.tasks[0], photo=_photo(), nonce=uuid7()
    )
    assert done, done.reason
    task = RealTask.objects.get(member=yuli)
    essay = course.practice["essay"]
    learning.answer_practice(
        member=yuli,
        course=course.key,
        lesson=lesson,
        question=essay["id"],
        version=_digest(essay),
        response=answer_to(essay),
        nonce=uuid7(),
    )
    answer = Answer.objects.get(member=yuli)
    attempt = learning.start_test(member=yuli, course=course.key, test_page=course.test_page, nonce=uuid7()).attempt
    certificate = Certificate.objects.create(
        code="M4TR9X22",
        subject=uuid.uuid4(),
        member=yuli,
        course=uuid.uuid4(),
        course_code="T9",
        title="Otro curso",
        name="Yuli",
        organisation="Comedor Las Flores",
        hours=2,
        language="es",
    )
    learning.save_sheet(member=yuli, figures={"days": "22"}, nonce=uuid7())
    invitation, code = access.issue_invitation(
        organisation=house.kitchen, by=people["organiser"], purpose=Invitation.Purpose.JOIN, display_name="Nueva"
    )
    args = _addresses(house, course, yuli, task, answer, attempt, certificate, invitation, code, now)
    for area in AREAS:
        args.update(area.addresses(house, course, people))
    return people, args


def _digest(raw):
    from courses.grading import digest

    return digest(raw)


def _addresses(house, course, yuli, task, answer, attempt, certificate, invitation, code, now):
    from academy.members.models import MemberImport
    from courses.models import SavedSheet
    from courses.slips import issue_slip

    kitchen, lesson = house.kitchen.pk, course.lessons[0]
    picture = _picture()
    imported = MemberImport.objects.create(
        organisation=house.kitchen,
        by=Role.objects.get(kind="organiser", organisation=house.federation).member,
        rows=[],
        file_name="lista.csv",
    )
    return {
        "media": [picture],
        "courses:course": [course.page.slug],
        "courses:lesson": [course.page.slug, course.lesson_pages[0].slug],
        "courses:verify": [certificate.code],
        "courses:read": [lesson],
        "courses:answer": [lesson, course.practice["choice"]["id"]],
        "courses:reflect": [lesson, uuid.uuid4()],
        "courses:task": [lesson, course.tasks[0]],
        "courses:task_photo": [task.pk],
        "courses:test_start": [course.test],
        "courses:attempt": [attempt.pk],
        "courses:attempt_result": [attempt.pk],
        "courses:ask_certificate": [course.key],
        "courses:certificate_pdf": [certificate.code],
        "courses:certificate_credential": [certificate.code],
        "courses:certificate_token": [certificate.code],
        "courses:saved_sheet": [SavedSheet.objects.get().pk],
        "courses:delete_sheet": [SavedSheet.objects.get().pk],
        "courses:task_slip": [task.pk],
        "courses:slip": [issue_slip(task=task)[1]],
        "courses:confirm_task": [task.pk],
        "courses:course_report": [course.key],
        "courses:course_report_csv": [course.key],
        "courses:course_report_xlsx": [course.key],
        "courses:mark_answer": [answer.pk],
        "members:invitation": [code.replace("-", "")],
        "members:profile_sign_in": [yuli.pk],
        "members:account_change": ["nombre"],
        "members:delete_kept": [_kept(yuli)],
        "members:organisation": [kitchen],
        "members:invite": [kitchen],
        "members:invite_known": [kitchen, yuli.pk],
        "members:import_members": [kitchen],
        "members:import_preview": [kitchen, imported.pk],
        "members:add_organisation": [kitchen],
        "members:roles": [kitchen],
        "members:end_role": [Role.objects.get(kind="editor").pk],
        "members:invitation_made": [invitation.pk],
        "members:revoke_invitation": [invitation.pk],
        "members:issue_recovery": [yuli.pk],
        "members:invitation_card": [invitation.pk],
        "members:invitation_cards": [kitchen],
    }


def _kept(yuli):
    from academy.core import record

    return record.record(kind="tests.future", subject=yuli, by=yuli, payload={}, keep=True).id


def _photo():
    stream = BytesIO()
    Image.new("RGB", (40, 30), "#7a1f3d").save(stream, "JPEG")
    return SimpleUploadedFile("foto.jpg", stream.getvalue())


def _picture():
    from django.core.files.storage import default_storage

    return default_storage.save("original_images/matriz.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))


@pytest.mark.parametrize("person", PERSONS)
def test_each_person_gets_what_her_row_says(person, world, client):
    people, args = world
    wrong = {}
    for name, expected in MATRIX.items():
        if person != "guest":
            client.force_login(people[person])
        answer = client.get(reverse(name, args=args.get(name, [])))
        if answer.status_code != expected[person]:
            wrong[name] = f"{answer.status_code}, the row says {expected[person]}"
    assert wrong == {}
