"""The front door is built of what the floors above bring: each registers a function, none is known here."""

_doors = []


def register(function):
    """``function(request, page) -> dict`` adds to the home page's context. Called once per app, at start."""
    if function not in _doors:
        _doors.append(function)


def front_door(request, page):
    """Everything the home page shows beside its own text."""
    context = {}
    for function in _doors:
        context.update(function(request, page))
    return context
