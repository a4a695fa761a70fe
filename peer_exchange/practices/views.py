"""Pages of practices: written by leaders, consented to, reviewed, shared, harvested."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.core import ids
from academy.core.languages import CODES, DEFAULT
from academy.members.gates import by_password
from academy.members.models import Term
from academy.site import harvest

from .. import sharing
from ..doors import find, form_id, here, insist, may_add, may_decide, page, some_place, typed
from ..filled.requests import from_phones
from ..models import ExchangeVisit, Practice, PracticeConsent, SessionLog
from ..reserve import Reserve
from . import rules, services
from .forms import DescribeForm, NameForm, PracticeForm, TextForm

SHOWN = 100
#: Kind of organisation of allies (academy.members.reference).
ALLY = "aliada"


@by_password
@require_safe
def practices(request):
    rows = Practice.objects.visible_to(request.user, here(request)).select_related("organisation")
    boards = here(request).boards if here(request) else ()
    waits = set(PracticeConsent.objects.filter(organisation__in=boards, agreed=None).values_list("practice", flat=True))
    shown = [(row, text_in(row, get_language()), row.pk in waits) for row in rows.prefetch_related("texts")[:SHOWN]]
    return render(request, "peer_exchange/practices/practices.html", {"practices": shown})


def text_in(practice, language):
    """Her language where somebody reviewed it, else Spanish, else whatever there is. No query after a prefetch."""
    texts = {text.language: text for text in practice.texts.all()}
    own = texts.get(language)
    if own is not None and (own.reviewed_at or language == DEFAULT):
        return own
    return texts.get(DEFAULT) or next(iter(texts.values()), None)


@by_password
@from_phones
def new_practice(request):
    """Write one down. ``?visita=`` and ``?sesion=`` say where it comes from; their organisations are named with it."""
    standing = here(request)
    places = _writers(standing)
    visit, session = _asked(request, "visita", ExchangeVisit), _asked(request, "sesion", SessionLog)
    first = {"title": str(visit or session or "")[:160]}
    data, initial = typed(request, first)
    form = PracticeForm(data, initial=initial, places=places, standing=standing)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        words = {**said, "named": [str(each.pk) for each in said["named"]]}
        said["named"] = {*said["named"], *_of_source(visit, session)}
        made = services.write(id=form_id(request, words), by=request.user, visit=visit, session=session, **said)
        messages.success(request, _("Guardada. Ahora la revisa otra compañera."))
        return redirect("exchange:practice", made.pk)
    context = {"form": form, "visit": visit, "session": session}
    return page(request, "peer_exchange/practices/new.html", context, form)


def _writers(standing):
    """Organisations of hers that write practices: an ally listens and helps, and does not publish for them."""
    places = some_place(standing).exclude(kind__code=ALLY)
    if not places.exists():
        raise PermissionDenied(_("Las prácticas las escriben las organizaciones de base. Las aliadas acompañan."))
    return places


def _asked(request, question, model):
    number = ids.parse(request.GET.get(question, ""))
    rows = model.objects.visible_to(request.user, here(request))
    # Of a circle of trust nothing is written down, not even what was learned there.
    return rows.exclude(reserve=Reserve.NONE).filter(pk=number).first() if number else None


def _of_source(visit, session):
    found = [session.organisation] if session else []
    return [*found, visit.host, *visit.guests.all()] if visit else found


@by_password
@require_safe
def practice(request, pk):
    row = find(request, Practice, pk, "organisation", "visit", "session", "reviewed_by")
    standing = here(request)
    text = text_in(row, get_language())
    consents = list(row.consents.select_related("organisation"))
    agreed = [each.organisation_id for each in consents if each.agreed]
    writes = may_add(standing, row.organisation)
    texts = list(row.texts.all())
    context = {
        "practice": row,
        "text": text,
        "texts": texts,
        "missing": [code for code in CODES if code not in {each.language for each in texts}] if writes else [],
        "consents": [(each, may) for each, may in zip(consents, _may_consent(standing, consents), strict=True)],
        "writes": writes,
        "decides": may_decide(standing, row.organisation, row.written_by_id),
        "sharable": rules.may_share(
            state=row.state, organisations=[each.organisation_id for each in consents], consents=agreed
        ),
        "harvests": harvest.can() and standing.leads(row.organisation),
        "name_form": NameForm(standing=standing) if writes else None,
        "sent": sharing.text_of_practice(text, row.authors_said) if text and row.state == rules.SHARED else "",
        "sees_source": _sees_source(request, row),
    }
    return render(request, "peer_exchange/practices/practice.html", context)


def _may_consent(standing, consents):
    """For each of ``consents``, may she speak for its organisation? One query."""
    of = [each.organisation_id for each in consents]
    boards = set(Term.objects.holding().filter(seat__organisation__in=of).values_list("seat__organisation", flat=True))
    return [
        rules.may_consent(
            sits=each.organisation_id in standing.boards,
            looks_after=standing.leads(each.organisation),
            has_board=each.organisation_id in boards,
        )
        for each in consents
    ]


def _sees_source(request, row):
    """The visit that it comes from, where she may read it."""
    visits = ExchangeVisit.objects.visible_to(request.user, here(request))
    return row.visit_id and visits.filter(pk=row.visit_id).exists()


@by_password
@from_phones
def rewrite(request, pk, language):
    """Its words in one language."""
    row = find(request, Practice, pk, "organisation")
    if language not in CODES:
        raise Http404
    insist(may_add(here(request), row.organisation))
    said = row.texts.filter(language=language).first()
    first = {"seen": ""}
    if said:
        first = {name: getattr(said, name) for name in services.WORDS} | {"seen": said.changed_at.isoformat()}
    data, initial = typed(request, first)
    form, theirs = TextForm(data, initial=initial), None
    if request.method == "POST" and form.is_valid():
        done = services.rewrite(practice=row, language=language, by=request.user, **form.cleaned_data)
        if done:
            messages.success(request, _("Guardado. Lo revisa otra compañera."))
            return redirect("exchange:practice", row.pk)
        theirs = done.theirs
        form.add_error(None, str(done))
        form.data = form.data.copy()
        form.data["seen"] = theirs.changed_at.isoformat()
    spanish = row.texts.filter(language=DEFAULT).first() if language != DEFAULT else None
    context = {"form": form, "practice": row, "language": language, "theirs": theirs, "spanish": spanish}
    return page(request, "peer_exchange/practices/rewrite.html", context, form)


@by_password
@from_phones(changes=True)
def describe(request, pk):
    row = find(request, Practice, pk, "organisation")
    insist(may_decide(here(request), row.organisation, row.written_by_id))
    data, first = typed(request, {"authors_said": row.authors_said, "reserve": row.reserve})
    form = DescribeForm(data, initial=first)
    if request.method == "POST" and form.is_valid():
        services.describe(practice=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:practice", row.pk)
    context = {"form": form, "practice": row}
    return page(request, "peer_exchange/practices/describe.html", context, form)


@require_POST
@by_password
def name_organisation(request, pk):
    row = find(request, Practice, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    form = NameForm(request.POST, standing=here(request))
    if form.is_valid():
        for each in form.cleaned_data["named"]:
            services.name_organisation(practice=row, organisation=each, by=request.user)
        messages.success(request, _("Anotada. Falta su permiso."))
    else:
        messages.error(request, form.errors["named"][0])
    return redirect("exchange:practice", row.pk)


@require_POST
@by_password
def consent(request, pk, row):
    """The board of an organisation that is named, or who accompanies it, says yes or no."""
    practice = find(request, Practice, pk)
    found = get_object_or_404(practice.consents.select_related("organisation"), pk=row)
    insist(_may_consent(here(request), [found])[0])
    agreed = request.POST.get("answer") == "yes"
    services.answer_consent(row=found, by=request.user, agreed=agreed)
    messages.success(request, _("Permiso anotado.") if agreed else _("Anotado: no se comparte."))
    return redirect("exchange:practice", practice.pk)


@require_POST
@by_password
def move(request, pk):
    """Review, share, withdraw, or make a draft of a course."""
    row = find(request, Practice, pk, "organisation")
    standing, what = here(request), request.POST.get("move", "")
    if what == "review":
        insist(may_add(standing, row.organisation))
        done, said = services.review(practice=row, by=request.user), _("Gracias por revisarla.")
    elif what == "share":
        insist(may_decide(standing, row.organisation, row.written_by_id))
        done, said = services.share(practice=row, by=request.user), _("La práctica ya se comparte.")
    elif what == "withdraw":
        insist(may_decide(standing, row.organisation, row.written_by_id))
        done, said = services.withdraw(practice=row, by=request.user), _("La práctica ya no se comparte.")
    elif what == "harvest":
        insist(may_decide(standing, row.organisation))
        done, said = services.harvest_as_draft(practice=row, by=request.user), _("Quedó como borrador de curso.")
    else:
        raise Http404
    (messages.success if done else messages.error)(request, said if done else str(done))
    return redirect("exchange:practice", row.pk)


@require_POST
@by_password
def review_translation(request, pk, language):
    row = find(request, Practice, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    text = get_object_or_404(row.texts, language=language)
    done = services.review_translation(text=text, by=request.user)
    (messages.success if done else messages.error)(request, _("Gracias por revisarla.") if done else str(done))
    return redirect("exchange:practice", row.pk)
