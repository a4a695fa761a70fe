"""Questions about learning. Who may see a row is written here once, for lists and for single rows."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from academy.members import facts
from academy.members.models import Member, Organisation

#: Roles whose holders follow learning in their scope.
READERS = ("facilitator", "organiser", "mentoring")


def learners_in_scope(user):
    """Members whom ``user`` accompanies by role (facilitator, organiser, mentoring coordinator)."""
    scope = Organisation.objects.under_roles_of(user, *READERS)
    return Member.objects.within(scope).filter(is_active=True)


def walks_with(user):
    """Ids of the women with whom ``user`` is in a pair of another programme. No more than a handful."""
    return facts.ask("mentoring.companions", default=(), member=user)


class LearnerQuerySet(models.QuerySet):
    def of(self, member):
        return self.filter(member=member)

    def visible_to(self, user):
        """Her own rows only. What others may see of them, they see through counts or consent."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(member=user)


class AnswerQuerySet(LearnerQuerySet):
    def readable_by(self, user):
        """Free texts that wait for a reader or had one, of learners whom ``user`` accompanies; never her own."""
        return self.filter(kind="essay", member__in=learners_in_scope(user)).exclude(member=user)

    def waiting(self):
        return self.filter(waits_for_reader=True)

    def with_newest_version(self):
        """Each with ``newest``: the digest of its question as it stands now in the language she saw it in.

        Every language has versions of its own: whoever answered in Spanish and reads on in English has
        answered this question, as long as nobody edited the Spanish one since. No query of its own.
        """
        from .models import QuestionVersion

        versions = QuestionVersion.objects.filter(question=OuterRef("question"))
        seen = QuestionVersion.objects.filter(
            question=OuterRef("question"), digest=OuterRef(OuterRef("version"))
        ).values("language")[:1]
        newest = versions.filter(language=Subquery(seen)).order_by("-published_at", "-pk").values("digest")
        return self.annotate(newest=Subquery(newest[:1]))


class RealTaskQuerySet(LearnerQuerySet):
    def visible_to(self, user):
        """Her own, those she may confirm, and those she confirmed."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(member=user) | Q(confirmed_by=user) | Q(pk__in=self.confirmable_by(user).values("pk")))

    def confirmable_by(self, user):
        """Done by a companion of her organisation or pair, or by someone whom she accompanies; not by herself."""
        if not user.is_authenticated:
            return self.none()
        companions = Member.objects.companions_of(user).values("pk")
        accompanied = learners_in_scope(user).values("pk")
        return (
            self.filter(done_at__isnull=False, confirmed_at=None)
            .filter(Q(member__in=companions) | Q(member__in=accompanied) | Q(member__in=walks_with(user)))
            .exclude(member=user)
        )


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(member=user)

    def standing(self):
        return self.filter(revoked_at=None)
