"""What every page needs to stand in its frame. No queries here: it runs for every answer."""

from django.conf import settings

from academy.core.languages import DEFAULT, LANGUAGES


def shell(request):
    return {
        "academy_name": settings.ACADEMY_NAME,
        "academy_tagline": settings.ACADEMY_TAGLINE,
        "default_language": DEFAULT,
        "languages": LANGUAGES,
        "offline": settings.OFFLINE,
        "leave_to": settings.LEAVE_TO,
    }
