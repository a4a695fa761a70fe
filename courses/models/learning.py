"""What happened to a learner: summaries folded from the record. Personal data throughout.

Every row here (but Certificate) is written by ``courses.projections`` alone and can be made again with
``manage.py rebuild_record``. Pages and questions are named by their keys, never by foreign key: her record
outlives them.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import AnswerQuerySet, CertificateQuerySet, LearnerQuerySet, RealTaskQuerySet


class Learned(models.Model):
    """Base: whose it is, in which course."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.UUIDField(db_index=True, help_text="translation_key of the course")

    objects = LearnerQuerySet.as_manager()

    class Meta:
        abstract = True


class Enrolment(Learned):
    """She began a course: by reading, answering or being there."""

    started_at = models.DateTimeField()

    class Meta:
        verbose_name = _("inscripción")
        verbose_name_plural = _("inscripciones")
        constraints = [models.UniqueConstraint(fields=["member", "course"], name="one_enrolment_per_course")]

    def __str__(self):
        return f"{self.member_id} {self.course}"


class LessonCompletion(Learned):
    """She read a lesson to its end."""

    lesson = models.UUIDField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lección leída")
        verbose_name_plural = _("lecciones leídas")
        constraints = [models.UniqueConstraint(fields=["member", "lesson"], name="one_completion_per_lesson")]

    def __str__(self):
        return f"{self.member_id} {self.lesson}"


class Attempt(Learned):
    """One sitting of a test. ``id`` is the id of the event that began it. ``passed`` is None until all is marked."""

    id = models.UUIDField(primary_key=True)
    test = models.UUIDField()
    questions = models.JSONField(default=list, help_text='[{"id": …, "version": …}] in the order she sees them.')
    pass_mark = models.PositiveSmallIntegerField(default=70)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    out_of = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    by_category = models.JSONField(default=dict, help_text='{"ley": [right, of]}')

    class Meta:
        verbose_name = _("intento")
        verbose_name_plural = _("intentos")
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["member", "test"], name="attempt_member_test")]

    def __str__(self):
        return f"{self.member_id} {self.test} {self.percent}"


class Answer(Learned):
    """Her answer to one question: the last one of practice (``attempt`` None), or the one of a try."""

    attempt = models.ForeignKey(Attempt, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    question = models.UUIDField()
    page = models.UUIDField(help_text="translation_key of the lesson or test")
    version = models.CharField(max_length=16, help_text="digest of the QuestionVersion she saw")
    kind = models.CharField(max_length=12)
    category = models.CharField(max_length=20, blank=True)
    response = models.JSONField()
    right = models.BooleanField(null=True, blank=True, help_text="None: waits for a reader, or needs none.")
    points = models.DecimalField(max_digits=4, decimal_places=2, default=0, help_text="0 to 1")
    first_right = models.BooleanField(
        null=True, blank=True, help_text="Was her first answer right? For hard questions."
    )
    times = models.PositiveSmallIntegerField(default=1)
    answered_at = models.DateTimeField()
    waits_for_reader = models.BooleanField(default=False)
    note = models.TextField(blank=True, help_text="What the reader wrote to her.")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("respuesta")
        verbose_name_plural = _("respuestas")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "question"], condition=models.Q(attempt=None), name="one_practice_answer"
            ),
            models.UniqueConstraint(fields=["attempt", "question"], name="one_answer_per_attempt_and_question"),
        ]
        indexes = [models.Index(fields=["course", "question"], name="answer_course_question")]

    def __str__(self):
        return f"{self.member_id} {self.question} {self.right}"


class RealTask(Learned):
    """A real task she did, and who confirmed it."""

    task = models.UUIDField(help_text="id of the task block")
    lesson = models.UUIDField()
    note = models.TextField(blank=True)
    photo = models.CharField(max_length=200, blank=True, help_text="Name in the private storage.")
    done_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The companion she asked to confirm it, if she named one.",
    )
    by_slip = models.BooleanField(default=False, help_text="Confirmed from a printed slip.")

    objects = RealTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tarea real")
        verbose_name_plural = _("tareas reales")
        constraints = [models.UniqueConstraint(fields=["member", "task"], name="one_row_per_real_task")]

    def __str__(self):
        return f"{self.member_id} {self.task}"


class TaskSlip(models.Model):
    """A printed slip for one real task: whoever may confirm the task may do so with its code.

    The code is kept as a digest only. Named by member and task and not by the row: summaries can be made
    again, and her paper outlives that.
    """

    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("vale de tarea")
        verbose_name_plural = _("vales de tarea")

    def __str__(self):
        return f"{self.member_id} {self.task}"


class Reflection(Learned):
    """What she wrote for herself. Hers alone: no view, export or report shows it to anyone else."""

    block = models.UUIDField()
    lesson = models.UUIDField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reflexión")
        verbose_name_plural = _("reflexiones")
        constraints = [models.UniqueConstraint(fields=["member", "block"], name="one_reflection_per_block")]

    def __str__(self):
        return f"{self.member_id} {self.block}"


class SavedSheet(models.Model):
    """A cost-per-ration sheet that she chose to keep. Hers alone."""

    id = models.UUIDField(primary_key=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    figures = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuenta guardada")
        verbose_name_plural = _("cuentas guardadas")
        ordering = ["-saved_at"]

    def __str__(self):
        return f"{self.member_id} {self.name}"


class Certificate(models.Model):
    """A constancia that was given. A document, not a summary: what it says stays as it was said.

    ``subject`` is an opaque id made for this paper alone, so that two certificates of one woman cannot be
    put together by whoever reads them.
    """

    code = models.CharField(max_length=12, unique=True, help_text="Read aloud and typed: no look-alike letters.")
    subject = models.UUIDField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    course = models.UUIDField()
    course_code = models.CharField(max_length=8)
    title = models.CharField(max_length=255)
    name = models.CharField(max_length=120, help_text="As she wants it.")
    organisation = models.CharField(max_length=120)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    language = models.CharField(max_length=5)
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("constancia")
        verbose_name_plural = _("constancias")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "course"],
                condition=models.Q(revoked_at=None, member__isnull=False),
                name="one_standing_certificate",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"
