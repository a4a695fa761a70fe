"""Who may record what of a session, for what phones send and for pages alike."""

from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.decisions import Allowed, Denied
from academy.core.ids import parse
from academy.core.record import Unfit
from academy.members.models import Member, Organisation

from .models import SessionLog
from .reserve import Reserve, standing_of


def recorder(arrival):
    """The Member who records it. Raises Unfit where this site does not know her."""
    by = Member.objects.filter(pk=arrival.by, is_active=True).first() if arrival.by else None
    if by is None:
        raise Unfit(_("Este sitio no conoce a quien anotó esto."), "unknown_recorder")
    return by


def inside(member, organisation, *days):
    """Is she of this organisation, on each of ``days``? Three queries a day."""
    for day in sorted({timezone.localdate(), *days}):
        standing = standing_of(member, day)
        if standing is None or not standing.is_inside(organisation):
            return Denied(_("Solo lo anotan las socias de esa organización."), "not_in_scope")
    return Allowed()


def leads(member, organisation):
    standing = standing_of(member)
    if standing is not None and standing.leads(organisation):
        return Allowed()
    return Denied(_("Esto lo hace la directiva o quien acompaña a la organización."), "not_leading")


def organisation_of(payload):
    found = Organisation.objects.filter(pk=payload.get("organisation")).first()
    if found is None:
        raise Unfit(_("Este sitio no conoce esa organización."), "unknown_organisation")
    return found


def session_of(arrival):
    """The session that an event speaks of: its own subject. Raises Unfit where it is unknown or holds no words."""
    number = parse(arrival.payload.get("session"))
    if number is None or number != parse(arrival.subject):
        raise Unfit(_("A esta anotación le falta algo. Vuelve a hacerla."), "bad_payload")
    found = SessionLog.objects.select_related("organisation").filter(pk=number).first()
    if found is None:
        raise Unfit(_("Este sitio aún no conoce esa sesión."), "unknown_session")
    if found.reserve == Reserve.NONE:
        raise Unfit(_("De esta sesión solo se guarda la fecha y cuántas."), "no_minutes")
    return found


def sees(member, session):
    """Does she read it? Else it does not exist for her."""
    if SessionLog.objects.visible_to(member).filter(pk=session.pk).exists():
        return Allowed()
    return Denied(_("Este sitio aún no conoce esa sesión."), "unknown_session")


def writes(member, session, *days):
    """Who is of the organisation and reads the session may write its text: two texts are both kept."""
    return sees(member, session) and inside(member, session.organisation, *days)


def keeps(member, session):
    """Whose session it is: who noted or keeps it, and who leads the organisation."""
    # A note that was given up to another woman's is that one's keeper's too.
    theirs = [session, session.joined_into] if session.joined_into_id else [session]
    if any(member.pk in (each.noted_by_id, each.recorded_by_id) for each in theirs):
        return Allowed()
    return leads(member, session.organisation)
