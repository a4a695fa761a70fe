"""Constancias: hers behind her name, and the public page that a paper leads to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from academy.core.ids import read_code
from academy.members.kept_forms import keeps_what_she_typed, take

from .. import badges
from .. import certificates as services
from ..forms_accompany import CodeForm, NameForm
from ..models import Certificate, CourseOutline
from ..paths import done_in
from ..rules import what_is_left


@login_required
@require_GET
def certificates(request):
    """Those she has, and the courses she completed and has none of."""
    mine = list(Certificate.objects.visible_to(request.user).standing())
    return render(request, "courses/certificates/list.html", {"certificates": mine})


@keeps_what_she_typed
@require_http_methods(["GET", "HEAD", "POST"])
def ask_certificate(request, course):
    """One screen: how she wants her name to be written."""
    outline = get_object_or_404(CourseOutline, pk=course)
    standing = Certificate.objects.visible_to(request.user).standing().filter(course=course).first()
    left = what_is_left(outline.data, done_in(request.user, outline.key))
    published = outline.removed_at is None
    decision = services.may_have(gives=outline.data.get("certificate", True), left=left, published=published)
    page = {"outline": outline, "title": outline.title_in(get_language()), "left": left, "standing": standing}
    if standing is None and not decision:
        page["reason"] = decision.reason
        if decision.code != "not_complete":
            # What is left would be told of a course that nobody can finish, or that gives no paper.
            page["left"] = None
        status = 403 if request.method == "POST" else 200
        return render(request, "courses/certificates/not_yet.html", page, status=status)
    if request.method == "POST":
        form = NameForm(request.POST)
        if form.is_valid():
            certificate = services.ask_certificate(
                member=request.user, course_key=outline.key, name=form.cleaned_data["name"]
            )
            messages.success(request, _("Tu constancia está lista. ¡Felicitaciones!"))
            return HttpResponseRedirect(f"{reverse('courses:certificates')}#{certificate.code}")
        status = 422
    else:
        kept = take(request, request.path)
        form = NameForm(initial={"name": (kept or {}).get("name") or services.name_for(request.user)})
        status = 200
    return render(request, "courses/certificates/ask.html", {**page, "form": form}, status=status)


@login_required
@require_GET
def certificate_pdf(request, code):
    certificate = _hers(request, code)
    # The file's name says nothing: it stays in the download list of a phone that others use.
    return _download(services.pdf_of(certificate), "application/pdf", f"constancia-{certificate.code}.pdf")


@login_required
@require_GET
def certificate_token(request, code):
    """The badge as a compact JWS, the file form of the Open Badges specification."""
    certificate = _hers(request, code)
    token = services.badge_of(certificate)
    return _download(token, "application/vc+jwt", f"insignia-{certificate.code}.jwt")


@login_required
@require_GET
def certificate_credential(request, code):
    """The same badge as the JSON that wallets take in."""
    certificate = _hers(request, code)
    response = JsonResponse(badges.enveloped(services.badge_of(certificate)))
    response["Content-Disposition"] = f'attachment; filename="insignia-{certificate.code}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD"])
def verify_door(request):
    """Where a code is typed. A GET form: the answer has an address that can be sent on."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("courses:verify", code=form.cleaned_data["code"])
    return render(request, "courses/certificates/door.html", {"form": form})


@require_http_methods(["GET", "HEAD"])
def verify(request, code):
    """What the paper says, and nothing else. For anyone who holds its code."""
    read = read_code(code)
    certificate = Certificate.objects.filter(code=read).first()
    if certificate is None:
        form = CodeForm(initial={"code": code[:24]})
        return _unlisted(render(request, "courses/certificates/unknown.html", {"form": form}, status=404))
    if read != code:
        return redirect("courses:verify", code=read)
    page = {"certificate": certificate, "hours": services.hours_in_words(certificate.hours)}
    return _unlisted(render(request, "courses/certificates/verify.html", page))


@require_GET
@cache_control(public=True, max_age=3600)
def badge_keys(request):
    """The public keys of the site's badges (JWKS), for whoever checks one from anywhere."""
    response = JsonResponse(badges.published_keys())
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _hers(request, code):
    certificate = Certificate.objects.visible_to(request.user).standing().filter(code=read_code(code)).first()
    if certificate is None:
        raise Http404
    return certificate


def _download(content, kind, name):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _unlisted(response):
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
