"""Organisations that keep to themselves: their women are paired among themselves and with whom they allow."""

from django.db import transaction

from academy.core import audit

from ..models import ReservedOrganisation
from ..querysets import coordinated_by


def visible_to(user):
    rows = ReservedOrganisation.objects.filter(organisation__in=coordinated_by(user))
    return rows.select_related("organisation").prefetch_related("also").order_by("organisation__path")


def reserve(*, organisation, by, acta, also=()):
    """From now on, as the acta says. Saying it again replaces what was said. Living pairs stay as they are."""
    with transaction.atomic():
        row, _made = ReservedOrganisation.objects.update_or_create(organisation=organisation, defaults={"acta": acta})
        row.also.set(also)
        named = sorted(each.pk for each in also)
        audit.note("mentoring.reserved", by=by, organisation=organisation.pk, acta=acta, also=named)
    return row


def lift(*, row, by, acta):
    """It is open to all again, as the acta says. Who comes second finds it done."""
    with transaction.atomic():
        if ReservedOrganisation.objects.filter(pk=row.pk).delete()[0]:
            audit.note("mentoring.reserve_lifted", by=by, organisation=row.organisation_id, acta=acta)
