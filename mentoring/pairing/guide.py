"""Six meetings, for those who do not know how to begin. Each points to lessons of courses by code and slug."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from academy.members import facts


@dataclass(frozen=True)
class Step:
    """``talk``: what they may speak of; ``lessons``: (course code, slug) of what helps."""

    number: int
    title: str
    talk: tuple
    lessons: tuple = ()
    #: (title, address) of the lessons that this site has.
    links: list = field(default_factory=list)


STEPS = (
    Step(
        1,
        _("Conocernos"),
        (_("Qué hace cada una en su organización."), _("Qué quiere aprender y qué puede dar."), _("Su acuerdo.")),
        (("L7", "que-es-ayni"), ("L7", "acuerdo-y-limites")),
    ),
    Step(
        2,
        _("Mi meta, en pasos chicos"),
        (_("Una meta que se pueda ver."), _("El primer paso, para antes del próximo encuentro.")),
        (("L7", "escuchar-y-preguntar"), ("L4", "partir-el-cargo")),
    ),
    Step(
        3,
        _("Hacerlo juntas"),
        (_("Una lo hace y la otra mira."), _("Después cambian."), _("Qué salió bien y qué se repite.")),
        (("L4", "aprender-al-lado"), ("D1", "nota-de-voz-y-foto")),
    ),
    Step(
        4,
        _("Memoria y derechos"),
        (_("Cómo se ganó lo que hoy tenemos."), _("Qué derecho le sirve a ella esta semana.")),
        (("R1", "de-la-olla-a-la-ley"), ("D1", "cuidar-los-megas")),
    ),
    Step(
        5,
        _("Lo difícil"),
        (_("Qué le cuesta y qué la cansa."), _("A quién más puede pedir ayuda.")),
        (("L7", "derivar-y-cuidar"), ("L4", "por-que-nos-cuesta")),
    ),
    Step(
        6,
        _("Cerrar y pasar la posta"),
        (_("Qué aprendió cada una."), _("A quién acompañará ella.")),
        (("L7", "cerrar-bien"), ("L4", "entregar-todo")),
    ),
)


def steps(language):
    """The six with links to the lessons that are here. One question to the courses."""
    wanted = {lesson for step in STEPS for lesson in step.lessons}
    here = facts.ask("courses.lessons", default={}, wanted=wanted, language=language)
    return [
        Step(
            step.number,
            step.title,
            step.talk,
            step.lessons,
            [here[lesson] for lesson in step.lessons if lesson in here],
        )
        for step in STEPS
    ]
