"""Her own page: what is held about her, one question per screen, and who looked."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from academy.core.languages import own_name
from academy.core.models import AuditEntry

from .. import consenting, kept_forms, notices, phone, pictograms, sessions
from ..forms import account as forms
from ..forms import status_of
from ..models import Member
from ..secondfactor import sign_ins
from ..services import account as services
from ..services import signing_in
from ..services.access import holds_role

#: How many lines of notices and of the audit one page shows.
PAGE = 50


@dataclass(frozen=True)
class Row:
    """One line of her page: what it is, how it stands, where it is changed."""

    label: str
    value: str
    url: str
    sign: str = ""


@never_cache
@login_required
def account(request):
    """What the academy holds about her, each line with its change."""
    member, known = request.user, phone.read(request)
    membership = member.memberships.standing().select_related("organisation").order_by("since", "pk").first()
    context = {
        "membership": membership,
        "rows": _rows(member),
        "unseen": member.notices.filter(seen_at=None).count(),
        "has_pin": bool(member.pin),
        "by_password": request.session.get("signed_in_with") == "password",
        "consents": member.consents.filter(withdrawn_at=None).count(),
        "remembered": member.pk in known.members,
        "hidden": member.pk in known.hidden,
    }
    return render(request, "members/account/account.html", context)


def _rows(member):
    def to(what):
        return reverse("members:account_change", args=[what])

    drawing = str(pictograms.name(member.pictogram)) or _("sin dibujo")
    on_paper = member.name_on_certificates or member.display_name
    return [
        Row(_("Nombre"), member.display_name, to("nombre")),
        Row(_("Dibujo"), drawing, to("dibujo"), pictograms.sign(member.pictogram)),
        Row(_("Idioma"), own_name(member.language), to("idioma")),
        Row(_("Nombre en constancias"), on_paper, to("constancias")),
        *([Row(_("Nombre completo"), member.legal_name, to("nombre-completo"))] if member.legal_name else []),
        Row(_("Teléfono"), member.phone or _("ninguno"), to("telefono")),
    ]


@never_cache
@login_required
def how_i_enter(request):
    """What she needs next time, on one screen to be copied or photographed."""
    memberships = request.user.memberships.standing().select_related("organisation").order_by("since", "pk")
    context = {
        "memberships": memberships,
        "sign": pictograms.sign(request.user.pictogram),
        "drawing": pictograms.name(request.user.pictogram),
        "by_password": holds_role(request.user),
        "borrowed": request.session.get("borrowed", False),
        "go_on": sessions.landing(request.user),
    }
    return render(request, "members/account/how_i_enter.html", context)


@never_cache
@kept_forms.keeps_what_she_typed
@sensitive_post_parameters("old_pin", "pin", "pin_again")
def change(request, what):
    if what == "pin":
        return _change_pin(request)
    try:
        form_class = forms.QUESTIONS[what]
    except KeyError:
        raise Http404 from None
    kept = kept_forms.take(request, request.path) if request.method == "GET" else None
    form = form_class(request.POST or kept or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        services.change_details(member=request.user, **form.saved())
        if what == "idioma":
            return _in_new_language(request)
        messages.success(request, _("Guardado."))
        return redirect("members:account")
    status = status_of(form) if request.method == "POST" else 200
    return render(request, "members/account/change.html", {"form": form, "what": what}, status=status)


def _in_new_language(request):
    language = request.user.language
    with override(language):
        messages.success(request, _("Guardado."))
        response = HttpResponseRedirect(reverse("members:account"))
    sessions.remember_language(response, language, borrowed=request.session.get("borrowed", False))
    return response


def _change_pin(request):
    form = forms.ChangePinForm(request.POST or None, member=request.user)
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        decision = signing_in.pin_fits(member=request.user, pin=form.cleaned_data["old_pin"])
        if decision:
            services.change_pin(member=request.user, pin=form.cleaned_data["pin"])
            update_session_auth_hash(request, request.user)
            sign_ins.renewed(request)
            messages.success(request, _("Tu PIN cambió."))
            return sessions.onward(request, reverse("members:account"), me=str(request.user.pk))
        form.add_error("old_pin", decision.reason)
        status = 429 if decision.code == "resting" else 422
    return render(request, "members/account/change.html", {"form": form, "what": "pin"}, status=status)


@never_cache
@login_required
def consents(request):
    """Each permission in its words, no unless she said yes, and taken back with one tap."""
    member = request.user
    if request.method == "POST":
        _answer(request, member)
        return redirect("members:consents")
    ledger = list(member.consents.select_related("read_aloud_by").order_by("-given_at"))
    standing = {each.purpose: each for each in ledger if each.withdrawn_at is None}
    cards = [{"wording": wording, "given": standing.get(wording.purpose)} for wording in consenting.WORDINGS]
    context = {
        "cards": cards,
        "ledger": [(consenting.question_of(each), each) for each in ledger],
        "companions": Member.objects.companions_of(member).order_by("display_name")[:200],
        "without_phone": not member.phone,
    }
    return render(request, "members/account/consents.html", context)


def _answer(request, member):
    form = forms.ConsentForm(request.POST, member=member)
    wording = consenting.wording_of(request.POST.get("purpose", ""))
    if wording is None or not form.is_valid():
        messages.warning(request, _("No entendimos tu respuesta. Prueba otra vez."))
    elif form.cleaned_data["answer"] == "no":
        services.withdraw_consent(member=member, purpose=wording.purpose)
        messages.success(request, _("Listo: retiraste tu permiso."))
    elif form.cleaned_data["wording"] != wording.version:
        messages.warning(request, _("Las palabras de este permiso cambiaron. Léelas de nuevo, por favor."))
    else:
        services.give_consent(
            member=member,
            purpose=wording.purpose,
            wording=wording.version,
            language=get_language(),
            read_aloud_by=form.cleaned_data["read_aloud_by"],
        )
        messages.success(request, _("Listo: diste tu permiso. Puedes retirarlo cuando quieras."))


@never_cache
@login_required
def notices_page(request):
    """What she was told; seeing the page marks nothing, the button does: another may hold the phone."""
    if request.method == "POST":
        services.see_notices(member=request.user)
        return redirect("members:notices")
    lines = [(notice, notices.sentence(notice)) for notice in request.user.notices.all()[:PAGE]]
    context = {"lines": lines, "unseen": any(notice.seen_at is None for notice, _words in lines)}
    return render(request, "members/account/notices.html", context)


@never_cache
@login_required
def who_looked(request):
    """Who did what with her data, page by page. Three queries: how many, the entries and the names."""
    page = Paginator(AuditEntry.objects.filter(about=request.user.pk), PAGE).get_page(request.GET.get("pagina"))
    names = Member.objects.in_bulk({entry.by for entry in page if entry.by})
    lines = []
    for entry in page:
        who = notices.who_did(entry, request.user, names)
        lines.append((entry.at, notices.action_sentence(entry, who)))
    return render(request, "members/account/who_looked.html", {"lines": lines, "page": page})
