"""Tracks and competencies every academy starts with. Editors may rename them; loading again changes nothing."""

from .models import Competency, Track

TRACKS = [
    (
        "derechos",
        {"es": "Derechos", "en": "Rights", "qu": "Derechonchikkuna", "ay": "Derechonakasa"},
        {"es": "Lo que dice la ley, para decirlo en voz alta.", "en": "What the law says, so you can say it aloud."},
    ),
    (
        "presupuesto",
        {"es": "Presupuesto", "en": "Budgets", "qu": "Qullqi yupay", "ay": "Qullqi jakhuña"},
        {"es": "Las cuentas de la olla y las del Estado.", "en": "The sums of the pot, and those of the State."},
    ),
    (
        "digital",
        {"es": "Destrezas digitales", "en": "Digital skills", "qu": "Celularwan yachay", "ay": "Celularampi yatiqaña"},
        {"es": "El celular como herramienta, sin miedo.", "en": "The phone as a tool, without fear."},
    ),
    (
        "liderar",
        {
            "es": "Organizar y liderar",
            "en": "Organising and leading",
            "qu": "Huñunakuy, umalliy",
            "ay": "Mayachasiña, irpaña",
        },
        {"es": "Decidir juntas y pasar la posta.", "en": "Deciding together, and handing on."},
    ),
]
COMPETENCIES = {
    "conocer-derechos": ("Conocer mis derechos", "Know my rights"),
    "explicar-la-ley": ("Explicar la ley con palabras simples", "Explain the law in plain words"),
    "calcular-costos": ("Calcular lo que cuesta", "Work out what things cost"),
    "poner-precio": ("Poner un precio justo", "Set a fair price"),
    "usar-celular": ("Usar el celular con confianza", "Use a phone with confidence"),
    "cuidar-datos": ("Cuidar mis datos y los de otras", "Look after my data and that of others"),
    "planificar-relevo": ("Planificar el relevo", "Plan the handing on"),
    "entregar-el-cargo": ("Entregar un cargo completo", "Hand over a post in full"),
    "hablar-en-publico": ("Hablar en público", "Speak in public"),
    "trabajar-en-equipo": ("Trabajar en equipo", "Work as a team"),
}


def load_reference():
    """Create what is missing, by slug. What is there stays as its editors left it."""
    for order, (slug, names, descriptions) in enumerate(TRACKS, start=1):
        words = {f"name_{language}": text for language, text in names.items()}
        words |= {f"description_{language}": text for language, text in descriptions.items()}
        Track.objects.get_or_create(slug=slug, defaults={"order": order, **words})
    for slug, (spanish, english) in COMPETENCIES.items():
        Competency.objects.get_or_create(slug=slug, defaults={"name_es": spanish, "name_en": english})
