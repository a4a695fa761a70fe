"""The few links that stand on every page. Apps bring theirs; the site knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """One link of a menu. ``shown`` gets the user: it must not query for anonymous ones and at most once for others."""

    name: str
    label: str
    order: int = 50
    shown: Callable = lambda user: True

    def url(self):
        return reverse(self.name) if ":" in self.name else self.name


_menus: dict[str, list[Link]] = {"main": [], "foot": []}


def add(menu, link):
    """Called by an app at start. The same link twice is one."""
    if link not in _menus[menu]:
        _menus[menu].append(link)
        _menus[menu].sort(key=lambda each: each.order)


def links(menu, user):
    """Those of ``menu`` that ``user`` sees, in order."""
    return [link for link in _menus[menu] if link.shown(user)]
