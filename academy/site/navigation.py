"""The few links that stand on every page. Apps bring theirs; the site knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """One link of a menu. ``shown`` gets the request and must not query: it runs for every page."""

    name: str
    label: str
    order: int = 50
    shown: Callable = lambda request: True

    def url(self):
        return reverse(self.name) if ":" in self.name else self.name


_menus: dict[str, list[Link]] = {"own": [], "main": [], "foot": []}


def add(menu, link):
    """Called by an app at start. The same link twice is one."""
    if link not in _menus[menu]:
        _menus[menu].append(link)
        _menus[menu].sort(key=lambda each: each.order)


def links(menu, request):
    """Those of ``menu`` that this visitor sees, in order."""
    return [link for link in _menus[menu] if link.shown(request)]


def signed_in(request):
    return request.user.is_authenticated


def guest(request):
    return not request.user.is_authenticated


def with_a_role(request):
    """Whoever came in by password holds a role. Only decides what is offered, never what is allowed."""
    return request.user.is_authenticated and request.session.get("signed_in_with") == "password"
