"""Figures from the numbers of ``facts``: the same as ``metrics`` works out from the raw rows (a test holds them equal).

Counts of women come from the one release of each counting, so that no order of filters tells more (decision 0034).
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy

from academy.core.suppression import ALL, Release
from academy.members.models import Organisation

from ..metrics import (
    Figure,
    first_time,
    places_reached,
    tenure_concentration,
    training_spread,
    youth,
)
from ..metrics.shapes import few, nothing, ratio, ratio_of_women
from ..snapshots import rules

#: In the order of the page: the one number first.
HOME = (
    "uncovered_risk",
    "expiring_seats",
    "overdue_seats",
    "bench_strength",
    "depth",
    "coverage_true",
    "preparation_gap",
    "single_point",
    "rotation",
    "consecutive_terms",
    "tenure_top",
    "multi_office",
    "uncontested",
    "youth",
    "first_time",
    "base_link",
    "places_reached",
    "training_gini",
    "rural_reached",
    "open_at_handover",
    "handover",
    "commitments_kept",
    "learning_to_leading",
    "unpaid_hours",
)
#: The same under headings, as the page tells them after the first.
CHAPTERS = (
    (gettext_lazy("Quién puede seguir"), HOME[1:8]),
    (gettext_lazy("Entre cuántas se reparten los cargos"), HOME[8:15]),
    (gettext_lazy("La base, los distritos y lo que se aporta"), (*HOME[15:19], "learning_to_leading", "unpaid_hours")),
    (gettext_lazy("Entregas y compromisos"), HOME[19:22]),
)
#: Not on the first page, and opened from one that is.
BESIDE = ("coverage_naive", "tenure_gini", "tenure_hhi", "candidates", "unpaid_value")
KEYS = HOME + BESIDE


def figures(facts, snapshots, keys=KEYS):
    """``{key: Figure}`` of those and of what is worked out with them. At most eleven queries, whatever the size."""
    found, wanted = {}, set(keys)
    for group, make in _GROUPS:
        if wanted & group:
            found |= make(facts, snapshots)
    return found


def seats(facts):
    """Three queries."""
    n = facts.count_seats()
    of = n["of"]
    keys = ("uncovered_risk", "expiring_seats", "overdue_seats", "bench_strength", "depth", "preparation_gap")
    if not of:
        empty = {key: nothing(key) for key in keys}
        return {**empty, "coverage_true": nothing("coverage_true"), "coverage_naive": nothing("coverage_naive")}
    parts = {"open": n["open"], "covered": n["covered"]}
    found = {
        "uncovered_risk": Figure(key="uncovered_risk", value=n["risk"], n=of, parts=parts),
        "coverage_true": ratio("coverage_true", n["covered"], of),
        "coverage_naive": ratio("coverage_naive", n["some"], of),
        "expiring_seats": Figure(
            key="expiring_seats", value=n["expiring"], n=of, parts={"overdue": n["overdue"], "empty": n["empty"]}
        ),
        "overdue_seats": Figure(key="overdue_seats", value=n["overdue"], n=of),
        "depth": Figure(
            key="depth",
            value=median(facts.ready_sizes()),
            n=of,
            parts={"none": n["none"], "one": n["one"], "more": n["more"]},
        ),
        "preparation_gap": Figure(
            key="preparation_gap", value=n["lacking"], n=of, parts={"nobody": n["nobody"], "ready": n["prepared"]}
        ),
        "bench_strength": nothing("bench_strength"),
    }
    if n["ending"]:
        ready = facts.ready_women()
        value = ready / n["ending"]
        found["bench_strength"] = Figure(
            key="bench_strength",
            value=value,
            n=n["ending"],
            note_code="alarm" if value < 1 else "",
            parts={"women": ready, "seats": n["ending"]},
        )
    return found


def median(sizes):
    """The middle of ``[(size, how many)]`` in the order of size; of two middles their mean."""
    total = sum(number for _size, number in sizes)
    if not total:
        return None
    middles, passed, found = {(total - 1) // 2, total // 2}, 0, []
    for size, number in sizes:
        found += [size for middle in middles if passed <= middle < passed + number]
        passed += number
    return sum(found) / len(found)


def terms(facts):
    """Three queries."""
    holders, elected = facts.count_holders(), facts.count_elected()
    top, gini, hhi = tenure_concentration(dict(enumerate(facts.years_held())))
    filled = elected["others"] + elected["same"]
    note = ""
    if filled and not elected["others"]:
        note = "same_board"
    elif filled and not elected["same"]:
        note = "nobody_stayed"
    parts = {"some": elected["others"], "of": filled, "first": elected["first"]}
    told = elected["told"]
    mean = nothing("candidates")
    if told:
        parts_of_mean = {"candidates": elected["women"]}
        mean = Figure(key="candidates", value=elected["women"] / told, n=told, parts=parts_of_mean)
    return {
        "tenure_top": top,
        "tenure_gini": gini,
        "tenure_hhi": hhi,
        "consecutive_terms": ratio("consecutive_terms", holders["long"], holders["elected"]),
        "multi_office": ratio("multi_office", holders["several"], holders["of"]),
        "rotation": ratio("rotation", elected["others"], filled, note_code=note, parts=parts),
        "candidates": mean,
        "uncontested": ratio("uncontested", elected["uncontested"], told),
    }


def organisations(facts):
    """One query."""
    n = facts.count_organisations()
    promises = nothing("commitments_kept")
    if n["fell"]:
        promises = Figure(
            key="commitments_kept", value=n["fulfilled"] / n["fell"], n=n["fell"], parts={"of": n["fell"]}
        )
    still = nothing("open_at_handover")
    if n["of"]:
        still = Figure(key="open_at_handover", value=n["still"], n=n["of"], parts={"organisations": n["waiting"]})
    return {
        "single_point": ratio("single_point", n["hanging"], n["say"]),
        "base_link": ratio("base_link", n["returned"], n["held"]),
        "commitments_kept": promises,
        "open_at_handover": still,
        "handover": ratio("handover", n["done"], n["things"]),
    }


def places(facts):
    """One query."""
    trained = facts.trained_by_place()
    return {"places_reached": places_reached(trained), "training_gini": training_spread(trained)}


# --- Women -------------------------------------------------------------------------------------------


def women(facts, snapshots):
    """Counts of women by part of the tree. Places, levels, kinds and posts do not narrow them. No query."""
    first, again = (
        told(facts.scope, snapshots, "first_time", "first"),
        told(facts.scope, snapshots, "first_time", "again"),
    )
    young, older = (told(facts.scope, snapshots, "youth", value) for value in ("young", "older"))
    return {
        "youth": youth(young, older),
        "first_time": first_time(first, again),
        "rural_reached": rural(facts.scope, snapshots),
        "learning_to_leading": of_whole_tree("learning_to_leading", facts.scope, snapshots),
        "unpaid_hours": of_whole_tree("unpaid_hours", facts.scope, snapshots),
        "unpaid_value": of_whole_tree("unpaid_value", facts.scope, snapshots),
    }


def rural(scope, snapshots):
    """Of rural organisations, those with a trained woman: read from the release as if they were women."""
    parts = nodes(scope, snapshots) or []
    if not any(snapshot.data.get("rural") for snapshot, _node in parts):
        return nothing("rural_reached")
    reached, missed = (told(scope, snapshots, "rural", value) for value in ("reached", "missed"))
    found = ratio_of_women("rural_reached", reached, missed)
    return found if found.shown else replace(found, code="few_organisations")


def nodes(scope, snapshots):
    """``[(snapshot, part)]`` that make up the scope, or None where one of them was not counted yet."""
    found = []
    for path in (*scope.trees, *scope.own):
        snapshot = snapshots.get(path[: Organisation.steplen])
        if snapshot is None:
            return None
        found.append((snapshot, rules.node_of(path, snapshot.root.path)))
    return found


def told(scope, snapshots, what, value=ALL):
    """The count of women that may be told, or None."""
    parts = nodes(scope, snapshots)
    if not parts:
        return None
    counts = [release_of(snapshot, what).count(part=node, what=value) for snapshot, node in parts]
    return None if None in counts else sum(counts)


def release_of(snapshot, what):
    kept = snapshot.data.get("women", {}).get(what) or {"names": ["part", "what"], "rows": []}
    return Release.from_rows(kept["names"], kept["rows"])


def of_whole_tree(key, scope, snapshots):
    """Of whole trees alone: there is one number of each, and a part of it could be taken from the whole."""
    parts = nodes(scope, snapshots)
    if not parts or len(parts) != 1 or parts[0][1] is not ALL:
        return few(key)
    data = parts[0][0].data
    kept = data.get("learning") if key == "learning_to_leading" else data.get("hours", {}).get(key)
    return Figure.from_json(kept) if kept else nothing(key)


#: What is worked out together: figures, and how.
_GROUPS = [
    (
        {
            "uncovered_risk",
            "coverage_true",
            "coverage_naive",
            "expiring_seats",
            "overdue_seats",
            "depth",
            "preparation_gap",
            "bench_strength",
        },
        lambda facts, snapshots: seats(facts),
    ),
    (
        {
            "tenure_top",
            "tenure_gini",
            "tenure_hhi",
            "consecutive_terms",
            "multi_office",
            "rotation",
            "candidates",
            "uncontested",
        },
        lambda facts, snapshots: terms(facts),
    ),
    (
        {"single_point", "base_link", "commitments_kept", "open_at_handover", "handover"},
        lambda facts, snapshots: organisations(facts),
    ),
    ({"places_reached", "training_gini"}, lambda facts, snapshots: places(facts)),
    ({"youth", "first_time", "rural_reached", "learning_to_leading", "unpaid_hours", "unpaid_value"}, women),
]
