"""Settings that are wrong stop the start by name; production is clean by Django's own check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from academy.settings import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "academy.settings.production",
    "SECRET_KEY": "k9f2-Qm71xz-only-for-this-test-0a8s7d6f5g4h3j2k1l-vbnm-XYZ",
    "ALLOWED_HOSTS": "academia.example.org",
    "SITE_URL": "https://academia.example.org",
    "BADGE_SIGNING_KEY": "",
    "SEALING_KEYS": "b25seS1mb3ItdGhpcy10ZXN0LW5ldmVyLWZvci1hLXNpdGUtMDEyMzQ1Njc4OQ==",
}


def manage(*arguments, **changes):
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "SYSTEMROOT")}
    environ = {**clean, **{name: value for name, value in {**PRODUCTION, **changes}.items() if value is not None}}
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def signing_key():
    from joserfc.jwk import RSAKey

    return RSAKey.generate_key(2048).as_pem(private=True).decode()


def test_production_is_clean_by_djangos_own_check(signing_key, tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", BADGE_SIGNING_KEY=signing_key, VAR_DIR=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "BADGE_SIGNING_KEY", "SEALING_KEYS"])
def test_what_production_needs_has_no_default(name, signing_key):
    done = manage("check", **{"BADGE_SIGNING_KEY": signing_key, name: None})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (env.database, "mysql://x/y"),
        (env.database, "sqlite://"),
        (env.database, "postgres://host"),
        (env.cache, "memcached://x"),
        (env.storage, "ftp://x"),
        (env.storage, "s3://key:secret@host"),
        (env.flag, "perhaps"),
        (env.number, "many"),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch, reader, value):
    monkeypatch.setenv("RELEVO_TEST_VALUE", value)
    more = () if reader in (env.flag, env.number) else ("",)
    with pytest.raises(ImproperlyConfigured, match="RELEVO_TEST_VALUE"):
        reader("RELEVO_TEST_VALUE", *more)


def test_a_postgres_socket_is_given_as_a_folder(monkeypatch):
    monkeypatch.setenv("RELEVO_TEST_VALUE", "postgres://relevo@/relevo?host=/run/postgresql")
    found = env.database("RELEVO_TEST_VALUE", "")
    assert found["HOST"] == "/run/postgresql"
    assert found["NAME"] == "relevo"


def test_a_bucket_keeps_its_secret_out_of_the_address(monkeypatch):
    monkeypatch.setenv("RELEVO_TEST_VALUE", "s3://llave:clave%2F1@almacen.example.org:9000/medios?scheme=http")
    options = env.storage("RELEVO_TEST_VALUE", "")["OPTIONS"]
    assert options["endpoint_url"] == "http://almacen.example.org:9000"
    assert options["secret_key"] == "clave/1"
