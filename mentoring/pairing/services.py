"""The verbs of a pair. Each is one transaction, looks at what really changed, and records who did it.

A move is a conditional update: of two taps, or two women at once, one moves the pair and the other is told that it is
done. Nobody is ever told why the other moved.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.core.ids import event_id
from academy.members import notices
from academy.members.models import Notice

from .. import gates
from ..models import Agreement, AgreementAcceptance, Closing, FollowUp, MentoringProfile, Pairing
from ..profiles.private import refuse
from . import rules

notices.register("mentoring_text", gettext_lazy("%(by)s escribió una propuesta de acuerdo. Léela y decide."))
notices.register("mentoring_agreed", gettext_lazy("Tú y %(by)s ya tienen su acuerdo. ¡Buen camino!"))
notices.register("mentoring_paused", gettext_lazy("%(by)s puso en pausa su acompañamiento. Está bien descansar."))
notices.register("mentoring_resumed", gettext_lazy("%(by)s quiere seguir. Su acompañamiento continúa."))
notices.register(
    "mentoring_changed",
    gettext_lazy(
        "Tu acompañamiento con %(by)s terminó. Gracias por lo caminado juntas. "
        "Los cambios son parte del camino y no son culpa de nadie."
    ),
)
notices.register(
    "mentoring_closing", gettext_lazy("%(by)s cerró su acompañamiento y contó qué aprendió. Ahora te toca a ti.")
)
notices.register("mentoring_closed", gettext_lazy("Tú y %(by)s cerraron su acompañamiento. Gracias a las dos."))
for action, words in {
    "mentoring.agree": gettext_lazy("%(who)s aceptó un acuerdo de acompañamiento."),
    "mentoring.pause": gettext_lazy("%(who)s puso en pausa un acompañamiento."),
    "mentoring.resume": gettext_lazy("%(who)s continuó un acompañamiento."),
    "mentoring.change": gettext_lazy("%(who)s cambió de acompañamiento."),
    "mentoring.close": gettext_lazy("%(who)s cerró un acompañamiento."),
    "mentoring.notes_kept": gettext_lazy("%(who)s decidió qué pasa con las notas de un acompañamiento."),
}.items():
    notices.register_action(action, words)


def other_of(pairing, member):
    """The other woman of the pair."""
    return pairing.mentor if member.pk == pairing.mentee_id else pairing.mentee


def side_of(pairing, member):
    return gates.MENTEE if member.pk == pairing.mentee_id else gates.MENTOR


def both_of(pairing):
    return (pairing.mentee_id, pairing.mentor_id)


def _move(pairing, move, *, by, **changes):
    """Move the pair, if it still stands where the move begins. Inside a transaction. The refusal says why not."""
    sources, target = rules.MOVES[move]
    moved = Pairing.objects.filter(pk=pairing.pk, state__in=sources).update(state=target, **changes)
    pairing.refresh_from_db()
    if not moved:
        refusal = rules.may_move(pairing.state, move)
        # Allowed by now: somebody moved it there and back in the same moment.
        return Denied(_("Esto ya está hecho."), "already") if refusal else refusal
    audit.note(f"mentoring.{move}", by=by, about=by, pairing=str(pairing.pk))
    return Allowed()


def _tell(pairing, kind, *, by):
    Notice.objects.create(member=other_of(pairing, by), kind=kind, data={"by": by.display_name})


# --- Agreement -------------------------------------------------------------------------------------


def wordings_of(pairing, texts=None):
    """``(the agreement in force or None, those that wait)`` with their acceptances at hand. Two queries; none where
    ``texts`` brings all of them and their acceptances along."""
    if texts is None:
        texts = pairing.agreements.prefetch_related("acceptances").select_related("written_by")
    rows = {row.pk: row for row in texts}
    wordings = [
        rules.Wording(
            id=row.pk,
            based_on=row.based_on_id,
            written_at=row.written_at,
            accepted={each.member_id: each.accepted_at for each in row.acceptances.all()},
        )
        for row in rows.values()
    ]
    standing, waiting = rules.standing_and_open(wordings, both_of(pairing))
    return rows[standing.id] if standing else None, [rows[wording.id] for wording in waiting]


def write_agreement(*, pairing, by, nonce, read_aloud_by="", based_on=None, at=None, **words):
    """She writes a text, and by that accepts it. The same form twice is one text. Returns Allowed or a Denied.

    ``words``: the fields of Agreement. Nobody's text is overwritten: who changed the same one meanwhile keeps hers.
    """
    at = at or timezone.now()
    said = {**words, "by": str(by.pk), "based_on": str(based_on.pk) if based_on else ""}
    id = event_id(nonce, said)
    with transaction.atomic():
        pairing = Pairing.objects.select_for_update().get(pk=pairing.pk)
        if pairing.state in rules.ENDED:
            return rules.may_move(pairing.state, "agree")
        may = gates.may_begin(by, side_of(pairing, by))
        if not may:
            return may
        if Agreement.objects.filter(pk=id).exists():
            return Allowed()
        text = Agreement.objects.create(
            id=id, pairing=pairing, based_on=based_on, written_by=by, written_at=at, **words
        )
        _tell(pairing, "mentoring_text", by=by)
        return _accepted(pairing, text, by=by, read_aloud_by=read_aloud_by, at=at)


def accept_agreement(*, agreement, by, read_aloud_by="", at=None):
    """She says yes to this text. With the second yes it is in force, and a new pair becomes active."""
    with transaction.atomic():
        pairing = Pairing.objects.select_for_update().get(pk=agreement.pairing_id)
        if pairing.state in rules.ENDED:
            return rules.may_move(pairing.state, "agree")
        may = gates.may_begin(by, side_of(pairing, by))
        if not may:
            return may
        return _accepted(pairing, agreement, by=by, read_aloud_by=read_aloud_by, at=at or timezone.now())


def _accepted(pairing, agreement, *, by, read_aloud_by, at):
    _row, made = AgreementAcceptance.objects.get_or_create(
        agreement=agreement, member=by, defaults={"accepted_at": at, "read_aloud_by": read_aloud_by}
    )
    both = AgreementAcceptance.objects.filter(agreement=agreement, member__in=both_of(pairing)).count() == 2
    if made and both:
        _tell(pairing, "mentoring_agreed", by=by)
        if pairing.state == rules.AGREEING:
            return _move(pairing, "agree", by=by, agreed_at=at)
        audit.note("mentoring.agree", by=by, about=by, pairing=str(pairing.pk))
    return Allowed()


# --- Pause, change, end ----------------------------------------------------------------------------


def pause(*, pairing, by, resume_on=None, at=None):
    """They rest. ``resume_on``: the day on which they go on by themselves, or None."""
    at = at or timezone.now()
    may = rules.may_pause(resume_on=resume_on, today=timezone.localdate(at))
    if not may:
        return may
    with transaction.atomic():
        moved = _move(pairing, "pause", by=by, paused_at=at, resume_on=resume_on)
        if moved:
            _tell(pairing, "mentoring_paused", by=by)
    return moved


def resume(*, pairing, by):
    with transaction.atomic():
        moved = _move(pairing, "resume", by=by, paused_at=None, resume_on=None)
        if moved:
            _tell(pairing, "mentoring_resumed", by=by)
    return moved


def resume_those_due(*, at=None, dry_run=False):
    """Pauses whose day has come end by themselves. Returns how many."""
    due = Pairing.objects.filter(state=rules.PAUSED, resume_on__lte=timezone.localdate(at or timezone.now()))
    if dry_run:
        return due.count()
    return due.update(state=rules.ACTIVE, paused_at=None, resume_on=None)


def change(*, pairing, by, never_again=False, at=None):
    """She ends it without a reason. The other hears only that it ended; both may be proposed to others again.

    ``never_again``: the two are not proposed to each other any more; nobody is told.
    """
    at = at or timezone.now()
    with transaction.atomic():
        moved = _move(pairing, "change", by=by, ended_at=at, ending=Pairing.Ending.CHANGE, resume_on=None)
        if not moved:
            return moved
        if never_again:
            refuse(member=by, other=other_of(pairing, by))
        _tell(pairing, "mentoring_changed", by=by)
        _ended(pairing, at)
    return moved


def close(*, pairing, by, at=None, **words):
    """What she learned, said at the end. With the second of the two the pair is closed.

    ``words``: fields of Closing. Said again it replaces what she said, as long as the pair is not closed.
    """
    at = at or timezone.now()
    with transaction.atomic():
        pairing = Pairing.objects.select_for_update().get(pk=pairing.pk)
        may = rules.may_move(pairing.state, "close")
        if not may:
            return may
        _row, made = Closing.objects.update_or_create(pairing=pairing, member=by, defaults={**words, "at": at})
        if pairing.closings.count() == 2:
            moved = _move(pairing, "close", by=by, ended_at=at, ending=Pairing.Ending.MUTUAL, resume_on=None)
            _tell(pairing, "mentoring_closed", by=by)
            _ended(pairing, at)
            return moved
        if made:
            _tell(pairing, "mentoring_closing", by=by)
    return Allowed()


def close_the_silent(*, at=None, dry_run=False):
    """Pairs that one of the two closed long ago end by themselves. Returns how many."""
    at = at or timezone.now()
    closed = Closing.objects.filter(at__lte=at - rules.CLOSING_WAITS, pairing__state__in=rules.MOVES["close"][0])
    pairs = Pairing.objects.filter(pk__in=closed.values("pairing"))
    if dry_run:
        return pairs.count()
    done = 0
    for pairing in pairs:
        with transaction.atomic():
            if _move(pairing, "close", by=None, ended_at=at, ending=Pairing.Ending.SILENT, resume_on=None):
                _ended(pairing, at)
                done += 1
    return done


def _ended(pairing, at):
    """She who was learning waits again, if she still takes part."""
    MentoringProfile.objects.filter(
        member=pairing.mentee_id, taking_part=True, first_wanted_at=None, topics__way="wants"
    ).update(first_wanted_at=at)


def answer_follow_up(*, pairing, by, served, did_next, at=None):
    """Two questions, three months later. Said again it replaces what she said."""
    at = at or timezone.now()
    due = rules.follow_up_due(
        state=pairing.state,
        ending=pairing.ending,
        ended_on=timezone.localdate(pairing.ended_at) if pairing.ended_at else None,
        today=timezone.localdate(at),
    )
    if not due:
        return Denied(_("Estas preguntas llegan tres meses después de cerrar."), "not_yet")
    FollowUp.objects.update_or_create(
        pairing=pairing, member=by, defaults={"served": served, "did_next": did_next, "at": at}
    )
    return Allowed()


def keep_notes(*, pairing, by, keep):
    """Whether her notes stay after the six months."""
    field = "mentee_keeps" if by.pk == pairing.mentee_id else "mentor_keeps"
    with transaction.atomic():
        if Pairing.objects.filter(pk=pairing.pk).exclude(**{field: keep}).update(**{field: keep}):
            audit.note("mentoring.notes_kept", by=by, about=by, pairing=str(pairing.pk), keep=keep)
