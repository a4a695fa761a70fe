"""The pages of a pair. Each finds it among those of the woman who asks: to all others it does not exist."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy.core import ids
from academy.members import facts
from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.models import Consent

from .. import conduct, gates
from ..meetings import places, shown
from ..meetings import services as meetings
from ..models import Agreement, Pairing
from . import feeds, guide, rules, services
from .forms import AcceptForm, AgreementForm, ChangeForm, ClosingForm, FollowUpForm, PauseForm
from .reminders import due_for


def pair_of(request, pk):
    return get_object_or_404(Pairing.objects.visible_to(request.user).select_related("mentee", "mentor"), pk=pk)


def nonce_of(request):
    """The number the form was printed with; a new one where it is missing or no number."""
    return ids.parse(request.POST.get("nonce", "")) or ids.uuid7()


def _go_on(request, pairing, outcome, said):
    """Back to the pair, with what was done or why it was not."""
    if outcome:
        messages.success(request, said)
    else:
        messages.error(request, str(outcome))
    return redirect("mentoring:pair", pk=pairing.pk)


def _day(moment):
    return timezone.localdate(moment) if moment else None


@keeps_what_she_typed
@never_cache
@require_safe
def pair(request, pk):
    """Everything the two share, and what is hers alone. Some fifteen queries, independent of how often they met."""
    pairing = pair_of(request, pk)
    other = services.other_of(pairing, request.user)
    standing, waiting = services.wordings_of(pairing)
    place = places.of_pair(pairing, request.user.pk)
    shares_phone = other.consents.filter(purpose=Consent.Purpose.PHONE_TO_MENTOR, withdrawn_at=None).exists()
    context = {
        "pairing": pairing,
        "other": other,
        "phone": other.phone if shares_phone and pairing.state in rules.LIVING else "",
        "agreement": standing,
        "waiting": waiting,
        "rows": shown.rows(place, request.user),
        "words": meetings.may_read_at(place),
        "days": rules.days_since(pairing.last_contact_on, timezone.localdate()),
        "due": due_for(pairing, request.user, agreement=standing),
        "steps": guide.steps(get_language()) if pairing.state in rules.LIVING else [],
        "tasks": _tasks(pairing, request.user, other),
        "her_path": facts.ask("leadership.path_of", by=request.user, of=other),
        "living": pairing.state in rules.LIVING,
        "keeps": place.keeps,
        "notes_until": rules.notes_expire_on(_day(pairing.ended_at)) if pairing.ended_at else None,
        "closings": _closings(pairing, request.user),
        "steps_first": [
            step for step in gates.steps(request.user, services.side_of(pairing, request.user)) if not step.done
        ]
        if pairing.state == rules.AGREEING
        else [],
    }
    return render(request, "mentoring/pairing/pair.html", context)


def _tasks(pairing, user, other):
    if pairing.state not in (rules.ACTIVE, rules.PAUSED):
        return []
    return facts.ask("courses.tasks_to_confirm", default=[], by=user, of=other)


def _closings(pairing, user):
    """Her own, and the other's where she shares it and both have closed."""
    said = list(pairing.closings.select_related("member"))
    both = len(said) == 2
    return [row for row in said if row.member_id == user.pk or (both and row.shared)]


# --- Agreement -------------------------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
def agreement(request, pk):
    """The texts that stand and wait, and the form of a new one. A POST writes it."""
    pairing = pair_of(request, pk)
    standing, waiting = services.wordings_of(pairing)
    kept = take(request, request.path) if request.method == "GET" else None
    base = _base(request, pairing) if request.method == "POST" else (waiting[-1] if waiting else standing)
    first = AgreementForm.initial_of(base) if base else {}
    form = AgreementForm(
        request.POST if request.method == "POST" else None, initial={**first, **(kept.dict() if kept else {})}
    )
    if request.method == "POST" and form.is_valid():
        done = services.write_agreement(
            pairing=pairing,
            by=request.user,
            nonce=nonce_of(request),
            based_on=base,
            read_aloud_by=form.cleaned_data["read_aloud_by"],
            **form.words(),
        )
        if done:
            return _go_on(request, pairing, done, _("Guardado. Ahora lo lee ella y decide."))
        form.add_error(None, str(done))
    context = {
        "pairing": pairing,
        "other": services.other_of(pairing, request.user),
        "form": form,
        "base": base,
        "agreement": standing,
        "waiting": waiting,
    }
    return render(request, "mentoring/pairing/agreement.html", context, status=status_of(form))


def _base(request, pairing):
    """The text that her form began with: another may have been written since."""
    wanted = ids.parse(request.POST.get("base", ""))
    return Agreement.objects.filter(pairing=pairing, pk=wanted).first() if wanted else None


@require_POST
@keeps_what_she_typed
def accept(request, pk, agreement):
    """She says yes to one text."""
    pairing = pair_of(request, pk)
    text = get_object_or_404(Agreement, pairing=pairing, pk=agreement)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("El nombre es muy largo. Escribe hasta 60 letras."))
        return redirect("mentoring:agreement", pk=pk)
    done = services.accept_agreement(agreement=text, by=request.user, read_aloud_by=form.cleaned_data["read_aloud_by"])
    return _go_on(request, pairing, done, _("Aceptaste el acuerdo."))


