"""What every page of the pipeline opens with: her scope, what she asked for, and the counting behind it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from academy.members.gates import by_password
from academy.members.models import Organisation, OrganisationKind, SeatKind

from ..figures import asked as asking
from ..figures import scope as scopes
from ..figures.facts import Facts
from ..snapshots import services

JUST_NOW = timedelta(minutes=2)


@dataclass
class Opened:
    """``facts`` is None where nothing was counted yet: the worker is at it."""

    asked: asking.Asked
    scope: scopes.Scope
    counted: services.Counted
    facts: Facts | None

    @property
    def snapshots(self):
        return self.counted.snapshots

    def context(self):
        """What the filters and the line about the age need. Two queries."""
        place = self.asked.place
        places = [each for snapshot in self.snapshots.values() for each in snapshot.data.get("places", ())]
        places = sorted({tuple(each) for each in places})
        names = {path: name for path, name, _depth in places}
        return {
            "asked": self.asked,
            "counted": self.counted,
            "just_now": bool(self.counted.made_at) and timezone.now() - self.counted.made_at < JUST_NOW,
            "places": [(asking.place_code(path), "· " * (depth - 1) + name) for path, name, depth in places],
            "place": asking.place_code(place),
            "place_name": names.get(place, ""),
            "levels": Organisation.Level.choices,
            "kinds": OrganisationKind.objects.all(),
            "posts": SeatKind.objects.all(),
            "periods": list(asking.PERIODS),
        }


def opened(view):
    """View decorator: the view gets ``(request, Opened, …)``.

    No scope: 403 with the reason. A part of the network that is not hers: 404.
    """

    @by_password
    @require_GET
    @wraps(view)
    def asked_for(request, *args, **kwargs):
        return view(request, open_for(request), *args, **kwargs)

    return asked_for


def scope_or_refuse(user):
    scope = scopes.scope_of(user)
    decision = scopes.may_see(scope)
    if not decision:
        raise PermissionDenied(decision.reason)
    return scope


def open_for(request):
    scope = scope_or_refuse(request.user)
    asked, part = asking.read(request.GET)
    if part is not None:
        organisation = Organisation.objects.filter(pk=part).first()
        scope = scope.within(organisation.path) if organisation else scopes.Scope()
        if not scope:
            raise Http404
        asked = replace(asked, part=organisation)
    counted = services.current(scope.roots)
    facts = None
    if counted.snapshots:
        day = min(snapshot.day for snapshot in counted.snapshots.values())
        facts = Facts(ids=tuple(counted.ids), scope=scope, asked=asked, day=min(day, timezone.localdate()))
    return Opened(asked=asked, scope=scope, counted=counted, facts=facts)


def address(name, asked, *args, **more):
    """The address of a page with what was asked for."""
    query = "&".join(part for part in (asked.query(), urlencode(more)) if part)
    return reverse(f"leadership:{name}", args=args) + (f"?{query}" if query else "")
