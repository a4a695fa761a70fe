"""The clean text to copy by hand into the book. In Spanish, as the book is; figures also in words. Pure.

It is no acta: the acta is what stands in the book, read, approved and signed.
"""

from . import words

CALLS = {"first": "en primera convocatoria", "second": "en segunda convocatoria"}
TYPES = {
    "assembly": "asamblea general ordinaria",
    "special_assembly": "asamblea general extraordinaria",
    "board": "sesión de junta directiva",
}
DOTS = "…………………"


def paragraphs(session, points, *, present, needed):
    """Paragraphs of plain text. ``session``: its columns and ``organisation.name``; ``present``: how many were there or
    None; ``needed``: how many the quorum asks, or None."""
    return [
        _opening(session, present),
        *_quorum(session, present, needed),
        *_agenda(session, points),
        *(_point(point) for point in points),
        _closing(session),
    ]


def _opening(session, present):
    kind = TYPES.get(session.type) or session.get_type_display()
    where = f"En {session.place or DOTS}"
    when = f"a {words.hour(session.starts_at)}" if session.starts_at else f"a las {DOTS} horas"
    call = f", {CALLS[session.call]}" if session.call in CALLS else ""
    who = f"{_figure(present)} socias" if present else f"{DOTS} socias"
    return (
        f"{where}, {when} del {words.day(session.held_on)}, se reunieron {who} de {session.organisation.name}, "
        f"en {kind}{call}. Los nombres y las firmas están al final."
    )


def _figure(n):
    return f"{words.women(n)} ({n})"


def _quorum(session, present, needed):
    if not session.able or present is None or needed is None:
        return []
    held = "Hay quórum" if present >= needed else "No hay quórum"
    return [f"Pueden votar {_figure(session.able)} socias. Se necesitan {_figure(needed)}. {held}."]


def _agenda(session, points):
    lines = [line.strip() for line in session.agenda.splitlines() if line.strip()] or [point.topic for point in points]
    if not lines:
        return []
    return ["Agenda: " + "; ".join(f"{n}. {line.rstrip('.')}" for n, line in enumerate(lines, 1)) + "."]


def _point(point):
    said = [f"{point.order}. {_sentence(point.topic)}"]
    if point.summary:
        said.append(_sentence(point.summary))
    if point.outcome == "agreement":
        said.append(f"Acuerdo: {_sentence(point.agreed or point.topic)}")
        said += _votes(point)
    elif point.outcome == "commitment":
        said.append(f"Compromiso: {_sentence(point.agreed or point.topic)}")
    elif point.outcome == "pending":
        said.append("Queda pendiente.")
    if point.responsible:
        said.append(f"Responsable: {_sentence(point.responsible)}")
    if point.due_on:
        said.append(f"Para el {words.day(point.due_on)}.")
    return " ".join(said)


def _votes(point):
    if point.consensus:
        return ["Se acordó por consenso."]
    told = [
        f"{label} {words.number(count)} ({count})"
        for label, count in (
            ("a favor", point.votes_for),
            ("en contra", point.votes_against),
            ("abstenciones", point.abstained),
        )
        if count is not None
    ]
    return [f"Votos: {', '.join(told)}."] if told else []


def _closing(session):
    when = words.hour(session.ends_at) if session.ends_at else f"las {DOTS} horas"
    return (
        f"Sin más que tratar, a {when} se leyó el acta en voz alta. La asamblea la aprobó. "
        "Firman quienes estuvieron, con su nombre y su DNI."
    )


def _sentence(text):
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
