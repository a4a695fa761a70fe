"""Numbers that every academy starts with. Editors add those of their districts; loading again changes nothing."""

from datetime import date

from ..models import HelpLine

CHECK_BY = date(2027, 5, 31)
#: number, name, what for, when, source: Spanish and English.
LINES = [
    (
        "100",
        ("Línea 100", "Line 100"),
        (
            "Orienta si hay violencia. Gratis. Español, quechua y aymara.",
            "Guidance on violence. Free. Spanish, Quechua, Aymara.",
        ),
        ("Día y noche, todos los días.", "Day and night, every day."),
        "Programa Nacional Warmi Ñan, 2025",
    ),
    (
        "111",
        ("Central 111", "Line 111"),
        (
            "Denuncias de extorsión. Gratis. No dices tu nombre.",
            "Reports of extortion. Free. You need not say your name.",
        ),
        (
            "Día y noche. Si no contestan, insiste o ve a la comisaría.",
            "Day and night. If nobody answers, try again or go to the police station.",
        ),
        "Central 111, en servicio desde el 4 de octubre de 2024",
    ),
    (
        "105",
        ("Policía", "Police"),
        ("Llamada de emergencia.", "Emergency call."),
        (
            "Confirma que funcione en tu distrito: está por verificar.",
            "Confirm that it works in your district: to be verified.",
        ),
        "Por verificar con la Policía Nacional",
    ),
]


def rows():
    """``(number, fields)`` of each, with a column for each language."""
    for order, (number, name, what, when, source) in enumerate(LINES, start=1):
        said = {"name": name, "what": what, "when": when}
        words = {
            f"{field}_{code}": text
            for field, pair in said.items()
            for code, text in zip(("es", "en"), pair, strict=True)
        }
        # The plain column is what modeltranslation reads nowhere, and what the database may not leave empty.
        yield number, {**words, **{field: pair[0] for field, pair in said.items()}, "order": order, "source": source}


def load_reference():
    for number, words in rows():
        named = {name: value for name, value in words.items() if name not in ("name", "what", "when")}
        HelpLine.objects.get_or_create(number=number, territory=None, defaults={**named, "check_by": CHECK_BY})
