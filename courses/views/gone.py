"""Pages that were there when she learned in them, and are not any more."""

from django.http import Http404
from django.shortcuts import render
from wagtail.views import serve as wagtail_serve

from ..models import CourseOutline, Enrolment


def gone(request, *, course=False):
    """What she worked on is not published any more. Her record stays and the page says so."""
    return render(request, "courses/gone.html", {"course": course}, status=410)


def as_wagtail_says(request, course, lesson=""):
    """Let Wagtail answer for an address below a course; where it knows none, tell whoever learned there kindly.

    To everybody else a page that is gone does not exist. Two queries more, and only on the way to a 404.
    """
    try:
        return wagtail_serve(request, f"cursos/{course}/{lesson}/" if lesson else f"cursos/{course}/")
    except Http404:
        if _learned_in(request.user, course):
            return gone(request, course=not lesson)
        raise


def _learned_in(user, slug):
    if not user.is_authenticated:
        return False
    begun = Enrolment.objects.of(user).values("course")
    paths = CourseOutline.objects.filter(pk__in=begun).values_list("data__paths", flat=True)
    return any(path.endswith(f"/cursos/{slug}/") for each in paths for path in (each or {}).values())
