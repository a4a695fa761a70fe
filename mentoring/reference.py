"""The topics every academy starts with. What is there stays as its editors left it; loading again changes nothing."""

from .models import MentoringTopic

_MEMORY, _DIGITAL = MentoringTopic.Direction.MEMORY, MentoringTopic.Direction.DIGITAL

#: slug: direction, Spanish, English. Slugs that a course's competency has too are written as it is there.
TOPICS = {
    "memoria-de-la-organizacion": (_MEMORY, "La historia de nuestra organización", "The history of our organisation"),
    "hablar-en-publico": (_MEMORY, "Hablar en público", "Speaking in public"),
    "hablar-con-autoridades": (_MEMORY, "Dialogar con autoridades", "Talking with authorities"),
    "conocer-derechos": (_MEMORY, "Conocer mis derechos", "Knowing my rights"),
    "libro-de-caja": (_MEMORY, "Llevar el libro de caja", "Keeping the cash book"),
    "llevar-actas": (_MEMORY, "Llevar actas y padrón", "Keeping minutes and the register"),
    "calcular-costos": (_MEMORY, "Calcular lo que cuesta", "Working out what things cost"),
    "conducir-asamblea": (_MEMORY, "Conducir una asamblea", "Running an assembly"),
    "resolver-conflictos": (_MEMORY, "Conversar cuando hay conflicto", "Talking when there is conflict"),
    "entregar-el-cargo": (_MEMORY, "Entregar y recibir un cargo", "Handing over and taking on a post"),
    "usar-celular": (_DIGITAL, "Usar el celular con confianza", "Using a phone with confidence"),
    "mensajes-y-grupos": (_DIGITAL, "Mensajes, audios y grupos", "Messages, voice notes and groups"),
    "reuniones-por-video": (_DIGITAL, "Entrar a reuniones por video", "Joining video meetings"),
    "tramites-en-linea": (_DIGITAL, "Hacer trámites por internet", "Doing paperwork online"),
    "cuidar-datos": (_DIGITAL, "Cuidar mis datos y los de otras", "Looking after my data and that of others"),
    "fotos-y-afiches": (_DIGITAL, "Hacer fotos y afiches", "Making photos and posters"),
}


def load_reference():
    """Create what is missing, by slug."""
    for order, (slug, (direction, spanish, english)) in enumerate(TOPICS.items(), start=1):
        MentoringTopic.objects.get_or_create(
            slug=slug,
            defaults={"direction": direction, "order": order, "name_es": spanish, "name_en": english},
        )
