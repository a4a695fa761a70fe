"""The verbs of practices. One transaction each, with who did it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from academy.core import audit
from academy.core.decisions import Allowed, Denied
from academy.core.languages import DEFAULT
from academy.members import notices
from academy.members.models import Notice, Term
from academy.site import harvest

from ..cycles.services import Meanwhile
from ..models import Practice, PracticeConsent, PracticeText
from . import rules

notices.register(
    "exchange_consent_asked",
    gettext_lazy("%(by)s pide permiso a %(organisation)s: la nombra en una práctica. Está en Diálogo, Prácticas."),
)

WORDS = ("title", "did", "worked", "adapt")


@transaction.atomic
def write(*, id, organisation, by, named=(), session=None, visit=None, reserve, authors_said="", **words):
    """A new practice in Spanish. Its own organisation, and those of the visit, are asked for their consent."""
    practice, made = Practice.objects.get_or_create(
        pk=id,
        defaults={
            "organisation": organisation,
            "written_by": by,
            "session": session,
            "visit": visit,
            "reserve": reserve,
            "authors_said": authors_said,
        },
    )
    if made:
        practice.authors.add(by)
        PracticeText.objects.create(practice=practice, language=DEFAULT, changed_by=by, **words)
        for each in {organisation, *named}:
            _ask(practice, each, by=by)
    return practice


def _ask(practice, organisation, *, by):
    """Ask an organisation for its consent, once; its board is told. Says whether it is new."""
    _row, made = PracticeConsent.objects.get_or_create(practice=practice, organisation=organisation)
    if made:
        board = Term.objects.holding().filter(seat__organisation=organisation).exclude(holder=None)
        told = set(board.values_list("holder", flat=True)) - {by.pk}
        data = {"by": by.display_name, "organisation": organisation.name}
        Notice.objects.bulk_create(Notice(member_id=pk, kind="exchange_consent_asked", data=data) for pk in told)
    return made


@transaction.atomic
def rewrite(*, practice, language, by, seen="", at=None, **words):
    """New words in one language. In Spanish they make it a draft again, and ask every organisation again."""
    at = at or timezone.now()
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    text = practice.texts.filter(language=language).first()
    if text is not None and text.changed_at.isoformat() != seen and text.changed_by_id != by.pk:
        return Meanwhile(text)
    text = text or PracticeText(practice=practice, language=language)
    same = text.pk and all(getattr(text, name) == words[name] for name in WORDS)
    if same:
        return Allowed()
    for name in WORDS:
        setattr(text, name, words[name])
    text.changed_by, text.changed_at, text.reviewed_by, text.reviewed_at = by, at, None, None
    text.save()
    practice.authors.add(by)
    if language == DEFAULT:
        practice.consents.exclude(agreed=None).update(agreed=None, by=None, at=None)
        Practice.objects.filter(pk=practice.pk).update(
            state=rules.after_new_words(practice.state), reviewed_by=None, reviewed_at=None, shared_at=None
        )
    return Allowed()


@transaction.atomic
def describe(*, practice, by, authors_said, reserve):
    """How its authors want to be named, and who may read it once it is shared."""
    Practice.objects.filter(pk=practice.pk).update(authors_said=authors_said, reserve=reserve)
    audit.note("exchange.practice_described", by=by, practice=str(practice.pk))
    return Allowed()


@transaction.atomic
def name_organisation(*, practice, organisation, by):
    """One more organisation that it names. A shared practice stays so only with her yes."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    if _ask(practice, organisation, by=by) and practice.state == rules.SHARED:
        Practice.objects.filter(pk=practice.pk).update(state=rules.REVIEWED, shared_at=None)
    audit.note("exchange.practice_names", by=by, practice=str(practice.pk), organisation=organisation.pk)
    return Allowed()


