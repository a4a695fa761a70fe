"""What sessions tell of her path: roles that she held and that she spoke. Each from what stands already."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members import path

from .models import Attendance, SessionLog

MOST = 60
#: Where speaking is speaking for others. In her own meeting a woman speaks for herself.
BEFORE_AUTHORITIES = ("dialogue", "working_table")


@path.tells("exchange", gettext_lazy("Diálogo"), order=40)
def told(member):
    yield from _kept(member)
    spoke = Attendance.objects.filter(member=member, spoke=True, session__joined_into=None).select_related("session")
    for row in spoke.order_by("-session__held_on")[:MOST]:
        yield path.Fact(
            key=f"spoke:{row.session_id}",
            words=_("Hablaste en una sesión"),
            detail=str(row.session.get_type_display()),
            on=row.session.held_on,
            kind="spoke" if row.session.type in BEFORE_AUTHORITIES else "",
            url=_url(row.session),
        )


def _kept(member):
    """Facilitated it, or kept its record. A circle of trust leaves no trace here."""
    rows = SessionLog.objects.filter(Q(facilitated_by=member) | Q(recorded_by=member)).exclude(reserve="none")
    for session in rows.order_by("-held_on")[:MOST]:
        for name, words in (
            ("facilitated_by_id", _("Facilitaste una sesión")),
            ("recorded_by_id", _("Llevaste el registro de una sesión")),
        ):
            if getattr(session, name) == member.pk:
                yield path.Fact(
                    key=f"{name.removesuffix('_by_id')}:{session.pk}",
                    words=words,
                    detail=str(session.get_type_display()),
                    on=session.held_on,
                    kind="session_role",
                    url=_url(session),
                )


def _url(session):
    return reverse("exchange:session", args=[session.pk])
