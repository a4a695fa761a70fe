"""A new authority: every open promise of the post is handed on to it, and presented again in one letter."""

from django.db import transaction
from django.utils import timezone

from academy.core import audit
from academy.core.ids import event_id
from academy.members.models import Organisation

from ..models import AuthorityChange, Commitment, Official
from .services import BLANK, note, text_of

#: What the heir says as its forerunner said it. ``official_said`` is not among them: that is who left.
SAME = ("institution_said", "post_said", "words", "kind", "topic", "unit", "due_said", "reserve")
DAYS_AND_AMOUNTS = ("asked", "promised", "obtained", "made_on", "due_on")
LINKS = ("session", "space", "cycle", "issue", "institution", "post")


def open_of(*, organisation, institution, post=None):
    """Open promises to the organisation of this institution; with ``post``, of that post and those without a post."""
    found = Commitment.objects.open().filter(organisation=organisation, institution=institution)
    if post is not None:
        found = found.filter(post=post) | found.filter(post=None)
    return found


def change_authority(*, organisation, institution, post, before, after, on, commitments, by, nonce, at=None):
    """Hand ``commitments`` on to whoever came. Returns ``(AuthorityChange, [Outcome])``. One transaction.

    The same form sent twice is one change. What was handed on stays to be read, with its heir; only the heir counts.
    """
    with transaction.atomic():
        # Two women who note the same change at once: each promise is handed on once.
        Organisation.objects.held(organisation)
        handed_on = set(
            Commitment.objects.filter(inherited_from__in=commitments)
            .exclude(state=Commitment.State.VOID)
            .exclude(change=nonce)
            .values_list("inherited_from", flat=True)
        )
        commitments = [each for each in commitments if each.pk not in handed_on]
        change, new = AuthorityChange.objects.get_or_create(
            pk=nonce,
            defaults={
                "organisation": organisation,
                "institution": institution,
                "post": post,
                "institution_said": institution.name,
                "post_said": post.name if post else "",
                "before": before,
                "after": after,
                "on": on,
                "noted_by": by,
                "noted_at": at or timezone.now(),
            },
        )
        if new:
            _who_holds_it(post, before, after, on)
            audit.note("exchange.authority_changed", by=by, change=str(change.pk), organisation=organisation.pk)
        outcomes = [_hand_on(each, change, by=by, nonce=nonce, at=at) for each in commitments]
    return change, outcomes


def _who_holds_it(post, before, after, on):
    if post is None:
        return
    Official.objects.filter(post=post, until=None).exclude(name=after).update(until=on)
    if after and not Official.objects.filter(post=post, name=after, until=None).exists():
        Official.objects.create(post=post, name=after, since=on)


def _hand_on(old, change, *, by, nonce, at):
    said = {
        **{name: getattr(old, name) for name in SAME},
        **{name: text_of(getattr(old, name)) for name in DAYS_AND_AMOUNTS},
        **{name: text_of(getattr(old, f"{name}_id")) for name in LINKS},
        "official_said": change.after,
        "inherited_from": str(old.pk),
        "change": str(change.pk),
    }
    followers = [number for number in (old.follower_one_id, old.follower_two_id) if number]
    return note(
        organisation=old.organisation,
        by=by,
        nonce=event_id(nonce, {"inherits": str(old.pk)}),
        followers=followers,
        territory=old.territory_id,
        at=at,
        **{name: value for name, value in said.items() if name in BLANK},
    )


def letter_sent(*, change, on, by):
    """The one letter went out on that day."""
    AuthorityChange.objects.filter(pk=change.pk).update(letter_sent_on=on)
    audit.note("exchange.change_letter_sent", by=by, change=str(change.pk))
