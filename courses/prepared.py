"""A try of a test that the site prepared for a phone without signal: questions drawn, signed, bound to one woman.

The slip that travels is signed, not sealed: whoever holds the phone may read it. It holds no key, and instead of a
version's digest a mask of it: the digest is a sum over the question and its key, so that a question with few possible
keys and no explanation could be solved by trying them all.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from academy.core.decisions import Denied
from academy.core.ids import parse
from academy.core.record import Unfit

from . import rules
from .models import Attempt, QuestionVersion, TestPage

#: From the day it was handed out until the day on which she may begin it.
GOOD_FOR = timedelta(days=30)
_SALT = "courses.prepared"


@dataclass(frozen=True)
class Slip:
    """What is signed. Ids as text; ``questions``: ``[[id, mask of the version], …]`` in the order she sees them;
    ``tries``: as the test said then, for when it is gone; ``expires``: seconds since 1970.
    """

    subject: str
    course: str
    test: str
    attempt: str
    questions: list
    pass_mark: int
    tries: int
    expires: int

    @property
    def until(self):
        return datetime.fromtimestamp(self.expires, tz=timezone.get_current_timezone())


def written(slip):
    """The slip as it travels: some 100 letters and 60 for each question."""
    return signing.dumps(asdict(slip), salt=_SALT, compress=True)


def read(text):
    """The Slip, or None where we did not write it. When it expires is another question."""
    if not isinstance(text, str):
        return None
    try:
        return Slip(**signing.loads(text, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


# --- Versions under a mask ---------------------------------------------------------------------


def mask(question, digest):
    """The name under which a version of a question travels. 48 bits: there are a few versions of each."""
    return salted_hmac(f"{_SALT}.version", f"{question} {digest}", algorithm="sha256").hexdigest()[:12]


def unmasked(questions):
    """``[[id, mask]]`` → ``[{"id", "version": digest}]``. One query. Unfit where this site has no such version."""
    named = [question for question, _mask in questions]
    known = QuestionVersion.objects.filter(question__in=named).values_list("question", "digest")
    digests = {(str(question), mask(question, digest)): digest for question, digest in known}
    try:
        return [{"id": str(question), "version": digests[str(question), said]} for question, said in questions]
    except KeyError:
        raise Unfit(_("Este sitio no conoce esta versión de la pregunta."), "unknown_version") from None


def plain_version(payload):
    """``payload`` with the digest in place of a mask; untouched where it names no mask of this question."""
    question, said = parse(payload.get("question")), payload.get("version")
    if question is None or not isinstance(said, str) or len(said) != 12:
        return payload
    for digest in QuestionVersion.objects.filter(question=question).values_list("digest", flat=True):
        if constant_time_compare(mask(question, digest), said):
            return {**payload, "version": digest}
    return payload


# --- Is it taken in? ---------------------------------------------------------------------------


def honoured(arrival):
    """May the try that a device began with this slip stand? As of now; asked under her ledger's lock.

    Her other tries are counted whether they are finished or not: a try that she began here meanwhile is one of them.
    Whether the course still allows it is not asked: it did when it signed.
    """
    slip = read(arrival.payload.get("slip"))
    if slip is None:
        return Denied(_("La prueba se empieza con conexión."), "needs_server")
    if slip.subject != str(arrival.subject) or slip.attempt != str(arrival.id):
        return Denied(_("Esta prueba se guardó para otra socia."), "not_hers")
    others = Attempt.objects.filter(member_id=arrival.subject, test=slip.test).exclude(pk=slip.attempt)
    return rules.may_take_prepared(
        in_time=arrival.happened_at <= slip.until,
        tries_allowed=tries_of(slip),
        other_tries=others.count(),
    )


def tries_of(slip):
    """How many tries the test allows now; where it is gone, as many as it did then. One query."""
    now = TestPage.objects.live().filter(translation_key=slip.test).values_list("tries", flat=True).first()
    return slip.tries if now is None else now
