"""What a phone asks for to have a course without signal. The same for everybody: no session, no cookies."""

import json

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.site.offline import public_version
from academy.site.offline.models import tariff

from .. import offline
from ..models import TestPage


@require_safe
def kept(request):
    """What is on this phone. The worker keeps this page with itself and shows it for whatever else it has not."""
    return render(request, "courses/offline/kept.html", {"words": json.dumps(words(), ensure_ascii=False)})


@require_safe
def manifest(request, course):
    """Which files the course takes in this language. Six queries when nothing changed."""
    return _json(offline.manifest_of(_course(course), tariff=tariff()))


@require_safe
def practice(request, course):
    """What checks answers to practice questions on the phone. Nothing of a test is in it."""
    page = _course(course)
    key = f"practice:{page.pk}:{offline.state_of(page)}"
    content = cache.get(key)
    if content is None:
        content = offline.said_as_json(offline.practice_of(page))
        cache.set(key, content, offline.KEPT_FOR.total_seconds())
    return _json(content)


def card_of(page):
    """What the course's page says of its download: bytes as last measured. None before that. Two queries."""
    download = offline.standing(page)
    if download is None:
        return None
    return {
        "id": offline.name_of(page),
        "manifest": page.get_url_parts()[2] + "descarga.json",
        "bytes": download.told(),
        "sound": download.bytes(sound=True),
        "tariff": tariff(),
        "words": json.dumps(words(), ensure_ascii=False),
    }


def test_to_take(page):
    """Key of the course's test where it may be taken without signal, else None. One query."""
    tests = TestPage.objects.live().public().child_of(page).filter(offline=True)
    return tests.values_list("translation_key", flat=True).first()


def _course(slug):
    page = offline.course_called(slug, get_language())
    if page is None:
        raise Http404
    return page


def _json(said):
    content = said if isinstance(said, bytes) else offline.said_as_json(said)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return public_version(response)


def words():
    """Every sentence that the scripts of this page and of a course's download say, by its name there."""
    return {
        "save": _("Guardar en este celular"),
        "seconds": _("Tarda cerca de {n} s."),
        "minutes": _("Tarda cerca de {n} min."),
        "sound": _("Con las grabaciones: {size} más"),
        "shared": _("{size} ya están en este celular."),
        "going": _("Guardando… {done} de {all}. Puedes parar y seguir después."),
        "stop": _("Parar"),
        "go_on": _("Seguir guardando · {size}"),
        "part": _("Se guardó una parte. Falta {size}."),
        "done": _("Ya está en este celular desde el {day}. Se lee sin señal."),
        "update": _("Traer lo nuevo · {size}"),
        "changed": _("El curso cambió."),
        "same": _("Está al día."),
        "check": _("Ver si hay algo nuevo"),
        "remove": _("Quitar de este celular"),
        "removed": _("Ya no está en este celular. Lo que hiciste sigue guardado."),
        "sure": _("¿Quitar {title}? Lo que hiciste no se borra."),
        "full": _("No hay espacio en el celular. Borra algo y vuelve a tocar. Lo ya guardado sigue ahí."),
        "no_signal": _("Se fue la señal. Lo que ya llegó está guardado. Sigue cuando vuelva."),
        "failed": _("Algo no llegó bien. Toca otra vez: solo viene lo que falta."),
        "weighs": _("Ocupa {size}."),
        "free": _("Los cursos ocupan {used}. Quedan libres {free}."),
        "week": _("Esta semana bajaste {spent}."),
        "kept_choice": _("Listo. Así queda."),
        "unable": _("Este navegador no puede guardar cursos. Prueba con Chrome al día."),
        "off": _("Guardar en el celular está en pausa. Puedes leer con señal."),
    }
