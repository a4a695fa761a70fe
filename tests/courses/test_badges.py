"""A badge proves itself with the key that the site publishes, and with nothing else."""

import base64
import json
import stat
import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import RSAKey

from courses import badges

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


def paper():
    return SimpleNamespace(
        subject=uuid.UUID("9c2a4d66-0000-4000-8000-1d2e3f405162"),
        title="¿Cuánto cuesta la ración?",
        course_code="P2",
        language="es",
        issued_at=timezone.now(),
    )


def badge():
    return badges.signed(
        badges.credential_of(
            paper(), address="http://testserver/constancia/ABCD/", course_address=f"urn:uuid:{uuid.uuid4()}"
        )
    )


@pytest.fixture(scope="module")
def token():
    return badge()


def parts(token):
    return [json.loads(base64.urlsafe_b64decode(part + "===")) for part in token.split(".")[:2]]


def test_a_badge_is_verified_with_the_published_key_alone(token):
    published = json.loads(json.dumps(badges.published_keys()))
    assert badges.verify(token, published)["name"] == "Constancia: ¿Cuánto cuesta la ración?"


def test_any_other_program_can_verify_it_by_the_address_in_its_header(token):
    header, payload = parts(token)
    found = next(key for key in badges.published_keys()["keys"] if key["kid"] == header["kid"])
    assert jws.deserialize_compact(token, RSAKey.import_key(found), algorithms=["RS256"])
    assert header == {"alg": "RS256", "typ": "JWT", "kid": found["kid"]}
    assert found["kid"].startswith("http://testserver/.well-known/insignias.json#")
    assert payload["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_the_published_keys_hold_nothing_private():
    for key in badges.published_keys()["keys"]:
        assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}


@given(st.data())
def test_changing_any_character_makes_it_untrue(token, data):
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != token[place]]))
    with pytest.raises(badges.Untrue):
        badges.verify(token[:place] + other + token[place + 1 :])


def test_every_single_bit_of_the_last_character_counts(token):
    """Base64 would read several last characters as the same signature."""
    for other in ALPHABET:
        if other != token[-1]:
            with pytest.raises(badges.Untrue):
                badges.verify(token[:-1] + other)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda b: base64.urlsafe_b64encode(b).decode()))
def test_rubbish_is_untrue_and_breaks_nothing(text):
    with pytest.raises(badges.Untrue):
        badges.verify(text)


def test_a_badge_signed_with_another_key_is_untrue(token, settings):
    stranger = RSAKey.generate_key(2048)
    header, payload = parts(token)
    forged = jws.serialize_compact(header, json.dumps(payload).encode(), stranger, algorithms=["RS256"])
    with pytest.raises(badges.Untrue):
        badges.verify(forged)


def test_a_key_that_a_badge_brings_along_is_not_believed(token):
    stranger = RSAKey.generate_key(2048)
    _header, payload = parts(token)
    header = {"alg": "RS256", "typ": "JWT", "jwk": stranger.as_dict(private=False)}
    forged = jws.serialize_compact(header, json.dumps(payload).encode(), stranger, algorithms=["RS256"])
    with pytest.raises(badges.Untrue):
        badges.verify(forged)


def test_after_a_change_of_key_old_badges_stay_true(token, settings):
    old = badges.keys()[0].as_pem(private=True).decode()
    new = RSAKey.generate_key(2048).as_pem(private=True).decode()
    settings.BADGE_SIGNING_KEY = new + old
    assert badges.verify(token)
    assert parts(badge())[0]["kid"] != parts(token)[0]["kid"]
    settings.BADGE_SIGNING_KEY = new
    with pytest.raises(badges.Untrue):
        badges.verify(token)


@pytest.mark.parametrize("wrong", ["no key", "-----BEGIN X KEY-----\nAAAA\n-----END X KEY-----\n"])
def test_a_wrong_key_is_refused_by_the_name_of_its_variable(wrong, settings):
    settings.BADGE_SIGNING_KEY = wrong
    with pytest.raises(ImproperlyConfigured, match="BADGE_SIGNING_KEY"):
        badges.keys()


def test_without_a_key_one_is_made_once_and_only_its_owner_reads_it(tmp_path, settings):
    settings.BADGE_SIGNING_KEY, settings.KEYS_ROOT = "", tmp_path / "keys"
    first = badges.kid(badges.keys()[0])
    badges._keys_in.cache_clear()
    assert badges.kid(badges.keys()[0]) == first
    files = list((tmp_path / "keys").iterdir())
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600]
