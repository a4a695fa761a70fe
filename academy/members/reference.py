"""Kinds of organisation and of seats every academy starts with. Loading again changes nothing."""

from .models import OrganisationKind

KINDS = [
    ("comedor", "Comedor popular", "Community kitchen"),
    ("olla-comun", "Olla común", "Shared pot"),
    ("vaso-de-leche", "Comité de vaso de leche", "Glass-of-milk committee"),
    ("club-de-madres", "Club de madres", "Mothers' club"),
    ("asociacion", "Asociación", "Association"),
    ("federacion", "Federación", "Federation"),
    ("confederacion", "Confederación", "Confederation"),
    ("aliada", "Organización aliada", "Ally"),
]


def load_reference():
    """Create what is missing, by code. What is there stays as its editors left it."""
    for order, (code, spanish, english) in enumerate(KINDS, start=1):
        OrganisationKind.objects.get_or_create(
            code=code, defaults={"name_es": spanish, "name_en": english, "order": order}
        )
    from .helplines.reference import load_reference as load_help_lines
    from .seats.reference import load_reference as load_seat_kinds

    load_help_lines()
    load_seat_kinds()