@transaction.atomic
def answer_consent(*, row, by, agreed, at=None):
    """An organisation says yes or no. A no takes a shared practice back at once."""
    at = at or timezone.now()
    Practice.objects.select_for_update().get(pk=row.practice_id)
    PracticeConsent.objects.filter(pk=row.pk).update(agreed=agreed, by=by, at=at)
    if not agreed:
        Practice.objects.filter(pk=row.practice_id, state=rules.SHARED).update(state=rules.REVIEWED, shared_at=None)
    audit.note("exchange.practice_consent", by=by, practice=str(row.practice_id), agreed=agreed)
    return Allowed()


@transaction.atomic
def review(*, practice, by, at=None):
    """Another woman has read the Spanish words and finds them good."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    text = practice.texts.filter(language=DEFAULT).first()
    wrote = {practice.written_by_id, *practice.authors.values_list("pk", flat=True)}
    may = rules.may_review(
        state=practice.state, wrote=wrote, by=by.pk, has_words=bool(text and text.did and text.worked)
    )
    if may:
        at = at or timezone.now()
        Practice.objects.filter(pk=practice.pk).update(state=rules.REVIEWED, reviewed_by=by, reviewed_at=at)
        PracticeText.objects.filter(pk=text.pk).update(reviewed_by=by, reviewed_at=at)
        audit.note("exchange.practice_reviewed", by=by, practice=str(practice.pk))
    return may


@transaction.atomic
def review_translation(*, text, by, at=None):
    """Who speaks the language has read it. Not who wrote it."""
    if text.changed_by_id == by.pk:
        return Denied(_("La revisa otra compañera: tú la escribiste."), "own")
    PracticeText.objects.filter(pk=text.pk).update(reviewed_by=by, reviewed_at=at or timezone.now())
    return Allowed()


@transaction.atomic
def share(*, practice, by, at=None):
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    consents = dict(practice.consents.values_list("organisation", "agreed"))
    agreed = [pk for pk, yes in consents.items() if yes]
    may = rules.may_share(state=practice.state, organisations=consents, consents=agreed)
    if may:
        Practice.objects.filter(pk=practice.pk).update(state=rules.SHARED, shared_at=at or timezone.now())
        audit.note("exchange.practice_shared", by=by, practice=str(practice.pk))
    return may


@transaction.atomic
def withdraw(*, practice, by):
    """Back to its organisation alone, at once."""
    Practice.objects.filter(pk=practice.pk).update(state=rules.WITHDRAWN, shared_at=None)
    audit.note("exchange.practice_withdrawn", by=by, practice=str(practice.pk))
    return Allowed()


@transaction.atomic
def harvest_as_draft(*, practice, by, at=None):
    """One step to a draft of a course page. Editors see it; nobody else does until they publish it."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    may = rules.may_harvest(state=practice.state, harvested=practice.harvested_at)
    if not may:
        return may
    address = harvest.bring(learning_of(practice), by=by)
    if not address:
        return Denied(_("Aquí todavía no hay quien haga cursos."), "no_maker")
    Practice.objects.filter(pk=practice.pk).update(harvested_at=at or timezone.now(), harvested_as=address[:200])
    audit.note("exchange.practice_harvested", by=by, practice=str(practice.pk))
    return Allowed()


def learning_of(practice):
    """The practice as other programmes take it: plain words, and only names that agreed to be in it."""
    texts = {text.language: text for text in practice.texts.all()}
    own = texts.pop(DEFAULT)
    agreed = practice.consents.filter(agreed=True).order_by("organisation__name")
    return harvest.Learning(
        key=practice.pk,
        title=own.title,
        parts=_parts(own),
        authors=practice.authors_said,
        organisations=tuple(agreed.values_list("organisation__name", flat=True)),
        language=DEFAULT,
        others=tuple(
            harvest.Wording(code, text.title, _parts(text), bool(text.reviewed_at))
            for code, text in sorted(texts.items())
        ),
    )


def _parts(text):
    """What was written, each part with its heading in the language of the words."""
    with override(text.language):
        return (
            (_("Qué hicimos"), text.did),
            (_("Qué funcionó"), text.worked),
            (_("Cómo adaptarlo"), text.adapt),
        )
