"""The sentences of the scripts in ``static/js``, which speak on pages that no server saw: they carry them along."""

import hashlib
import json
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext


def _pair(singular, plural):
    """Both forms; languages with one form give it twice."""
    return [ngettext(singular, plural, 1), ngettext(singular, plural, 2)]


def _marking():
    """As in courses/asking.py, grading.py and responses.py: the phone speaks like the site."""
    return {
        "verdict_right": _("¡Así es!"),
        "verdict_near": _("Vas bien. Falta un poco."),
        "verdict_not_yet": _("Todavía no. Mira por qué."),
        "will_be_read": _("Guardado. Tu facilitadora lo leerá."),
        "is_right": _("Es correcta."),
        "is_not": _("Esta no es."),
        "is_true": _("Es verdad."),
        "is_false": _("No es verdad."),
        "number_is": _("El número es"),
        "order_is": _("El orden es"),
        "for_example": _("Vale, por ejemplo"),
        "possible_answer": _("Una respuesta posible"),
        "again": _("Responder otra vez"),
        "choose_one": _("Elige una respuesta."),
        "choose_some": _("Elige al menos una respuesta."),
        "choose_pairs": _("Elige una pareja para cada línea."),
        "places": _("Dale a cada paso un número distinto, del 1 al %(last)s."),
        "not_a_number": _("Escribe un número, por ejemplo %(example)s.") % {"example": "12.50"},
        "write_it": _("Escribe tu respuesta."),
        "too_long": _("Es muy largo. Escribe hasta %(limit)s letras."),
        "decimal_mark": get_format("DECIMAL_SEPARATOR"),
    }


def _in_a_lesson():
    return {
        "marked_later": _("Guardado. Cuando se envíe, sabrás cómo te fue."),
        "kept_here": _("Está en este celular. Falta enviar."),
        "kept_guest": _("Está en este celular. Si entras, puede ser tuyo."),
        "sent": _("Enviado."),
        "look": _("Ver"),
        "answered_before": _("Ya respondiste en este celular."),
        "read_here": _("Ya la leíste."),
        "reached_the_end": _("¿Llegaste al final?"),
        "i_read_it": _("Ya la leí"),
        "read_on": _("La leíste el %(day)s."),
        "did_task_done": _("Anotado. Ahora una compañera la confirma."),
        "did_reflected": _("Guardado. Solo tú lo lees."),
        "did_sheet_saved": _("Tu cuenta está guardada. Solo tú la ves."),
        "task_here": _("La marcaste hecha en este celular."),
        "how_was_it": _("¿Cómo te fue?"),
        "task_photo": _("Una foto, si quieres"),
        "photo_unread": _("Este celular no puede abrir esa foto. Elige otra, o quítala y guarda tu nota."),
        "copy_it": _("Copiar lo que escribí"),
        "copied": _("Copiado"),
        "sheet_name": _("Nombre de esta cuenta"),
        "sheet_keep": _("Guardar esta cuenta"),
        "sheet_nameless": _("Cuenta sin nombre"),
        "i_did_it": _("Ya la hice"),
        "only_you": _("Solo tú lo lees."),
        "keep_for_me": _("Guardar para mí"),
        "waits_here": _pair(
            "%(n)s cosa de esta lección espera en este celular.",
            "%(n)s cosas de esta lección esperan en este celular.",
        ),
        "no_room": _("No hay espacio en este celular. Lo que escribiste sigue aquí. Libera espacio y prueba otra vez."),
        "not_kept": _("No hay señal. Este celular no puede guardarlo. Cópialo y prueba más tarde."),
        "not_kept_borrowed": _(
            "No hay señal. Este celular es prestado y no guarda nada. Copia lo que escribiste y prueba más tarde."
        ),
    }


