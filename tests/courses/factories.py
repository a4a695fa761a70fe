"""Women, a course and its questions for tests.

``CourseFactory`` writes down a course without pages (outline and versions: all that the record needs);
``published_course`` builds its pages under the real roots and publishes them.
"""

import uuid
from types import SimpleNamespace

import factory
from django.utils import timezone

from academy.core.ids import uuid7
from academy.members.models import Member, Membership, Organisation, OrganisationKind, Role
from courses import grading
from courses.models import CourseOutline, CoursePage, LessonPage, QuestionVersion, TestPage, Track

NAMES = uuid.UUID("6f1d2c1e-6a0e-5c55-9d5e-0c1f4f0f6a11")


def uid(*path):
    """A steady id: the same path gives the same id in every test."""
    return str(uuid.uuid5(NAMES, "/".join(map(str, path))))


# --- People ------------------------------------------------------------------------------------


class MemberFactory(factory.django.DjangoModelFactory):
    display_name = factory.Sequence(lambda n: f"Socia {n}")

    class Meta:
        model = Member

        skip_postgeneration_save = True

    @factory.post_generation
    def member_of(self, create, organisation, **kwargs):
        """``member_of=organisation``."""
        if organisation is not None:
            Membership.objects.create(member=self, organisation=organisation, since="2020-01-01")

    @factory.post_generation
    def holds(self, create, role, **kwargs):
        """``holds=("facilitator", organisation)``."""
        if role is not None:
            kind, organisation = role
            Role.objects.create(member=self, organisation=organisation, kind=kind, since="2020-01-01")


def organisation(name="Comedor Las Flores", *, below=None, level="base"):
    """An organisation, on its own or below another."""
    kind, _made = OrganisationKind.objects.get_or_create(code="comedor", defaults={"name_es": "Comedor"})
    fields = {"name": name, "code": uuid7().hex[-10:], "kind": kind, "level": level}
    if below is None:
        return Organisation.add_root(**fields)
    return Organisation.objects.get(pk=below.pk).add_child(**fields)


def people():
    """yuli learns; hilda is her companion; amanda facilitates their federation; rosa is a stranger to all."""
    federation = organisation("Federación del Valle", level="district")
    kitchen = organisation("Comedor Las Flores", below=federation)
    elsewhere = organisation("Comedor Lejano")
    return SimpleNamespace(
        federation=federation,
        kitchen=kitchen,
        elsewhere=elsewhere,
        yuli=MemberFactory(display_name="Yuli", member_of=kitchen),
        hilda=MemberFactory(display_name="Hilda", member_of=kitchen),
        amanda=MemberFactory(display_name="Amanda", holds=("facilitator", federation)),
        rosa=MemberFactory(display_name="Rosa", member_of=elsewhere),
    )


# --- Questions as raw blocks -------------------------------------------------------------------


def listed(path, *values):
    return [{"type": "item", "id": uid(path, n), "value": value} for n, value in enumerate(values, start=1)]


def raw_question(kind, path="q", **changes):
    """A question of this kind as Wagtail keeps it. Its entries' ids are ``uid(path, kind, n)``, n from 1."""
    here = f"{path}/{kind}"
    values = {
        "choice": {
            "options": listed(
                here,
                {"text": "Es un derecho", "right": True, "why": "Lo dice la ley."},
                {"text": "Es un favor", "right": False, "why": "Nadie te hace un favor."},
                {"text": "Es un premio", "right": False, "why": ""},
            ),
            "why": "",
        },
        "choices": {
            "options": listed(
                here,
                {"text": "Acta", "right": True, "why": ""},
                {"text": "Padrón", "right": True, "why": ""},
                {"text": "Radio", "right": False, "why": "No hace falta."},
            ),
            "why": "Dos papeles bastan.",
        },
        "true_false": {"answer": True, "why": "Así es."},
        "number": {"answer": "1.84", "tolerance": "0.01", "unit": "S/", "why": "184 entre 100."},
        "order": {
            "items": listed(here, {"text": "Pedir"}, {"text": "Esperar"}, {"text": "Reclamar"}),
            "why": "Primero se pide.",
        },
        "match": {
            "pairs": listed(
                here,
                {"left": "Papa", "right": "Kilo"},
                {"left": "Leche", "right": "Litro"},
                {"left": "Huevo", "right": "Unidad"},
            ),
            "why": "Cada cosa con su medida.",
        },
        "short": {"accept": [*listed(here, "asamblea", "la asamblea")], "why": "La asamblea decide."},
        "essay": {"guide": "Mira si nombra la ley.", "why": "La ley 25307."},
    }
    value = {"prompt": f"Pregunta {kind}", "category": "ley", **values[kind], **changes}
    return {"type": kind, "value": value, "id": uid(path, kind)}


def answer_to(raw, *, right=True):
    """A response to a raw question: the right one, or one that is worth nothing."""
    kind, value = raw["type"], raw["value"]
    keys = {name: [item["id"] for item in value.get(name, [])] for name in ("options", "items", "pairs")}
    pairs = keys["pairs"]
    return {
        "choice": lambda: {"option": keys["options"][0 if right else 1]},
        "choices": lambda: {"options": keys["options"][:2] if right else keys["options"][2:]},
        "true_false": lambda: {"value": value["answer"] is right},
        "number": lambda: {"text": "1,84" if right else "7"},
        "order": lambda: {"items": keys["items"] if right else keys["items"][::-1]},
        "match": lambda: {"pairs": dict(zip(pairs, pairs if right else [*pairs[1:], pairs[0]], strict=True))},
        "short": lambda: {"text": "Asamblea" if right else "nadie"},
        "essay": lambda: {"text": "Porque la ley lo dice." if right else "No sé."},
    }[kind]()