# --- Pause, change, end ----------------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
def pause(request, pk):
    pairing = pair_of(request, pk)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = services.pause(pairing=pairing, by=request.user, resume_on=form.cleaned_data["resume_on"])
        if done or done.code not in ("past", "too_far"):
            return _go_on(request, pairing, done, _("En pausa. Descansa tranquila."))
        form.add_error("resume_on", str(done))
    return _form_page(request, "pause", pairing, form)


@require_POST
@keeps_what_she_typed
def resume(request, pk):
    pairing = pair_of(request, pk)
    return _go_on(request, pairing, services.resume(pairing=pairing, by=request.user), _("¡Qué bueno! Siguen juntas."))


@keeps_what_she_typed
@never_cache
def change(request, pk):
    """One tap, no reason asked."""
    pairing = pair_of(request, pk)
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = services.change(pairing=pairing, by=request.user, never_again=form.cleaned_data["never_again"])
        return _go_on(request, pairing, done, _("Listo. A ella solo le avisamos que terminó. Gracias por lo caminado."))
    return _form_page(request, "change", pairing, form)


@keeps_what_she_typed
@never_cache
def close(request, pk):
    """What she learned, and whom she will accompany."""
    pairing = pair_of(request, pk)
    standing, _waiting = services.wordings_of(pairing)
    goals = len(standing.goals) if standing else 0
    mine = pairing.closings.filter(member=request.user).first()
    kept = take(request, request.path) if request.method == "GET" else None
    names = ("learned", "can_now", "will_accompany", "goals_reached", "shared")
    first = {name: getattr(mine, name) for name in names} if mine else {}
    form = ClosingForm(
        request.POST if request.method == "POST" else None,
        goals=goals,
        initial={**first, **(kept.dict() if kept else {})},
    )
    if request.method == "POST" and form.is_valid():
        said = {"goals_reached": None, **form.cleaned_data, "goals_agreed": goals}
        done = services.close(pairing=pairing, by=request.user, **said)
        return _go_on(request, pairing, done, _("Guardado. Gracias por acompañarse."))
    return _form_page(request, "close", pairing, form)


@keeps_what_she_typed
@never_cache
def follow_up(request, pk):
    pairing = pair_of(request, pk)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = services.answer_follow_up(pairing=pairing, by=request.user, **form.cleaned_data)
        return _go_on(request, pairing, done, _("Gracias. Con esto mejoramos para las que vienen."))
    return _form_page(request, "follow_up", pairing, form)


@require_POST
@keeps_what_she_typed
def keep_notes(request, pk):
    pairing = pair_of(request, pk)
    keep = request.POST.get("keep") == "1"
    services.keep_notes(pairing=pairing, by=request.user, keep=keep)
    messages.success(request, _("Tus notas se quedan.") if keep else _("Tus notas se borrarán a su tiempo."))
    return redirect("mentoring:pair", pk=pk)


def _form_page(request, name, pairing, form):
    context = {"pairing": pairing, "other": services.other_of(pairing, request.user), "form": form}
    return render(request, f"mentoring/pairing/{name}.html", context, status=status_of(form))


@keeps_what_she_typed
@never_cache
@require_safe
def reminder(request, pk):
    """A text to forward, without names and without anything that was said."""
    pairing = pair_of(request, pk)
    if pairing.state not in rules.LIVING:
        raise Http404
    standing, _waiting = services.wordings_of(pairing)
    on = rules.next_meeting_on(
        state=pairing.state,
        every_days=standing.every_days if standing else rules.EVERY_DAYS,
        last_contact_on=pairing.last_contact_on,
        agreed_on=_day(pairing.agreed_at),
        today=timezone.localdate(),
    )
    return render(request, "mentoring/pairing/reminder.html", {"pairing": pairing, "on": on})


@keeps_what_she_typed
@never_cache
def code_of_conduct(request):
    """The words in force. A POST accepts them."""
    if request.method == "POST":
        conduct.accept(member=request.user)
        messages.success(request, _("Gracias. Así nos cuidamos todas."))
        return redirect("mentoring:conduct")
    context = {"code": conduct.CODE, "accepted": conduct.accepted(request.user)}
    return render(request, "mentoring/pairing/conduct.html", context)


# --- Calendar --------------------------------------------------------------------------------------


@keeps_what_she_typed
@never_cache
def calendar_page(request):
    """Where she makes the secret address, sees it once, and ends it."""
    token = ""
    if request.method == "POST":
        if request.POST.get("end"):
            feeds.revoke(member=request.user)
            messages.success(request, _("Ese calendario ya no funciona."))
            return redirect("mentoring:calendar")
        token = feeds.make(member=request.user)
    address = request.build_absolute_uri(reverse("mentoring:calendar_feed", args=[token])) if token else ""
    context = {"address": address, "standing": feeds.standing_of(request.user)}
    return render(request, "mentoring/pairing/calendar.html", context)


@never_cache
@require_safe
def calendar_feed(request, token):
    """What a phone reads without signing in: the address is the key. A guessed one does not exist."""
    member = feeds.member_of(token)
    if member is None:
        raise Http404
    response = HttpResponse(feeds.calendar(member), content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
