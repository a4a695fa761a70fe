"""She goes; the counts stay. One transaction: either nothing of her is left or nothing was done."""

import uuid

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from academy.core import audit, erasing
from academy.core.languages import DEFAULT

from .. import signals
from ..models import Invitation, Member, Notice, Term
from ..secondfactor import sign_ins
from . import registry

#: Packages whose tables may name her without a key; the last are jobs of the worker, done and waiting.
FLOORS = ("academy", "courses", "mentoring", "leadership", "peer_exchange", "django_tasks_db")


def erase(*, member, by=None, at=None):
    """Erase ``member`` and answer with how many things of the record stay without her.

    What a programme holds goes or is bared by its part; every row that still points to her then points to a nameless
    member who can never sign in; her events follow, without a word of hers. ``by``: who did it for her on paper; None
    or herself: she did. Minute books keep names: see ``_terms``. Files go once the transaction stands.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Her row is the lock: what she sends meanwhile waits, and is refused then.
        member = Member.objects.select_for_update().get(pk=member.pk)
        places = list(member.memberships.standing().values_list("organisation", flat=True))
        for part in registry.parts():
            if part.forget:
                part.forget(member=member, at=at)
        nameless = _nameless(member)
        _move_rows(member, nameless)
        _write_off(member)
        stay = erasing.erase(subject=member.pk, successor=nameless.pk)
        _her_name_elsewhere(member)
        Member.objects.filter(pk=member.pk)._raw_delete(using=Member.objects.db)
        herself = by is None or by.pk == member.pk
        audit.note("members.erased", by=None if herself else by, organisations=places, herself=herself)
        transaction.on_commit(lambda: signals.member_erased.send(sender=Member, pk=member.pk))
    return stay


def erase_again(is_gone):
    """Whoever was erased and came back with an older copy goes again, one transaction each. Returns how many."""
    back = [pk for pk in Member.objects.values_list("pk", flat=True).iterator() if is_gone(pk)]
    for member in Member.objects.filter(pk__in=back):
        erase(member=member)
    return len(back)


def _nameless(member):
    """The row that what stays hangs on. Its id is pure chance: nothing leads from it to her."""
    with override(DEFAULT):
        name = _("Una compañera")
    made = Member(
        pk=uuid.uuid4(),
        display_name=name,
        language=DEFAULT,
        is_active=False,
        is_demo=member.is_demo,
        created_at=member.created_at,
    )
    made.set_unusable_password()
    made.save(force_insert=True)
    return made


def _move_rows(member, nameless):
    """Every row that points to her points to ``nameless``, in whatever app it lies, now or in years to come."""
    for field in Member._meta.get_fields(include_hidden=True):
        if not field.auto_created or not field.is_relation or field.concrete:
            continue
        if field.many_to_many:
            continue  # its rows point to her themselves, and come as a field of their own
        name = field.field.name
        field.related_model._base_manager.filter(**{name: member.pk}).update(**{name: nameless.pk})


def _write_off(member):
    """Where her id stands without being a key (who wrote a line, whom a paper names) another one stands, of nobody's.

    Not that of the nameless member: what a register says with her name must not lead to what she learned. The record
    and the audit are moved by ``core.erasing``.
    """
    nobody = uuid.uuid4()
    for model in _ours():
        rows = model._base_manager
        for field in model._meta.concrete_fields:
            if isinstance(field, models.UUIDField) and not field.primary_key:
                rows.filter(**{field.name: member.pk}).update(**{field.name: nobody})
            elif isinstance(field, models.JSONField):
                named = rows.annotate(as_text=Cast(field.name, models.TextField()))
                for pk, value in named.filter(as_text__contains=str(member.pk)).values_list("pk", field.name):
                    rows.filter(pk=pk).update(**{field.name: erasing.instead(value, str(member.pk), str(nobody))})


def _ours():
    """Models that ``_write_off`` looks through: those of the ground floor are left to ``core.erasing``."""
    return [
        each for each in apps.get_models() if each.__module__.split(".")[0] in FLOORS and each._meta.app_label != "core"
    ]


def forget_own(*, member, at):
    """The part of this floor: ways in, permissions, notices, responsibilities. Memberships end today."""
    today = timezone.localdate(at)
    member.groups.clear()
    member.user_permissions.clear()
    member.consents.all().delete()
    member.notices.all().delete()
    member.roles.all().delete()
    member.second_factors.all().delete()
    member.printed_codes.all().delete()
    # Her sessions end wherever they are.
    sign_ins.end_all(member)
    Invitation.objects.filter(member=member).delete()
    for membership in member.memberships.all():
        # In the past, so that nobody counts her today; a membership that began today was never counted.
        if membership.since >= today:
            membership.delete()
        elif membership.until is None or membership.until > today:
            membership.until = today
            membership.save(update_fields=["until"])
    _terms(member)


def _terms(member):
    """A cargo is a fact of the minute book: her name stays in it as on paper, and leads nowhere else any more."""
    terms = Term.objects.filter(holder=member)
    if terms.exists():
        name = member.legal_name or member.display_name
        terms.update(holder=None, holder_name=name[:120], person=uuid.uuid4())


def _her_name_elsewhere(member):
    """Sentences told to others keep no name of hers. Reads all notices since she came: erasing is rare."""
    names = {member.display_name, member.legal_name, str(member.pk)} - {""}
    for notice in Notice.objects.filter(created_at__gte=member.created_at).exclude(data={}).iterator():
        data = {
            key: _("Una compañera") if value in names else value for key, value in notice.data.items() if _plain(value)
        }
        data = {**notice.data, **data}
        if data != notice.data:
            Notice.objects.filter(pk=notice.pk).update(data=data)


def _plain(value):
    return isinstance(value, str)
