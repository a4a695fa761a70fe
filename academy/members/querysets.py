"""Questions about people and places, in the words of the field."""

import operator
from functools import reduce

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet


def _today():
    return timezone.localdate()


class TerritoryQuerySet(models.QuerySet):
    def within(self, territory):
        """The place itself and everything in it."""
        return self.filter(path__startswith=territory.path)

    def named(self, text, *, inside=None):
        """Places of this code or this name, however its accents and capitals are typed.

        Reads the names of all places of ``inside`` (2,100 in Peru, some 10 ms): databases fold accents each
        in its own way, or not at all.
        """
        from .rules import name_key

        places = self.within(inside) if inside else self
        key = name_key(text)
        named = places.values_list("pk", "code", "name")
        found = [pk for pk, code, name in named if code == text or name_key(name) == key]
        return self.filter(pk__in=found).select_related("parent").order_by("path")


class OrganisationQuerySet(MP_NodeQuerySet):
    def within(self, organisation):
        """The organisation itself and all below it."""
        return self.filter(path__startswith=organisation.path)

    def held(self, organisation):
        """The organisation (or its number), locked to the end of the transaction: who writes of it next waits, so that
        what she looks for is there already. Rows that only point to it go on being made."""
        return self.select_for_update(no_key=True).get(pk=getattr(organisation, "pk", organisation))

    def under_roles_of(self, member, *kinds, at=None):
        """Organisations over which ``member`` holds one of these roles now, with all below. One query for roles."""
        paths = list(member.roles.standing(at).filter(kind__in=kinds).values_list("organisation__path", flat=True))
        if not paths:
            return self.none()
        return self.filter(reduce(operator.or_, (Q(path__startswith=path) for path in paths)))


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):
    def get_queryset(self):
        # treebeard's own manager answers with its own queryset, whatever class it was made from.
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class MembershipQuerySet(models.QuerySet):
    def standing(self, at=None):
        day = at or _today()
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))


class RoleQuerySet(models.QuerySet):
    def standing(self, at=None):
        day = at or _today()
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))


class MemberQuerySet(models.QuerySet):
    def of(self, organisation):
        """Who belongs to the organisation or to one below it, today."""
        day = _today()
        return self.filter(
            Q(memberships__until=None) | Q(memberships__until__gt=day),
            memberships__since__lte=day,
            memberships__organisation__path__startswith=organisation.path,
        ).distinct()

    def within(self, organisations):
        """Who belongs today to one of ``organisations`` (a queryset)."""
        day = _today()
        return self.filter(
            Q(memberships__until=None) | Q(memberships__until__gt=day),
            memberships__since__lte=day,
            memberships__organisation__in=organisations,
        ).distinct()

    def companions_of(self, member):
        """Women of her own organisations, herself left out."""
        mine = member.memberships.standing().values("organisation")
        return self.within(mine).filter(is_active=True).exclude(pk=member.pk)

    def visible_to(self, user):
        """Whose name and organisation ``user`` may see: herself, her companions, those in the scope of her roles."""
        from .models import Organisation

        if not user.is_authenticated:
            return self.none()
        scope = Organisation.objects.under_roles_of(user, *ROLES_OVER_PEOPLE)
        mine = user.memberships.standing().values("organisation")
        day = _today()
        now = Q(memberships__until=None) | Q(memberships__until__gt=day)
        seen = Q(memberships__organisation__in=mine) | Q(memberships__organisation__in=scope)
        return self.filter(Q(pk=user.pk) | (now & seen)).distinct()


ROLES_OVER_PEOPLE = ("organiser", "mentoring", "facilitator", "support")


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):
    def create_user(self, username=None, password=None, **fields):
        member = self.model(username=username or None, **fields)
        if password:
            member.set_password(password)
        else:
            member.set_unusable_password()
        member.save(using=self._db)
        return member

    def create_superuser(self, username, password=None, **fields):
        fields.setdefault("display_name", username)
        return self.create_user(username, password, is_superuser=True, **fields)


class InvitationQuerySet(models.QuerySet):
    def open(self, at=None):
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=at or timezone.now())

    def visible_to(self, user):
        """Those of organisations where she is organiser or facilitator."""
        from .models import Organisation

        scope = Organisation.objects.under_roles_of(user, "organiser", "facilitator")
        return self.filter(organisation__in=scope)
