"""Her data, her second step and the quick exit, in a real browser."""

from contextlib import contextmanager

from tests.browser.doing import lessons
from tests.browser.looking import faults

HARD = lessons("L7")[3]
ELSEWHERE = "https://www.senamhi.gob.pe/"
HERS = (
    "/mi-pagina/datos/",
    "/mi-pagina/datos/borrar/",
    "/mi-pagina/sesiones/",
    "/a-quien-llamar/",
    HARD,
)
STAFF = ("/mi-pagina/segundo-paso/", "/mi-pagina/segundo-paso/aplicacion/", "/mi-pagina/segundo-paso/llave/")


def looked_over(page, addresses):
    found = []
    for address in addresses:
        reply = page.goto(address)
        assert reply.status == 200, address
        found += faults(page)
    return found


def test_her_data_and_her_second_step_can_be_used_by_everyone(phone, enter):
    assert looked_over(enter(phone(), "joven"), HERS) == []
    assert looked_over(enter(phone(), "apoyo2"), STAFF) == []


def test_quick_exit_by_thumb_by_shift_and_without_javascript(phone):
    def opened(**more):
        page = phone(**more)
        page.context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>El tiempo</title>"))
        page.goto("/cursos/")
        page.goto(HARD)
        assert page.title() == "Relevo"
        return page

    page = opened()
    page.wait_for_function("performance.getEntriesByType('resource').some(each => each.name.includes('leave'))")
    with page.expect_navigation(url=ELSEWHERE):
        for _press in range(3):
            page.keyboard.press("Shift")
    # Going back does not show the lesson: it gave its place away.
    page.go_back()
    assert page.url.endswith("/cursos/")
    page = opened(javascript=False)
    with page.expect_navigation(url=ELSEWHERE):
        page.click("text=Salir rápido")


@contextmanager
def passkeys(page):
    """The phone's own lock, as Chromium plays it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    options = {**kind, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    tools.send("WebAuthn.disable")


def test_a_passkey_is_set_up_asked_for_at_the_door_and_removed(phone, site):
    # A passkey is bound to a name; a bare number has none.
    here, person, page = site.url.replace("127.0.0.1", "localhost"), site.people["apoyo2"], phone()

    def enter():
        page.goto(f"{here}/entrar/equipo/")
        page.fill("[name=username]", person["username"])
        page.fill("[name=password]", person["password"])
        with page.expect_navigation():
            page.click("main button.btn:not(.quiet) >> nth=0")

    with passkeys(page):
        enter()
        page.goto(f"{here}/mi-pagina/segundo-paso/llave/")
        with page.expect_navigation(url="**/codigos/"):
            page.click("text=Poner esta llave")
        page.wait_for_selector(".codes li:nth-child(10)")
        page.context.clear_cookies()
        enter()
        page.wait_for_url("**/entrar/segundo/")
        with page.expect_navigation():
            page.click("text=Usar mi llave")
        # The site is everybody's: she goes as she came.
        page.goto(f"{here}/mi-pagina/segundo-paso/")
        with page.expect_navigation():
            page.click("text=Quitar")
        page.wait_for_selector("text=Elige uno")
