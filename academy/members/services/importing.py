"""A list of women, from the file to the organisation: looked over first, saved in one go."""

import logging
import secrets
from collections import defaultdict
from dataclasses import asdict
from datetime import timedelta
from functools import partial

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, UNUSABLE_PASSWORD_SUFFIX_LENGTH
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from academy.core.models import AuditEntry

from .. import importing
from ..likeness import SAME, Likeness
from ..models import Member, MemberImport, Membership, Organisation
from ..permissions import may_organise
from ..rules import name_key
from ..tree_rules import telling_words

log = logging.getLogger("relevo")
State = MemberImport.State
KEPT_FOR = timedelta(hours=24)
#: Longer lists are saved by the worker while the page shows how far it is.
AT_ONCE = 500
STEP = 500
READY, PROBLEM, SAME_NAME, ALIKE_NAME = "ready", "problem", "same", "alike"
NEW, SKIP = "new", "skip"


def upload(*, organisation, by, raw, file_name, at=None):
    """Read the file and keep it for a day as a MemberImport; no woman is added. Raises importing.Unreadable."""
    at = at or timezone.now()
    forget_old(at=at)
    sheet = importing.parse(raw)
    return MemberImport.objects.create(
        organisation=organisation,
        by=by,
        file_name=file_name[-120:],
        rows=prepare(sheet=sheet, organisation=organisation),
        unused=sheet.unused,
        created_at=at,
    )


def forget_old(*, at=None):
    """Delete lists older than a day, whatever became of them. Returns how many."""
    old = MemberImport.objects.filter(created_at__lt=(at or timezone.now()) - KEPT_FOR)
    return old.delete()[1].get("members.MemberImport", 0)


def prepare(*, sheet, organisation):
    """The rows as they are kept: each with its organisation, its problems and whom it resembles. Three queries."""
    places = Places(organisation)
    rows = []
    for read in sheet.rows:
        row = asdict(read)
        place, problem = places.find(row.pop("organisation"))
        row |= {
            "organisation": place.pk if place else None,
            "place": place.name if place else "",
            "twin": None,
        }
        if problem:
            row["problems"].append(problem)
        row["kind"] = PROBLEM if row["problems"] else READY
        rows.append(row)
    _find_twins([row for row in rows if row["kind"] == READY])
    return rows


class Places:
    """The organisation and all below it, by code and by name."""

    def __init__(self, organisation):
        self.default = organisation
        self._by_code, self._by_name, self._by_words = {}, defaultdict(list), defaultdict(list)
        #: {organisation's number: its path in the tree}
        self.paths = {}
        for place in Organisation.objects.within(organisation).only("pk", "name", "code", "path"):
            self._by_code[place.code.casefold()] = place
            self.paths[place.pk] = place.path
            self._by_name[name_key(place.name)].append(place)
            self._by_words[tuple(telling_words(place.name))].append(place)

    def find(self, text):
        """``(place, problem)`` for what stands in the list; nothing written means the organisation itself."""
        if not text:
            return self.default, None
        by_code = self._by_code.get(text.casefold().replace(" ", ""))
        if by_code:
            return by_code, None
        found = self._by_name.get(name_key(text)) or self._by_words.get(tuple(telling_words(text)), [])
        if len(found) == 1:
            return found[0], None
        if found:
            message = _("Hay varias organizaciones «%(name)s». Escribe su código corto.")
        else:
            message = _("No encontramos la organización «%(name)s» aquí.")
        return None, message % {"name": text[:60]}


def _find_twins(rows):
    """Mark who is, or may be, in the organisation already or further up in the list."""
    known = defaultdict(Likeness)
    standing = _standing_names({row["organisation"] for row in rows})
    for place, key, name, since in standing:
        known[place].add(key, {"name": name, "since": since.isoformat(), "line": None})
    for row in rows:
        key = name_key(row["name"])
        found = known[row["organisation"]].find(key)
        if found:
            row["kind"] = SAME_NAME if found[0] == SAME else ALIKE_NAME
            row["twin"] = found[1]
        known[row["organisation"]].add(key, {"name": row["name"], "since": None, "line": row["line"]})


def _standing_names(places):
    return (
        Membership.objects.standing()
        .filter(organisation__in=places, member__is_active=True)
        .values_list("organisation", "member__name_key", "member__display_name", "since")
        .order_by("pk")
    )


