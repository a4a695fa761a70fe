"""The list of one session with names, as a file: only by the engine of exports, which asks for a second woman."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.members.exporting import kinds
from academy.members.services.access import Refused

from ..models import SessionLog

NAME = "exchange.attendance"


def _session(organisation, params, user=None):
    rows = SessionLog.objects.visible_to(user) if user is not None else SessionLog.objects.all()
    return rows.filter(pk=parse(params.get("session")), organisation=organisation).first()


def clean(given):
    session = parse(given.get("session"))
    if session is None:
        raise Refused(Denied(_("Elige primero la sesión."), "no_session"))
    return {"session": str(session)}


def said(organisation, params):
    session = _session(organisation, params)
    if session is None:
        return [(_("Sesión"), _("ya no está"))]
    return [(_("Sesión"), str(session)), (_("Día"), date_format(session.held_on, "SHORT_DATE_FORMAT"))]


def rows(*, organisation, params, by):
    titles = [_("Nombre"), _("Organización"), _("Fue como"), _("Habló"), _("Primera vez")]
    session = _session(organisation, params, by)
    if session is None:
        return kinds.Rows(rows=[titles])
    found, members = [titles], set()
    for one in session.attendances.visible_to(by).select_related("member"):
        name = one.member.display_name if one.member_id else one.name
        if not name:
            continue
        members |= {one.member_id} - {None}
        yes = _("sí")
        found.append(
            [name, one.organisation, one.get_part_display(), yes if one.spoke else "", yes if one.first_time else ""]
        )
    return kinds.Rows(rows=found, members=frozenset(members))


def register():
    kinds.add(
        kinds.Kind(
            name=NAME,
            title=gettext_lazy("Asistencia de una sesión"),
            rows=rows,
            clean=clean,
            said=said,
            offered=False,
        )
    )
