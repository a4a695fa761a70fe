"""What this floor holds about her: who she is, where she belongs, what she allowed, what she was told, who looked."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import record
from academy.core.languages import own_name
from academy.core.models import AuditEntry, KeptEvent, SyncReceipt

from .. import consenting, notices, pictograms
from ..models import Guard, Invitation, Member, Notice, Term
from ..rules import FORGET_AFTER
from ..secondfactor import sign_ins
from ..services import importing
from . import retention
from .erasing import forget_own
from .registry import holds, section

STAYS = gettext_lazy("Si tuviste un cargo, tu nombre queda en el acta y en el registro de cargos.")


def shown(member):
    return [
        _herself(member),
        section(
            "memberships",
            _("Tus organizaciones"),
            member.memberships.select_related("organisation").order_by("since", "pk"),
            ("organisation", _("Organización"), lambda row: row.organisation.name),
            ("since", _("Desde"), "since"),
            ("until", _("Hasta"), "until"),
        ),
        section(
            "roles",
            _("Tus responsabilidades"),
            member.roles.select_related("organisation", "granted_by").order_by("since", "pk"),
            ("role", _("Responsabilidad"), lambda row: row.get_kind_display()),
            ("organisation", _("Organización"), lambda row: row.organisation.name),
            ("since", _("Desde"), "since"),
            ("until", _("Hasta"), "until"),
        ),
        _terms(member),
        _consents(member),
        section(
            "notices",
            _("Lo que te contamos"),
            member.notices.order_by("created_at"),
            ("at", _("Cuándo"), "created_at"),
            ("words", _("Aviso"), notices.sentence),
        ),
        *_record_and_audit(member),
    ]


def _herself(member):
    return section(
        "member",
        _("Tú"),
        [member],
        ("id", _("Número interno"), lambda her: str(her.pk)),
        ("display_name", _("Nombre que usas"), "display_name"),
        ("username", _("Usuaria"), "username"),
        ("pictogram", _("Dibujo"), lambda her: str(pictograms.name(her.pictogram))),
        ("language", _("Idioma"), lambda her: own_name(her.language)),
        ("legal_name", _("Nombre completo"), "legal_name"),
        ("name_on_certificates", _("Nombre en constancias"), "name_on_certificates"),
        ("phone", _("Teléfono"), "phone"),
        ("created_at", _("Desde cuándo estás aquí"), "created_at"),
        ("pin_set_at", _("Cuándo elegiste tu PIN"), "pin_set_at"),
    )


def _terms(member):
    return section(
        "terms",
        _("Tus cargos"),
        Term.objects.filter(holder=member).select_related("seat__kind", "seat__organisation").order_by("since"),
        ("seat", _("Cargo"), lambda term: str(term.seat)),
        ("organisation", _("Organización"), lambda term: term.seat.organisation.name),
        ("since", _("Desde"), "since"),
        ("until", _("Hasta"), "last_day"),
        ("acta", _("Acta"), "acta"),
    )


def _consents(member):
    return section(
        "consents",
        _("Tus permisos, dados y retirados"),
        member.consents.select_related("read_aloud_by").order_by("given_at"),
        ("question", _("Permiso"), consenting.question_of),
        ("wording", _("Versión de las palabras"), "wording"),
        ("language", _("Idioma"), lambda row: own_name(row.language)),
        ("given_at", _("Lo diste"), "given_at"),
        ("withdrawn_at", _("Lo retiraste"), "withdrawn_at"),
        ("read_aloud_by", _("Te lo leyó"), lambda row: row.read_aloud_by.display_name if row.read_aloud_by else ""),
    )


def _record_and_audit(member):
    entries = list(AuditEntry.objects.filter(about=member.pk).order_by("at", "pk"))
    names = Member.objects.in_bulk({entry.by for entry in entries if entry.by})
    return [
        section(
            "receipts",
            _("Lo que envió tu teléfono"),
            SyncReceipt.objects.filter(by=member.pk).order_by("at"),
            ("at", _("Cuándo"), "at"),
            ("code", _("Recibo"), "code"),
            ("received", _("Llegaron"), "received"),
            ("total", _("De"), "total"),
        ),
        section(
            "kept",
            _("Lo que guardamos aparte"),
            KeptEvent.objects.filter(subject=member.pk).order_by("received_at"),
            ("at", _("Cuándo"), "received_at"),
            ("what", _("Qué"), lambda kept: record.label_of(kept.kind)),
            ("reason", _("Por qué"), "reason"),
        ),
        section(
            "sign_ins",
            _("Dónde estás dentro"),
            member.sign_ins.order_by("began_at"),
            ("device", _("Celular"), "device"),
            ("began_at", _("Entraste"), "began_at"),
            ("seen_on", _("Último día"), "seen_on"),
        ),
        section(
            "second_factors",
            _("Tu segundo paso"),
            member.second_factors.all(),
            ("kind", _("Qué es"), lambda factor: factor.get_kind_display()),
            ("name", _("Cómo la llamas"), "name"),
            ("created_at", _("Desde"), "created_at"),
        ),
        section(
            "audit",
            _("Quién miró o cambió tus datos"),
            entries,
            ("at", _("Cuándo"), "at"),
            (
                "words",
                _("Qué pasó"),
                lambda entry: notices.action_sentence(entry, notices.who_did(entry, member, names)),
            ),
        ),
    ]


#: Of ways in that are over: so long anybody may still ask who invited whom.
INVITATIONS_KEPT = timedelta(days=90)
#: What arrived for a woman whom nobody here knows (any more).
STRANGERS_KEPT = timedelta(days=365)
NOTICES_KEPT = timedelta(days=730)


def forget_ways_in(*, at):
    """Invitations that are over, with the names on them; counts of wrong tries that nobody waits for."""
    gone = Invitation.objects.filter(expires_at__lt=at - INVITATIONS_KEPT).delete()[0]
    quiet = Guard.objects.filter(last_failure_at__lt=at - FORGET_AFTER).exclude(locked_until__gt=at)
    return gone + quiet.delete()[0]


def forget_strangers(*, at):
    """What lies on the shelf for people whom this site does not know."""
    old = KeptEvent.objects.filter(code="unknown_member", received_at__lt=at - STRANGERS_KEPT)
    return old.exclude(subject__in=Member.objects.values("pk")).delete()[0]


def forget_notices(*, at):
    return Notice.objects.filter(seen_at__lt=at - NOTICES_KEPT).delete()[0]


def _lists(*, at):
    return importing.forget_old(at=at)


def register():
    retention.forgets(
        "members.lists", what=gettext_lazy("Listas de socias por revisar"), keeps=gettext_lazy("1 día"), sweep=_lists
    )
    retention.forgets(
        "members.sign_ins",
        what=gettext_lazy("Sesiones vencidas"),
        keeps=gettext_lazy("60 días"),
        sweep=sign_ins.forget_old,
    )
    retention.forgets(
        "members.ways_in",
        what=gettext_lazy("Invitaciones vencidas"),
        keeps=gettext_lazy("90 días"),
        sweep=forget_ways_in,
    )
    retention.forgets(
        "members.strangers",
        what=gettext_lazy("Lo que llegó para quien nadie conoce"),
        keeps=gettext_lazy("12 meses"),
        sweep=forget_strangers,
    )
    retention.forgets(
        "members.notices", what=gettext_lazy("Avisos ya leídos"), keeps=gettext_lazy("24 meses"), sweep=forget_notices
    )
    holds("members", order=10, shown=shown, forget=forget_own, stays=STAYS)
