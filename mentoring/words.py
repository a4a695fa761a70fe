"""What the codes of matching say, in her language. Codes are stored; sentences are made for whoever reads.

``reader`` is whose eyes read: ``LEARNS`` (she who wants), ``ACCOMPANIES`` (she who offers) or ``BESIDE`` (a
coordinator, who is neither). ``names`` gives the names of topics and kinds by code, in the reader's language:
``{"topics": {…}, "kinds": {…}, "regions": {…}}``; a code without a name stands for itself.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .matching import Block, Reason

LEARNS, ACCOMPANIES, BESIDE = "learns", "accompanies", "beside"

DAYS = [
    gettext_lazy("lunes"),
    gettext_lazy("martes"),
    gettext_lazy("miércoles"),
    gettext_lazy("jueves"),
    gettext_lazy("viernes"),
    gettext_lazy("sábado"),
    gettext_lazy("domingo"),
]
PARTS = {
    # Translators: with the day: "domingo en la tarde".
    "morning": gettext_lazy("%(day)s en la mañana"),
    "afternoon": gettext_lazy("%(day)s en la tarde"),
    "evening": gettext_lazy("%(day)s en la noche"),
}
LANGUAGES = {
    "es": gettext_lazy("castellano"),
    "qu": gettext_lazy("quechua"),
    "ay": gettext_lazy("aymara"),
    "en": gettext_lazy("inglés"),
}
CHANNELS = {
    "call": gettext_lazy("por llamada"),
    "whatsapp": gettext_lazy("por WhatsApp"),
    "visit": gettext_lazy("con visitas"),
}
LIFE = {
    "small_children": gettext_lazy("Las dos tienen hijos pequeños."),
    "paid_shift": gettext_lazy("Las dos trabajan por turnos."),
    "studies": gettext_lazy("Las dos estudian."),
}
#: By country and by how many levels below it they share; elsewhere a sentence without the name of the level.
SAME_PLACE = {
    ("PE", 1): gettext_lazy("Las dos viven en la misma región."),
    ("PE", 2): gettext_lazy("Las dos viven en la misma provincia."),
    ("PE", 3): gettext_lazy("Las dos viven en el mismo distrito."),
}
APART = {
    ("PE", 0): gettext_lazy("Viven en regiones distintas: será %(channels)s."),
    ("PE", 1): gettext_lazy("Viven en provincias distintas: será %(channels)s."),
}


def listed(words):
    """«a», «a y b», «a, b y c»."""
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    return _("%(those)s y %(last)s") % {"those": ", ".join(words[:-1]), "last": words[-1]}


def hour(slot):
    """«domingo en la tarde» for [6, "afternoon"]."""
    day, part = slot
    return PARTS[part] % {"day": DAYS[day]}


def sentence(reason, *, reader, names=None):
    """One plain sentence for a reason or a caution. Takes what was stored (``as_json``) as well.

    A code that this release does not know says nothing: "".
    """
    if isinstance(reason, dict):
        reason = Reason.from_json(reason)
    say = _SENTENCES.get(reason.code)
    return str(say(reason.params, reader, names or {})) if say else ""


def _named(names, group, codes):
    known = names.get(group, {})
    return listed(known.get(code, code) for code in codes)


def _for(reader, learns, accompanies, beside):
    return {LEARNS: learns, ACCOMPANIES: accompanies, BESIDE: beside}[reader]


# --- Reasons -------------------------------------------------------------------------------------


def _topics(params, reader, names):
    text = _for(
        reader,
        _("Tú quieres aprender esto y ella lo sabe: %(topics)s."),
        _("Ella quiere aprender esto y tú lo sabes: %(topics)s."),
        _("Una quiere aprender esto y la otra lo sabe: %(topics)s."),
    )
    return text % {"topics": _named(names, "topics", params["topics"])}


def _hours(params, _reader, _names):
    # Two at most: a third makes a sentence too long to be heard.
    return _("Las dos pueden %(hours)s.") % {"hours": listed(hour(slot) for slot in params["hours"][:2])}


def _near(params, _reader, _names):
    return SAME_PLACE.get((params["country"], params["levels"])) or _("Las dos viven cerca.")


def _region(params, _reader, names):
    return _("Las dos son de la misma zona: %(region)s.") % {"region": _named(names, "regions", [params["region"]])}


def _kinds(params, _reader, names):
    return _("Las dos conocen este tipo de grupo: %(kinds)s.") % {"kinds": _named(names, "kinds", params["kinds"])}


def _life(params, reader, _names):
    if reader == BESIDE:  # what each said of her life is for the two of them
        return _("Tienen algo en común en su vida.")
    return LIFE.get(params["life"][0]) or _("Tienen algo en común en su vida.")


def _language(params, _reader, _names):
    return _("Las dos hablan %(languages)s.") % {
        "languages": listed(LANGUAGES.get(code, code) for code in params["languages"])
    }


def _light(_params, reader, _names):
    return _for(
        reader,
        _("Todavía no acompaña a nadie: tiene tiempo para ti."),
        _("Todavía no acompañas a nadie: tienes un lugar."),
        _("Quien acompaña todavía no tiene a nadie."),
    )


def _channel(params, _reader, _names):
    return _("Las dos pueden conversar %(channels)s.") % {
        "channels": listed(CHANNELS.get(code, code) for code in params["channels"])
    }


def _place(_params, reader, _names):
    return _for(
        reader,
        _("Ella tiene un lugar para ti."),
        _("Tú tienes un lugar para ella."),
        _("Quien acompaña tiene un lugar."),
    )


# --- Cautions ------------------------------------------------------------------------------------


def _authority(_params, reader, _names):
    return _for(
        reader,
        _("Tú decides cosas de su grupo: que pueda decirte no."),
        _("Ella decide cosas de tu grupo: puedes decir no."),
        _("Quien aprende decide cosas del grupo de la otra."),
    )


def _no_topic(_params, reader, _names):
    return _for(
        reader,
        _("No ofrece lo que pediste: pregúntale qué sabe."),
        _("Pide algo que no ofreciste: conversen qué pueden hacer."),
        _("Una no ofrece lo que la otra pidió."),
    )


def _no_hours(_params, reader, _names):
    if reader == BESIDE:
        return _("Sus horas libres no coinciden.")
    return _("Sus horas libres no coinciden: busquen una juntas.")


def _visit_only(_params, reader, _names):
    if reader == BESIDE:
        return _("Solo podrán verse en persona.")
    return _("Solo podrán verse en persona: acuerden dónde.")


def _far(params, _reader, _names):
    text = APART.get((params["country"], params["levels"])) or _("Viven lejos una de la otra: será %(channels)s.")
    return text % {"channels": _either(CHANNELS.get(code, code) for code in params["channels"])}


def _either(words):
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    return _("%(those)s o %(last)s") % {"those": ", ".join(words[:-1]), "last": words[-1]}


def _hours_unknown(_params, reader, _names):
    if reader == BESIDE:
        return _("Falta saber qué días pueden.")
    return _("Falta saber qué días pueden: pónganse de acuerdo.")


def _busy(params, reader, _names):
    load = params["load"]
    text = _for(
        reader,
        ngettext(
            "Ya acompaña a una compañera: tendrá menos tiempo.",
            "Ya acompaña a %(load)s compañeras: tendrá menos tiempo.",
            load,
        ),
        ngettext(
            "Ya acompañas a una compañera: cuida tu tiempo.",
            "Ya acompañas a %(load)s compañeras: cuida tu tiempo.",
            load,
        ),
        ngettext(
            "Quien acompaña ya tiene a una compañera.",
            "Quien acompaña ya tiene a %(load)s compañeras.",
            load,
        ),
    )
    return text % {"load": load}


def _data(_params, _reader, _names):
    return _("Solo será por WhatsApp: gasta datos.")


def _start(_params, reader, _names):
    if reader == BESIDE:
        return _("Falta que acuerden cada cuánto hablarán.")
    return _("Acuerden al empezar cada cuánto hablarán.")


_SENTENCES = {
    "topics": _topics,
    "hours": _hours,
    "near": _near,
    "region": _region,
    "kinds": _kinds,
    "life": _life,
    "language": _language,
    "light": _light,
    "channel": _channel,
    "place": _place,
    "authority": _authority,
    "no_topic": _no_topic,
    "no_hours": _no_hours,
    "visit_only": _visit_only,
    "far": _far,
    "hours_unknown": _hours_unknown,
    "busy": _busy,
    "data": _data,
    "start": _start,
}

# --- Without a pair ------------------------------------------------------------------------------

_NOBODY = gettext_lazy("Esta vez no hay compañera libre que calce.")
_BLOCKS = {
    Block.NOT_OPEN: (
        gettext_lazy("Todavía no dijiste que quieres participar."),
        gettext_lazy("Todavía no dijo que quiere participar."),
    ),
    Block.MINOR: (
        gettext_lazy("Antes de los 18 años se aprende en círculo."),
        gettext_lazy("Es menor de 18 años: solo puede ir a un círculo."),
    ),
    Block.NO_OFFERS: (
        gettext_lazy("Todavía nadie se ofreció para acompañar."),
        gettext_lazy("Todavía nadie se ofreció para acompañar."),
    ),
    Block.LANGUAGE: (
        gettext_lazy("Nadie que acompaña habla tu lengua. ¿Hablas otra más?"),
        gettext_lazy("Nadie que acompaña habla su lengua."),
    ),
    Block.CHANNEL: (
        gettext_lazy("Nadie puede por donde tú puedes. ¿Sirve otra forma?"),
        gettext_lazy("Nadie puede por el medio que ella usa."),
    ),
    Block.AUTHORITY: (
        gettext_lazy("Quienes calzan deciden cosas de tu grupo."),
        gettext_lazy("Quienes calzan tienen autoridad sobre ella."),
    ),
    Block.RESERVED: (
        gettext_lazy("Tu organización acompaña solo dentro de sus reglas."),
        gettext_lazy("Las reglas de una organización reservada no lo permiten."),
    ),
    Block.FULL: (
        gettext_lazy("Quienes calzan ya acompañan a todas las que pueden."),
        gettext_lazy("Quienes calzan ya no tienen lugar."),
    ),
    Block.NOBODY_FREE: (_NOBODY, _NOBODY),
}


def why_unmatched(code, *, herself=False):
    """Why a woman stays without a proposal, told to a coordinator or to ``herself``.

    That one does not want the other is never told: it reads as nobody being free, and so does an unknown code.
    """
    known = {str(block): pair for block, pair in _BLOCKS.items()}
    return str(known.get(str(code), (_NOBODY, _NOBODY))[0 if herself else 1])
