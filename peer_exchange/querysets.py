"""Questions about dialogue, in its words. Who may read a row is ``reserve.ReservedQuerySet``."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .reserve import Reserve, ReservedQuerySet, standing_of


def present_in(to="pk"):
    """Was ``member`` there by name? As a condition that names no join, so that no row comes twice."""

    def condition(member):
        from .models import Attendance

        return Exists(Attendance.objects.filter(session=OuterRef(to), member=member))

    return condition


class SessionQuerySet(ReservedQuerySet):
    def hers(self, member):
        """Noted, kept or facilitated by her, or she was there. Of a circle of trust: noted by her."""
        wrote = Q(noted_by=member) | Q(recorded_by=member) | Q(facilitated_by=member)
        # A note that was joined to another is read by whoever belongs to that one.
        led = Q(joined_into__noted_by=member) | Q(joined_into__recorded_by=member)
        led |= Q(present_in("joined_into")(member))
        return wrote | led | (~Q(reserve=Reserve.NONE) & Q(present_in()(member)))

    def leading(self):
        """Without those that were joined to another, which is shown for both."""
        return self.filter(joined_into=None)

    def readable(self, standing):
        """Wider than its own organisation only once it was read and approved: a draft is the organisation's."""
        wide = Q(reserve__in=[Reserve.PUBLIC, Reserve.NETWORK])
        agreed = Q(state__in=["approved", "closed"])
        return super().readable(standing) & (~wide | agreed | standing.inside() | self.hers(standing.member))

    def published(self):
        """Those with an extract that strangers may read."""
        return self.filter(reserve=Reserve.PUBLIC, extract_published_at__isnull=False).exclude(extract="")


class OfSessionQuerySet(models.QuerySet):
    """Rows of a session (``session``): texts, points, contributions. Read by whoever reads the session."""

    to_session = "session"

    def visible_to(self, user, standing=None):
        from .models import SessionLog

        seen = SessionLog.objects.visible_to(user, standing)
        return self.filter(**{f"{self.to_session}__in": seen.values("pk")})


class AttendanceQuerySet(models.QuerySet):
    def of_both_notes(self, session):
        """Of the session, and of notes that were joined to it."""
        return self.filter(Q(session=session) | Q(session__joined_into=session)).select_related("session")

    def visible_to(self, user, standing=None):
        """Names of who was there: she herself, who leads the organisation, who noted or kept the session."""
        standing = standing or standing_of(user)
        if standing is None:
            return self.none()
        kept = Q(session__noted_by=user) | Q(session__recorded_by=user)
        return self.filter(Q(member=user) | standing.leading("session__organisation") | kept)


class EvidenceQuerySet(ReservedQuerySet):
    def hers(self, member):
        """What she added; what belongs to a session where she was, unless it is of a circle of trust."""
        return Q(added_by=member) | (
            Q(session__isnull=False)
            & ~Q(reserve=Reserve.NONE)
            & (Q(present_in("session")(member)) | Q(present_in("session__joined_into")(member)))
        )

    def readable(self, standing):
        """Never wider than its session. Of a commitment without a session: its own level."""
        from .models import SessionLog

        sessions = SessionLog.objects.filter(SessionLog.objects.all().readable(standing))
        within = Q(session=None) | Q(session__in=sessions.values("pk"))
        return super().readable(standing) & within


class CommitmentQuerySet(ReservedQuerySet):
    """Commitments of authorities: her organisations', by level; hers where she follows them up."""

    #: Still claimed: a broken promise is.
    OPEN = ("new", "ongoing", "partly", "broken")

    def hers(self, member):
        return Q(noted_by=member) | Q(follower_one=member) | Q(follower_two=member)

    def current(self):
        """Without those that a new authority inherited: their heirs stand for them, unless they were made void."""
        return self.exclude(pk__in=self.handed_on())

    def handed_on(self):
        """Ids of those that have an heir. A list read once and no question for each row: few are, so that databases
        believe the index on the column to be of no use and read the whole table for every row."""
        heirs = self.model.objects.filter(inherited_from__isnull=False).exclude(state="void")
        return heirs.order_by().values("inherited_from")

    def open(self):
        return self.current().filter(state__in=self.OPEN)

    def overdue(self, at):
        """Open, and the day has passed."""
        return self.open().filter(due_on__lt=at)

    def to_check(self, at):
        """Somebody should ask how it goes."""
        return self.open().filter(next_check_on__lte=at)

    def inside(self, standing):
        """Of her own organisations, those above, and those she looks after: what is theirs, whoever may read more."""
        return self.filter(standing.inside())

    def published(self):
        """What strangers may read: named one by one by the organisation, on a face that stands. One that was made
        more reserved since is not."""
        return self.filter(
            published_at__isnull=False,
            organisation__public_face__published_at__isnull=False,
            reserve__in=[Reserve.PUBLIC, Reserve.NETWORK, Reserve.ORGANISATION],
        )


class OfCommitmentQuerySet(models.QuerySet):
    def visible_to(self, user, standing=None):
        from .models import Commitment

        return self.filter(commitment__in=Commitment.objects.visible_to(user, standing).values("pk"))


class VisitQuerySet(ReservedQuerySet):
    """Exchange visits belong to host and guests alike."""

    to = "host"

    def readable(self, standing):
        from .models import ExchangeVisit

        theirs = ExchangeVisit.objects.filter(standing.inside("guests")).values("pk")
        return super().readable(standing) | (~Q(reserve__in=[Reserve.PARTICIPANTS, Reserve.NONE]) & Q(pk__in=theirs))

    def hers(self, member):
        return Q(noted_by=member)


class CycleQuerySet(ReservedQuerySet):
    def hers(self, member):
        from .models import CycleRole

        return Q(opened_by=member) | Exists(CycleRole.objects.filter(cycle=OuterRef("pk"), member=member))


class PracticeQuerySet(ReservedQuerySet):
    """Wider than its own organisation only once it is shared; who leads an organisation that it names reads it too."""

    def readable(self, standing):
        from .models import PracticeConsent

        asked = PracticeConsent.objects.filter(standing.leading("organisation")).values("practice")
        ours = (standing.inside() & ~Q(reserve=Reserve.PARTICIPANTS)) | standing.leading()
        return (super().readable(standing) & Q(state="shared")) | ours | Q(pk__in=asked) | self.hers(standing.member)

    def hers(self, member):
        from .models import Practice

        wrote = Practice.objects.filter(Q(written_by=member) | Q(authors=member)).values("pk")
        return Q(pk__in=wrote)
