"""Which filters a figure does not use, and why: said on it wherever one of them is asked for. Pure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: Filters by their field of ``Asked``, as the page calls them.
FILTERS = {
    "place": _("lugar"),
    "level": _("nivel"),
    "kind": _("tipo de organización"),
    "post": _("cargo"),
    "rural": _("zona"),
    "months": _("plazo"),
}
_ALL = frozenset(FILTERS)
_WOMEN = (_ALL, _("Cuenta mujeres. Con más filtros se sabría de quién se habla. Mírala por parte de la red."))
_DISTRICTS = (_ALL - {"place"}, _("Cuenta distritos enteros, en los últimos doce meses."))
_ORGANISATIONS = (frozenset({"post", "months"}), _("Cuenta organizaciones, como están hoy."))
_LAST_YEAR = (frozenset({"post", "months"}), _("Cuenta organizaciones, en los últimos doce meses."))
_NEXT_YEAR = (frozenset({"post", "months"}), _("Cuenta organizaciones, en los próximos doce meses."))
_RURAL = (_ALL, _("Cuenta toda la parte rural, en los últimos doce meses."))
_TODAY = (frozenset({"months"}), _("Es la cuenta de hoy. El plazo no la cambia."))
_ALL_YEARS = (frozenset({"months"}), _("Cuenta todos los años. El plazo no la cambia."))

#: Figure → (filters that it does not use, why). What is not named uses all of them.
UNUSED = {
    "youth": _WOMEN,
    "first_time": _WOMEN,
    "learning_to_leading": _WOMEN,
    "unpaid_hours": _WOMEN,
    "unpaid_value": _WOMEN,
    "places_reached": _DISTRICTS,
    "training_gini": _DISTRICTS,
    "rural_reached": _RURAL,
    "single_point": _ORGANISATIONS,
    "handover": _ORGANISATIONS,
    "commitments_kept": _ORGANISATIONS,
    "base_link": _LAST_YEAR,
    "open_at_handover": _NEXT_YEAR,
    "overdue_seats": _TODAY,
    "depth": _TODAY,
    "coverage_naive": _TODAY,
    "preparation_gap": _TODAY,
    "consecutive_terms": _TODAY,
    "multi_office": _TODAY,
    "tenure_top": _ALL_YEARS,
    "tenure_gini": _ALL_YEARS,
    "tenure_hhi": _ALL_YEARS,
}


def asked_for(asked):
    """The filters that ``asked`` (an ``Asked``) narrows by."""
    narrowed = {name for name in ("place", "level", "kind", "post") if getattr(asked, name)}
    narrowed |= {"rural"} if asked.rural is not None else set()
    return narrowed | ({"months"} if asked.months != type(asked)().months else set())


def unused(key, asked):
    """A sentence that names the filters asked for and not used by figure ``key``, with the reason; empty: all are."""
    not_used, why = UNUSED.get(key, (frozenset(), ""))
    names = [FILTERS[name] for name in FILTERS if name in not_used & asked_for(asked)]
    if not names:
        return ""
    listed = format_lazy(", ".join(["{}"] * len(names)), *names)
    return _("Aquí no se usa el filtro: %(filters)s. %(why)s") % {"filters": listed, "why": why}
