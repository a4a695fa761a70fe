"""What the site says, in every language: complete where it is promised, and never broken where it is a draft."""

import gettext
import html
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from modeltranslation.translator import translator

from academy.core import languages
from academy.site.starting import ensure_home

ROOT = Path(settings.BASE_DIR)
#: The languages that are translated from the Spanish of the code; Spanish itself needs no catalogue.
TRANSLATED = [code for code in languages.CODES if code != languages.DEFAULT]
#: Ours, and the Spanish of Wagtail's own admin, which stands apart so that makemessages leaves it alone.
OWN_CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
ALL_CATALOGUES = OWN_CATALOGUES + sorted(ROOT.glob("academy/**/locale/*/LC_MESSAGES/django.po"))
TOOLS = ("xgettext", "msgmerge", "msgattrib", "msguniq")
#: A named value, a doubled percent sign, a brace of str.format, a tag.
FIXED = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}|</?\w[^>]*>")
#: On the front door for everybody, signed in or not. A draft may lack one of them, but not all.
WORDS_OF_THE_FRONT_DOOR = ("Ver los cursos", "Entrar", "Cursos", "Ir al contenido", "Para empezar hoy")


def catalogue(language):
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"), encoding="utf-8")


def name_of(po):
    return str(po.relative_to(ROOT))


def pairs(entry, forms):
    """Each translated form beside the words it translates. With a single form, that form serves the plural."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    sources = [entry.msgid_plural] if forms == 1 else [entry.msgid, entry.msgid_plural]
    return [(sources[min(form, len(sources) - 1)], words) for form, words in sorted(entry.msgstr_plural.items())]


def forms_of(catalogue):
    """nplurals as the catalogue's head declares it."""
    return int(re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata["Plural-Forms"])[1])


def plural_rule(language):
    """The compiled rule itself: a number in, the index of the form out."""
    return gettext.GNUTranslations(BytesIO(catalogue(language).to_binary())).plural


# --- The catalogues as files -----------------------------------------------------------------------


def test_every_language_has_its_catalogue_and_no_catalogue_is_of_another_language():
    assert sorted(po.parts[-3] for po in OWN_CATALOGUES) == sorted(TRANSLATED)
    assert {po.parts[-3] for po in ALL_CATALOGUES} <= set(languages.CODES)


@pytest.mark.parametrize("po", [p for p in ALL_CATALOGUES if p.parts[-3] in {"en", "es"}], ids=name_of)
def test_english_and_spanish_leave_no_sentence_untranslated(po):
    entries = polib.pofile(str(po), encoding="utf-8")
    assert len(entries), "an empty catalogue translates nothing"
    assert [entry.msgid for entry in entries if not entry.translated()] == []


@pytest.mark.parametrize("po", ALL_CATALOGUES, ids=name_of)
def test_no_sentence_is_marked_fuzzy_because_it_would_not_be_shown(po):
    entries = polib.pofile(str(po), encoding="utf-8")
    assert not entries.metadata_is_fuzzy
    assert [entry.msgid for entry in entries if "fuzzy" in entry.flags or entry.obsolete] == []


def broken(po, kept):
    """Sentences whose named values and tags are not ``kept(in the source, in the translation)``."""
    entries = polib.pofile(str(po), encoding="utf-8")
    return [
        (source, words)
        for entry in entries
        for source, words in pairs(entry, forms_of(entries))
        if words and not kept(set(FIXED.findall(source)), set(FIXED.findall(words)))
    ]


@pytest.mark.parametrize("po", OWN_CATALOGUES, ids=name_of)
def test_a_translation_keeps_every_named_value_and_tag(po):
    assert broken(po, set.__eq__) == []


@pytest.mark.parametrize("po", ALL_CATALOGUES, ids=name_of)
def test_no_translation_names_a_value_that_its_sentence_does_not_get(po):
    """Such a page would answer 500. The Spanish of Wagtail's admin may leave a name out, but add none."""
    assert broken(po, set.__ge__) == []


