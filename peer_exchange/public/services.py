"""Publishing and taking down. Each is one conditional update: what is down is down with the answer of the request."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.members.models import Member, Organisation

from ..models import Commitment, CorrectionRequest, PublicFace
from . import rules

#: Open requests for correction of one promise; more are not taken: somebody is playing.
MOST_OPEN_REQUESTS = 10


def names_around(organisation):
    """Names of the women of its whole tree: display and legal ones. One query."""
    root = Organisation.objects.get(path=organisation.path[: Organisation.steplen])
    pairs = Member.objects.of(root).values_list("display_name", "legal_name")
    return {name for pair in pairs for name in pair if name}


def free_slug(organisation):
    """An address in the organisation's own name; with its code where that is taken."""
    slug = slugify(organisation.name)[:48].strip("-") or "organizacion"
    taken = PublicFace.objects.filter(slug=slug).exclude(organisation=organisation).exists()
    return f"{slug}-{slugify(organisation.code)}"[:60] if taken else slug


@transaction.atomic
def open_face(*, organisation, by, intro="", embeddable=False, at=None):
    """The page stands from now on, or its words change. A Decision: its introduction may name no woman either."""
    wrong = rules.named_in(intro, names_around(organisation), least=2) if intro else []
    if wrong:
        return Denied(_("Aquí se nombra a una compañera: «%(name)s». Quita su nombre.") % {"name": wrong[0]}, "names")
    at = at or timezone.now()
    Organisation.objects.held(organisation)
    face = PublicFace.objects.filter(organisation=organisation).first()
    if face is None:
        face = PublicFace(organisation=organisation, slug=free_slug(organisation))
    face.intro, face.embeddable, face.changed_by, face.changed_at = intro, embeddable, by, at
    face.published_at = face.published_at or at
    face.save()
    audit.note("exchange.face_opened", by=by, organisation=organisation.pk, embeddable=embeddable)
    return Allowed()


@transaction.atomic
def take_down_face(*, organisation, by, at=None):
    """Everything at once. What was published stays marked, and is seen again only when the page stands again."""
    down = PublicFace.objects.filter(organisation=organisation, published_at__isnull=False).update(
        published_at=None, changed_by=by, changed_at=at or timezone.now()
    )
    if down:
        audit.note("exchange.face_taken_down", by=by, organisation=organisation.pk)
    return bool(down)


def beside(commitment):
    """What stands beside the published words as the promise has it today."""
    return f"{commitment.institution_said} | {commitment.post_said} | {commitment.unit}"


def look_again(*, commitment, by, leads):
    """What stands beside published words was corrected. It goes on standing where who leads did it and no woman is
    named; else it is down until the organisation publishes it again."""
    named = rules.may_publish(
        words=commitment.public_words,
        names=names_around(commitment.organisation),
        reserve=commitment.reserve,
        around=beside(commitment),
        sure=True,
    )
    if not (leads and named):
        unpublish(commitment=commitment, by=by)


@transaction.atomic
def publish(*, commitment, words, by, sure=False, at=None):
    """Strangers may read it, in these words. A Decision."""
    decision = rules.may_publish(
        words=words,
        names=names_around(commitment.organisation),
        reserve=commitment.reserve,
        around=beside(commitment),
        sure=sure,
    )
    if not decision:
        return decision
    Commitment.objects.filter(pk=commitment.pk).update(public_words=words, published_at=at or timezone.now())
    audit.note("exchange.commitment_published", by=by, commitment=str(commitment.pk))
    return Allowed()


@transaction.atomic
def unpublish(*, commitment, by):
    """False where it was not published."""
    down = Commitment.objects.filter(pk=commitment.pk, published_at__isnull=False).update(published_at=None)
    if down:
        audit.note("exchange.commitment_unpublished", by=by, commitment=str(commitment.pk))
    return bool(down)


@transaction.atomic
def ask_correction(*, commitment, words, contact, at=None):
    """What a stranger says is wrong. A Decision: not without end."""
    waiting = CorrectionRequest.objects.filter(commitment=commitment, answered_at=None)
    if waiting.count() >= MOST_OPEN_REQUESTS:
        return Denied(_("Ya hay varios pedidos sobre esto. Espera la respuesta."), "too_many")
    CorrectionRequest.objects.create(commitment=commitment, words=words, contact=contact, at=at or timezone.now())
    return Allowed()


@transaction.atomic
def answer_correction(*, request, by, answer, at=None):
    """False where another answered before."""
    changed = CorrectionRequest.objects.filter(pk=request.pk, answered_at=None).update(
        answer=answer, answered_by=by, answered_at=at or timezone.now()
    )
    return bool(changed)


def published_of(face):
    """What stands on the page, the latest first; handed-on ones not."""
    rows = Commitment.objects.published().current().filter(organisation=face.organisation_id)
    return rows.select_related("territory").order_by("-made_on", "pk")
