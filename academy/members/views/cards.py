"""Codes given by a person who knows her: recovery, and cards to print. Each makes a fresh code."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from .. import permissions, qr
from ..cards import card_data, render_cards
from ..gates import by_password
from ..models import Invitation, Member, Organisation
from ..secondfactor import services as second_step
from ..services import access

#: More cards than this are printed in several goes: each is a fresh code that must reach its owner.
MOST_CARDS = 50


def invitation_link(request, code, *, language=""):
    """The whole address that a QR carries, in her language, on the host the organiser is using."""
    with override(language or None):
        address = reverse("members:invitation", args=[code.replace("-", "")])
    return request.build_absolute_uri(address)


@by_password
def issue_recovery(request, pk):
    """A one-time code, shown once. Women outside her scope do not exist for her."""
    if not (request.user.is_superuser or permissions.has_role_over_people(request.user)):
        raise PermissionDenied(_("Esto lo hace su facilitadora o su organizadora."))
    reachable = Member.objects.filter(is_active=True)
    if not request.user.is_superuser:
        reachable = reachable.visible_to(request.user)
    member = get_object_or_404(reachable, pk=pk)
    decision = permissions.may_recover(request.user, member)
    if not decision:
        raise PermissionDenied(decision.reason)
    context = {"member": member, "code": "", "second_step": member.second_factors.exists()}
    if request.method == "POST":
        try:
            invitation, code = access.issue_recovery(member=member, by=request.user)
            if "second_step" in request.POST:
                second_step.take_away(member=member, by=request.user)
        except access.Refused as refused:
            messages.error(request, refused.decision.reason)
            return redirect("members:account")
        link = invitation_link(request, code, language=member.language)
        context |= {
            "code": code,
            "organisation": invitation.organisation,
            "by_password": invitation.purpose == Invitation.Purpose.PASSWORD,
            "days": (invitation.expires_at - invitation.created_at).days,
            "address": request.build_absolute_uri(reverse("members:recover")),
            "qr": qr.svg(link, _("Código QR para entrar")),
        }
    return render(request, "members/access/recovery_issued.html", context)


@by_password
@require_POST
def invitation_card(request, pk):
    """One card. The code printed before stops working: the page that shows the button says so."""
    invitation = get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("organisation", "member"), pk=pk
    )
    _refuse_unless(_may_print(request.user, invitation))
    try:
        return _pdf([_fresh_card(request, invitation)], name="tarjeta.pdf")
    except access.Refused as refused:
        messages.error(request, refused.decision.reason)
        return redirect("members:organisation", pk=invitation.organisation_id)


@by_password
@require_POST
def invitation_cards(request, pk):
    """Ten cards on each A4 sheet: every open first invitation of the organisation, oldest first."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if not permissions.has_role_over_people(request.user):
        raise PermissionDenied(_("Esto lo hace su facilitadora o su organizadora."))
    if not permissions.may_facilitate(request.user, organisation):
        raise Http404
    invitations = (
        Invitation.objects.open()
        .filter(organisation=organisation, purpose=Invitation.Purpose.JOIN)
        .select_related("organisation", "member")
        .order_by("created_at")
    )
    cards = []
    for invitation in invitations[: MOST_CARDS * 2]:
        if len(cards) < MOST_CARDS and _may_print(request.user, invitation):
            try:
                cards.append(_fresh_card(request, invitation))
            except access.Refused:
                continue  # she came in while the sheet was being made
    if not cards:
        messages.info(request, _("No hay invitaciones abiertas para imprimir."))
        return redirect("members:organisation", pk=organisation.pk)
    return _pdf(cards, name="tarjetas.pdf", sheet=True)


def _may_print(user, invitation):
    """A card for a woman with an account is a way into it: then the rule of recovery holds."""
    member = invitation.member
    if member is None or not (access.has_credential(member) or access.holds_role(member)):
        return permissions.may_facilitate(user, invitation.organisation)
    return permissions.may_recover(user, member)


def _refuse_unless(decision):
    if not decision:
        raise PermissionDenied(decision.reason)


def _fresh_card(request, invitation):
    fresh, code = access.reissue(invitation=invitation, by=request.user, at=timezone.now())
    language = fresh.member.language if fresh.member else ""
    with override(language or None):
        typed_at = request.get_host() + reverse("members:recover")
    link = invitation_link(request, code, language=language)
    return card_data(invitation=fresh, code=code, link=link, typed_at=typed_at)


def _pdf(cards, *, name, sheet=False):
    response = HttpResponse(render_cards(cards, sheet=sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
