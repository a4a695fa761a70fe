"""How the site is doing, for who looks after it: signs that every floor brings, and this floor's own.

A sign is about machines and queues, never about a person.
"""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from . import working
from .models import KeptEvent, Upkeep

log = logging.getLogger("relevo.operation")

WELL, SOON, ILL = "well", "soon", "ill"
LITTLE_ROOM, NO_ROOM = 2_000_000_000, 300_000_000
#: A job that has waited so long waits for a worker, not for its turn.
LONG_WAIT = timedelta(minutes=10)
OLD_COPY = timedelta(hours=36)


@dataclass(frozen=True)
class Sign:
    """``state``: well, soon (look at it this week) or ill (look at it today). ``todo``: what to do, in one sentence.

    ``page``: the name of an address with more about it, where a floor above brings one.
    """

    name: str
    label: str
    state: str
    said: str
    todo: str = ""
    page: str = ""


_watchers: list[Callable] = []


def watches(function):
    """Register ``function(at)``, which gives a Sign or None. Called by an app at start."""
    if function not in _watchers:
        _watchers.append(function)
    return function


def signs(*, at):
    """Every sign, the worst first. One that cannot be looked at says so and does not hide the others."""
    found = []
    for watcher in (*OWN, *_watchers):
        try:
            sign = watcher(at)
        except Exception:
            log.exception("A sign could not be read.")
            sign = Sign(watcher.__name__, watcher.__name__, ILL, _("No se pudo mirar."))
        if sign is not None:
            found.append(sign)
    order = {ILL: 0, SOON: 1, WELL: 2}
    return sorted(found, key=lambda sign: order[sign.state])


def worst(found):
    return found[0].state if found else WELL


# --- This floor's own ------------------------------------------------------------------------------


def disk(at):
    folder = Path(settings.VAR_DIR)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    state = ILL if free < NO_ROOM else SOON if free < LITTLE_ROOM else WELL
    said = _("%(free)s GB libres") % {"free": number_format(free / 1e9, 1)}
    return Sign("disk", _("Disco"), state, said, "" if state == WELL else _("Libera espacio o agranda el disco."))


def backup(at):
    last = Upkeep.objects.filter(kind=Upkeep.Kind.BACKUP).first()
    good = Upkeep.objects.filter(kind=Upkeep.Kind.BACKUP, well=True).first()
    label, todo = _("Última copia"), _("Haz una copia hoy: python3 manage.py backup")
    if good is None:
        return Sign("backup", label, ILL, _("Todavía no hay ninguna copia comprobada."), todo)
    said = _("%(when)s, comprobada") % {"when": when(good.at)}
    if at - good.at > OLD_COPY:
        return Sign("backup", label, ILL, said, todo)
    if not last.well:
        why = last.detail.get("why", "")
        return Sign("backup", label, ILL, _("La última falló: %(why)s") % {"why": why or "?"}, todo)
    return Sign("backup", label, WELL, said)


def daily(at):
    last = Upkeep.objects.filter(kind=Upkeep.Kind.DAILY).first()
    label, todo = _("Tareas de cada día"), _("Prográmalas: python3 manage.py daily")
    if last is None or at - last.at > OLD_COPY:
        said = _("Hace más de un día que no se hacen.") if last else _("Nunca se hicieron.")
        return Sign("daily", label, SOON, said, todo)
    if not last.well:
        names = ", ".join(last.detail.get("failed", []))
        return Sign("daily", label, ILL, _("Fallaron: %(names)s") % {"names": names}, todo)
    return Sign("daily", label, WELL, when(last.at))


def worker(at):
    label = _("Ayudante")
    count = working.alive(at=at)
    if not count:
        return Sign("worker", label, ILL, _("No hay ninguno encendido."), _("Enciéndelo: manage.py db_worker"))
    return Sign(
        "worker", label, WELL, ngettext("%(count)d encendido", "%(count)d encendidos", count) % {"count": count}
    )


def queue(at):
    at_once, since = Q(run_after=get_date_max()), at - LONG_WAIT
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).filter(at_once | Q(run_after__lte=at))
    count = waiting.count()
    late = waiting.filter(Q(run_after__lt=since) | at_once & Q(enqueued_at__lt=since)).exists()
    said = ngettext("%(count)d trabajo espera", "%(count)d trabajos esperan", count) % {"count": count}
    todo = _("Mira si el ayudante está encendido.") if late else ""
    return Sign("queue", _("Cola de trabajos"), ILL if late else WELL, said, todo)


def failed(at):
    count = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    said = ngettext("%(count)d falló", "%(count)d fallaron", count) % {"count": count}
    if not count:
        return Sign("failed", _("Trabajos que fallaron"), WELL, _("Ninguno"))
    todo = _("Míralos y pruébalos otra vez.")
    return Sign("failed", _("Trabajos que fallaron"), SOON, said, todo)


def kept(at):
    count = KeptEvent.objects.count()
    if not count:
        return Sign("kept", _("Envíos apartados"), WELL, _("Ninguno"))
    said = ngettext("%(count)d espera", "%(count)d esperan", count) % {"count": count}
    todo = _("Mira por qué, y pruébalos otra vez.")
    return Sign("kept", _("Envíos apartados"), SOON, said, todo)


OWN = (disk, backup, worker, queue, failed, kept, daily)


def kept_by_reason():
    """``[(code, reason, how many)]``, the most frequent first: nobody's name, nothing of what was sent."""
    rows = KeptEvent.objects.values("code").annotate(many=Count("pk")).order_by("-many", "code")
    words = dict(KeptEvent.objects.order_by("-received_at").values_list("code", "reason"))
    return [(row["code"], words.get(row["code"], ""), row["many"]) for row in rows]


def when(moment):
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
