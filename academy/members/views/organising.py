"""The organiser's pages. Guests go to the door, other members get 403, what is out of scope is 404."""

import time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.core import audit, ids

from .. import permissions, pictograms, qr, tree_rules
from ..forms import status_of
from ..forms.organising import InviteForm, OrganisationForm, RoleForm
from ..gates import by_password
from ..kept_forms import take
from ..models import Consent, Invitation, Member, Membership, Role
from ..operation.permissions import may_operate
from ..rules import name_key
from ..services import access
from ..services import organising as service
from .cards import invitation_link

PER_PAGE = 50
MOST_FOUND = 20
MOST_SHOWN = 200
#: How long a code that was just made can still be looked at, in seconds. After that it must be made anew.
CODE_SHOWN_FOR = 15 * 60
MOST_CODES = 5
CODES_KEY = "invitation_codes"


def organisation_or_refuse(request, pk, *, organiser=False):
    """The organisation, if she may facilitate (or organise) it. 403 with the reason, or 404 out of her scope."""
    organisation = permissions.facilitated_by(request.user).filter(pk=pk).select_related("territory", "kind").first()
    if organisation is None:
        require_role(request)
        raise Http404
    if organiser:
        decision = permissions.may_organise(request.user, organisation)
        if not decision:
            raise PermissionDenied(decision.reason)
    return organisation


def require_role(request):
    if not permissions.has_role_over_people(request.user):
        raise PermissionDenied(_("Esta página es para organizadoras y facilitadoras."))


# --- Organisations -------------------------------------------------------------------------------


@by_password
def organise(request):
    require_role(request)
    scope = permissions.facilitated_by(request.user)
    wanted = request.GET.get("q", "").strip()[:60]
    if wanted:
        scope = scope.filter(Q(name__icontains=wanted) | Q(code__iexact=wanted))
    standing = Membership.objects.standing().filter(member__is_active=True).values("pk")
    rows = scope.select_related("territory", "kind").annotate(
        women=Count("memberships", filter=Q(memberships__in=standing))
    )
    page = Paginator(rows.order_by("path"), PER_PAGE).get_page(request.GET.get("pagina"))
    top = min((each.depth for each in page), default=1)
    for each in page:
        each.step = each.depth - top
    operates = bool(may_operate(request.user))
    return render(request, "members/organise/organise.html", {"page": page, "q": wanted, "operates": operates})


@by_password
def organisation(request, pk):
    """Her list of women; with ``q`` women of all organisations below are looked through as well."""
    place = organisation_or_refuse(request, pk)
    organises = bool(permissions.may_organise(request.user, place))
    wanted = request.GET.get("q", "").strip()[:60]
    page = Paginator(_women(place, wanted), PER_PAGE).get_page(request.GET.get("pagina"))
    women = [_woman(row, organises) for row in page]
    audit.seen("members.phone_seen", by=request.user, about=[each["member"].pk for each in women if each["phone"]])
    context = {
        "organisation": place,
        "organises": organises,
        "page": page,
        "women": women,
        "q": wanted,
        "children": place.get_children().select_related("kind"),
        "invitations": Invitation.objects.open().filter(organisation=place).select_related("member", "by")[:MOST_SHOWN],
    }
    return render(request, "members/organise/organisation.html", context)


def _women(place, wanted):
    rows = Membership.objects.standing().filter(member__is_active=True)
    if wanted:
        rows = rows.filter(organisation__path__startswith=place.path, member__name_key__contains=name_key(wanted))
    else:
        rows = rows.filter(organisation=place)
    hers = {"member": OuterRef("member")}
    return (
        rows.select_related("member", "organisation")
        .annotate(
            phone_allowed=Exists(
                Consent.objects.filter(**hers, purpose=Consent.Purpose.PHONE_TO_ORGANISER, withdrawn_at=None)
            ),
            invited=Exists(Invitation.objects.open().filter(**hers)),
            has_role=Exists(Role.objects.standing().filter(**hers)),
        )
        .order_by("member__name_key", "pk")
    )


