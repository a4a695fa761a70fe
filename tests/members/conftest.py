"""Three women: Amanda organises the federation, Rosa belongs to one of its kitchens, Elena to another federation."""

from types import SimpleNamespace

import pytest

from tests.members.factories import MemberFactory, OrganisationFactory, RoleFactory


@pytest.fixture
def people(db):
    """Two federations with a kitchen each. Fina is facilitator of Rosa's kitchen; Elena organises the other tree."""
    federation = OrganisationFactory(name="Federación del Sur", code="FEDSUR22", federation=True)
    kitchen = OrganisationFactory(name="Comedor Santa Rosa", code="SANROS22", parent=federation)
    other_federation = OrganisationFactory(name="Federación del Norte", code="FEDNOR22", federation=True)
    other_kitchen = OrganisationFactory(name="Comedor Micaela", code="MICAEL22", parent=other_federation)
    amanda = MemberFactory(display_name="Amanda", with_password=True, organisation=federation)
    rosa = MemberFactory(display_name="Rosa Quispe", with_pin=True, with_phone=True, organisation=kitchen)
    elena = MemberFactory(display_name="Elena", with_password=True, organisation=other_kitchen)
    fina = MemberFactory(display_name="Fina", with_password=True, organisation=kitchen)
    RoleFactory(member=amanda, organisation=federation)
    RoleFactory(member=elena, organisation=other_federation)
    RoleFactory(member=fina, organisation=kitchen, facilitator=True)
    return SimpleNamespace(
        federation=federation,
        kitchen=kitchen,
        other_federation=other_federation,
        other_kitchen=other_kitchen,
        amanda=amanda,
        rosa=rosa,
        elena=elena,
        fina=fina,
    )


@pytest.fixture
def as_(client):
    """``as_(people.amanda)`` is a browser in which she is signed in."""

    def sign_in(member):
        client.force_login(member)
        return client

    return sign_in
