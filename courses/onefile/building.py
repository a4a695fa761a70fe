"""Putting a course together as one HTML file.

It opens from a memory card, a Bluetooth folder or a chat, in a viewer that may run no script and has no origin of
its own; it asks nobody for anything (its own policy says so) and holds no question of a test.
"""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from academy.core.ids import grouped
from academy.core.languages import CODES, DEFAULT, LANGUAGES
from academy.site.fallback import Fallback, fallback_of

from ..blocks import QUESTION_TYPES
from ..forms_calculator import CalculatorForm
from ..lessons import pieces, rich
from ..models import CoursePage
from ..returning import codec, editions
from . import questions
from .pictures import Pictures
from .squeezing import squeezed
from .style import style_for
from .weaving import woven

#: All languages in one file.
ALL = "todas"
#: A file that grows beyond this without recordings fails the tests.
BUDGET = 250 * 1024
HERE = Path(__file__).parent
#: What a player says of length and weight; without the recording it would promise what is not there.
_SILENCED = re.compile(r'(?<=<div class="sound">)<p>.*?</p>|<p class="muted">[^<]*</p>(?=<audio)', re.S)


@dataclass
class LessonIn:
    place: int
    anchor: str
    title: str
    title_lang: str
    intro: str
    care: str
    minutes: int
    fallback: Fallback
    word: str
    html: str = ""


@dataclass
class Tongue:
    """The course in one language."""

    code: str
    name: str
    title: str
    title_lang: str
    summary: str
    fallback: Fallback
    url: str
    is_draft_frame: bool
    cover: str = ""
    lessons: list[LessonIn] = field(default_factory=list)
    html: str = ""


class NoFile(Exception):
    """There is nothing to put into a file: the course is closed, gone, or has no open lesson."""


class Course:
    """A course as it is published now, in all languages. Four queries."""

    def __init__(self, key):
        self.page = editions.spanish(key)
        self.lessons = editions.open_lessons(self.page) if self.page else []
        if not self.lessons or len(self.lessons) > codec.MOST_LESSONS:
            raise NoFile
        self.in_languages = editions.editions_of(self.lessons)
        live = CoursePage.objects.live().filter(translation_key=key).select_related("locale")
        self.pages = {page.locale.language_code: page for page in live}

    @property
    def languages(self):
        """Those in which something of it is told; a language in which all is Spanish still gives nothing new."""
        return [code for code in CODES if code == DEFAULT or self._has_own_words(code)]

    def _has_own_words(self, code):
        page = self.pages.get(code)
        return page is not None and (
            page.alias_of_id is None
            or any(code in pages and pages[code].alias_of_id is None for pages in self.in_languages.values())
        )

    def lesson_in(self, lesson, code):
        return self.in_languages[lesson.translation_key].get(code) or lesson


def build(course, language, *, sound=False):
    """The file as bytes. ``language``: a code of ``course.languages``, or ALL. A few hundred milliseconds."""
    edition = editions.write_down(course.page.translation_key, editions.data_of(course.lessons, course.in_languages))
    codes = course.languages if language == ALL else [language]
    pictures, several = Pictures(), len(codes) > 1
    with override(DEFAULT):
        home = f"{settings.SITE_URL}{reverse('courses:returning')}"
    shared = {
        "academy_name": settings.ACADEMY_NAME,
        "code": course.page.code,
        "edition": edition,
        "number": editions.number_of(edition),
        "home": home,
        "several": several,
        "made_on": timezone.localdate(course.page.last_published_at or timezone.now()),
    }
    tongues = []
    for code in codes:
        with override(code):
            tongue = _tongue(course, code, edition, pictures, several, sound)
            tongue.html = mark_safe(render_to_string("courses/onefile/tongue.html", {**shared, "t": tongue}))  # noqa: S308
            tongues.append(tongue)
    script = _script()
    body = "".join(str(tongue.html) for tongue in tongues)
    style = style_for(f'{body}<p class="band wrap lesson langs L lang symbols">') + _languages_shown(
        codes if several else []
    )
    with override(codes[0]):
        html = render_to_string(
            "courses/onefile/file.html",
            {
                **shared,
                "tongues": tongues,
                "symbols": pictures.symbols(),
                "policy": _policy(style, script),
            },
        )
    head, _place, rest = squeezed(html).partition("@style@")
    body, _place, tail = rest.rpartition("@script@")
    return "".join((head, style, body, script, tail)).encode()


