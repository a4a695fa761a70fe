"""Printed slips of real tasks: her task on paper, with a code that lets a companion confirm it."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override

from academy.core.ids import ALPHABET, grouped, read_code
from academy.core.languages import DEFAULT

from .models import RealTask, TaskSlip
from .papers import paper, place_of, qr

LASTS = timedelta(days=60)
CODE_LENGTH = 8


def code_of(member_id, task_id):
    """The code of this woman's slip for this task, 40 bits: who guesses one must still be allowed to confirm.

    Made from the site's secret and not by chance: printed again, it is the same paper, and the database
    needs to keep nothing but its digest.
    """
    said = f"relevo.slip|{member_id}|{task_id}".encode()
    number = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")[:8])
    return "".join(ALPHABET[number >> 5 * i & 31] for i in range(CODE_LENGTH))


def digest(code):
    return hashlib.sha256(read_code(code).encode()).hexdigest()


def issue_slip(*, task, at=None):
    """The slip of a RealTask and its code. Printing again gives it another sixty days."""
    at = at or timezone.now()
    code = code_of(task.member_id, task.task)
    slip, _made = TaskSlip.objects.update_or_create(
        digest=digest(code),
        defaults={"member_id": task.member_id, "task": task.task, "expires_at": at + LASTS},
    )
    return slip, code


def slip_for(code):
    """The slip with this code as typed, and its RealTask; (None, None) where there is none."""
    slip = TaskSlip.objects.filter(digest=digest(code)).first()
    if slip is None:
        return None, None
    task = RealTask.objects.filter(member=slip.member_id, task=slip.task).select_related("member").first()
    return (slip, task) if task else (None, None)


def mark_used(*, slip, at=None):
    TaskSlip.objects.filter(pk=slip.pk, used_at=None).update(used_at=at or timezone.now())


def slip_pdf(*, task, words, organisation, at=None):
    """The slip as a PDF in the active language. ``words``: a ``TaskWords``."""
    slip, code = issue_slip(task=task, at=at)
    with override(DEFAULT):
        door = f"{settings.SITE_URL}{reverse('courses:slip_door')}"
        address = f"{settings.SITE_URL}{reverse('courses:slip', args=[code])}"
    until = date_format(timezone.localtime(slip.expires_at), "SHORT_DATE_FORMAT")
    return paper(
        "slip",
        {
            "document_title": f"{gettext('Vale de tarea real')} · {words.title}",
            "academy": str(settings.ACADEMY_NAME),
            "language": get_language(),
            "name": task.member.display_name,
            "organisation": organisation,
            "task": words.title,
            "course": words.course,
            "proof": words.proof,
            "code": grouped(code),
            "qr": qr(address),
            "texts": {
                "title": gettext("Vale de tarea real"),
                "did_it": gettext("La hizo"),
                "task": gettext("La tarea"),
                "look_for": gettext("Cómo se ve que está hecha"),
                "qr_alt": gettext("Código QR que lleva a %(address)s") % {"address": place_of(address)},
                "until": gettext("Vale hasta el %(date)s") % {"date": until},
                "how": gettext(
                    "Compañera: lee el dibujo con tu celular, entra y confirma. "
                    "Facilitadora: escribe el código en %(address)s"
                )
                % {"address": place_of(door)},
            },
        },
    )
