"""Pages of the community map: the list first, then the drawing."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.core import ids
from academy.core.record import Unfit
from academy.members.forms import status_of
from academy.members.gates import by_password
from academy.site import photos

from ..doors import find, form_id, here, insist, may_add, may_decide, some_place, typed
from ..models import Commitment, CommunityMap, DialogueCycle, Issue, MapPoint
from . import drawing, services
from .forms import ChangeMapForm, MapForm, PointForm, SketchForm, TieForm
from .rules import name_of

SHOWN = 100


@by_password
@require_safe
def maps(request):
    rows = CommunityMap.objects.visible_to(request.user, here(request)).select_related("organisation", "territory")
    rows = list(rows[:SHOWN])
    # Of a region there is an outline; of a province, a district or a quarter there is what they draw themselves.
    bare = [row for row in rows if not (row.sketch or drawing.draw(row, []).outline)]
    context = {"maps": rows, "to_draw": {row.pk for row in bare if may_add(here(request), row.organisation)}}
    return render(request, "peer_exchange/maps/maps.html", context)


@by_password
def new_map(request):
    places = some_place(here(request))
    data, first = typed(request)
    form = MapForm(data, request.FILES or None, initial=first, places=places)
    if request.method == "POST" and form.is_valid() and (made := _begun(request, form)):
        messages.success(request, _("El mapa está listo. Anoten qué hay."))
        return redirect("exchange:map", made.pk)
    return render(request, "peer_exchange/maps/new.html", {"form": form}, status=status_of(form))


def _begun(request, form):
    """The new map, with its sketch where there is one. None: the photo cannot be used, which the form says."""
    said = dict(form.cleaned_data)
    upload = said.pop("sketch")
    try:
        name = services.kept_photo(upload, by=request.user) if upload else ""
    except Unfit as refused:
        form.add_error("sketch", refused.reason)
        return None
    return services.begin_map(id=form_id(request, said), by=request.user, sketch=name, **said)


def _points(request, map):
    """Those of the map that she may read, with the issues that she may read. Two queries."""
    rows = MapPoint.objects.visible_to(request.user, here(request)).filter(map=map, removed_at=None)
    issues = Issue.objects.visible_to(request.user, here(request))
    return rows.prefetch_related(Prefetch("issues", issues))


def _promises(request, points):
    """The promises that points stand for, by id, as far as she may read them. One query."""
    rows = Commitment.objects.visible_to(request.user, here(request))
    return rows.in_bulk([point.commitment_id for point in points if point.commitment_id])


@by_password
@require_safe
def map(request, pk):
    """The list, by layer; beneath it the drawing. Ten queries, however many points."""
    row = find(request, CommunityMap, pk, "organisation", "territory")
    points = sorted(_points(request, row), key=lambda point: MapPoint.Layer.values.index(point.layer))
    layer = request.GET.get("capa", "")
    promises = _promises(request, points)
    shown = [
        (number, point, drawing.place_of(point), promises.get(point.commitment_id))
        for number, point in enumerate(points, start=1)
    ]
    drawn = drawing.draw(row, points)
    context = {
        "map": row,
        "layers": [
            (code, label, sum(point.layer == code for point in points))
            for code, label in MapPoint.Layer.choices
            if any(point.layer == code for point in points)
        ],
        "layer": layer if layer in MapPoint.Layer.values else "",
        "points": [each for each in shown if each[1].layer == layer or layer not in MapPoint.Layer.values],
        "drawing": drawn,
        "legend": [(label, drawing.SHAPE_OF[code], drawing.FILL_OF[code]) for code, label in MapPoint.Layer.choices],
        "cycles": DialogueCycle.objects.visible_to(request.user, here(request)).filter(map=row),
        "writes": may_add(here(request), row.organisation),
        "decides": may_decide(here(request), row.organisation, row.created_by_id),
    }
    return render(request, "peer_exchange/maps/map.html", context)


@by_password
def change_map(request, pk):
    """Title, level, and the outline: of each row of squares, from where to where."""
    row = find(request, CommunityMap, pk, "organisation__territory", "territory")
    insist(may_decide(here(request), row.organisation, row.created_by_id))
    first = {"title": row.title, "reserve": row.reserve, "territory": row.territory_id}
    data, initial = typed(request, first)
    form = ChangeMapForm(data, initial=initial, map=row)
    if request.method == "POST" and form.is_valid():
        services.change_map(map=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Guardado."))
        return redirect("exchange:map", row.pk)
    return render(request, "peer_exchange/maps/change.html", {"form": form, "map": row}, status=status_of(form))


@by_password
def sketch(request, pk):
    """A photo of a drawing of theirs, as the ground of the map; ``remove`` takes it away."""
    row = find(request, CommunityMap, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    if request.method == "POST" and "remove" in request.POST:
        services.set_sketch(map=row, upload=None, by=request.user)
        messages.success(request, _("El croquis ya no está."))
        return redirect("exchange:map", row.pk)
    form = SketchForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = services.set_sketch(map=row, upload=form.cleaned_data["sketch"], by=request.user)
        if done:
            messages.success(request, _("Guardado."))
            return redirect("exchange:map", row.pk)
        form.add_error("sketch", str(done))
    return render(request, "peer_exchange/maps/sketch.html", {"form": form, "map": row}, status=status_of(form))


# --- Points ----------------------------------------------------------------------------------------


@by_password
def new_point(request, pk):
    row = find(request, CommunityMap, pk, "organisation")
    insist(may_add(here(request), row.organisation))
    first = {"on": timezone.localdate().isoformat(), "reserve": row.reserve, "layer": request.GET.get("capa", "")}
    return _point_page(request, row, None, first)


@by_password
def change_point(request, pk):
    point = _found(request, pk)
    insist(may_add(here(request), point.map.organisation))
    first = {name: getattr(point, name) for name in ("layer", "words", "block", "reserve")}
    first |= {"on": point.on.isoformat(), "square": name_of(point.column, point.row)}
    return _point_page(request, point.map, point, first)


def _found(request, pk):
    """A point that she may read, on a map that she may read, and that was not removed."""
    point = find(request, MapPoint, pk, "map__organisation")
    if point.removed_at:
        raise Http404
    return point


def _point_page(request, map, point, first):
    data, initial = typed(request, first)
    form = PointForm(data, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _note(request, map, point, form)
        if done:
            messages.success(request, _("Anotado en el mapa."))
            return redirect("exchange:map", map.pk)
    context = {"form": form, "map": map, "point": point}
    return render(request, "peer_exchange/maps/point.html", context, status=status_of(form))


def _note(request, map, point, form):
    """The photo first, then the event that names it: a photo that cannot be used undoes nothing and is said."""
    said = dict(form.cleaned_data)
    upload = said.pop("photo")
    try:
        said["photo"] = services.kept_photo(upload, by=request.user) if upload else ""
    except Unfit as refused:
        form.add_error("photo", refused.reason)
        return False
    said["on"] = said["on"].isoformat()
    nonce = ids.parse(request.POST.get("nonce", "")) or ids.uuid7()
    number = point.pk if point else nonce
    outcome = services.note_point(map=map, point=number, by=request.user, nonce=nonce, **said)
    if not outcome:
        form.add_error(None, outcome.reason)
    return bool(outcome)


@require_POST
@by_password
def remove_point(request, pk):
    point = _found(request, pk)
    insist(may_add(here(request), point.map.organisation))
    nonce = ids.parse(request.POST.get("nonce", "")) or ids.uuid7()
    outcome = services.remove_point(point=point, by=request.user, nonce=nonce)
    (messages.success if outcome else messages.error)(request, _("Quitado del mapa.") if outcome else outcome.reason)
    return redirect("exchange:map", point.map_id)


@by_password
def tie_point(request, pk):
    """Its issues, and the promise that it stands for."""
    point = _found(request, pk)
    standing, organisation = here(request), point.map.organisation
    insist(may_add(standing, organisation))
    known = {
        "issues": Issue.objects.visible_to(request.user, standing).filter(organisation=organisation),
        "commitments": Commitment.objects.visible_to(request.user, standing).filter(organisation=organisation),
    }
    first = {"issues": [issue.pk for issue in point.issues.all()], "commitment": point.commitment_id}
    form = TieForm(request.POST if request.method == "POST" else None, initial=first, **known)
    if request.method == "POST" and form.is_valid():
        services.tie(point=point, by=request.user, **_with_what_she_does_not_see(point, known, form.cleaned_data))
        messages.success(request, _("Guardado."))
        return redirect(f"{reverse('exchange:map', args=[point.map_id])}#punto-{point.pk}")
    return render(request, "peer_exchange/maps/tie.html", {"form": form, "point": point}, status=status_of(form))


def _with_what_she_does_not_see(point, known, said):
    """What she chose, and what hangs there already that is not hers to read: it is not hers to untie either."""
    unseen = point.issues.exclude(pk__in=known["issues"].values("pk"))
    promise = said["commitment"]
    if promise is None and not known["commitments"].filter(pk=point.commitment_id).exists():
        promise = point.commitment
    return {"issues": [*said["issues"], *unseen], "commitment": promise}


# --- Files -----------------------------------------------------------------------------------------


@by_password
@require_safe
def map_sketch(request, pk):
    return _picture(find(request, CommunityMap, pk).sketch)


@by_password
@require_safe
def point_photo(request, pk):
    return _picture(_found(request, pk).photo)


def _picture(name):
    """The file, for who may read its row: its name alone opens nothing."""
    if not name:
        raise Http404
    try:
        file = photos.open_photo(name)
    except FileNotFoundError:  # a copy of the site without its private files
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response
