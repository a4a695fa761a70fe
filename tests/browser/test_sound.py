"""Lessons that can be heard, in a real browser: a recording with parts over the network, and the phone's own voice."""

import re
import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT, _environ
from tests.browser.doing import lessons, rows, tapped
from tests.browser.looking import faults
from tests.site.test_sound import voice

LESSON = lessons("R1")[2]
#: Gives the first two parts of the lesson a voice, and waits for nothing: what the worker does is done here.
SPEAK = """
import sys
from django.core.files.base import ContentFile
from academy.site.sound import services
from courses.models import LessonPage
from courses.services import sounds
page = LessonPage.objects.live().get(slug=sys.argv[1], locale__language_code="es")
upload = ContentFile(sys.stdin.buffer.read(), "voz.wav")
for child, reads in zip(page.body.raw_data[:2], (True, False)):
    kept = sounds.attach(lesson=page.translation_key, block=child["id"], language="es", upload=upload, title="Oye",
                         by=None, reads_text=reads, transcript="Buenos días, compañeras.")
    assert services.prepare(kept.recording_id) == "ready", kept.recording.trouble
"""
#: The site is left as it was found: others weigh its lessons.
SILENCE = """
from courses.models import BlockSound
from courses.services import sounds
for kept in BlockSound.objects.all():
    sounds.detach(sound=kept, by=None)
"""
#: A phone with two Spanish voices, that says at once whatever it is given.
VOICES = """
speechSynthesis.getVoices = () => [{lang: 'es_ES', localService: true}, {lang: 'es-PE', localService: true}];
window.said = []; window.hold = false;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
speechSynthesis.speak = u => { said.push([u.text, u.lang]); if (!hold) setTimeout(() => u.onend && u.onend()); };
speechSynthesis.cancel = () => {};
"""


@pytest.fixture(scope="module")
def spoken(site):
    """The lesson, with two recordings of twenty seconds."""
    _run(site, SPEAK, LESSON.strip("/").rpartition("/")[2], given=voice(20, rate=8000))
    yield LESSON
    _run(site, SILENCE)


def _run(site, code, *words, given=b""):
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=_environ(site.var, SITE_URL=site.url), input=given, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()


def playing(page, seconds):
    page.wait_for_function(f"() => document.querySelector('audio').currentTime > {seconds}")


def test_a_recording_plays_from_the_lesson_and_goes_on_after_a_reload(phone, spoken):
    page = phone()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/media/sound/" in request.url else None)
    page.goto(spoken)
    page.wait_for_load_state("networkidle")
    assert asked == []  # nothing before she asks
    assert re.search(r"Escuchar · 20 s · \d+ KB", page.locator(".sound p").first.inner_text())
    page.evaluate("() => { const p = document.querySelector('audio'); p.muted = true; p.play(); }")
    playing(page, 0.5)
    assert asked
    assert asked[0].endswith(".opus")
    page.evaluate("document.querySelector('audio').currentTime = 12")
    playing(page, 12.3)
    page.reload()
    assert re.search(r"Sigues en 0:1[2-9]$", page.locator(".sound p").first.inner_text())
    page.evaluate("() => { const p = document.querySelector('audio'); p.muted = true; p.play(); }")
    playing(page, 12)
    # The second one begins, the first one stops; what is kept on the phone names nobody.
    page.evaluate("() => { const p = document.querySelectorAll('audio')[1]; p.muted = true; p.play(); }")
    page.wait_for_function("() => document.querySelector('audio').paused")
    kept = page.evaluate("Object.entries(localStorage).filter(([k]) => k.startsWith('relevo-sound:'))")
    assert all(re.fullmatch(r"relevo-sound:[0-9a-f-]{36}", key) and value.isdigit() for key, value in kept)


def test_an_older_iphone_is_offered_the_second_format_and_both_play(phone, spoken):
    page = phone()
    page.goto(spoken)
    lengths = page.evaluate(
        """async () => Promise.all([...document.querySelector('audio').children].map(s => new Promise(done => {
            const a = new Audio(s.src);
            a.onloadedmetadata = () => done(Math.round(a.duration)); a.onerror = () => done(s.type);
        })))"""
    )
    # A Chromium without licensed codecs cannot play AAC and says so; iPhones can.
    assert lengths[0] == 20
    assert lengths[1] in (20, "audio/mp4")


def test_it_can_be_heard_and_read_without_javascript(phone, spoken):
    page = phone(javascript=False)
    page.goto(spoken)
    assert page.locator("audio[controls]").count() == 2
    page.click("summary >> text=Leer lo que se oye")
    assert page.locator("text=Buenos días, compañeras.").is_visible()
    assert not page.locator(".hear").is_visible()


def test_the_phones_own_voice_reads_what_has_no_recording(phone, spoken):
    page = phone()
    page.add_init_script(VOICES)
    page.goto(spoken)
    button = page.locator(".hear button")
    assert button.inner_text() == "Escuchar"
    button.click()
    page.wait_for_function("() => said.length > 8")
    page.wait_for_selector(".hear button >> text=Escuchar")
    said = page.evaluate("said")
    assert {lang for _text, lang in said} == {"es-PE"}
    assert said[0][0] == page.locator("h1").inner_text()
    recorded = page.evaluate("document.querySelector('.sound + .block p').innerText")
    assert recorded
    assert recorded not in [text for text, _lang in said]
    assert page.locator("section.question legend").first.inner_text() in [text for text, _lang in said]

    page.evaluate("() => { said.length = 0; hold = true; scrollTo(0, document.body.scrollHeight / 2); }")
    button.click()
    assert button.inner_text() == "Parar"
    assert page.evaluate("said[0][0]") != said[0][0]  # from what she sees
    button.click()
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("Escuchar", "false")
    assert faults(page) == []


def test_the_voice_keeps_to_its_language_and_its_place(phone, spoken, enter):
    page = phone()
    page.goto(spoken)
    assert not page.locator(".hear").is_visible()  # this browser has no voice at all
    page = enter(phone(), "joven")
    page.add_init_script(VOICES)
    places = []
    for address in (spoken, f"{spoken.rsplit('/', 2)[0]}/prueba/"):
        page.goto(address)
        places.append(page.locator(".hear button").bounding_box()["x"])
    assert len(set(places)) == 1
    page.goto(f"/en{lessons('R1')[0]}")
    assert not page.locator(".hear").is_visible()  # English words, Spanish voice: better silent


def test_an_editor_records_a_part_in_the_browser(phone, enter, site, spoken):
    page = enter(phone(width=1280, height=800), "editora")
    page.context.grant_permissions(["microphone"])
    # The machine that runs this has no microphone: a tone stands for her voice.
    page.add_init_script(
        """navigator.mediaDevices.getUserMedia = async () => { const c = new AudioContext(), o = c.createOscillator(),
        to = c.createMediaStreamDestination(); o.connect(to); o.start(); return to.stream; };"""
    )
    slug = spoken.strip("/").rpartition("/")[2]
    [(pk,), *_others] = rows(site, "select id from wagtailcore_page where slug = ? order by id", slug)
    page.goto(f"/admin/relevo/sonido/{pk}/")
    tapped(page, page.locator("table a >> text=Grabar o enviar").first)
    page.click(".recorder button >> text=Grabar")
    page.wait_for_timeout(1800)
    page.click(".recorder button >> text=Terminar")
    page.wait_for_selector(".recorder audio[src^=blob]")
    page.check("[name=reads_text]")
    page.click("form.relevo-sound button >> text=Guardar")
    page.wait_for_selector("text=Se está preparando")