def choose(*, imported, choices):
    """Remember what she decided about likenesses: ``{line: new | skip}``. Unknown lines and words are left out."""
    asked = {str(row["line"]) for row in imported.rows if row["kind"] in (SAME_NAME, ALIKE_NAME)}
    good = {line: choice for line, choice in choices.items() if line in asked and choice in (NEW, SKIP)}
    with transaction.atomic():
        kept = MemberImport.objects.select_for_update().get(pk=imported.pk)
        if kept.state in (State.PREVIEW, State.FAILED):
            kept.choices |= good
            kept.save(update_fields=["choices"])
    imported.choices, imported.state = kept.choices, kept.state


def confirm(*, imported):
    """Save the list: now where it is short, by the worker where it is long. False where it was confirmed before."""
    from ..tasks import save_members

    waiting = MemberImport.objects.filter(pk=imported.pk, state__in=(State.PREVIEW, State.FAILED))
    with transaction.atomic():
        if not waiting.update(state=State.WAITING, seen=0):
            return False
        if len(imported.rows) > AT_ONCE:
            transaction.on_commit(partial(save_members.enqueue, str(imported.pk)))
    if len(imported.rows) <= AT_ONCE:
        save(imported_id=imported.pk)
    return True


def save(*, imported_id, at=None):
    """Add the women of a confirmed list, all of them or none. Safe to call twice: the second does nothing.

    A failure leaves the list as it was, state ``failed``, ready to be confirmed again.
    """
    at = at or timezone.now()
    if not MemberImport.objects.filter(pk=imported_id, state=State.WAITING).update(state=State.RUNNING):
        return
    imported = MemberImport.objects.select_related("organisation", "by").get(pk=imported_id)
    try:
        wanted = _wanted(imported)
        with transaction.atomic():
            created = _add(imported, wanted, at)
            imported.state, imported.created, imported.finished_at = State.DONE, created, at
            imported.skipped, imported.seen = len(imported.rows) - created, len(imported.rows)
            # What she looked over has served: the names now live with the women themselves.
            imported.rows, imported.choices = [], {}
            imported.save()
    except Exception:
        # Whatever went wrong, the page must not say "saving" for ever, and the log must say why.
        log.exception("member import %s failed", imported_id)
        MemberImport.objects.filter(pk=imported_id).update(state=State.FAILED, seen=0)


def _wanted(imported):
    """``[(row, decided)]`` of the rows to add; tells how far it is as it goes."""
    wanted = []
    for done, row in enumerate(imported.rows, 1):
        decided = imported.choices.get(str(row["line"])) == NEW
        if row["kind"] == READY or (decided and row["kind"] != PROBLEM):
            wanted.append((row, decided))
        if done % STEP == 0:
            MemberImport.objects.filter(pk=imported.pk).update(seen=done)
    return wanted


def _add(imported, wanted, at):
    if not may_organise(imported.by, imported.organisation):
        raise PermissionError("the organiser's role ended meanwhile")
    places = {row["organisation"] for row, _decided in wanted}
    # Two lists for one organisation wait for each other here, so that the second sees the women of the first.
    locked = Organisation.objects.select_for_update().filter(pk__in=places).order_by("pk")
    within = {place.pk for place in locked if place.path.startswith(imported.organisation.path)}
    there = {(place, key) for place, key, _name, _since in _standing_names(places)}
    members, memberships = [], []
    for row, decided in wanted:
        spot = (row["organisation"], name_key(row["name"]))
        if row["organisation"] not in within or (spot in there and not decided):
            continue
        member = Member(
            display_name=row["name"],
            name_key=spot[1],
            phone=row["phone"],
            # As make_password(None) makes it, in a twentieth of the time.
            password=UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(UNUSABLE_PASSWORD_SUFFIX_LENGTH // 2),
            is_demo=imported.organisation.is_demo,
            created_at=at,
        )
        members.append(member)
        memberships.append(Membership(member=member, organisation_id=row["organisation"], since=timezone.localdate(at)))
    Member.objects.bulk_create(members, batch_size=STEP)
    Membership.objects.bulk_create(memberships, batch_size=STEP)
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                at=at,
                by=imported.by_id,
                about=each.member_id,
                action="members.imported",
                detail={"organisation": each.organisation_id},
            )
            for each in memberships
        ],
        batch_size=STEP,
    )
    return len(members)
