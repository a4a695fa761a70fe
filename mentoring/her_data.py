"""What mentoring holds about a woman: shown to her, taken along, forgotten."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import sealing
from academy.members.her_data import retention
from academy.members.her_data.registry import holds, section

from . import leaving
from .meetings import services as notes
from .models import (
    Agreement,
    AgreementAcceptance,
    CalendarFeed,
    CheckIn,
    CircleSeat,
    Closing,
    Concern,
    ConductAcceptance,
    FollowUp,
    MatchingRound,
    Meeting,
    MentoringProfile,
    Pairing,
    PrivateNote,
    Proposal,
    Suggestion,
    Unmatched,
)
from .pairing.services import other_of

STAYS = gettext_lazy("Queda que hubo un acompañamiento y en qué días, sin ti. Lo que la otra escribió es de ella.")


def shown(member):
    pairs = Pairing.objects.filter(Q(mentee=member) | Q(mentor=member)).select_related("mentee", "mentor")
    return [
        *_profile(member),
        section(
            "pairs",
            _("Tus parejas de acompañamiento"),
            pairs.order_by("began_at"),
            ("with", _("Con"), lambda pair: other_of(pair, member).display_name),
            ("part", _("Tú"), lambda pair: _("aprendes") if pair.mentee_id == member.pk else _("acompañas")),
            ("began_at", _("Desde"), "began_at"),
            ("ended_at", _("Hasta"), "ended_at"),
            ("state", _("Cómo está"), lambda pair: pair.get_state_display()),
        ),
        *_written(member),
        *_said(member),
        _concerns(member),
    ]


def _profile(member):
    return [
        section(
            "mentoring_profile",
            _("Lo que quieres y ofreces en ayni"),
            MentoringProfile.objects.filter(member=member),
            ("taking_part", _("¿Participas?"), "taking_part"),
            ("wants", _("Quieres aprender"), lambda profile: _topics(profile, "wants")),
            ("offers", _("Puedes compartir"), lambda profile: _topics(profile, "offers")),
            ("channels", _("Cómo conversas"), "channels"),
            ("languages", _("En qué lenguas"), "languages"),
            ("slots", _("Horas libres"), "slots"),
            ("distance", _("Hasta dónde irías"), lambda profile: profile.get_distance_display()),
            ("life", _("De tu vida"), "life"),
            ("about", _("Tus palabras"), "about"),
            ("capacity", _("Cuántas acompañas"), "capacity"),
        ),
        section(
            "conduct",
            _("Acuerdo de trato"),
            ConductAcceptance.objects.filter(member=member),
            ("wording", _("Versión de las palabras"), "wording"),
            ("accepted_at", _("Cuándo"), "accepted_at"),
        ),
        section(
            "proposals",
            _("Propuestas"),
            Proposal.objects.visible_to(member).select_related("mentee", "mentor").order_by("created_at"),
            ("with", _("Con"), lambda row: (row.mentor if row.mentee_id == member.pk else row.mentee).display_name),
            ("created_at", _("Cuándo"), "created_at"),
            ("state", _("Cómo está"), lambda row: row.get_state_display()),
        ),
    ]


def _topics(profile, way):
    return [row.topic.name for row in profile.topics.filter(way=way).select_related("topic")]


def _written(member):
    """Her words, and what the other shared with her: as the pages of the pair show them."""
    return [
        section(
            "agreements",
            _("Acuerdos"),
            Agreement.objects.filter(Q(pairing__mentee=member) | Q(pairing__mentor=member)).order_by("written_at"),
            ("written_at", _("Cuándo"), "written_at"),
            ("goals", _("Metas"), "goals"),
            ("quiet_hours", _("Cuándo no llamar"), "quiet_hours"),
            ("confidential", _("Qué no se cuenta"), "confidential"),
            ("told_to", _("Qué se cuenta"), "told_to"),
            ("how_to_end", _("Cómo terminar"), "how_to_end"),
        ),
        section(
            "meetings",
            _("Encuentros que anotaste"),
            Meeting.objects.filter(logged_by=member).order_by("met_on"),
            ("met_on", _("Día"), "met_on"),
            ("minutes", _("Minutos"), "minutes"),
            ("topic", _("De qué hablaron"), "topic"),
            ("next_step", _("Siguiente paso"), "next_step"),
            ("shared_note", _("Nota para las dos"), "shared_note"),
        ),
        section(
            "private_notes",
            _("Tus notas, solo tuyas"),
            PrivateNote.objects.filter(member=member).order_by("written_at"),
            ("written_at", _("Cuándo"), "written_at"),
            ("words", _("Tus palabras"), lambda note: _opened(note.sealed, member)),
        ),
    ]


def _said(member):
    return [
        section(
            "check_ins",
            _("Cómo dijiste que ibas"),
            CheckIn.objects.filter(member=member).order_by("at"),
            ("at", _("Cuándo"), "at"),
            ("face", _("Dijiste"), lambda row: row.get_face_display()),
        ),
        section(
            "closings",
            _("Lo que dijiste al cerrar"),
            Closing.objects.filter(member=member).order_by("at"),
            ("at", _("Cuándo"), "at"),
            ("learned", _("Aprendí"), "learned"),
            ("can_now", _("Ahora puedo"), "can_now"),
            ("will_accompany", _("Voy a acompañar"), "will_accompany"),
        ),
        section(
            "follow_ups",
            _("Lo que dijiste tres meses después"),
            FollowUp.objects.filter(member=member).order_by("at"),
            ("at", _("Cuándo"), "at"),
            ("served", _("¿Te sirvió?"), "served"),
            ("did_next", _("¿Qué hiciste después?"), "did_next"),
        ),
        section(
            "mentoring_circles",
            _("Tus círculos de acompañamiento"),
            CircleSeat.objects.filter(member=member).select_related("circle").order_by("asked_at"),
            ("circle", _("Círculo"), lambda seat: str(seat.circle)),
            ("accepted_at", _("Desde"), "accepted_at"),
            ("left_at", _("Hasta"), "left_at"),
        ),
    ]


def _concerns(member):
    """What she told the support persons, and who opened it. What others told about her is theirs."""
    return section(
        "concerns",
        _("Apoyo que pediste"),
        Concern.objects.filter(by=member).prefetch_related("accesses__by").order_by("created_at"),
        ("created_at", _("Cuándo"), "created_at"),
        ("words", _("Tus palabras"), lambda concern: _opened(concern.sealed, member)),
        ("state", _("Cómo está"), lambda concern: concern.get_state_display()),
        (
            "opened_by",
            _("Quién lo abrió"),
            lambda concern: [str(access.by or "…") for access in concern.accesses.all()],
        ),
    )


def _opened(token, member):
    try:
        return sealing.open_for(token, member)
    except sealing.CannotOpen:
        return _("No se puede abrir.")


def forget(*, member, at):
    """Her pairs close and her companions are told; what she wrote outside the record goes."""
    leaving.is_gone(member=member, at=at)
    MentoringProfile.objects.filter(member=member).delete()
    Suggestion.objects.filter(Q(member=member) | Q(mentor=member)).delete()
    Unmatched.objects.filter(member=member).delete()
    Proposal.objects.filter(Q(mentee=member) | Q(mentor=member)).update(reasons=[], caution=None)
    Agreement.objects.filter(written_by=member).update(
        goals=[], quiet_hours="", confidential="", told_to="", how_to_end=""
    )
    AgreementAcceptance.objects.filter(Q(member=member) | Q(read_aloud_by=member.display_name)).update(read_aloud_by="")
    Closing.objects.filter(member=member).update(learned="", can_now="", will_accompany="", shared=False)
    PrivateNote.objects.filter(member=member).delete()
    CalendarFeed.objects.filter(member=member).delete()
    ConductAcceptance.objects.filter(member=member).delete()
    Concern.objects.filter(by=member).delete()
    for concern in Concern.objects.filter(supporters=member):
        concern.supporters.remove(member)
    _leave_suggested_circles(str(member.pk))


def _leave_suggested_circles(pk):
    """Circles that a round suggests and nobody made yet name women by their ids."""
    for round in MatchingRound.objects.exclude(circles=[]):
        left = [circle for circle in round.circles if pk not in str(circle)]
        if left != round.circles:
            MatchingRound.objects.filter(pk=round.pk).update(circles=left)


def forget_notes(*, at):
    return notes.forget_notes(at=at) + notes.forget_circle_notes(at=at)


def register():
    retention.forgets(
        "mentoring.notes",
        what=gettext_lazy("Notas de acompañamientos terminados"),
        keeps=gettext_lazy("6 meses, si nadie las guarda"),
        sweep=forget_notes,
    )
    holds("mentoring", order=30, shown=shown, forget=forget, stays=STAYS)
