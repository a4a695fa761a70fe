"""The academy's face in Wagtail's admin, and what of it is not used here."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.views import account

#: Reports that name people, or that speak of workflows, which are off.
UNUSED_REPORTS = {"site-history", "workflows", "workflow-tasks"}
#: Languages are a release and people have their own screens; neither is set here.
UNUSED_SETTINGS = {"workflows", "workflow-tasks", "users", "locales"}
UNUSED_PANELS = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


@hooks.register("insert_global_admin_css")
def colours():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/relevo-admin.css"))


@hooks.register("construct_reports_menu")
def fewer_reports(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_REPORTS]


@hooks.register("construct_settings_menu")
def fewer_settings(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_SETTINGS]


@hooks.register("construct_help_menu")
def fewer_helps(request, menu_items):
    """What is new in Wagtail interests who runs the site; our editors' manual is in docs/."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new")]


@hooks.register("construct_homepage_panels")
def fewer_panels(request, panels):
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in UNUSED_PANELS]


def _never(panel):
    return False


# A member has one name of her own choosing, set on her own page; Wagtail would ask for two and require both.
# Its profile pictures would be faces of women under a public address.
account.NameEmailSettingsPanel.is_active = _never
account.AvatarSettingsPanel.is_active = _never
