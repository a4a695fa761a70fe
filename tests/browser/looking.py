"""What is wrong with a page for a woman who sees badly, uses no mouse, or holds a narrow phone."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
EVERYTHING = {"runOnly": {"type": "tag", "values": STANDARDS}, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
#: What sticks out of a narrow screen and is not inside something that scrolls by itself.
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
  return wide.filter(e => !e.closest('.table-scroll')).slice(-3).map(e => e.outerHTML.slice(0, 120));
}"""
#: Buttons and links that stand alone must be 48 px high for a thumb (our own rule; WCAG's is 24).
SMALL_TARGETS = """() => [...document.querySelectorAll('button, .btn, nav a, summary, select, input[type=text]')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5)
  .map(e => e.outerHTML.slice(0, 120))"""


def faults(page):
    """Everything wrong with the page as it stands: by light and in the dark, at its width and at 320 px."""
    found = _violations(page, EVERYTHING, "")
    page.emulate_media(color_scheme="dark")
    found += _violations(page, COLOURS, "dark: ")
    page.emulate_media(color_scheme="light")
    found += [f"small target: {each}" for each in page.evaluate(SMALL_TARGETS)]
    found += [f"{n} h1" for n in [page.locator("h1").count()] if n != 1]
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"wider than 320 px: {each}" for each in page.evaluate(TOO_WIDE) or ()]
    page.set_viewport_size(size)
    where = page.evaluate("location.pathname")
    return [f"{where} {each}" for each in found]


def _violations(page, options, prefix):
    results = AXE.run(page, options=options).response["violations"]
    return [
        f"{prefix}{rule['id']}: {node['html'][:160]} | {_why(node)}" for rule in results for node in rule["nodes"][:3]
    ]


def _why(node):
    return "; ".join(check["message"] for check in (node["any"] + node["all"] + node["none"])[:2])[:200]
