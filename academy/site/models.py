"""Pages that are no lessons, pictures and files, and the state of each translation."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from .blocks import CalloutBlock, ContactBlock, DrawingBlock, ProseBlock
from .fields import BodyField
from .folding import folded
from .offline import public_version
from .previews import PhoneFirst


class Picture(AbstractImage):
    """A drawing or photo of a page. ``key`` names it in course files; two sites know it by the same key."""

    key = models.SlugField(_("clave"), max_length=120, unique=True, null=True, blank=True, editable=False)

    admin_form_fields = (*(f for f in Image.admin_form_fields if f != "collection"), "collection")

    class Meta(AbstractImage.Meta):
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class File(AbstractDocument):
    """A file that a page gives: a template letter, a recording."""

    key = models.SlugField(_("clave"), max_length=120, unique=True, null=True, blank=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("archivo")
        verbose_name_plural = _("archivos")


class FoldedSearch(models.Model):
    """Search that finds «ñawpaq» for «nawpaq» on every database: the index holds words without accents."""

    class Meta:
        abstract = True

    def searchable_words(self):
        """All words of the page, folded. Overridden by pages with a body."""
        return folded(self.title)


#: The slug is the same in every language: the switch then only changes the prefix.
SAME_SLUG = SynchronizedField("slug", overridable=False)


def shown_with(page):
    """What blocks need to know of the page around them: what fell back to Spanish, and which day it is."""
    from .fallback import fallback_of

    return {"fallback": fallback_of(page), "today": timezone.localdate()}


class HomePage(PhoneFirst, FoldedSearch, Page):
    """The front door: what this is, one thing to do next, three ways in."""

    lead = models.CharField(_("frase de entrada"), max_length=200)
    intro = models.TextField(_("presentación"), blank=True)
    body = BodyField(
        [("prose", ProseBlock()), ("drawing", DrawingBlock()), ("callout", CalloutBlock())],
        blank=True,
        verbose_name=_("contenido"),
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("searchable_words")]
    override_translatable_fields = [SAME_SLUG]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None
    template = "site/home_page.html"

    class Meta:
        verbose_name = _("portada")

    def serve(self, request, *args, **kwargs):
        return public_version(super().serve(request, *args, **kwargs))

    def get_context(self, request, *args, **kwargs):
        from .front import front_door

        return {**super().get_context(request, *args, **kwargs), **shown_with(self), **front_door(request, self)}


class PlainPage(PhoneFirst, FoldedSearch, Page):
    """A page of text: about us, privacy, help lines."""

    intro = models.TextField(_("resumen"), blank=True)
    body = BodyField(
        [
            ("prose", ProseBlock()),
            ("drawing", DrawingBlock()),
            ("callout", CalloutBlock()),
            ("contact", ContactBlock()),
        ],
        blank=True,
        verbose_name=_("contenido"),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("searchable_words")]
    override_translatable_fields = [SAME_SLUG]
    parent_page_types = ["site.HomePage"]
    subpage_types = []
    template = "site/plain_page.html"

    class Meta:
        verbose_name = _("página sencilla")

    def serve(self, request, *args, **kwargs):
        return public_version(super().serve(request, *args, **kwargs))

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **shown_with(self)}


class TranslationState(models.Model):
    """How far one page's translation into one language may be trusted.

    No row means: nobody has vouched for it. ``draft`` is shown as a draft until a named native speaker signs.
    """

    class State(models.TextChoices):
        AUTHORED = "authored", _("escrita junto con el original")
        DRAFT = "draft", _("borrador")
        REVIEWED = "reviewed", _("revisada")

    translation_key = models.UUIDField()
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reviewed_by = models.UUIDField(null=True, blank=True, help_text="A person; this floor knows no people.")
    reviewer_name = models.CharField(max_length=120, blank=True, help_text="As she wants to be thanked.")
    original = models.CharField(max_length=64, blank=True, help_text="Digest of the Spanish words she read beside it.")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("estado de traducción")
        verbose_name_plural = _("estados de traducción")
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "language"], name="one_state_per_page_and_language")
        ]

    def __str__(self):
        return f"{self.translation_key} {self.language}: {self.state}"


from .offline.models import DataCost  # noqa: E402, F401 - and here
from .sound.models import Recording  # noqa: E402, F401 - Django looks for models here
