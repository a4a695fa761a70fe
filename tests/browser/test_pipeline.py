"""The organiser's home and what opens from it: for everyone, at 360 px, and the way from the number to the seats."""

from tests.browser.doing import rows
from tests.browser.looking import faults
from tests.browser.test_axe import looked_over


def test_the_pipeline_can_be_used_by_everyone(phone, enter, site):
    page = enter(phone(), "organizadora")
    [(pk,)] = rows(site, "select id from members_organisation where code = 'SOL'")
    found = looked_over(
        page,
        "/relevo/?nivel=base",
        "/relevo/cifra/uncovered_risk/",
        "/relevo/cifra/preparation_gap/",
        "/relevo/cifra/first_time/",
        "/relevo/mapa/?ver=cargo",
        "/relevo/futuro/?entran=20&anos=3",
        f"/cargos/{pk}/guarda/",
        "/mi-camino/edad/",
    )
    page.goto("/relevo/")
    with page.expect_navigation():
        page.click(".seats a >> nth=0")
    assert "/cargos/cargo/" in page.url
    assert found + faults(page) == []