# --- A course without pages --------------------------------------------------------------------


class CourseFactory(factory.django.DjangoModelFactory):
    """A CourseOutline with two lessons (all kinds of question in the first, a task in each) and a test."""

    key = factory.LazyFunction(uuid7)
    code = "R1"
    titles = {"es": "Es derecho, no favor", "en": "A right, not a favour"}

    class Meta:
        model = CourseOutline

    @factory.lazy_attribute
    def data(self):
        lesson = {"minutes": 6, "slug": "leccion"}
        questions = [uid(f"{self.key}/lesson", kind) for kind in grading.KINDS]
        return {
            "rule": {"lessons": None, "tasks": None, "test": True},
            "hours": "2.0",
            "certificate": True,
            "track": "derechos",
            "lessons": [
                {
                    **lesson,
                    "key": uid(self.key, "lesson", n),
                    "titles": {"es": f"Lección {n}"},
                    "tasks": [{"id": uid(self.key, "task", n), "titles": {"es": f"Tarea {n}"}}],
                    "questions": questions if n == 1 else [],
                }
                for n in (1, 2)
            ],
            "test": {"key": uid(self.key, "test"), "slug": "prueba", "titles": {"es": "Prueba"}},
            "paths": {"es": "/cursos/es-derecho-no-favor/"},
        }


def written_course(**fields):
    """A course as the record knows it: key, lessons, tasks, test and raw questions by kind."""
    outline = CourseFactory(**fields)
    key = str(outline.key)
    lessons = [lesson["key"] for lesson in outline.lessons]
    test = outline.data["test"]["key"]
    practice = {kind: raw_question(kind, f"{key}/lesson") for kind in grading.KINDS}
    asked = {kind: raw_question(kind, f"{key}/test") for kind in grading.KINDS}
    for raw in practice.values():
        version(raw, page=lessons[0])
    for raw in asked.values():
        version(raw, page=test)
    tasks = [task["id"] for lesson in outline.lessons for task in lesson["tasks"]]
    return SimpleNamespace(
        outline=outline, key=key, lessons=lessons, tasks=tasks, test=test, practice=practice, asked=asked
    )


def version(raw, *, page, language="es"):
    """Write down a question as it stands now."""
    return QuestionVersion.objects.get_or_create(
        question=raw["id"],
        digest=grading.digest(raw),
        defaults={"kind": raw["type"], "page": page, "language": language, "data": raw},
    )[0]


def unsaved_test(course, **rules):
    """The TestPage of a ``written_course``, not saved: enough to begin a try, without a tree of pages."""
    rules = {"draw": 5, "pass_mark": 60, "questions": None, **rules}
    questions = rules.pop("questions")
    if questions is None:
        questions = [raw for kind, raw in course.asked.items() if kind != "essay"]
    return TestPage(title="Prueba", slug="prueba", translation_key=course.test, questions=questions, **rules)


# --- A course with pages -----------------------------------------------------------------------


def published_course(code="T1", *, test=None, **fields):
    """Two lessons and a test as real Spanish pages, published. ``test``: fields of the TestPage.

    Gives the same names as ``written_course``, and ``page``, ``lesson_pages``, ``test_page``. Takes a second
    or two: where pages do not matter, use ``written_course``.
    """
    from academy.site.batches import together
    from courses.starting import ensure_roots

    with together():
        index = ensure_roots()
    track, _made = Track.objects.get_or_create(slug="derechos", defaults={"name_es": "Derechos"})
    slug = f"curso-{code.lower()}"
    practice = {kind: raw_question(kind, f"{slug}/lesson") for kind in grading.KINDS}
    asked = {kind: raw_question(kind, f"{slug}/test") for kind in grading.KINDS if kind != "essay"}
    tasks = [raw_task(f"{slug}/{n}") for n in (1, 2)]
    with together():
        page = _publish(
            index,
            CoursePage(
                title="Es derecho, no favor",
                slug=slug,
                code=code,
                track=track,
                summary="Los comedores existen por ley.",
                **fields,
            ),
        )
        bodies = [[*practice.values(), tasks[0]], [tasks[1]]]
        lessons = [
            _publish(page, LessonPage(title=f"Lección {n}", slug=f"leccion-{n}", intro="Así.", body=body))
            for n, body in enumerate(bodies, start=1)
        ]
        rules = {"draw": 5, "pass_mark": 60, **(test or {})}
        questions = rules.pop("questions", list(asked.values()))
        test_page = _publish(page, TestPage(title="Prueba", slug="prueba", questions=questions, **rules))
    return SimpleNamespace(
        page=page,
        lesson_pages=lessons,
        test_page=test_page,
        outline=CourseOutline.objects.get(pk=page.translation_key),
        key=str(page.translation_key),
        lessons=[str(lesson.translation_key) for lesson in lessons],
        tasks=[task["id"] for task in tasks],
        test=str(test_page.translation_key),
        practice=practice,
        asked=asked,
    )


def raw_task(path):
    value = {
        "title": "Pregunta en tu comedor",
        "text": "<p>Pregunta quién tiene el acta.</p>",
        "minutes": 20,
        "proof": "Tiene una foto del acta.",
    }
    return {"type": "task", "value": value, "id": uid(path, "task")}


def _publish(parent, page):
    parent = type(parent).objects.get(pk=parent.pk)
    page = parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return type(page).objects.get(pk=page.pk)


def moment(minutes=0):
    """A steady time, so many minutes after noon of one day."""
    base = timezone.datetime(2026, 11, 2, 12, 0, tzinfo=timezone.get_fixed_timezone(-300))
    return base + timezone.timedelta(minutes=minutes)
