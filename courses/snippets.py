"""Reference data that editors may change: tracks, competencies, kinds of organisation. Never rows about people.

Each language has its own field. Without that, Wagtail's form writes whatever is typed into the column of the
language that the editor's own screen happens to be in, and the Spanish stays empty.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from academy.core.languages import DEFAULT, LANGUAGES
from academy.members.models import HelpLine, OrganisationKind

from .models import Competency, Track


def in_every_language(field, label):
    """A panel with one input for each language, Spanish first. Every one of them is a column of its own."""
    return MultiFieldPanel(
        [FieldPanel(f"{field}_{code}", heading=name, attrs={"lang": code}) for code, name in LANGUAGES], heading=label
    )


class ReferenceViewSet(SnippetViewSet):
    """Plain rows: no workflow, no revisions. Deleting is left to who can see what hangs on them."""

    search_fields = [f"name_{DEFAULT}"]
    copy_view_enabled = False
    inspect_view_enabled = False


class TrackViewSet(ReferenceViewSet):
    model = Track
    icon = "site"
    menu_label = _("Rutas")
    list_display = ["name", "slug", "order"]
    panels = [
        in_every_language("name", _("Nombre")),
        in_every_language("description", _("Descripción")),
        FieldPanel("slug"),
        FieldPanel("order"),
    ]


class CompetencyViewSet(ReferenceViewSet):
    model = Competency
    icon = "check"
    menu_label = _("Capacidades")
    list_display = ["name", "slug"]
    panels = [in_every_language("name", _("Nombre")), FieldPanel("slug")]


class OrganisationKindViewSet(ReferenceViewSet):
    model = OrganisationKind
    icon = "group"
    menu_label = _("Tipos de organización")
    list_display = ["name", "code", "order"]
    panels = [in_every_language("name", _("Nombre")), FieldPanel("code"), FieldPanel("order")]


class HelpLineViewSet(ReferenceViewSet):
    model = HelpLine
    icon = "mobile-alt"
    menu_label = _("Líneas de ayuda")
    list_display = ["name", "number", "territory", "check_by"]
    panels = [
        in_every_language("name", _("Nombre")),
        FieldPanel("number"),
        in_every_language("what", _("Para qué")),
        in_every_language("when", _("Cuándo")),
        FieldPanel("territory"),
        FieldPanel("check_by"),
        FieldPanel("source"),
        FieldPanel("order"),
    ]


class ReferenceGroup(SnippetViewSetGroup):
    items = (TrackViewSet, CompetencyViewSet, OrganisationKindViewSet, HelpLineViewSet)
    menu_label = _("Vocabulario")
    menu_icon = "list-ul"
    menu_name = "reference"
    menu_order = 500
