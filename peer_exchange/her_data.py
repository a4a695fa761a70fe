"""What sessions hold about a woman: shown to her, taken along, forgotten; and names that go after two years."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.models import Event
from academy.members.her_data import registry, retention
from academy.site.sound import services as sound

from .attendance import services as attendance
from .evidence import services as evidence
from .models import Attendance, Contribution, Evidence, SessionLog

STAYS = gettext_lazy("Lo que la organización acordó queda, sin tu nombre. El acta queda en su libro.")


def register():
    registry.holds("exchange.sessions", order=50, shown=shown, forget=forget, stays=STAYS)
    retention.forgets(
        "exchange.attendance",
        what=gettext_lazy("Nombres en las listas de asistencia"),
        keeps=gettext_lazy("24 meses; las cuentas quedan"),
        sweep=attendance.names_to_counts,
    )
    retention.forgets(
        "exchange.signed_lists",
        what=gettext_lazy("Fotos de listas firmadas"),
        keeps=gettext_lazy("24 meses"),
        sweep=evidence.forget_old,
    )
    retention.forgets(
        "exchange.stray_voices",
        what=gettext_lazy("Voces que ninguna sesión nombra"),
        keeps=gettext_lazy("30 días"),
        sweep=evidence.forget_strays,
    )


def shown(member):
    return [
        registry.section(
            "attendance",
            _("Sesiones en que estás en la lista"),
            Attendance.objects.filter(member=member).select_related("session__organisation"),
            ("held_on", _("Día"), lambda row: row.session.held_on),
            ("session", _("Sesión"), lambda row: str(row.session)),
            ("organisation", _("Organización"), lambda row: row.session.organisation.name),
            ("spoke", _("Hablaste"), "spoke"),
            ("first_time", _("Primera vez"), "first_time"),
            ("age_band", _("Edad"), lambda row: row.get_age_band_display()),
        ),
        registry.section(
            "sessions_noted",
            _("Sesiones que anotaste"),
            SessionLog.objects.filter(noted_by=member).select_related("organisation"),
            ("held_on", _("Día"), "held_on"),
            ("session", _("Sesión"), str),
            ("note", _("Tu línea"), "note"),
        ),
        registry.section(
            "contributions",
            _("Tus aportes y añadidos"),
            Contribution.objects.filter(by=member).select_related("session"),
            ("at", _("Cuándo"), "at"),
            ("session", _("Sesión"), lambda row: str(row.session)),
            ("words", _("Tus palabras"), "words"),
        ),
        registry.section(
            "evidence",
            _("Fotos y voces que guardaste"),
            Evidence.objects.filter(added_by=member),
            ("at", _("Cuándo"), "added_at"),
            ("shows", _("Qué muestra"), lambda row: row.words or row.get_shows_display()),
        ),
    ]


def forget(*, member, at):
    """Her name off the lists, her own contributions empty, her voice gone. The organisation's texts stay."""
    attendance.forget_member(member=member)
    added = Evidence.objects.filter(added_by=member)
    photos = list(added.filter(contribution__isnull=False).exclude(photo="").values_list("photo", flat=True))
    voices = [row.recording for row in added.filter(recording__isnull=False).select_related("recording")]
    _blank(member, "exchange.session_contributed", ("words", "photo", "recording"))
    _blank(member, "exchange.session_noted", ("recording",))
    # What was added on a page and not by an event.
    Evidence.objects.filter(added_by=member, recording__in=voices, photo="").delete()
    evidence.forget_photos(photos)
    for voice in voices:
        sound.forget(recording=voice)


def _blank(member, kind, names):
    """Take ``names`` out of her events of a kind, session by session, and fold those again."""
    hers = Event.objects.filter(by=member.pk, kind=kind)
    for session in list(hers.values_list("subject", flat=True).distinct()):
        record.blank(subject=session, events=hers.filter(subject=session), names=names)
