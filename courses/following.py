"""Who is where in a course, which questions are hard, what waits: for whoever accompanies it.

``course_report`` is the one question behind the page and its files. Names only of women who allow it; all
others as counts that ``suppression`` lets through. Named women are not in the counts, so that the list of
names cannot be subtracted from them. Files carry no names at all: one that did would need two women's
approval (DESIGN §7).

Cost: about a dozen queries whatever the number of women; they are placed in memory (a row of numbers each).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.languages import DEFAULT
from academy.core.models import AuditEntry
from academy.core.suppression import K, band, share, shown_total, suppressed_table
from academy.members import notices
from academy.members.models import Consent, Member, Membership, Organisation

from . import rules
from .models import Answer, Attempt, CourseOutline, Enrolment, LessonCompletion, QuestionVersion, RealTask
from .querysets import READERS, learners_in_scope
from .responses import value_of

#: Where a woman is, from the beginning to the end; exclusive.
PLACES = {
    "started": gettext_lazy("Empezó"),
    "reading": gettext_lazy("Leyendo lecciones"),
    "practising": gettext_lazy("Falta prueba o tarea"),
    "finished": gettext_lazy("Terminó"),
}
BANDS = {
    "hard": gettext_lazy("Difícil: aciertan menos de 4 de cada 10"),
    "middle": gettext_lazy("A medias: aciertan de 4 a 7 de cada 10"),
    "easy": gettext_lazy("Va bien: aciertan más de 7 de cada 10"),
}
SEEN = "courses.progress_seen"
notices.register_action("courses.text_seen", gettext_lazy("%(who)s leyó un texto tuyo, con tu nombre."))
notices.register_action(SEEN, gettext_lazy("%(who)s miró tu avance en el curso «%(title)s»."))


@dataclass(frozen=True)
class Part:
    """One of the organisations that make up her scope, offered only where its group is large enough."""

    pk: int
    name: str


@dataclass(frozen=True)
class Group:
    """Counts of women without names. None: hidden, ``K - 1`` or fewer, or hidden to protect such a one."""

    label: str
    total: int | None
    places: list[tuple[str, str, int | None]]


@dataclass(frozen=True)
class Named:
    """A woman who allows that her progress is seen with her name."""

    member: Member
    organisation: str
    place: str
    read: int
    confirmed: int
    passed: bool

    @property
    def place_label(self):
        return PLACES[self.place]


@dataclass(frozen=True)
class HardQuestion:
    """How a question went at first sight. ``percent`` only where five stand on both sides, else ``band``."""

    question: UUID
    prompt: str
    lesson: str
    answered: int
    percent: int | None
    band: str

    @property
    def band_label(self):
        return BANDS[self.band]


@dataclass
class CourseReport:
    """``hidden_parts``: some organisations have too few women to be told of."""

    outline: CourseOutline
    title: str
    part: Part | None
    parts: list[Part]
    group: Group
    groups: list[Group]
    named: list[Named]
    questions: list[HardQuestion]
    lessons: int
    tasks: int
    texts_waiting: int
    tasks_waiting: int
    hidden_parts: bool
    least: int = K


@dataclass(frozen=True)
class CourseCount:
    """A course on the first page: women with names, and the count of the others."""

    outline: CourseOutline
    title: str
    named: int
    others: int | None
    texts_waiting: int
    tasks_waiting: int


def place_of(*, read, confirmed, passed, needed):
    """Where she is. ``needed``: the ``rules.Left`` of someone who has done nothing. Pure."""
    if read < needed.lessons_needed:
        return "reading" if read else "started"
    if (needed.test_needed and not passed) or confirmed < needed.tasks_needed:
        return "practising" if read or confirmed or passed else "started"
    return "finished"


def courses_in_scope(user, *, language):
    """The courses there are and those that women in her scope began, with counts. Five queries."""
    learners = learners_in_scope(user).exclude(pk=user.pk)
    rows = (
        Enrolment.objects.filter(member__in=learners.values("pk"))
        .annotate(by_name=Exists(_consents().filter(member=OuterRef("member"))))
        .values("course")
        .annotate(named=Count("pk", filter=Q(by_name=True)), others=Count("pk", filter=Q(by_name=False)))
        .order_by()
    )
    counts = {row["course"]: row for row in rows}
    texts = Counter(Answer.objects.readable_by(user).waiting().values_list("course", flat=True))
    tasks = Counter(RealTask.objects.confirmable_by(user).values_list("course", flat=True))
    found = []
    for outline in CourseOutline.objects.filter(Q(removed_at=None) | Q(pk__in=counts)):
        row = counts.get(outline.key, {"named": 0, "others": 0})
        found.append(
            CourseCount(
                outline=outline,
                title=outline.title_in(language),
                named=row["named"],
                others=shown_total([row["others"]]),
                texts_waiting=texts[outline.key],
                tasks_waiting=tasks[outline.key],
            )
        )
    return found


def course_report(*, user, outline, language, part=None):
    """The report of one course for her scope, narrowed to ``part`` (an organisation's pk) where it may be.

    ``part`` must be one of ``parts``; for anything else the answer is None.
    """
    learners = learners_in_scope(user).exclude(pk=user.pk)
    where = _places(outline, learners)
    homes = _homes(user, outline)
    consents = _consents().filter(member__in=learners.values("pk"))
    by_name = {member for member in consents.values_list("member", flat=True) if member in where}
    rows = _rows(where, by_name, homes)
    cells, whole = suppressed_table(rows)
    tellable = Organisation.objects.filter(path__in=[path for path in cells if cells[path] is not None])
    shown = sorted(tellable, key=lambda organisation: organisation.path)
    parts = [Part(o.pk, o.name) for o in shown] if len(rows) > 1 else []
    chosen = next((o for o in shown if o.pk == part), None) if parts else None
    if part is not None and chosen is None:
        return None
    groups = {o.pk: _group(o.name, sum(rows[o.path]), cells[o.path]) for o in shown}
    everyone = [sum(column) for column in zip(*rows.values(), strict=True)]
    return CourseReport(
        outline=outline,
        title=outline.title_in(language),
        part=Part(chosen.pk, chosen.name) if chosen else None,
        parts=parts,
        group=groups[chosen.pk] if chosen else _group(_("Todas"), shown_total(everyone), whole),
        groups=[groups[p.pk] for p in parts],
        named=_named(where, by_name, homes, only=chosen.path if chosen else None),
        questions=_hard_questions(outline, learners, language),
        lessons=len(outline.lessons),
        tasks=len(_tasks_of(outline)),
        texts_waiting=Answer.objects.readable_by(user).waiting().filter(course=outline.key).count(),
        tasks_waiting=RealTask.objects.confirmable_by(user).filter(course=outline.key).count(),
        hidden_parts=len(shown) < len(rows),
    )


def _rows(where, by_name, homes):
    """Women without names, counted by part (its path) and place."""
    order = list(PLACES)
    rows = defaultdict(lambda: [0] * len(order))
    for member, (place, *_rest) in where.items():
        if member not in by_name:
            rows[homes[member]][order.index(place)] += 1
    return dict(rows)


def _group(label, total, cells):
    cells = cells or [None] * len(PLACES)
    places = [(key, str(words), cell) for (key, words), cell in zip(PLACES.items(), cells, strict=True)]
    return Group(label=label, total=total, places=places)


def _consents():
    return Consent.objects.filter(purpose=Consent.Purpose.PROGRESS_BY_NAME, withdrawn_at=None)


def _tasks_of(outline):
    return [task["id"] for lesson in outline.lessons for task in lesson.get("tasks", [])]


def _places(outline, learners):
    """``{member id: (place, lessons read, tasks confirmed, passed)}`` of all who began it. Four queries.

    What was done in lessons or tasks that left the course since does not count, as in ``rules``.
    """
    inside = {"course": outline.key, "member__in": learners.values("pk")}
    lessons = [lesson["key"] for lesson in outline.lessons]
    read = _per_member(LessonCompletion.objects.filter(**inside, lesson__in=lessons))
    tasks = RealTask.objects.filter(**inside, task__in=_tasks_of(outline), confirmed_at__isnull=False)
    confirmed = _per_member(tasks)
    passed = set(Attempt.objects.filter(**inside, passed=True).values_list("member", flat=True))
    needed = rules.what_is_left(outline.data, rules.Done())
    found = {}
    for member in Enrolment.objects.filter(**inside).values_list("member", flat=True):
        hers = (read.get(member, 0), confirmed.get(member, 0), member in passed)
        place = place_of(read=hers[0], confirmed=hers[1], passed=hers[2], needed=needed)
        found[member] = (place, *hers)
    return found


def _per_member(rows):
    return dict(rows.order_by().values_list("member").annotate(Count("pk")))


def _homes(user, outline):
    """For each woman who began the course, the path of the part of the scope she counts in. Three queries.

    A scope of one tree: its parts are the root itself and each organisation right below it, with all that is
    below them. Several trees: each is a part. A woman of two parts counts in the first one only, because
    parts that overlap could be subtracted from the whole.
    """
    held = sorted(user.roles.standing().filter(kind__in=READERS).values_list("organisation__path", flat=True))
    roots = [path for i, path in enumerate(held) if not any(path.startswith(up) for up in held[:i])]
    belongs = (
        Membership.objects.standing()
        .filter(
            member__in=Enrolment.objects.filter(course=outline.key).values("member"),
            organisation__in=Organisation.objects.under_roles_of(user, *READERS),
        )
        .values_list("member", "organisation__path")
    )
    homes = {}
    # The same organisation may be held by two roles: one tree all the same.
    one_tree = len(set(roots)) == 1
    for member, path in belongs:
        root = next(root for root in roots if path.startswith(root))
        home = path[: len(root) + Organisation.steplen] if one_tree else root
        homes[member] = min(home, homes.get(member, home))
    return homes


def _named(where, by_name, homes, *, only):
    wanted = [member for member in by_name if only in (None, homes[member])]
    rows = Membership.objects.standing().filter(member__in=wanted).order_by("-organisation__path")
    organisations = dict(rows.values_list("member", "organisation__name"))
    return [
        Named(member, organisations.get(member.pk, ""), *where[member.pk])
        for member in Member.objects.filter(pk__in=wanted).order_by("name_key", "pk")
    ]


def _hard_questions(outline, learners, language):
    """Questions of the course from the hardest to the easiest, anonymous, for the whole scope. Two queries.

    Each woman counts once: her first answer to a practice question, or that of her first try of the test.
    Inside a band the order is that of the lessons, so that it tells no more than the band does.
    """
    earlier = Answer.objects.filter(
        member=OuterRef("member"),
        question=OuterRef("question"),
        attempt__finished_at__isnull=False,
        attempt__started_at__lt=OuterRef("attempt__started_at"),
    )
    women = Count("member", distinct=True)
    rows = (
        Answer.objects.filter(course=outline.key, member__in=learners.values("pk"), first_right__isnull=False)
        .filter(Q(attempt=None) | (Q(attempt__finished_at__isnull=False) & ~Exists(earlier)))
        .values("question")
        .annotate(of=women, right=Count("member", distinct=True, filter=Q(first_right=True)))
        .order_by()
    )
    rows = [row for row in rows if row["of"] >= K]
    versions = newest_versions([row["question"] for row in rows], language)
    pages = [(lesson["key"], lesson["titles"]) for lesson in outline.lessons]
    if outline.data.get("test"):
        pages.append((outline.data["test"]["key"], outline.data["test"]["titles"]))
    order = {UUID(str(key)): place for place, (key, _titles) in enumerate(pages)}
    found = []
    for row in rows:
        version = versions.get(row["question"])
        place = order.get(version.page) if version else None
        titles = pages[place][1] if place is not None else {}
        question = HardQuestion(
            question=row["question"],
            prompt=value_of(version.data).get("prompt", "") if version else "…",
            lesson=titles.get(language) or titles.get(DEFAULT, ""),
            answered=row["of"],
            percent=share(row["right"], row["of"]),
            band=band(row["right"], row["of"]),
        )
        found.append((list(BANDS).index(question.band), len(pages) if place is None else place, question))
    return [question for *_order, question in sorted(found, key=lambda f: (f[0], f[1], str(f[2].question)))]


def newest_versions(questions, language):
    """The newest version of each question in her language, else in Spanish, by question."""
    rows = QuestionVersion.objects.filter(question__in=questions, language__in={language, DEFAULT})
    ordered = sorted(rows, key=lambda version: (version.language == language, version.published_at))
    return {version.question: version for version in ordered}


# --- What leaves a trace ---------------------------------------------------------------------------


def note_seen(*, by, named, outline, at=None):
    """Write down for each named woman that her progress was looked at, once a day for each reader."""
    at = at or timezone.now()
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    people = {row.member.pk for row in named}
    known = AuditEntry.objects.filter(
        action=SEEN, by=by.pk, about__in=people, at__gte=day, detail__course=str(outline.key)
    ).values_list("about", flat=True)
    detail = {"course": str(outline.key), "title": outline.title_in(DEFAULT)}
    AuditEntry.objects.bulk_create(
        AuditEntry(at=at, by=by.pk, about=member, action=SEEN, detail=detail) for member in people - set(known)
    )


# --- The same as a file ----------------------------------------------------------------------------


def rows_of(report):
    """The report as rows for a spreadsheet: a header, then one row per fact. No names of women."""
    hidden = _("menos de %(least)s o reservado") % {"least": report.least}
    yield [_("Parte"), _("Dónde"), _("Qué"), _("Cuántas")]
    for group in [report.group] if report.part else [report.group, *report.groups]:
        total = hidden if group.total is None else group.total
        yield [_("Avance"), group.label, _("Mujeres sin nombre"), total]
        for _key, words, count in group.places:
            yield [_("Avance"), group.label, words, hidden if count is None else count]
    for question in report.questions:
        said = str(question.band_label) if question.percent is None else f"{question.percent} %"
        yield [_("Preguntas: respondieron"), question.lesson, question.prompt, question.answered]
        yield [_("Preguntas: acierto la primera vez"), question.lesson, question.prompt, said]
    yield [_("Por hacer"), "", _("Textos por leer"), report.texts_waiting]
    yield [_("Por hacer"), "", _("Tareas por confirmar"), report.tasks_waiting]
