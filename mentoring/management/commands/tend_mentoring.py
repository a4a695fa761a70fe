from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef, Q

from academy.members.models import Member, Membership
from mentoring import leaving
from mentoring.models import CircleSeat, MatchingRound, MentoringProfile, Pairing, Proposal
from mentoring.proposals import services
from mentoring.rounds.services import go_on


class Command(BaseCommand):
    help = (
        "Daily: close proposals that ran out, and what women left behind who belong nowhere any more; "
        "take up rounds whose work was broken off."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many.")

    def handle(self, dry_run=False, verbosity=1, **options):
        gone = list(self._gone())
        broken_off = list(MatchingRound.objects.stalled())
        closed = services.close_run_out(dry_run=dry_run)
        if not dry_run:
            for round in broken_off:
                go_on(round=round)
            for member in gone:
                leaving.is_gone(member=member)
        if verbosity:
            self.stdout.write(
                f"proposals run out: {closed}; women gone: {len(gone)}; rounds taken up: {len(broken_off)}"
            )

    def _gone(self):
        """Who has something open here and is not active, or belongs to no organisation today."""
        belongs = Membership.objects.standing().filter(member=OuterRef("pk"))
        hers = Q(mentee=OuterRef("pk")) | Q(mentor=OuterRef("pk"))
        open_here = (
            Exists(Pairing.objects.living().filter(hers))
            | Exists(Proposal.objects.filter(hers, state="open"))
            | Exists(CircleSeat.objects.filter(member=OuterRef("pk"), left_at=None, circle__ended_at=None))
            | Exists(MentoringProfile.objects.filter(member=OuterRef("pk"), taking_part=True))
        )
        return Member.objects.filter(open_here).filter(Q(is_active=False) | ~Exists(belongs)).order_by("pk")
