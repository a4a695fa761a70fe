"""Pages: content, panels and tree rules. What happens to a learner lives in ``learning``; a POST goes to a view."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.site.fields import BodyField
from academy.site.models import FoldedSearch
from academy.site.previews import PhoneFirst

from ..blocks import lesson_blocks, test_blocks
from ..reading import words_of

#: The slug is the same in every language: the switch then only changes the prefix, and links sent by
#: WhatsApp open in the language of whoever receives them.
SAME_SLUG = SynchronizedField("slug", overridable=False)


class CourseIndexPage(PhoneFirst, FoldedSearch, Page):
    """The catalogue."""

    intro = models.TextField(_("presentación"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("searchable_words")]
    override_translatable_fields = [SAME_SLUG]
    parent_page_types = ["site.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/catalogue.html"

    class Meta:
        verbose_name = _("catálogo de cursos")

    def serve(self, request, *args, **kwargs):
        from ..views.catalogue import catalogue

        return catalogue(request, self)


class CoursePage(PhoneFirst, FoldedSearch, Page):
    """A course: what it gives, what completes it. Its children are lessons and at most one test."""

    class CircleCheck(models.TextChoices):
        NONE = "none", _("sin pregunta para cada una")
        ONE = "one", _("una pregunta para cada una")

    code = models.CharField(_("código"), max_length=8, help_text=_("Letra de la ruta y número, como R1."))
    track = models.ForeignKey("courses.Track", on_delete=models.PROTECT, related_name="+", verbose_name=_("ruta"))
    competencies = ParentalManyToManyField("courses.Competency", blank=True, verbose_name=_("capacidades"))
    hours = models.DecimalField(
        _("horas"),
        max_digits=4,
        decimal_places=1,
        default=2,
        help_text=_("Con las tareas reales. Va en la constancia."),
    )
    summary = models.TextField(_("resumen"), blank=True)
    outcomes = BodyField(
        [("outcome", blocks.CharBlock(max_length=200, label=_("Al terminar puede…")))],
        blank=True,
        verbose_name=_("lo que podrá hacer"),
    )
    cover = models.ForeignKey(
        "site.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("dibujo")
    )
    cover_alt = models.CharField(_("qué se ve en el dibujo"), max_length=250, blank=True)
    rule_lessons = models.PositiveSmallIntegerField(
        _("lecciones que hay que leer"), null=True, blank=True, help_text=_("Vacío: todas.")
    )
    rule_tasks = models.PositiveSmallIntegerField(
        _("tareas que hay que confirmar"), null=True, blank=True, help_text=_("Vacío: todas.")
    )
    rule_test = models.BooleanField(_("hay que pasar la prueba"), default=True)
    gives_certificate = models.BooleanField(_("da constancia"), default=True)
    circle_check = models.CharField(
        _("después del círculo"),
        max_length=4,
        choices=CircleCheck,
        default=CircleCheck.NONE,
        help_text=_("Cada una responde sola una pregunta de la lección, cuando puede."),
    )
    file_ids = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Block id to the short id of its course file."
    )

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("hours")]),
        FieldPanel("track"),
        FieldPanel("competencies"),
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Portada")),
        MultiFieldPanel(
            [
                FieldPanel("rule_lessons"),
                FieldPanel("rule_tasks"),
                FieldPanel("rule_test"),
                FieldPanel("gives_certificate"),
                FieldPanel("circle_check"),
            ],
            heading=_("Qué completa el curso"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("searchable_words"), index.FilterField("code")]
    translatable_fields = [
        TranslatableField("title"),
        SAME_SLUG,
        TranslatableField("summary"),
        TranslatableField("outcomes"),
        TranslatableField("cover_alt"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("code"),
        SynchronizedField("track"),
        SynchronizedField("competencies"),
        SynchronizedField("hours"),
        SynchronizedField("cover"),
        SynchronizedField("rule_lessons"),
        SynchronizedField("rule_tasks"),
        SynchronizedField("rule_test"),
        SynchronizedField("gives_certificate"),
        SynchronizedField("circle_check"),
        SynchronizedField("file_ids"),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage", "courses.TestPage"]
    template = "courses/course.html"

    class Meta:
        verbose_name = _("curso")
        verbose_name_plural = _("cursos")

    def __str__(self):
        return self.title

    def searchable_words(self):
        return words_of(self.title, self.code, self.summary, self.outcomes)

    def serve(self, request, *args, **kwargs):
        from ..views.catalogue import course

        return course(request, self)


class LessonPage(PhoneFirst, FoldedSearch, Page):
    """Five to eight minutes: a scene, an idea, an example, questions, a real task."""

    intro = models.TextField(_("primer párrafo"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutos"), default=6)
    body = BodyField(lesson_blocks(), blank=True, verbose_name=_("contenido"))
    care_note = models.CharField(
        _("nota de cuidado"),
        max_length=250,
        blank=True,
        help_text=_("Si habla de violencia: qué va a encontrar. Lleva salida rápida y no se guarda en el celular."),
    )
    short_text = models.TextField(
        _("mensaje para enviar"),
        blank=True,
        max_length=700,
        help_text=_("Para WhatsApp, hasta 700 letras con el enlace. Vacío: se arma de la lección."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("minutes"),
        FieldPanel("care_note"),
        FieldPanel("body"),
        FieldPanel("short_text"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("searchable_words")]
    translatable_fields = [
        TranslatableField("title"),
        SAME_SLUG,
        TranslatableField("intro"),
        TranslatableField("care_note"),
        TranslatableField("body"),
        TranslatableField("short_text"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("minutes"),
    ]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    template = "courses/lesson.html"

    class Meta:
        verbose_name = _("lección")
        verbose_name_plural = _("lecciones")

    def __str__(self):
        return self.title

    def searchable_words(self):
        return words_of(self.title, self.intro, self.body)

    @property
    def preview_modes(self):
        return [("", _("Teléfono y computadora"))]

    def serve(self, request, *args, **kwargs):
        from ..views.lesson import lesson

        return lesson(request, self)

    def serve_preview(self, request, mode_name):
        request.is_preview = True
        from ..views.lesson import lesson

        return lesson(request, self)


class TestPage(PhoneFirst, FoldedSearch, Page):
    """The check of a course. Graded on the server only: what is right never travels to a phone before it is over."""

    __test__ = False  # not a test case, whatever pytest thinks of its name

    class Answers(models.TextChoices):
        EACH = "each", _("después de cada pregunta")
        END = "end", _("al final")

    intro = models.TextField(_("presentación"), blank=True)
    draw = models.PositiveSmallIntegerField(
        _("preguntas por intento"), null=True, blank=True, help_text=_("Se sacan al azar. Vacío: todas.")
    )
    random_order = models.BooleanField(_("en orden al azar"), default=True)
    pass_mark = models.PositiveSmallIntegerField(
        _("se pasa con este porcentaje"), default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    tries = models.PositiveSmallIntegerField(_("intentos"), default=0, help_text=_("0: los que quiera."))
    answers = models.CharField(_("las respuestas se explican"), max_length=4, choices=Answers, default=Answers.END)
    offline = models.BooleanField(
        _("se puede dar sin señal"),
        default=False,
        help_text=_("Las preguntas se guardan en su celular por 30 días, sin lo correcto. Ve su nota cuando se envía."),
    )
    message_pass = models.TextField(_("mensaje cuando pasa"), blank=True)
    message_not_yet = models.TextField(_("mensaje cuando aún no"), blank=True)
    questions = BodyField(test_blocks(), blank=True, verbose_name=_("preguntas"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("draw"),
                FieldPanel("random_order"),
                FieldPanel("pass_mark"),
                FieldPanel("tries"),
                FieldPanel("answers"),
                FieldPanel("offline"),
            ],
            heading=_("Reglas"),
        ),
        MultiFieldPanel([FieldPanel("message_pass"), FieldPanel("message_not_yet")], heading=_("Mensajes")),
        FieldPanel("questions"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("searchable_words")]
    translatable_fields = [
        TranslatableField("title"),
        SAME_SLUG,
        TranslatableField("intro"),
        TranslatableField("message_pass"),
        TranslatableField("message_not_yet"),
        TranslatableField("questions"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("draw"),
        SynchronizedField("random_order"),
        SynchronizedField("pass_mark"),
        SynchronizedField("tries"),
        SynchronizedField("answers"),
        SynchronizedField("offline"),
    ]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    template = "courses/test.html"

    class Meta:
        verbose_name = _("prueba")
        verbose_name_plural = _("pruebas")

    def __str__(self):
        return self.title

    def searchable_words(self):
        # The questions stay out: a search must not be a way to read the test beforehand.
        return words_of(self.title, self.intro)

    def serve(self, request, *args, **kwargs):
        from ..views.test import test_door

        return test_door(request, self)

    def serve_preview(self, request, mode_name):
        request.is_preview = True
        from ..views.test import test_door

        return test_door(request, self)
