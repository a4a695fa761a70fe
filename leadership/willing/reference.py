"""What prepares for the tasks of the usual seats. Loading again changes nothing.

A task that is not named here is ticked by herself. Names of courses are those of the academy's curriculum: one that is
not installed is not offered.
"""

from academy.members.models import SeatKind

from ..models import SeatTask
from .rules import task_key

#: kind of seat → task, in Spanish as ``seats.reference`` has it → (courses that teach it, facts that show it, must
#: another have seen it?).
TASKS = {
    "presidenta": {
        "Convocar y conducir la asamblea": ("L2", "session_role", True),
        "Firmar documentos": ("", "", False),
        "Hablar con la municipalidad": ("L5 R3", "spoke", True),
        "Cuidar los libros": ("L1", "", True),
    },
    "vicepresidenta": {
        "Acompañarla a las reuniones": ("", "session_role spoke", False),
        "Ordenar los acuerdos pendientes": ("", "commitment_followed", False),
    },
    "secretaria": {
        "Escribir las actas": ("L2", "", True),
        "Mantener el padrón al día": ("L1", "", True),
    },
    "tesorera": {
        "Llevar el libro de caja": ("P1", "", True),
        "Guardar recibos": ("P1", "", False),
        "Dar cuenta cada mes": ("P4", "", True),
        "Pagar con otra firma": ("P1", "", False),
    },
    "almacenera": {
        "Recibir y pesar los alimentos": ("P3", "", True),
        "Anotar lo que entra y sale": ("P3", "", True),
    },
    "fiscal": {
        "Revisar caja y almacén": ("P1 P4", "", True),
        "Contar a la asamblea lo que vio": ("P4", "session_role", False),
    },
    "delegada": {
        "Representar a su base": ("L5 R1", "spoke", False),
    },
}


def load_reference():
    """Create what is missing. Kinds of seats must be there (``academy.members.reference``)."""
    for kind in SeatKind.objects.filter(code__in=TASKS):
        for words, (courses, evidence, seen) in TASKS[kind.code].items():
            SeatTask.objects.get_or_create(
                kind=kind,
                task=task_key(words),
                defaults={"courses": courses, "evidence": evidence, "seen_by_another": seen},
            )
