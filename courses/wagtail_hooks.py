"""Registration only: editors' reports, reference data, and what waits on the home of the admin."""

from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from . import urls_reports
from .models import LessonPage
from .reports import what_waits
from .snippets import ReferenceGroup

register_snippet(ReferenceGroup)


@hooks.register("register_admin_urls")
def addresses():
    return [path("relevo/", include(urls_reports, namespace="editors"))]


class EditorsItem(MenuItem):
    """Shown to whoever may open the report."""

    def is_shown(self, request):
        return writes(request.user)


def writes(user):
    return page_permission_policy.user_has_any_permission(user, ["add", "change", "publish"])


def _item(label, view, icon, order):
    return lambda: EditorsItem(label, reverse(f"editors:{view}"), name=f"editors-{view}", icon_name=icon, order=order)


hooks.register("register_reports_menu_item", _item(_("Notas legales y líneas de ayuda"), "notes", "clipboard-list", 10))
hooks.register("register_reports_menu_item", _item(_("Peso de las lecciones"), "weights", "mobile-alt", 20))
hooks.register(
    "register_reports_menu_item",
    _item(_("Traducciones de los cursos"), "translations", "wagtail-localize-language", 30),
)


class WhatWaits(Component):
    """«Lo que espera» on the home of the admin."""

    name = "what_waits"
    template_name = "courses/admin/what_waits.html"
    order = 50

    def get_context_data(self, parent_context):
        return {"waiting": what_waits(at=timezone.localdate())}


@hooks.register("construct_homepage_panels")
def waiting_panel(request, panels):
    if writes(request.user):
        panels.insert(0, WhatWaits())


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def sound_button(page, user, next_url=None, **kwargs):
    if isinstance(page.specific_deferred, LessonPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Sonido"), reverse("editors:sounds", args=[page.pk]), icon_name="media", priority=45)
