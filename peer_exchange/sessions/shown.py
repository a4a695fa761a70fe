"""A session as its page shows it. Twelve queries with the standing, whatever its size."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from academy.core.suppression import K, suppressed

from ..attendance import services as attendance
from ..models import AgeBand, Attendance, Commitment, Contribution, Evidence, SessionLog
from ..reserve import Reserve
from ..sharing import fit
from . import joining, rules

RELATED = (
    "organisation",
    "space",
    "cycle",
    "noted_by",
    "facilitated_by",
    "recorded_by",
    "reviewed_by",
    "approved_by",
    "count",
)


def session_for(standing, pk):
    """The session among what she may read, or None; of a note that was joined to another, that one. One query, two of
    a joined one.
    """
    rows = SessionLog.objects.visible_to(standing.member, standing).select_related(*RELATED)
    found = rows.filter(pk=pk).first()
    if found is not None and found.joined_into_id:
        return rows.filter(pk=found.joined_into_id).first() or found
    return found


def may(session, standing):
    """What she may do here, as the page offers it; each verb asks again. No query."""
    inside, leads = standing.is_inside(session.organisation), standing.leads(session.organisation)
    hers = standing.member.pk in (session.noted_by_id, session.recorded_by_id)
    words = session.reserve != Reserve.NONE
    agreed = session.state in (SessionLog.State.APPROVED, SessionLog.State.CLOSED)
    today = timezone.localdate()
    open_window = today <= rules.window_of(held_on=session.held_on, until=session.contributions_until)
    return {
        "write": words and inside and not agreed,
        "list": words and inside and session.state != SessionLog.State.CLOSED,
        "names": words and (leads or hers),
        "review": words and inside and session.state == "draft" and session.open_texts == 1,
        "approve": words and leads and not agreed and session.open_texts == 1,
        "back": words and leads and session.state == "reviewed",
        "close": words and leads and session.state == "approved",
        "reserve": words and (leads or hers),
        "contribute": words and not agreed and open_window,
        "add": words and agreed and (leads or hers),
        "acta": words and inside,
        "publish": words and leads and agreed and session.reserve == Reserve.PUBLIC,
        "leads": leads,
        "inside": inside,
    }


def context_of(session, standing):
    user = standing.member
    allowed = may(session, standing)
    parts = joining.parts_of(session)
    both = [session.pk, *(each.pk for each in parts)]
    texts = list(session.texts.select_related("written_by")) if session.open_texts > 1 or session.text else []
    open_texts = joining.open_texts(session, texts, parts)
    late_texts = [text for text in texts if text.is_late]
    if session.state in joining.AGREED:
        # What another note says beside what was approved is an addendum, like any text that came later.
        late_texts += [text for text in open_texts if text.session_id != session.pk]
        open_texts = [text for text in open_texts if text.session_id == session.pk]
    people = list(Attendance.objects.filter(session=session).select_related("member"))
    evidence = Evidence.objects.filter(session__in=both).visible_to(user, standing)
    evidence = list(evidence.select_related("recording", "added_by"))
    count = attendance.count_of(session) if parts else getattr(session, "count", None)
    tally = attendance.rules.tally(people, count, session.how_many)
    points = list(session.points.all())
    contributions = list(Contribution.objects.filter(session__in=both).select_related("by"))
    if len(open_texts) > 1:
        # First they make one of them.
        allowed |= {"review": False, "approve": False}
    for one in contributions:
        one.files = [each for each in evidence if each.contribution_id == one.pk]
    return {
        "session": session,
        "may": allowed,
        "points": points,
        "parts": parts,
        "open_texts": open_texts if len(open_texts) > 1 or len(open_texts) > session.open_texts else [],
        "late_texts": late_texts,
        "writers": _writers(texts),
        "contributions": contributions,
        "evidence": [each for each in evidence if each.contribution_id is None],
        "commitments": list(
            Commitment.objects.visible_to(user, standing).filter(session__in=both).select_related("institution", "post")
        ),
        "issues": list(session.issues.all()),
        "people": people if allowed["names"] else [],
        "me": next((one for one in people if one.member_id == user.pk), None),
        "tally": tally,
        "sent": _sent(session, points),
        "figures": _figures(tally, exact=allowed["names"]),
        "bands": _bands(tally, exact=allowed["names"]),
        "until": rules.window_of(held_on=session.held_on, until=session.contributions_until),
        "wrote_it": any(text.pk == session.text and text.written_by_id == user.pk for text in texts),
    }


def _writers(texts):
    return sorted({text.written_by.display_name for text in texts if text.written_by_id})


def _sent(session, points):
    """What is sent back to the base by WhatsApp, in seven days or less: what was agreed, nobody's name."""
    if session.reserve in (Reserve.PARTICIPANTS, Reserve.NONE):
        return ""
    day = date_format(session.held_on, "DATE_FORMAT")
    lines = [f"*{session.title or capfirst(session.get_type_display())}*", f"{session.organisation.name}, {day}"]
    agreed = [point.agreed or point.topic for point in points if point.outcome in ("agreement", "commitment")]
    lines += [f"• {words}" for words in agreed] or [session.note]
    return fit(lines)


def _figures(tally, *, exact):
    """Tallies with their names. Who does not keep the names sees none below K, nor one whose rest is: of twenty who
    came eighteen for the first time speaks of two."""
    told = [
        (_("Primera vez"), tally.first_time, [tally.total]),
        (_("Hablaron"), tally.spoke, [tally.total]),
        (_("Hablaron, menores de 30"), tally.young_spoke, [tally.total, tally.spoke]),
    ]
    return [(label, count) for label, count, wholes in told if count is not None and (exact or _hides(count, wholes))]


def _hides(count, wholes):
    """Does neither the count nor what is left of a whole beside it tell of fewer than K?"""
    return count >= K and all(whole is None or whole - count >= K for whole in wholes)


def _bands(tally, *, exact):
    """Age bands; for who does not keep the names without those that are too small. None: hidden."""
    counts = [tally.bands.get(band.value, 0) for band in AgeBand]
    if not any(counts):
        return []
    shown = counts if exact else suppressed(counts)
    return [(band.label, count) for band, count in zip(AgeBand, shown, strict=True)]
