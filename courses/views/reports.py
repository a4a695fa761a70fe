"""Editors' reports, inside Wagtail's admin. Thin: rows come from ``courses.reports``."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from academy.core.languages import DEFAULT, LANGUAGES, own_name
from academy.core.spreadsheets import as_csv
from academy.site.reviewing import return_to_draft, sign_review

from .. import reports
from ..models import CoursePage

OTHER_LANGUAGES = [(code, name) for code, name in LANGUAGES if code != DEFAULT]


class EditorsOnly:
    """For whoever may change pages."""

    def dispatch(self, request, *args, **kwargs):
        if not page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Report(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class Notes(Report):
    page_title = gettext_lazy("Notas legales y líneas de ayuda")
    header_icon = "clipboard-list"
    template_name = "courses/admin/notes.html"

    def get_context_data(self, **kwargs):
        notes = reports.dated_notes(at=timezone.localdate())
        return {**super().get_context_data(**kwargs), "notes": notes, "soon_days": reports.SOON.days}


class Weights(Report):
    page_title = gettext_lazy("Peso de las lecciones")
    header_icon = "mobile-alt"
    template_name = "courses/admin/weights.html"

    def dispatch(self, request, *args, **kwargs):
        chosen = request.GET.get("language", "")
        self.language = chosen if chosen in dict(LANGUAGES) else ""
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") == "csv":
            return weights_csv(reports.weighed_lessons(self.language))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rows = reports.weighed_lessons(self.language)
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            "heavy": sum(1 for row in rows if row.broken),
            "language": self.language,
            "languages": LANGUAGES,
        }


def weights_csv(rows):
    """The rows as a file for spreadsheets: bytes, so that nothing is rounded twice."""
    titles = [
        _("Curso"),
        _("Lección"),
        _("Idioma"),
        _("Página (bytes)"),
        _("Estilo y programa (bytes)"),
        _("Dibujos (bytes)"),
        _("Audios (bytes)"),
        _("En total (bytes)"),
        _("Pasa el límite"),
        _("Medida el"),
    ]
    table = [titles, *(_csv_row(row, row.weight) for row in rows)]
    response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="pesos.csv"'
    return response


def _csv_row(row, weight):
    return [
        row.course,
        row.page.title,
        weight.language,
        weight.html,
        weight.shell,
        weight.pictures,
        weight.recordings,
        weight.total,
        _("sí") if row.broken else _("no"),
        weight.measured_at.date().isoformat(),
    ]


class Translations(Report):
    page_title = gettext_lazy("Traducciones de los cursos")
    header_icon = "wagtail-localize-language"
    template_name = "courses/admin/translations.html"

    def get_context_data(self, **kwargs):
        courses = reports.translatable_courses()
        chosen = self.request.GET.get("course", "")
        course = next((each for each in courses if str(each.pk) == chosen), courses[0] if courses else None)
        if chosen == "others":
            course = None
        return {
            **super().get_context_data(**kwargs),
            "courses": courses,
            "course": course,
            "rows": reports.translation_rows(reports.pages_of(course)),
            "may_sign": may_sign(self.request.user),
        }


def may_sign(user):
    return user.has_perm("site.change_translationstate")


class Sign(EditorsOnly, View):
    """POST: a native speaker vouches for a page (``name``), or it goes back to draft (``draft``)."""

    http_method_names = ["post"]

    def post(self, request, page, language):
        if not may_sign(request.user) or language not in dict(OTHER_LANGUAGES):
            raise PermissionDenied
        page = get_object_or_404(Page, pk=page, locale__language_code=DEFAULT, depth__gt=1).specific
        name = " ".join(request.POST.get("name", "").split())
        words = {"page": page.title, "language": own_name(language)}
        if "draft" in request.POST:
            return_to_draft(page=page, language=language, by=request.user)
            messages.success(request, _("«%(page)s» en %(language)s vuelve a ser un borrador.") % words)
        elif name:
            sign_review(page=page, language=language, reviewer_name=name, by=request.user)
            messages.success(request, _("«%(page)s» en %(language)s está revisada.") % words)
        else:
            messages.error(request, _("Escribe el nombre de quien la revisó. La página queda como estaba."))
        course = page if isinstance(page, CoursePage) else page.get_parent().specific
        goal = course.pk if isinstance(course, CoursePage) else "others"
        return redirect(f"{reverse('editors:translations')}?course={goal}#p{page.pk}")
