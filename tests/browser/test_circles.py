"""A facilitator, one phone, fifteen women: without JavaScript, and without signal."""

import re

from tests.browser.doing import rows, tapped, worker
from tests.browser.looking import faults

NOTED = "select count(*) from core_event where kind = 'courses.attended'"


def open_circle(page):
    """The demo facilitator's circle, at a lesson of L4 that it has not met on yet; gives its address."""
    page.goto("/circulos/")
    tapped(page, "a.card:has-text('Círculo de los jueves')")
    links = page.locator("details:has-text('L4') a[href*='/leccion/']").evaluate_all("all => all.map(a => a.pathname)")
    return [link for link in links if not link.endswith("/papeles/")]


def tick(page, count):
    for tile in page.locator(".tiles input").all():
        tile.uncheck(force=True)
    for number in range(count):
        page.locator(".tiles input").nth(number).check(force=True)


def test_without_javascript_a_circle_meets_and_every_page_can_be_used_by_everyone(phone, enter, site):
    page = enter(phone(javascript=False), "facilitadora")
    lesson = open_circle(page)[0]
    before = rows(site, NOTED)[0][0]
    page.goto(lesson)
    tick(page, 6)
    page.locator("#leccion input[type=radio]").first.check()
    page.locator("[name=task]").first.check()
    tapped(page, "text=Guardar la reunión")
    assert "Estuvieron" in page.content()
    assert rows(site, NOTED)[0][0] == before + 6
    meeting = page.url
    seen = enter(phone(), "facilitadora")
    found = []
    addresses = [
        meeting,
        "/circulos/",
        "/circulos/nuevo/",
        re.sub("leccion/.*", "", lesson),
        lesson,
        f"{lesson}papeles/",
    ]
    for address in [*addresses, re.sub("leccion/.*", "mujeres/", lesson), "/papel/?numero=R1-2"]:
        seen.goto(address)
        found += faults(seen)
    tapped(seen, seen.locator(".profiles a").first)
    found += faults(seen)
    assert found == []


def test_without_signal_the_meeting_waits_on_the_phone_and_arrives_once(phone, enter, site):
    page = enter(phone(), "facilitadora", anew=True)
    lesson = open_circle(page)[1]
    page.goto(lesson)
    for _wait in range(80):
        if page.evaluate("self.relevoBox ? relevoBox.kept('circles') : null"):
            break
        page.wait_for_timeout(250)
    worker(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#reunion[data-from-box]")
    before = rows(site, NOTED)[0][0]
    tick(page, 3)
    page.locator("#leccion input[type=radio]").first.check()
    for _twice in range(2):
        page.click("text=Guardar la reunión")
        page.wait_for_selector("#dicho:has-text('Guardado en este celular')")
    assert page.evaluate("relevoBox.count(document.querySelector('#reunion').dataset.by)") == 7
    page.context.set_offline(False)
    # It may have gone by itself already, when the signal came back: what counts is that nothing is left here.
    told = page.evaluate("relevoBox.flush({ now: true })")
    assert (told["left"], told["kept"]) == (0, 0)
    assert rows(site, NOTED)[0][0] == before + 3
    page.goto(lesson)
    assert page.locator(".tiles input:checked").count() == 3
    tapped(page, "text=Guardar la reunión")
    page.wait_for_url("**/reunion/**")
    assert rows(site, NOTED)[0][0] == before + 6  # a second round of the same meeting: nobody is there twice
    assert (
        rows(
            site,
            "select count(*) from courses_circleattendance a join courses_circlemeeting m on m.id = a.meeting "
            "where m.lesson = ?",
            lesson.split("/")[-2].replace("-", ""),
        )[0][0]
        == 3
    )
