"""The six stages every academy starts with. Loading again changes nothing; editors may change the words."""

from ..models import Stage
from .rules import STAGES

#: code: name and what is seen of it, in Spanish and English.
WORDS = {
    "participa": ("Participa", "Viene, opina y vota.", "Takes part", "She comes, speaks and votes."),
    "aprende": (
        "Aprende",
        "Terminó un curso y lo puso en práctica.",
        "Learns",
        "She finished a course and put it into practice.",
    ),
    "asume-tarea": (
        "Asume tarea",
        "Facilitó, llevó el acta o siguió un compromiso.",
        "Takes on a task",
        "She facilitated, kept the minutes or followed up a commitment.",
    ),
    "cargo": (
        "Cargo",
        "La asamblea la eligió, titular o suplente.",
        "Holds a seat",
        "The assembly elected her, as holder or alternate.",
    ),
    "representa": (
        "Representa",
        "Habla por su base ante otras y ante autoridades.",
        "Represents",
        "She speaks for her base before others and before authorities.",
    ),
    "acompana": (
        "Acompaña",
        "Camina con otra, enseña y guarda la memoria.",
        "Accompanies",
        "She walks with another, teaches and keeps the memory.",
    ),
}


def load_reference():
    """Create what is missing, by code."""
    for order, code in enumerate(STAGES):
        spanish, says, english, english_says = WORDS[code]
        Stage.objects.get_or_create(
            code=code,
            defaults={
                "order": order,
                "name_es": spanish,
                "says_es": says,
                "name_en": english,
                "says_en": english_says,
            },
        )