def _woman(row, organises):
    """What the page may show of her. The phone leaves this function only with her consent, and to an organiser."""
    return {
        "member": row.member,
        "sign": pictograms.sign(row.member.pictogram),
        "sign_name": pictograms.name(row.member.pictogram),
        "organisation": row.organisation,
        "since": row.since,
        "phone": row.member.phone if organises and row.phone_allowed else "",
        "enters": access.has_credential(row.member),
        "invited": row.invited,
        "has_role": row.has_role,
    }


@by_password
def add_organisation(request, pk):
    parent = organisation_or_refuse(request, pk, organiser=True)
    kept = take(request, request.path)
    form = OrganisationForm(request.POST if request.method == "POST" else None, parent=parent, initial=kept.dict())
    if request.method == "POST" and form.is_valid():
        try:
            made = service.add_organisation(
                parent=parent,
                by=request.user,
                name=form.cleaned_data["name"],
                kind=form.cleaned_data["kind"],
                level=form.cleaned_data["level"],
                territory=form.cleaned_data["place"] or parent.territory,
            )
        except access.Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(
                request,
                _("Listo: %(name)s. Su código es %(code)s.") % {"name": made.name, "code": made.code},
            )
            return redirect("members:organisation", pk=made.pk)
    context = {"organisation": parent, "form": form}
    return render(request, "members/organise/add_organisation.html", context, status=status_of(form))


# --- Invitations ---------------------------------------------------------------------------------


@by_password
def invite(request, pk):
    place = organisation_or_refuse(request, pk)
    kept = take(request, request.path)
    taken = access.taken_pictograms(place)
    form = InviteForm(request.POST if request.method == "POST" else None, taken=taken, initial=kept.dict())
    if request.method == "POST":
        # The number of the form is the number of the woman: a double tap makes one.
        number = ids.parse(request.POST.get("nonce"))
        before = number and service.already_invited(organisation=place, by=request.user, member_id=number)
        if before:
            return redirect("members:invitation_made", pk=before.pk)
        if number and Member.objects.filter(pk=number).exists():
            number = None
        if form.is_valid():
            try:
                _member, invitation, code = service.invite(
                    organisation=place,
                    by=request.user,
                    display_name=form.cleaned_data["name"],
                    pictogram=form.cleaned_data["pictogram"],
                    member_id=number,
                )
            except access.Refused as refused:
                form.add_error("name", str(refused))
            except IntegrityError:
                # The second tap of two that came at once: the first made her while this one was looking.
                before = number and service.already_invited(organisation=place, by=request.user, member_id=number)
                if not before:
                    raise
                return redirect("members:invitation_made", pk=before.pk)
            else:
                return _show_code(request, invitation, code)
    context = {"organisation": place, "form": form}
    return render(request, "members/organise/invite.html", context, status=status_of(form))


@by_password
@require_POST
def invite_known(request, pk, member):
    place = organisation_or_refuse(request, pk)
    woman = get_object_or_404(Member.objects.of(place).filter(is_active=True), pk=member)
    own = woman.memberships.standing().filter(organisation__path__startswith=place.path)
    try:
        invitation, code = service.invite_known(
            member=woman,
            organisation=own.select_related("organisation").first().organisation,
            by=request.user,
        )
    except access.Refused as refused:
        messages.warning(request, str(refused))
        return redirect("members:organisation", pk=place.pk)
    return _show_code(request, invitation, code)


def _show_code(request, invitation, code):
    codes = {pk: kept for pk, kept in request.session.get(CODES_KEY, {}).items() if _fresh(kept)}
    codes[str(invitation.pk)] = [code, int(time.time())]
    request.session[CODES_KEY] = dict(list(codes.items())[-MOST_CODES:])
    return redirect("members:invitation_made", pk=invitation.pk)


def _fresh(kept):
    return time.time() - kept[1] < CODE_SHOWN_FOR


