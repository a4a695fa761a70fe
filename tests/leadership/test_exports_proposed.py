"""The file of who wants to be proposed: by consent alone, by two women, and told to each whom it names."""

import pytest

from academy.core.models import AuditEntry
from academy.members.exporting import files, kinds, services
from academy.members.services.access import Refused
from leadership.exports import proposed

from .pipeline import network, willing
from .women import sits

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    found = network(women=2)
    sits(found.board["presidenta"], found.rosa)
    willing(found.women[0], found.board["vocal"])
    willing(found.women[1], found.board["vocal"], proposed=False)
    return found


def test_only_who_consents_is_named(here):
    made = proposed.rows(organisation=here.federation, params={}, by=here.ana)
    assert made.members == {here.women[0].pk}
    assert [row[1] for row in made.rows[1:]] == ["Zoraida0"]


def test_a_second_woman_lets_it_go_and_she_who_is_named_is_told(here):
    asked = services.ask(
        kind=kinds.get("leadership.proposed"), organisation=here.kitchen, by=here.ana, why="Asamblea", ending="csv"
    )
    with pytest.raises(Refused):
        services.approve(request=asked, by=here.ana)
    services.approve(request=asked, by=here.rosa)
    asked.refresh_from_db()
    content = files.read(asked.file).decode("utf-8-sig")
    assert "Zoraida0" in content
    assert "Zoraida1" not in content
    assert "Ana" in content.splitlines()[1], "the mark says who asked"
    assert AuditEntry.objects.filter(action="members.export_made", about=here.women[0].pk).exists()
