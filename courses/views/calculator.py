"""The cost-per-ration calculator: its page, and the sheets that she keeps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.core.ids import parse, uuid7
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.site.offline import public_version

from ..costing import FIGURES, cost_of
from ..forms_calculator import SaveForm
from ..models import SavedSheet
from ..services import learning

SHEETS_A_PAGE = 30


@require_safe
def calculator(request):
    """The form, and with figures in the address the results. Guests too; nothing is stored."""
    kept = take(request, request.path)
    typed = kept or request.GET
    form = SaveForm(typed) if any(name in typed for name in FIGURES) else SaveForm()
    response = _page(request, form, editing=_hers(request, typed.get("sheet")))
    return response if typed else public_version(response)


@require_POST
@keeps_what_she_typed
def save_sheet(request):
    """Keep a sheet, or change one that she kept (``sheet``). A wrong one comes back as she typed it."""
    form = SaveForm(request.POST)
    known = parse(request.POST.get("sheet", ""))
    editing = get_object_or_404(SavedSheet.objects.visible_to(request.user), pk=known) if known else None
    if not form.is_valid():
        return _page(request, form, editing=editing, status=422)
    kept = learning.save_sheet(
        member=request.user,
        figures=form.figures(),
        name=form.cleaned_data["name"],
        nonce=parse(request.POST.get("nonce", "")) or uuid7(),
        sheet_id=editing.pk if editing else None,
    )
    if not kept:
        form.add_error(None, kept.reason)
        return _page(request, form, editing=editing, status=422)
    messages.success(request, _("Tu cuenta está guardada. Solo tú la ves."))
    return HttpResponseRedirect(reverse("courses:saved_sheets"))


@keeps_what_she_typed
@require_safe
def saved_sheets(request):
    sheets = SavedSheet.objects.visible_to(request.user)
    page = Paginator(sheets, SHEETS_A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "courses/calculator/saved.html", {"page": page})


@keeps_what_she_typed
@require_safe
def saved_sheet(request, sheet):
    """A kept sheet, open for another sum. Its figures never stand in the address."""
    kept = get_object_or_404(SavedSheet.objects.visible_to(request.user), pk=sheet)
    return _page(request, SaveForm({**kept.figures, "name": kept.name}), editing=kept)


@require_POST
@keeps_what_she_typed
def delete_sheet(request, sheet):
    kept = get_object_or_404(SavedSheet.objects.visible_to(request.user), pk=sheet)
    nonce = parse(request.POST.get("nonce", "")) or uuid7()
    gone = learning.save_sheet(member=request.user, figures={}, name="", nonce=nonce, sheet_id=kept.pk)
    if gone:
        messages.success(request, _("Borramos esa cuenta."))
    else:
        messages.error(request, gone.reason)
    return HttpResponseRedirect(reverse("courses:saved_sheets"))


def _page(request, form, *, editing=None, status=200):
    sheet = cost_of(form.month()) if form.is_bound and form.is_valid() else None
    context = {"form": form, "sheet": sheet, "editing": editing}
    return render(request, "courses/calculator/page.html", context, status=status)


def _hers(request, text):
    known = parse(text or "")
    return SavedSheet.objects.visible_to(request.user).filter(pk=known).first() if known else None
