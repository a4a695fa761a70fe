"""Constancias: given when the course's rule is complete, made into a paper and into a signed badge."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext, override

from academy.core.decisions import Allowed, Denied
from academy.core.ids import grouped, spoken_code
from academy.core.languages import CODES, DEFAULT
from academy.members import path
from academy.members.models import Organisation

from . import badges, rules
from .models import Certificate, CourseOutline
from .papers import paper, place_of, qr
from .paths import done_in

#: 60 bits: with a hundred thousand papers given, a million guesses a day find one in thirty thousand years.
CODE_LENGTH = 12


class NotYet(ValueError):  # noqa: N818 - it is a state of hers, not a programming error
    """She cannot have it yet; the message is for her. ``left``: the ``rules.Left`` of the course, or None."""

    def __init__(self, reason, left=None):
        super().__init__(str(reason))
        self.reason, self.left = reason, left


def may_have(*, gives, left, published=True):
    """May she have the constancia of a course, now? Pure. Whoever completed a course has it, published or not."""
    if not gives:
        return Denied(gettext("Este curso no da constancia."), "gives_none")
    if not left.complete and not published:
        return Denied(gettext("Este curso ya no está publicado. Lo que hiciste sigue guardado."), "not_published")
    if not left.complete:
        return Denied(gettext("Todavía falta algo para tu constancia."), "not_complete")
    return Allowed()


def name_for(member):
    """The name that the form proposes: the one she chose last time, else the one she goes by."""
    return member.name_on_certificates or member.display_name


def ask_certificate(*, member, course_key, name, language=None, at=None):
    """Her constancia of the course: made now, or the one that stands already with this name.

    With another name the old paper is revoked and a new one made, because what a paper says never changes.
    The name is remembered for the next one. Raises NotYet with what is left.
    """
    at = at or timezone.now()
    outline = CourseOutline.objects.filter(pk=course_key).first()
    if outline is None:
        raise NotYet(gettext("No conocemos este curso."))
    name = " ".join(name.split())[:120] or name_for(member)
    left = rules.what_is_left(outline.data, done_in(member, outline.key))
    mine = Certificate.objects.filter(member=member, course=course_key).standing()
    standing = mine.first()
    if standing is not None and standing.name == name:
        return standing
    decision = may_have(gives=outline.data.get("certificate", True), left=left)
    # One who has the paper may have her name corrected, even if the course asks for more since.
    if standing is None and not decision:
        raise NotYet(decision.reason, left)
    language = language or get_language()
    language = language if language in CODES else DEFAULT
    organisation = (
        Organisation.objects.filter(pk__in=member.memberships.standing(timezone.localdate(at)).values("organisation"))
        .order_by("path")
        .first()
    )
    try:
        with transaction.atomic():
            mine.exclude(name=name).update(revoked_at=at)
            if member.name_on_certificates != name:
                member.name_on_certificates = name
                member.save(update_fields=["name_on_certificates"])
            path.grew(member.pk)
            return Certificate.objects.create(
                code=spoken_code(CODE_LENGTH),
                subject=uuid.uuid4(),
                member=member,
                course=course_key,
                course_code=outline.code,
                title=outline.title_in(language),
                name=name,
                organisation=organisation.name if organisation else "",
                hours=Decimal(str(outline.data.get("hours") or 0)),
                language=language,
                issued_at=at,
            )
    except IntegrityError:
        # A second tap that was faster: its paper is hers too.
        return mine.get()


# --- What a paper says -----------------------------------------------------------------------------


def address_of(certificate):
    """Its public page, always the same whatever the language: it is also the id of the badge."""
    with override(DEFAULT):
        return f"{settings.SITE_URL}{reverse('courses:verify', args=[certificate.code])}"


def hours_in_words(hours):
    """«2 horas», «1,5 horas», in the active language."""
    hours = Decimal(hours).normalize()
    whole = hours == hours.to_integral_value()
    number = number_format(hours, 0 if whole else 1)
    return ngettext("%(hours)s hora", "%(hours)s horas", 1 if hours == 1 else 2) % {"hours": number}


def pdf_of(certificate):
    """The paper, in the language it was given in."""
    return paper("certificate", words_of(certificate))


def words_of(certificate):
    """All that stands on the paper, for ``typst/certificate.typ``."""
    with override(certificate.language):
        address = address_of(certificate)
        with override(DEFAULT):
            door = place_of(f"{settings.SITE_URL}{reverse('courses:verify_door')}")
        texts = {
            "title": gettext("Constancia"),
            "says": gettext("%(academy)s deja constancia de que") % {"academy": settings.ACADEMY_NAME},
            "completed": gettext("completó el curso"),
            "practice": gettext("Puso en práctica lo aprendido: sus compañeras confirmaron sus tareas reales."),
            "hours_label": gettext("Duración"),
            "hours": hours_in_words(certificate.hours),
            "date_label": gettext("Fecha"),
            "date": date_format(timezone.localtime(certificate.issued_at), "DATE_FORMAT"),
            "organisation_label": gettext("Organización"),
            "verify": gettext("Para comprobarla, lee el dibujo con un celular o escribe el código en %(address)s")
            % {"address": door},
            "qr_alt": gettext("Código QR que lleva a %(address)s") % {"address": place_of(address)},
        }
        return {
            "document_title": f"{texts['title']} · {certificate.title}",
            "academy": str(settings.ACADEMY_NAME),
            "tagline": str(settings.ACADEMY_TAGLINE),
            "language": certificate.language,
            "name": certificate.name,
            "course": certificate.title,
            "organisation": certificate.organisation or "–",
            "code": grouped(certificate.code),
            "qr": qr(address),
            "texts": texts,
        }


def badge_of(certificate):
    """The constancia as a signed Open Badge (compact JWS)."""
    return badges.signed(
        badges.credential_of(
            certificate,
            address=address_of(certificate),
            course_address=f"urn:uuid:{certificate.course}",
        )
    )
