"""Pictures that come with a course file: found, small enough, and safe to show."""

import re
from pathlib import Path

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

MOST_SVG = 6 * 1024
MOST_PHOTO = 10 * 1024 * 1024
PHOTOS = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]{2,4}\Z")
SVG = "{http://www.w3.org/2000/svg}"
#: Shapes and paint. No script, style, foreignObject, animation, image: what is not here is refused.
ELEMENTS = {
    *("svg g path rect circle ellipse line polyline polygon text tspan title desc defs").split(),
    *("linearGradient radialGradient stop clipPath mask symbol use").split(),
}


def problem_of_name(name):
    """Why a name cannot be a picture's, or None."""
    if FILE_NAME.match(name) and Path(name).suffix in {".svg", *PHOTOS}:
        return None
    return _("«%(name)s» no es un nombre de dibujo: minúsculas, números y guiones, y .svg o .jpg.") % {"name": name}


def problems_of(path):
    """What is wrong with a picture file, as sentences."""
    size = path.stat().st_size
    if path.suffix != ".svg":
        return [_("La foto %(name)s pasa de 10 MB.") % {"name": path.name}] if size > MOST_PHOTO else []
    problems = []
    if size > MOST_SVG:
        problems.append(
            _("El dibujo %(name)s pesa %(size)s bytes; caben %(most)s.")
            % {"name": path.name, "size": size, "most": MOST_SVG}
        )
    try:
        root = fromstring(path.read_bytes(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return [*problems, _("El dibujo %(name)s no es un SVG que se pueda leer.") % {"name": path.name}]
    if root.tag != f"{SVG}svg":
        problems.append(_("El dibujo %(name)s no es un SVG.") % {"name": path.name})
    elif "viewBox" not in root.attrib:
        problems.append(_("Al dibujo %(name)s le falta viewBox.") % {"name": path.name})
    problems += [
        _("El dibujo %(name)s lleva «%(what)s», que no está permitido.") % {"name": path.name, "what": what}
        for what in sorted(forbidden_in(root))
    ]
    return problems


def forbidden_in(root):
    """Elements and attributes that could run, load or call anything."""
    found = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in ELEMENTS:
            found.add(str(element.tag).removeprefix(SVG)[:60])
        for name, value in element.attrib.items():
            bare = name.rsplit("}", 1)[-1].lower()
            if bare.startswith("on") or bare in ("style", "src"):
                found.add(bare)
            elif bare == "href" and not value.strip().startswith("#"):
                found.add(f"{bare}={value[:40]}")
            elif (
                "url(" in value.lower()
                and not re.fullmatch(r"\s*url\(\s*['\"]?#[\w-]+['\"]?\s*\)\s*", value)
                or "javascript:" in value.lower()
            ):
                found.add(value[:40])
    return found