def _sending():
    return {
        "to_send": _pair("%(n)s por enviar", "%(n)s por enviar"),
        "nothing_waits": _("Nada espera en este celular."),
        "waits_hers": _pair(
            "%(n)s cosa tuya está en este celular. Falta enviar.",
            "%(n)s cosas tuyas están en este celular. Falta enviar.",
        ),
        "send_now": _("Enviar ahora"),
        "sending": _("Enviando: %(done)s de %(total)s"),
        "no_signal": _("No hay señal. Aquí siguen. Prueba más tarde."),
        "site_down": _("El sitio no pudo recibirlas. Aquí siguen. Probaremos otra vez."),
        "sign_in_first": _("Entra otra vez para enviar."),
        "some_left": _pair("%(n)s no pasó. Mira por qué.", "%(n)s no pasaron. Mira por qué."),
        "kept_aside": _pair(
            "%(n)s quedó guardada aparte. Mira por qué más abajo.",
            "%(n)s quedaron guardadas aparte. Mira por qué más abajo.",
        ),
        "reload": _("Ver lo que llegó"),
        "last_receipt": _("Lo último que llegó:"),
        "damaged": _pair("%(n)s no se puede abrir todavía.", "%(n)s no se pueden abrir todavía."),
        "carry_title": _("Llevar en un archivo"),
        "carry_why": _("Si no tienes señal, una compañera puede llevarlo. Ella no puede leerlo."),
        "carry_button": _("Hacer el archivo"),
        "carry_made": _pair(
            "El archivo lleva %(n)s cosa. Aquí sigue hasta que el sitio la reciba.",
            "El archivo lleva %(n)s cosas. Aquí siguen hasta que el sitio las reciba.",
        ),
        "carry_download": _("Guardar el archivo"),
        "carry_share": _("Compartir"),
        "carry_not_yet": _("Para esto, abre una vez tu página con señal."),
        "what_answered": _("una respuesta"),
        "what_lesson_read": _("una lección leída"),
        "what_reflected": _("algo que escribiste para ti"),
        "what_task_done": _("una tarea real"),
        "what_sheet_saved": _("una cuenta"),
        "forms_here": _("Hojas que puedes llenar sin señal"),
        "what_session_noted": _("una sesión"),
        "what_commitment_noted": _("un compromiso"),
        "what_commitment_followed": _("un seguimiento"),
        "what_point_noted": _("un punto del mapa"),
        "what_meeting_logged": _("un encuentro"),
        "what_other": _("una anotación"),
        "one_by_one": _("Ver una por una"),
        "throw_away": _("Tirar"),
        "throw_ask": _("Nunca llegó al sitio. Si la tiras, se pierde."),
        "throw_yes": _("Sí, tirarla"),
        "throw_no": _("No, dejarla"),
        "thrown": _("La tiraste."),
        "carry_no_photos": _("Las fotos no van en el archivo. Esperan señal."),
        "centre_url": reverse("members:sync_centre"),
        "door_url": reverse("members:sign_in"),
    }


def _profiles():
    return {
        "stays_on_leaving": _pair(
            "Queda %(n)s cosa tuya en este celular. Se enviará cuando vuelvas a entrar.",
            "Quedan %(n)s cosas tuyas en este celular. Se enviarán cuando vuelvas a entrar.",
        ),
        "old_title": _("Escribe tu PIN de antes"),
        "old_why": _pair(
            "Con tu PIN de antes se abre %(n)s cosa que esperaba aquí.",
            "Con tu PIN de antes se abren %(n)s cosas que esperaban aquí.",
        ),
        "old_label": _("Tu PIN de antes"),
        "old_wrong": _("Ese no era. Prueba otra vez."),
        "old_open": _("Abrir"),
        "old_forgot": _("No lo recuerdo"),
        "old_loses": _pair(
            "%(n)s cosa nunca llegó al sitio. Si sigues, se pierde.",
            "%(n)s cosas nunca llegaron al sitio. Si sigues, se pierden.",
        ),
        "old_give_up": _("Sí, borrarlas"),
        "old_keep": _("No, esperar"),
        "opened": _("Listo. Ya se pueden enviar."),
        "guest_reads": _pair(
            "En este celular alguien leyó %(n)s lección sin entrar.",
            "En este celular alguien leyó %(n)s lecciones sin entrar.",
        ),
        "guest_answers": _pair(
            "En este celular alguien respondió %(n)s pregunta sin entrar.",
            "En este celular alguien respondió %(n)s preguntas sin entrar.",
        ),
        "guest_ask": _("¿Fuiste tú?"),
        "guest_yes": _("Sí, son mías"),
        "guest_no": pgettext("claim", "No fui yo"),
        "guest_claimed": _("Listo. Ahora están en tu camino."),
    }


def _who():
    """On a phone without signal: which of its women is here."""
    nobody = "00000000-0000-0000-0000-000000000000"
    return {
        "who_title": _("¿Quién eres?"),
        "who_not": _("¿No eres %(name)s?"),
        "who_not_you": _("¿No es tu página?"),
        "who_change": _("Cambiar"),
        "who_other": _("Mi nombre no está aquí"),
        "who_name": _("Tu nombre"),
        "who_find": _("Buscar en este celular"),
        "who_unknown": _("Este celular no conoce ese nombre. Escríbelo como cuando entras."),
        "who_not_ready": _("Para abrir sin señal, entra una vez con señal y con tu PIN."),
        "who_pin": _("Tu PIN"),
        "who_password": _("Tu contraseña"),
        "who_why": _("Sin señal se abre lo que está en este celular. Se envía cuando entres con señal."),
        "who_open": _("Abrir"),
        "who_opening": _("Abriendo…"),
        "who_wrong": _("Ese no es."),
        "who_wait": _pair("Espera %(n)s segundo y prueba otra vez.", "Espera %(n)s segundos y prueba otra vez."),
        "who_back": _("Volver"),
        "who_signal": _("Ya hay señal. Entra y se envía lo que hiciste."),
        "who_enter": _("Entrar"),
        "profile_url": reverse("members:profile_sign_in", args=[nobody]),
        "sign_out_url": reverse("members:sign_out"),
    }


def sentences():
    """All of them by name, in the active language."""
    return {**_marking(), **_in_a_lesson(), **_sending(), **_profiles(), **_who()}


@lru_cache(maxsize=8)
def packed(language):
    """``(bytes, edition)``: the JSON of a language and a short sum of it. Made once a process."""
    with override(language):
        told = sentences()
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return body, hashlib.sha256(body).hexdigest()[:8]
