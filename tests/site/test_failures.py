"""Pages for when something is broken: whole, in her language, without a database."""

import errno

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, connection
from django.test import RequestFactory

from academy.site import failures


@pytest.fixture
def gone(client, db):
    """The database is away, and the client is told what a phone is told."""
    client.raise_request_exception = False

    def away(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away):
        yield client


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("/", "es", "Volvemos pronto"), ("/cursos/", "es", "Volvemos pronto"), ("/no-hay/", "es", "Volvemos pronto")],
)
def test_without_a_database_every_page_says_that_it_will_be_back(gone, path, language, words):
    answer = gone.get(path)
    said = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"
    assert f'<html lang="{language}">' in said
    assert said.count("<h1") == 1
    assert words in said
    assert "Content-Security-Policy" in answer


def test_a_signed_in_woman_and_a_form_are_told_the_same(client, house, db):
    client.force_login(house.yuli)
    client.raise_request_exception = False

    def away(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away):
        assert client.get("/mi-camino/").status_code == 503
        assert client.post("/entrar/", {"pin": "123456"}).status_code == 503


@pytest.mark.parametrize("code", ["qu", "ay", "en"])
def test_the_page_is_in_the_language_of_the_address(code):
    answer = failures.page(RequestFactory().get(f"/{code}/cursos/"), "503.html", 503)
    assert f'<html lang="{code}">' in answer.content.decode()
    assert f'href="/{code}/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (OperationalError("connection refused"), True),
        (OperationalError("database is locked"), True),
        (OperationalError("no such table: x"), False),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.ENOENT, "no"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_what_passes_by_itself_is_told_from_our_mistakes(error, passing):
    assert failures.is_passing(error) is passing


def test_a_cause_deep_inside_counts():
    error = RuntimeError("x")
    error.__cause__ = OperationalError("connection refused")
    assert failures.is_passing(error)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [(RequestDataTooBig("x"), 413, "pesa demasiado"), (SuspiciousOperation("x"), 400, "No entendimos")],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(error, status, words):
    answer = failures.refused(RequestFactory().post("/"), error)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_form_that_is_too_much_gets_413(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    client.raise_request_exception = False
    assert client.post("/entrar/", {"words": "x" * 100}).status_code == 413


def test_a_host_that_is_not_ours_gets_a_page_too(client, db, settings):
    settings.ALLOWED_HOSTS = ["escuela.example.org"]
    client.raise_request_exception = False
    assert client.get("/", headers={"host": "otra.example.org"}).status_code == 400


def test_even_without_templates_there_are_last_words(monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise OSError("no")

    monkeypatch.setattr(failures, "render_to_string", broken)
    answer = failures.page(RequestFactory().get("/"), "500.html", 500)
    assert "Algo falló aquí" in answer.content.decode()
