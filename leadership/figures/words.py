"""How figures are said: in people's numbers, in the reader's language, with what stands behind them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

SHARES = {
    "coverage_true",
    "coverage_naive",
    "tenure_top",
    "consecutive_terms",
    "rotation",
    "multi_office",
    "uncontested",
    "youth",
    "first_time",
    "single_point",
    "base_link",
    "handover",
    "places_reached",
    "rural_reached",
    "commitments_kept",
    "learning_to_leading",
}
#: Whole things counted one by one.
COUNTS = {"unpaid_hours", "expiring_seats", "overdue_seats", "preparation_gap", "open_at_handover"}
#: Sums of chances that are said as seats.
SEATS = {"uncovered_risk", "expected_vacancies"}

STATES = {
    "empty": gettext_lazy("Sin nadie"),
    "overdue": gettext_lazy("Vencido"),
    "ends": gettext_lazy("Vence en el plazo"),
    "holds": gettext_lazy("Sigue"),
}


def number(value, places=0):
    return number_format(value, decimal_pos=places, use_l10n=True)


def said(figure):
    """The value as text; empty where the figure is not shown."""
    if not figure.shown or figure.value is None:
        return ""
    if figure.key in SHARES:
        return percent(figure.value)
    if figure.key in SEATS:
        # Seats are whole; what the risks add up to stands behind it.
        return number(round(figure.value)) if figure.value >= 0.5 or not figure.value else _("menos de 1")
    if figure.key in COUNTS or (figure.key == "depth" and figure.value == int(figure.value)):
        return number(figure.value)
    if figure.key == "unpaid_value":
        return _("S/ %(amount)s") % {"amount": number(figure.value, 2)}
    return number(figure.value, 2 if figure.key in ("tenure_gini", "tenure_hhi", "training_gini") else 1)


def percent(value):
    # A share that is nearly nothing or nearly all is not rounded into being so.
    whole = round(100 * value)
    if 0 < value < 1:
        whole = min(max(whole, 1), 99)
    return _("%(number)s %%") % {"number": number(whole)}


def behind(figure):
    """One sentence on what the number is made of; empty where there is none."""
    if not figure.shown:
        return ""
    way = _BEHIND.get(figure.key)
    if way:
        return way(figure, figure.parts)
    if "some" in figure.parts:
        return _("%(some)s de %(of)s") % {"some": number(figure.parts["some"]), "of": number(figure.parts["of"])}
    return ""


def _open(figure, parts):
    told = ngettext("%(open)s cargo sin relevo, de %(n)s.", "%(open)s cargos sin relevo, de %(n)s.", parts["open"]) % {
        "open": number(parts["open"]),
        "n": number(figure.n),
    }
    exact = _("Suma de sus riesgos: %(risk)s.") % {"risk": number(figure.value, 1)}
    return f"{told} {exact}"


def _expiring(figure, parts):
    return _("Ya vencidos: %(overdue)s. Sin nadie: %(empty)s. Cargos en total: %(n)s.") % {
        "overdue": number(parts["overdue"]),
        "empty": number(parts["empty"]),
        "n": number(figure.n),
    }


def _of_seats(figure, parts):
    return _("Cargos en total: %(n)s.") % {"n": number(figure.n)}


def _bench(figure, parts):
    return _("Mujeres listas: %(women)s. Cargos que vencen o están vacíos: %(seats)s.") % {
        "women": number(parts["women"]),
        "seats": number(parts["seats"]),
    }


def _depth(figure, parts):
    return _("Cargos con ninguna: %(none)s. Con una: %(one)s. Con más: %(more)s.") % {
        "none": number(parts["none"]),
        "one": number(parts["one"]),
        "more": number(parts["more"]),
    }


def _gap(figure, parts):
    return _("Cargos donde nadie se propuso: %(nobody)s. Donde no falta nada: %(ready)s.") % {
        "nobody": number(parts["nobody"]),
        "ready": number(parts["ready"]),
    }


def _rotation(figure, parts):
    said = _("%(some)s de %(of)s.") % {"some": number(parts["some"]), "of": number(parts["of"])}
    if parts["first"]:
        said += " " + _("De %(first)s no se sabe quién estuvo antes.") % {"first": number(parts["first"])}
    return said


def _tenure(figure, parts):
    return _("Mujeres: %(n)s. Años de cargo entre todas: %(years)s.") % {
        "n": number(figure.n),
        "years": number(parts["years"]),
    }


def _handover(figure, parts):
    return _("Organizaciones: %(organisations)s.") % {"organisations": number(parts["organisations"])}


def _due(figure, parts):
    return _("De %(of)s que ya vencieron.") % {"of": number(parts["of"])}


def _candidates(figure, parts):
    return _("Cargos elegidos cuya acta lo dice: %(n)s.") % {"n": number(figure.n)}


def _hours(figure, parts):
    return _("Horas a la semana de %(n)s mujeres.") % {"n": number(figure.n)}


_BEHIND = {
    "unpaid_hours": _hours,
    "unpaid_value": _hours,
    "uncovered_risk": _open,
    "expiring_seats": _expiring,
    "overdue_seats": _of_seats,
    "bench_strength": _bench,
    "depth": _depth,
    "preparation_gap": _gap,
    "rotation": _rotation,
    "tenure_top": _tenure,
    "tenure_gini": _tenure,
    "tenure_hhi": _tenure,
    "open_at_handover": _handover,
    "commitments_kept": _due,
    "candidates": _candidates,
}
