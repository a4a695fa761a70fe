"""What the programmes tell of women, read for leadership; and what leadership itself tells on her path.

Programmes are never imported for it: they answer through ``academy.members.path`` and ``academy.members.facts``.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.members import consenting, path
from academy.members.facts import answers, ask
from academy.members.models import Consent, Organisation, Term

from .models import TaskTick, Willingness
from .stages import rules
from .stages.reading import standing_of
from .stages.shown import stages_for

#: A seat of a delegate speaks for its base above, wherever it is written down.
DELEGATES = ("delegada",)


@path.tells("seats", gettext_lazy("Cargos"), order=40)
def seats_of_hers(member):
    """Her terms, as the actas say. One query."""
    today = timezone.localdate()
    terms = Term.objects.valid().filter(holder=member, since__lte=today)
    for term in terms.select_related("seat__kind", "seat__organisation"):
        seat = term.seat
        above = seat.organisation.level != Organisation.Level.BASE or seat.kind.code in DELEGATES
        yield path.Fact(
            key=f"term:{term.pk}",
            words=_("%(seat)s · %(organisation)s") % {"seat": seat, "organisation": seat.organisation.name},
            on=term.since,
            detail=_in_words(term),
            kind=("term_above" if above else "term") if term.elected else "",
            url=reverse("leadership:seat", args=[seat.pk]),
        )


def _in_words(term):
    said = []
    if term.ended_on:
        said.append(_("Hasta el %(day)s.") % {"day": date_format(term.ended_on, "DATE_FORMAT")})
    if term.alternate:
        said.append(_("Suplente."))
    if not term.elected:
        said.append(_("Reemplazo de emergencia."))
    if term.acta_pending:
        said.append(_("Acta pendiente."))
    return " ".join(said)


# --- The one next thing --------------------------------------------------------------------------------

WAITS, ASKED, AGAIN = 20, 25, 60


@path.invites
def to_answer(member):
    """A stage that waits for her word. One query; one more where there is one."""
    waiting = rules.waiting(standing_of(member), timezone.localdate())
    if not waiting:
        return None
    return path.Invitation(
        order=WAITS,
        words=_("¿Este es tu momento? «%(stage)s»") % {"stage": stages_for(member)[waiting[0]].name},
        why=_("Mira lo que ya hiciste. Tú decides qué se anota."),
        url=reverse("leadership:stages"),
        button=_("Ver y responder"),
    )


@path.invites
def to_confirm(member):
    """A companion asked her to say that she does a task. One query."""
    number = TaskTick.objects.asked_of(member).count()
    if not number:
        return None
    return path.Invitation(
        order=ASKED,
        words=_("Una compañera te pide confirmar lo que sabe hacer."),
        url=reverse("leadership:to_confirm"),
        button=_("Ver qué es"),
    )


@path.invites
def to_say_again(member):
    """What she said a year ago no longer counts: she is asked again, gently: not while she rests. Two queries."""
    today = timezone.localdate()
    rows = Willingness.objects.filter(member=member)
    old = rows.filter(good_until__lte=today).select_related("kind").order_by("good_until", "pk").first()
    if old is None or standing_of(member).state != rules.ACTIVE:
        return None
    return path.Invitation(
        order=AGAIN,
        words=_("Hace un año dijiste «%(answer)s» a un cargo: %(kind)s. ¿Sigue igual?")
        % {"answer": old.get_answer_display(), "kind": old.kind.name},
        why=_("Lo que dijiste ya no cuenta. Puedes decirlo otra vez o dejarlo."),
        url=reverse("leadership:willing_kind", args=[old.kind.code]),
        button=_("Decir otra vez"),
    )


def doors(request):
    """The piece of «Mi camino» that leads to her stage, her seats and her passport. Two queries."""
    standing = standing_of(request.user)
    answered = Q(good_until__gt=timezone.localdate())
    return {
        "stage": stages_for(request.user)[standing.stage],
        "state": standing.state,
        "willing": Willingness.objects.filter(answered, member=request.user).count(),
    }


@answers("leadership.path_of")
def path_of(*, by, of):
    """Where ``by`` sees what her companion ``of`` lets her see of her path; None where that is nothing. Two queries."""
    if of is None or not consenting.allows(of, Consent.Purpose.PATH_TO_MENTOR):
        return None
    walks = ask("mentoring.companions", default=(), member=by)
    return reverse("leadership:companion_path", args=[of.pk]) if of.pk in set(walks) else None