@pytest.mark.parametrize("po", ALL_CATALOGUES, ids=name_of)
def test_a_translation_begins_and_ends_like_its_source(po):
    """Blanks at the ends join sentences together; gettext itself refuses a line break that is only on one side."""
    entries = polib.pofile(str(po), encoding="utf-8")

    def ends(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert [
        (source, words)
        for entry in entries
        for source, words in pairs(entry, forms_of(entries))
        if words and ends(source) != ends(words)
    ] == []


@pytest.mark.parametrize("po", ALL_CATALOGUES, ids=name_of)
def test_a_plural_has_as_many_forms_as_its_language(po):
    entries = polib.pofile(str(po), encoding="utf-8")
    forms = list(range(forms_of(entries)))
    assert [entry.msgid for entry in entries if entry.msgid_plural and sorted(entry.msgstr_plural) != forms] == []
    half_done = [
        entry.msgid
        for entry in entries
        if entry.msgid_plural and len({bool(w) for w in entry.msgstr_plural.values()}) > 1
    ]
    assert half_done == []


def test_quechua_tells_one_from_many_and_aymara_does_not():
    quechua, aymara = plural_rule("qu"), plural_rule("ay")
    assert [quechua(n) for n in (0, 1, 2, 11, 101)] == [1, 0, 1, 1, 1]
    assert [aymara(n) for n in (0, 1, 2, 11, 101)] == [0, 0, 0, 0, 0]
    assert forms_of(catalogue("qu")) == 2
    assert forms_of(catalogue("ay")) == 1


# --- The catalogues beside the code ----------------------------------------------------------------


def need_gettext():
    """Without the GNU tools nobody can tell: said aloud here, an error where a release is decided."""
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not lacking:
        return
    words = f"NOT CHECKED whether the catalogues hold every sentence: {', '.join(lacking)} missing (gettext)"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


def copy_of_the_tree(to):
    """All that is read for messages: our packages, the templates and the catalogues themselves."""
    packages = [folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists()]
    for folder in [*packages, ROOT / "templates", ROOT / "locale"]:
        if folder.name not in {"tests", "benchmarks"}:
            shutil.copytree(folder, to / folder.name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    return to


def run_django(*words, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "django", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(cwd), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def said(po):
    """Every message of a catalogue with its translations, in no order and without notes, wrapping or dates."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural): (
            entry.msgstr,
            dict(entry.msgstr_plural),
            "fuzzy" in entry.flags,
        )
        for entry in polib.pofile(str(po), encoding="utf-8")
    }


def test_the_catalogues_hold_the_sentences_of_the_code_neither_more_nor_fewer(tmp_path):
    """``makemessages`` on a copy changes nothing. Otherwise run it as docs/translating.md says."""
    need_gettext()
    copy = copy_of_the_tree(tmp_path / "relevo")
    before = {po.relative_to(copy): said(po) for po in copy.rglob("*.po")}
    wanted = [word for language in TRANSLATED for word in ("-l", language)]
    done = run_django(
        "makemessages", *wanted, "--no-location", "--no-obsolete",
        cwd=copy, DJANGO_SETTINGS_MODULE="academy.settings.dev", VAR_DIR=str(tmp_path / "var"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

    after = {po.relative_to(copy): said(po) for po in copy.rglob("*.po")}
    assert sorted(map(str, after)) == sorted(map(str, before)), "makemessages began a catalogue of its own"
    for name, now in after.items():
        then = before[name]
        assert sorted(key[1] for key in now.keys() - then.keys()) == [], f"{name} lacks these sentences"
        assert sorted(key[1] for key in then.keys() - now.keys()) == [], f"{name} has sentences nobody says any more"
        assert now == then, f"{name} would lose or change translations"


# --- The pages -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.CODES)
def test_the_front_door_is_in_its_language(language):
    ensure_home()
    page = Client().get("/" if language == languages.DEFAULT else f"/{language}/")
    assert page.status_code == 200
    text = html.unescape(page.content.decode())
    assert f'<html lang="{language}"' in text
    if language == languages.DEFAULT:
        expected = ["Ver los cursos"]
    else:
        entries = {entry.msgid: entry.msgstr for entry in catalogue(language) if not entry.msgctxt}
        expected = [entries[word] for word in WORDS_OF_THE_FRONT_DOOR if entries.get(word) and entries[word] != word]
    assert expected, "not one word of the front door is translated"
    assert [words for words in expected if words not in text] == []


# --- The columns -----------------------------------------------------------------------------------


def translated_models():
    models = [model for model in translator.get_registered_models(abstract=False) if not model._meta.proxy]
    assert models, "no model has translated columns: this test looks in the wrong place"
    return models


def test_every_list_of_languages_is_the_same_list():
    for each in (settings.LANGUAGES, settings.WAGTAIL_CONTENT_LANGUAGES):
        assert [code for code, _name in each] == list(languages.CODES)
    assert tuple(settings.MODELTRANSLATION_LANGUAGES) == languages.CODES
    assert set(settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]) == set(languages.CODES)


@pytest.mark.django_db
def test_translated_tables_have_one_column_per_language():
    for model in translated_models():
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, model._meta.db_table)
        columns = {column.name for column in described}
        for field in translator.get_options_for_model(model).get_field_names():
            found = {name.removeprefix(f"{field}_") for name in columns if re.fullmatch(rf"{field}_[a-z]{{2}}", name)}
            assert found == set(languages.CODES), f"{model.__name__}.{field}"


@pytest.mark.parametrize("language", languages.CODES)
def test_no_migration_is_missing_whatever_the_language_of_the_site(tmp_path, language):
    """A column named after the active language, or a translated word in a migration, would show up here."""
    (tmp_path / "in_another_language.py").write_text(
        f"from academy.settings.test import *  # noqa\nLANGUAGE_CODE = {language!r}\n", encoding="utf-8"
    )
    paths = {app.label: Path(app.path) for app in apps.get_app_configs()}
    own = [label for label, path in paths.items() if path.is_relative_to(ROOT) and "site-packages" not in path.parts]
    done = run_django(
        "makemigrations", *own, "--check", "--dry-run",
        cwd=tmp_path,
        PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]),
        DJANGO_SETTINGS_MODULE="in_another_language",
        DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        VAR_DIR=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No changes detected" in done.stdout


def test_no_sentence_hides_from_the_collector_behind_another_name():
    """makemessages knows ``_`` and the functions' own names: a sentence under any other alias stays Spanish."""
    alias = re.compile(r"\b(?:n|np|p)?gettext(?:_lazy)? as (?!_\b)\w+")
    sources = [
        path
        for app in ("academy", "courses", "leadership", "mentoring", "peer_exchange")
        for path in (ROOT / app).rglob("*.py")
    ]
    assert len(sources) > 300
    assert [path for path in sources if alias.search(path.read_text(encoding="utf-8"))] == []
