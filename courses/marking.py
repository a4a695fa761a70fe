"""Free texts that a person reads: what the reader needs to see, and who may see whose."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from academy.core.languages import DEFAULT
from academy.core.suppression import K
from academy.members.consenting import who_allow
from academy.members.models import Consent, Member, Membership, Organisation

from .following import newest_versions
from .models import Answer, CourseOutline, QuestionVersion
from .querysets import READERS
from .responses import value_of


@dataclass
class Text:
    """One text as its reader sees it. ``writer`` is a name only where she allows it."""

    answer: Answer
    writer: str
    prompt: str
    guide: str
    course: str
    words: str
    language: str
    named: bool = False


def texts_for(user, *, course=None, question=None, organisation=None, done=False):
    """Texts whose writers ``user`` accompanies, the longest waiting first; those read, the newest first."""
    answers = Answer.objects.readable_by(user)
    if course:
        answers = answers.filter(course=course)
    if question:
        answers = answers.filter(question=question)
    if organisation:
        answers = answers.filter(member__in=Member.objects.of(organisation).values("pk"))
    if done:
        return answers.filter(waits_for_reader=False, marked_at__isnull=False).order_by("-marked_at", "pk")
    return answers.waiting().order_by("answered_at", "pk")


def shown(answers, *, language):
    """The texts of a page of answers, in words. Five queries."""
    answers = list(answers)
    versions = {
        (version.question, version.digest): version
        for version in QuestionVersion.objects.filter(question__in={a.question for a in answers})
    }
    titles = {o.key: o for o in CourseOutline.objects.filter(pk__in={a.course for a in answers})}
    writers = names_of({answer.member_id for answer in answers})
    named = named_among(writers)
    found = []
    for answer in answers:
        # The version she saw: what is asked today may be another question.
        version = versions.get((answer.question, answer.version))
        value = value_of(version.data) if version else {}
        outline = titles.get(answer.course)
        found.append(
            Text(
                answer=answer,
                writer=writers[answer.member_id],
                named=answer.member_id in named,
                prompt=value.get("prompt", ""),
                guide=value.get("guide", ""),
                course=f"{outline.code} · {outline.title_in(language)}" if outline else "",
                words=(answer.response or {}).get("text", ""),
                language=version.language if version else DEFAULT,
            )
        )
    return found


def prompts_of(answers, *, language):
    """``[(question, prompt)]`` of the questions that stand behind these answers, for a filter."""
    questions = set(answers.order_by().values_list("question", flat=True))
    newest = newest_versions(questions, language)
    prompts = [(str(key), value_of(version.data).get("prompt", "")) for key, version in newest.items()]
    return sorted(prompts, key=lambda pair: pair[1])


def organisations_to_choose(user):
    """Organisations of her scope with enough women that choosing one says of none who she is. One query."""
    today = Membership.objects.standing()
    return (
        Organisation.objects.under_roles_of(user, *READERS)
        .annotate(women=Count("memberships", filter=Q(memberships__in=today), distinct=True))
        .filter(women__gte=K)
        .order_by("name")
    )


def named_among(members):
    """Ids of those who allow their name to be said here. One query."""
    allow = who_allow(Consent.Purpose.PROGRESS_BY_NAME).filter(member__in=members)
    return set(allow.values_list("member", flat=True))


def names_of(members):
    """``{member id: what she is called here}``: her name where she allows it, else her organisation."""
    by_name = named_among(members)
    names = dict(Member.objects.filter(pk__in=by_name).values_list("pk", "display_name"))
    homes = dict(
        Membership.objects.standing().filter(member__in=members - by_name).values_list("member", "organisation")
    )
    large = dict(
        Membership.objects.standing()
        .filter(organisation__in=set(homes.values()))
        .values("organisation")
        .annotate(women=Count("member", distinct=True))
        .filter(women__gte=K)
        .order_by()
        .values_list("organisation", "organisation__name")
    )
    found = {}
    for member in members:
        if member in names:
            found[member] = names[member]
        elif homes.get(member) in large:
            found[member] = _("Una socia de %(organisation)s") % {"organisation": large[homes[member]]}
        else:
            # In a group this small the name of the organisation would be hers.
            found[member] = _("Una socia")
    return found
