"""The browser itself finds nothing on our pages that their security policy forbids, and no script that fails."""

from urllib.parse import urlencode

from tests.browser.doing import lessons
from tests.browser.test_calculator import WORKED_EXAMPLE

VIOLATIONS = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));"""


def complaints(page, addresses):
    """What the console says of these pages, opened one after the other."""
    said = []
    page.add_init_script(VIOLATIONS)
    page.on("console", lambda line: said.append(f"{page.url} {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    for address in addresses:
        reply = page.goto(address, wait_until="load")
        assert reply.status == 200, f"{address}: {reply.status}"
        policy = reply.headers["content-security-policy"]
        assert "unsafe" not in policy, address
        assert "default-src 'none'" in policy, address
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return said


def test_a_guest_meets_nothing_that_the_policy_forbids(phone):
    pages = [
        "/",
        "/en/",
        "/cursos/",
        "/cursos/es-derecho-no-favor/",
        *(lessons(code)[0] for code in ("R1", "P2", "D1", "L4")),
        "/cursos/es-derecho-no-favor/prueba/",
        "/calculadora/?" + urlencode(WORKED_EXAMPLE),
        "/buscar/?q=favor",
        "/entrar/?otra=1",
        "/entrar/equipo/",
        "/constancia/",
        "/ayuda/",
    ]
    assert complaints(phone(), pages) == []


def test_members_meet_nothing_that_the_policy_forbids(phone, enter):
    young = ["/mi-camino/", lessons("R1")[0], "/mi-pagina/", "/mi-pagina/permisos/", "/tareas/", "/constancias/"]
    assert complaints(enter(phone(), "joven"), young) == []
    assert complaints(enter(phone(), "organizadora"), ["/organizar/", "/acompanar/", "/acompanar/lecturas/"]) == []


def test_an_inline_script_does_not_run(phone):
    """The test above would see one: this is what it looks like."""
    page = phone()
    page.goto("/")
    said = []
    page.on("console", lambda line: said.append(line.text))
    page.evaluate("""() => {
      const inline = document.createElement('script');
      inline.textContent = 'window.ran = true';
      document.body.append(inline);
      document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>');
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in each for each in said)
