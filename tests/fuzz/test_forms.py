"""Every form of every page, with hostile input and hostile files: answered in words, never with an error, never given
back as code.

The pages are those of the access matrix, so that a new address is tried as soon as it has its row. RELEVO_FUZZ says how
often each form is sent (2).
"""

import os
import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.files import hostile as hostile_files
from tests.fuzz.filled import kept_by_phones, trying_without_signal
from tests.fuzz.hostile import BREAKS_OUT, SCRIPT, WORKED_OUT, typed
from tests.test_access_matrix import MATRIX, world  # noqa: F401 - a fixture

TIMES = int(os.environ.get("RELEVO_FUZZ", "2"))
#: Who tries an address: the first of these that its row lets in.
IN_ORDER = ("hers", "facilitator", "organiser", "companion", "editor", "outsider", "root", "guest", "stranger")
#: What identifies a form or keeps forgery out stays as it came, mostly: a wrong one is refused before anything else.
AS_IT_CAME = {"csrfmiddlewaretoken", "nonce"}


class Form:
    """A form of a page: where it goes, and its fields with what the page offers for each."""

    def __init__(self, tag, page, person):
        self.person = person
        self.address = urljoin(page, tag.get("action") or page).split("#")[0]
        self.is_page = urlsplit(self.address).path == urlsplit(page).path
        self.post = (tag.get("method") or "get").lower() == "post"
        self.fixed, self.fields, self.files = {}, {}, []
        self.kept = kept_by_phones(tag)
        for field in tag.select("[name]"):
            self._take(field)

    def _take(self, field):
        name, kind = field["name"], field.get("type", "text")
        if name in AS_IT_CAME:
            self.fixed[name] = field.get("value", "")
        elif field.name == "select":
            self.fields[name] = [option.get("value", "") for option in field.select("option")]
        elif kind in ("radio", "checkbox") or field.name == "button":
            self.fields.setdefault(name, []).append(field.get("value", "on"))
        elif kind == "file":
            self.files.append(name)
        else:
            self.fields[name] = [field["value"]] if field.get("value") else []

    @property
    def shape(self):
        """Forms of one shape are one form on many pages."""
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b", "#", urlsplit(self.address).path)
        return (self.post, path, tuple(sorted(self.fields)))

    def values(self):
        return st.fixed_dictionaries({name: typed(offered) for name, offered in self.fields.items()})


def forms_of(people, args):
    """Every form of every page, each shape once, for the first person that may see the page."""
    found = {}
    for name, row in MATRIX.items():
        person = next((each for each in IN_ORDER if row[each] == 200), None)
        if person is None or name.endswith(("pdf", "csv", "xlsx", "ics", "svg")):
            continue
        page = reverse(name, args=args.get(name, []))
        answer = client_of(people, person).get(page)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for tag in BeautifulSoup(answer.content, "html.parser").select("form"):
            form = Form(tag, page, person)
            found.setdefault(form.shape, form)
    return list(found.values())


def client_of(people, person):
    client = Client()
    if person != "guest":
        client.force_login(people[person])
    return client


def sent(client, form, values):
    said = {**form.fixed, **values}
    return client.post(form.address, said) if form.post else client.get(form.address, said)


def looked_at(answer, form):
    assert answer.status_code < 500, (form.address, answer.status_code)
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return
    page = answer.content.decode()
    for code in (SCRIPT, BREAKS_OUT):
        assert code not in page, f"{form.address} gives back {code}"
    assert WORKED_OUT not in page, f"{form.address} works out what was typed"


def trying(form, people):
    """A property of this form: whatever is typed, it answers."""

    @settings(max_examples=TIMES, database=None, suppress_health_check=list(HealthCheck))
    @given(form.values())
    def tried(values):
        client = client_of(people, form.person)
        with transaction.atomic():
            looked_at(sent(client, form, values), form)
            if form.is_page:
                looked_at(client.get(urlsplit(form.address).path), form)
            transaction.set_rollback(True)

    return tried


def test_no_form_falls_over_what_is_typed_into_it(world):  # noqa: F811 - the fixture of another file
    people, args = world
    forms, fell = forms_of(people, args), []
    assert len(forms) > 60, "the pages have no forms any more?"
    for form in forms:
        try:
            trying(form, people)()
            if form.kept:
                trying_without_signal(form, people[form.person])()
        except Exception as trouble:
            told = getattr(trouble, "__notes__", "")
            fell.append(f"{form.person} {form.address} {sorted(form.fields)}: {trouble!r:.300} {told}")
    assert not fell, "\n".join(fell)
    assert len({form.kept["page"] for form in forms if form.kept}) > 20, "nothing waits for signal any more?"


def test_no_form_falls_over_a_file_that_is_given_to_it(world):  # noqa: F811 - the fixture of another file
    """Broken, unpacking to sixty megabytes, of another kind than they say, or with a name that leads elsewhere."""
    people, args = world
    forms, fell = [form for form in forms_of(people, args) if form.files], []
    assert len(forms) > 8, "nothing can be uploaded any more?"
    for form in forms:
        said = {name: (offered or [""])[0] for name, offered in form.fields.items()}
        client = client_of(people, form.person)
        for name, content, kind in hostile_files():
            files = {field: SimpleUploadedFile(name, content, kind) for field in form.files}
            try:
                with transaction.atomic():
                    looked_at(sent(client, form, {**said, **files}), form)
                    transaction.set_rollback(True)
            except Exception as trouble:
                fell.append(f"{form.person} {form.address} {name}: {trouble!r:.300}")
    assert not fell, "\n".join(fell)
