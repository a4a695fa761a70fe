"""Women, organisations and responsibilities, with traits named after states."""

from datetime import date

import factory
from django.utils import timezone

from academy.members.models import (
    Consent,
    Member,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    Territory,
)


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A country of its own unless a parent is given."""

    class Meta:
        model = Territory

    country = "PE"
    code = factory.Sequence(lambda n: f"{n:04}")
    name = factory.Sequence(lambda n: f"Lugar {n}")
    kind = "district"
    depth = factory.LazyAttribute(lambda o: o.parent.depth + 1 if o.parent else 0)
    path = factory.LazyAttribute(lambda o: f"{o.parent.path if o.parent else '/'}{o.code}/")
    parent = None


class OrganisationKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationKind
        django_get_or_create = ("code",)

    code = "comedor"
    name_es = "Comedor popular"


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A root, or a child of ``parent``. Re-fetches the parent: treebeard counts on the row it is given."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Comedor {n}")
    code = factory.Sequence(lambda n: f"BASE{n}")
    kind = factory.SubFactory(OrganisationKindFactory)
    level = Organisation.Level.BASE

    class Params:
        federation = factory.Trait(level=Organisation.Level.DISTRICT)

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        if parent is None:
            return model_class.add_root(**kwargs)
        return model_class.objects.get(pk=parent.pk).add_child(**kwargs)


class MemberFactory(factory.django.DjangoModelFactory):
    """On paper only, unless ``with_pin`` or ``with_password``; belongs to ``organisation`` where one is given."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    display_name = factory.Sequence(lambda n: f"Socia {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}")

    class Params:
        with_phone = factory.Trait(phone="+51900000001")

    @classmethod
    def _create(cls, model_class, *args, with_pin=False, with_password=False, **kwargs):
        member = model_class(*args, **kwargs)
        if with_pin:
            member.set_pin("804152")
        if with_password:
            member.username = member.username or member.display_name.casefold().replace(" ", ".")
            member.set_password("una frase de cocina")
        else:
            member.set_unusable_password()
        member.save()
        return member

    @factory.post_generation
    def organisation(self, create, extracted, **kwargs):
        if extracted is not None:
            MembershipFactory(member=self, organisation=extracted)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    member = factory.SubFactory(MemberFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    since = date(2026, 1, 1)

    class Params:
        ended = factory.Trait(until=date(2026, 2, 1))


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    member = factory.SubFactory(MemberFactory, with_password=True)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = Role.Kind.ORGANISER
    since = date(2026, 1, 1)

    class Params:
        ended = factory.Trait(until=date(2026, 2, 1))
        facilitator = factory.Trait(kind=Role.Kind.FACILITATOR)


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    member = factory.SubFactory(MemberFactory)
    purpose = Consent.Purpose.PHONE_TO_ORGANISER
    wording = "1"
    language = "es"

    class Params:
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))