def _policy(style, script):
    """Nothing from outside, nothing sent, and no script but this one."""
    return (
        f"default-src 'none'; img-src data:; media-src data:; style-src {_sum(style)}; script-src {_sum(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _sum(text):
    """How a policy names what stands between the tags, to the letter: it is set in after the rest was squeezed."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def _script():
    """The file's script with the calculator's. «</» would end the element that holds it."""
    qr = (HERE / "qr.js").read_text(encoding="utf-8")
    own = (HERE / "script.js").read_text(encoding="utf-8").replace("//QR//", qr)
    sums = (settings.BASE_DIR / "static" / "js" / "calc.js").read_text(encoding="utf-8")
    # A module on the site, a plain script here: a browser refuses the whole of it for one «export».
    sums = re.sub(r"^export (?=const|function|class)", "", sums, flags=re.M)
    joined = f"{own}\n(() => {{\n{sums}\n}})();\n"
    lines = (line.strip() for line in joined.splitlines())
    bare = "\n".join(line for line in lines if line and not line.startswith("//"))
    return bare.replace("</", "<\\/")


def _languages_shown(codes):
    rules = ""
    for code in codes:
        rules += f"#l-{code}:checked~main .L-{code}{{display:block}}"
        rules += f"#l-{code}:checked~main label[for=l-{code}]{{background:var(--wine);color:var(--wine-ink)}}"
        rules += f"#l-{code}:focus~main label[for=l-{code}]{{outline:3px solid var(--terra)}}"
    return rules


# --- One language ------------------------------------------------------------------------------


def _tongue(course, code, edition, pictures, several, sound):
    page = course.pages.get(code) or course.page
    fallback = fallback_of(page)
    mark = f"{code}-" if several else ""
    tongue = Tongue(
        code=code,
        name=dict(LANGUAGES)[code],
        title=page.title,
        title_lang=fallback.lang("title") or code,
        summary=page.summary,
        fallback=fallback,
        url=f"{settings.SITE_URL}{page.get_url_parts()[2]}",
        is_draft_frame=code in settings.DRAFT_LANGUAGES,
    )
    if page.cover:
        from academy.site.templatetags.pictures import lesson_picture

        tongue.cover = mark_safe(  # noqa: S308
            woven(lesson_picture(page.cover, page.cover_alt), pictures=pictures, places={}, mark=mark)
        )
    in_file = [course.lesson_in(lesson, code) for lesson in course.lessons]
    places = {each.get_url_parts()[2]: f"{mark}{n}" for n, each in enumerate(in_file, start=1)}
    asked = {question["id"]: (place, mark) for place, question in enumerate(edition.questions)}
    for place, each in enumerate(in_file):
        tongue.lessons.append(_lesson(each, place, edition, asked, pictures, places, mark, sound))
    return tongue


def _lesson(page, place, edition, asked, pictures, places, mark, sound):
    made, fallback = pieces(page)
    word = codec.write_receipt(codec.Receipt(editions.number_of(edition), place))
    html = "".join(
        _piece(piece, fallback, asked, pictures, places, f"{mark}{place + 1}-{n}-", sound)
        for n, piece in enumerate(made)
    )
    return LessonIn(
        place=place,
        anchor=f"{mark}{place + 1}",
        title=page.title,
        title_lang=fallback.lang("title"),
        intro=page.intro,
        care=page.care_note,
        minutes=page.minutes,
        fallback=fallback,
        word=grouped(word),
        html=mark_safe(html),  # noqa: S308 - pieces of pages, rewoven
    )


def _piece(piece, fallback, asked, pictures, places, mark, sound):
    player = str(piece.sound or "") if sound else ""
    heard = woven(player, pictures=pictures, places=places, mark=f"{mark}s", sound=True) if player else ""
    return heard + _told(piece, fallback, asked, pictures, places, mark, sound)


def _told(piece, fallback, asked, pictures, places, mark, sound):
    if piece.kind in QUESTION_TYPES:
        place, tongue = asked[piece.id]
        shown = questions.shown(piece.raw, place=place, mark=tongue, fallback=fallback)
        return render_to_string("courses/onefile/question.html", {"s": shown})
    context = {"id": piece.id, "raw": piece.raw["value"], "fallback": fallback}
    if piece.kind == "task":
        context["text"] = mark_safe(  # noqa: S308
            woven(rich(piece.raw["value"].get("text")), pictures=pictures, places=places, mark=mark)
        )
        return render_to_string("courses/onefile/task.html", context)
    if piece.kind == "reflection":
        return render_to_string("courses/onefile/reflection.html", context)
    if piece.kind == "calculator":
        context["form"] = CalculatorForm(auto_id=f"c{mark}%s")
        html = render_to_string("courses/onefile/calculator.html", context)
        return html.replace('href="/', f'href="{settings.SITE_URL}/').replace("resultado-t", f"{mark}r")
    html = str(piece.html) if sound else _SILENCED.sub("", str(piece.html))
    return woven(html, pictures=pictures, places=places, mark=mark, sound=sound)


def title_of(language):
    """What a file's language is called where she chooses one."""
    return _("En todas las lenguas") if language == ALL else dict(LANGUAGES)[language]
