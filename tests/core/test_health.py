"""What machines ask, and what the site says when a part of it is away."""

import json

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import override_settings

from academy.core import health


@pytest.fixture
def no_database(db):
    """Every question to the database fails as it does when the server is away."""

    def away(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away):
        yield


def test_a_living_process_says_so_without_a_database(client, no_database):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@override_settings(ALLOWED_HOSTS=["escuela.example.org"], SECURE_SSL_REDIRECT=True)
def test_a_ready_site_says_so_whatever_name_it_is_asked_by(client, db):
    answer = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "tables": True, "disk": True, "cache": True}
    assert answer["Cache-Control"] == "no-store"


def test_without_its_database_a_site_is_not_ready(client, no_database, monkeypatch):
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


def test_tables_that_wait_for_migrate_are_noticed(client, db, monkeypatch):
    monkeypatch.setattr(health, "_tables_stand", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    assert client.get("/readyz").json()["tables"] is False


AWAY = {
    "default": {
        "BACKEND": "academy.core.caching.ForgivingRedis",
        "LOCATION": "redis://127.0.0.1:1/0",
        "KEY_PREFIX": "relevo",
    }
}


def test_a_cache_that_is_away_makes_nothing_fail_and_is_not_asked_each_time(db, client, monkeypatch):
    pytest.importorskip("redis")
    from academy.core import caching

    with override_settings(CACHES=AWAY):
        cache = caches["default"]
        assert cache.get("x", "nothing") == "nothing"
        asked = []
        monkeypatch.setattr(caching.RedisCache, "get", lambda *args: asked.append(1))
        assert cache.get("x") is None
        assert asked == []
        assert cache.set("x", 1) is None
        assert cache.add("x", 1) is True
        assert cache.get_many(["x"]) == {}
        assert cache.get_or_set("x", lambda: "made") == "made"
        assert cache.set_many({"x": 1}) == ["x"]
        assert cache.incr("x") == 1
        assert cache.delete("x") is False
        assert cache.clear() is False
        assert client.get("/readyz").json()["cache"] is False
        assert client.get("/readyz").status_code == 200


def test_answers_of_machines_are_json(client):
    assert json.loads(client.get("/healthz").content) == {"alive": True}
