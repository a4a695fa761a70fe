"""A course to take along as one file: which there are and what each weighs, and the file itself."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..onefile import building, keeping


def _course(key):
    """The course as anybody may read it. A closed or empty one has no file, for nobody."""
    try:
        return keeping.Course(key)
    except keeping.NoFile:
        raise Http404 from None


@require_safe
def course_file(request, course):
    """What there is to take along, each with its weight as it will lie on her phone. Builds what is missing."""
    found = _course(course)
    here = get_language()
    languages = sorted(found.languages, key=lambda code: code != here)
    if len(languages) > 1:
        languages.append(building.ALL)
    files = [_offered(found, code) for code in languages]
    page = found.pages.get(here) or found.page
    return render(request, "courses/onefile/page.html", {"page": page, "course": found.page, "files": files})


def _offered(found, code):
    """A file with its size as it stands, and what it weighs with recordings, where there are any."""
    size, sound = keeping.file_of(found, code).size, keeping.sound_bytes(found, code)
    return {"language": code, "name": building.title_of(code), "size": size, "with_sound": sound and size + sound}


@require_safe
def course_file_get(request, course, language):
    """The file. Its name says nothing about what is in it: a chat and a folder show names to whoever looks."""
    found = _course(course)
    if language != building.ALL and language not in found.languages:
        raise Http404
    kept = keeping.file_of(found, language, sound=request.GET.get("con") == "voz")
    name = f"{settings.ACADEMY_NAME}-{found.page.code}-{language}.html".lower().replace(" ", "-")
    name = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-."))
    response = HttpResponse(keeping.opened(kept), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = quote_etag(kept.digest)
    patch_cache_control(response, public=True, max_age=300)
    return response
