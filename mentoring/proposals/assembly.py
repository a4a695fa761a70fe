"""A pair agreed in an assembly: a coordinator enters it with its acta, and both women still say yes themselves."""

from django.db import transaction
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Denied
from academy.members.services.access import Refused

from .. import authority
from ..matching import blocked, reasons
from ..models import MentoringProfile
from ..profiles.private import keep_apart
from ..rounds.feeding import Feed
from .services import Way, open_proposal
from .suggesting import weights_for


def agree(*, mentee, mentor, acta, by, at=None):
    """Open a proposal for these two. Raises Refused.

    Everything that is a woman's own affair (whom she refuses, that she rests, her age, her places) is refused in one
    and the same sentence, so that a coordinator learns nothing of it by trying.
    """
    if mentee.pk == mentor.pk:
        raise Refused(Denied(_("Elige a dos compañeras distintas."), "herself"))
    if mentor.pk in authority.over(_paths([mentee])).get(mentee.pk, ()):
        raise Refused(Denied(_("Ella organiza el grupo de la otra. Busca a alguien de quien no dependa."), "authority"))
    if _private_obstacle(mentee, mentor):
        raise Refused(_not_now())
    why, caution = _why(mentee, mentor, at)
    try:
        with transaction.atomic():
            proposal = open_proposal(
                mentee=mentee,
                mentor=mentor,
                way=Way.ASSEMBLY,
                by=by,
                acta=acta,
                reasons=why,
                caution=caution,
                at=at,
            )
            for member in (mentee, mentor):
                audit.note("mentoring.assembly_pair", by=by, about=member, acta=acta)
    except Refused:
        raise Refused(_not_now()) from None
    return proposal


def _not_now():
    return Denied(
        _(
            "No se puede proponer esta pareja ahora. Puede ser por cupo, por edad, porque una descansa "
            "o porque prefiere otra cosa. Conversa con cada una."
        ),
        "not_now",
    )


def _private_obstacle(mentee, mentor):
    profiles = MentoringProfile.objects.filter(member__in=(mentee.pk, mentor.pk))
    resting = any(each.hidden or each.adult is False for each in profiles)
    return resting or keep_apart(mentee, mentor) or not (mentee.is_active and mentor.is_active)


def _paths(members):
    return {
        member.pk: list(member.memberships.standing().values_list("organisation__path", flat=True))
        for member in members
    }


def _why(mentee, mentor, at):
    """Three reasons and a caution where both have said enough of themselves; else none: the acta is the reason."""
    feed = Feed(members=[mentee.pk, mentor.pk], at=at)
    want = next((each for each in feed.wants() if each.id == mentee.pk), None)
    offer = next((each for each in feed.offers() if each.id == mentor.pk), None)
    if want is None or offer is None or blocked(want, offer) is not None:
        return [], None
    why, caution = reasons(want, offer, weights_for(mentee))
    return [reason.as_json() for reason in why], caution.as_json()
