"""Views of the frame: what every site needs and no app owns."""

from django.shortcuts import render


def session_ended(request, reason=""):
    """A form arrived without a valid token: the session ended, or the page is very old."""
    return render(request, "site/session_ended.html", status=403)