@by_password
def invitation_made(request, pk):
    """Link, QR and card of an invitation made a moment ago. Its code is nowhere but in her session, for a while."""
    invitation = _invitation_or_refuse(request, pk)
    kept = request.session.get(CODES_KEY, {}).get(str(pk))
    is_open = Invitation.objects.open().filter(pk=pk).exists()
    context = {"invitation": invitation, "organisation": invitation.organisation, "is_open": is_open}
    if kept and is_open and _fresh(kept):
        address = invitation_link(request, kept[0], language=invitation.member.language if invitation.member else "")
        context |= {
            "code": kept[0],
            "address": address,
            "qr": qr.svg(address, _("Código QR de la invitación")),
        }
    return render(request, "members/organise/invitation_made.html", context)


@by_password
@require_POST
def revoke_invitation(request, pk):
    invitation = _invitation_or_refuse(request, pk)
    if service.revoke(invitation=invitation, by=request.user):
        messages.success(request, _("La invitación ya no sirve."))
    else:
        messages.info(request, _("Esa invitación ya estaba cerrada."))
    return redirect("members:organisation", pk=invitation.organisation_id)


def _invitation_or_refuse(request, pk):
    visible = Invitation.objects.visible_to(request.user).select_related("organisation", "member")
    invitation = visible.filter(pk=pk).first()
    if invitation is None:
        require_role(request)
        raise Http404
    return invitation


# --- Responsibilities ----------------------------------------------------------------------------


@by_password
def roles(request, pk):
    place = organisation_or_refuse(request, pk, organiser=True)
    wanted = (request.POST.get("q") or request.GET.get("q") or "").strip()[:60]
    found = Member.objects.none()
    if wanted:
        found = _found(place, wanted)
    kinds = tree_rules.kinds_given(Role.Kind.values, at_the_top=place.depth == 1)
    form = RoleForm(request.POST if request.method == "POST" else None, members=found, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        try:
            role, invitation, code = service.grant_role(
                member=form.cleaned_data["member"],
                organisation=place,
                kind=form.cleaned_data["kind"],
                by=request.user,
            )
        except access.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("%(name)s tiene ahora la responsabilidad: %(role)s.")
                % {"name": role.member.display_name, "role": role.get_kind_display()},
            )
            if invitation:
                return _show_code(request, invitation, code)
            if not role.member.has_usable_password():
                messages.info(request, permissions.may_recover(request.user, role.member).reason)
            return redirect("members:roles", pk=place.pk)
    standing = (
        Role.objects.standing()
        .filter(organisation__path__startswith=place.path)
        .select_related("member", "organisation", "granted_by")
        .order_by("organisation__path", "kind", "member__name_key")
    )
    context = {
        "organisation": place,
        "form": form,
        "q": wanted,
        "roles": standing[:MOST_SHOWN],
        "found": found,
    }
    return render(request, "members/organise/roles.html", context, status=status_of(form))


def _found(place, wanted):
    """Up to twenty women of the organisation or below whose name has these words."""
    matching = Member.objects.of(place).filter(is_active=True, name_key__contains=name_key(wanted))
    first = list(matching.order_by("name_key").values_list("pk", flat=True)[:MOST_FOUND])
    return Member.objects.filter(pk__in=first).order_by("name_key")


@by_password
@require_POST
def end_role(request, pk):
    scope = permissions.facilitated_by(request.user)
    role = (
        Role.objects.standing().filter(pk=pk, organisation__in=scope).select_related("organisation", "member").first()
    )
    if role is None:
        require_role(request)
        raise Http404
    place = organisation_or_refuse(request, role.organisation_id, organiser=True)
    try:
        ended = service.end_role(role=role, by=request.user)
    except access.Refused as refused:
        messages.warning(request, str(refused))
    else:
        if ended:
            messages.success(request, _("La responsabilidad quedó cerrada. Ella recibe un aviso."))
        else:
            messages.info(request, _("Esa responsabilidad ya estaba cerrada."))
    if permissions.may_organise(request.user, place):
        return redirect("members:roles", pk=place.pk)
    return redirect("members:account")
