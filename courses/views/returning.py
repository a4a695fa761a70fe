"""Codes from course files: she enters hers, or a facilitator enters one for a woman of her scope."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.models import Member, Organisation

from ..authority import FACILITATORS
from ..forms_returning import ReturnForHerForm, ReturnForm
from ..permissions import accompanying
from ..returning.services import bring


@require_safe
def returning(request):
    """Where a code is typed. Guests too: a QR leads here, and what they type waits for them at the door."""
    kept = take(request, request.path)
    form = ReturnForm(initial=kept.dict()) if kept else ReturnForm()
    return render(request, "courses/onefile/returning.html", {"form": form})


@require_POST
@keeps_what_she_typed
def return_code(request):
    """Her own code."""
    form = ReturnForm(request.POST, request.FILES)
    brought = _brought(form, request.user, request.user) if form.is_valid() else []
    return _page(request, "courses/onefile/returning.html", form, brought, ReturnForm())


@accompanying
@require_http_methods(["GET", "HEAD", "POST"])
def return_for_her(request):
    """A code for a woman of her scope. Names are looked for in the same form, so that nothing typed is lost."""
    scope = Member.objects.within(Organisation.objects.under_roles_of(request.user, *FACILITATORS))
    scope = scope.filter(is_active=True).exclude(pk=request.user.pk)
    if request.method != "POST":
        kept = take(request, request.path)
        form = ReturnForHerForm(scope=scope, initial=kept.dict() if kept else None)
        return render(request, "courses/onefile/returning_for_her.html", {"form": form})
    form = ReturnForHerForm(request.POST, request.FILES, scope=scope)
    brought = _brought(form, form.member, request.user) if form.is_valid() else []
    return _page(request, "courses/onefile/returning_for_her.html", form, brought, ReturnForHerForm(scope=scope))


def _brought(form, member, by):
    return bring(member=member, typed=form.cleaned_data["typed"], by=by, language=get_language())


def _page(request, template, form, brought, empty):
    """What became of it, over a form for the next one; or the form as it was typed, with what is wrong."""
    context = {"form": empty if brought else form, "brought": brought, "member": getattr(form, "member", None)}
    return render(request, template, context, status=422 if form.errors else 200)
