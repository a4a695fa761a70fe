"""Recordings, from what is sent to what is given, with a real ffmpeg where the house rules say there is one."""

import io
import math
import os
import random
import re
import struct
import subprocess
import wave
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from academy.core.private_files import private_storage
from academy.site.sound import kinds, services, serving, tools, transcoding, words
from academy.site.sound.forms import SoundField
from academy.site.sound.models import Recording

State = Recording.State


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture(scope="session")
def tool():
    """`manage.py test` brings an ffmpeg (academy/bootstrap/environment.py): without one, something is broken."""
    found = tools.find()
    assert found, "no ffmpeg: run python3 manage.py test, or pip install -r requirements-media.txt"
    return found


def voice(seconds=4.0, *, level=0.1, rate=16000, channels=1):
    """A WAV of something like speech: a tone that swells and ebbs, with some noise. Not silent, not steady."""
    chance = random.Random(7)
    frames = bytearray()
    for n in range(int(seconds * rate)):
        swell = 0.55 + 0.45 * math.sin(2 * math.pi * 3 * n / rate)
        sound = math.sin(2 * math.pi * 220 * n / rate) + 0.3 * chance.uniform(-1, 1)
        frames += struct.pack("<h", int(32000 * level * swell * sound / 1.3)) * channels
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(frames))
    return written.getvalue()


VOICE = voice()


def upload(content=VOICE, name="nota.wav"):
    return SimpleUploadedFile(name, content, content_type="audio/x-anything")


def keep(content=VOICE, **fields):
    return services.keep(upload=upload(content), language="es", **fields)


@pytest.fixture
def kept(db, django_capture_on_commit_callbacks):
    """``kept(content, private=True)``: kept and worked off, as if committed."""

    def keep_and_prepare(content=VOICE, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            recording = keep(content, **fields)
        recording.refresh_from_db()
        return recording

    return keep_and_prepare


# --- What comes in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav"),
        (b"OggS\x00\x02", "ogg"),
        (b"\x00\x00\x00\x20ftypM4A \x00", "mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x86", "webm"),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"#!AMR\n", "amr"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", None),
        (b"#EXTM3U\n", None),
        (b"ffconcat version 1.0", None),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", None),
        (b"<?xml version", None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_a_sound_is_known_by_its_first_bytes(head, kind):
    assert kinds.kind_of(head) == kind


@given(st.binary(max_size=kinds.HEAD))
def test_any_bytes_are_a_kind_we_know_or_none(head):
    assert kinds.kind_of(head) in {None, *kinds.KINDS}


@pytest.mark.parametrize(("content", "code"), [(b"", "empty"), (b"%PDF-1.7 hola", "not_sound"), (VOICE, "too_heavy")])
def test_what_is_no_recording_is_refused_with_what_to_do(content, code):
    with pytest.raises(services.Refused) as refused:
        services.look_at(upload(content, "voz.mp3"), most_bytes=len(VOICE) - 1)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_nothing_is_kept_of_what_is_refused(db):
    with pytest.raises(services.Refused):
        keep(b"MZ\x90\x00 program")
    assert not Recording.objects.exists()


def test_the_field_says_what_is_wrong_beside_itself():
    from django import forms

    class Note(forms.Form):
        sound = SoundField(most_seconds=120)

    wrong = Note({}, {"sound": upload(b"GIF89a", "voz.ogg")})
    assert "Graba otra vez" in str(wrong.errors["sound"])
    assert Note({}, {"sound": upload()}).is_valid()
    assert 'data-record="120"' in str(wrong["sound"])


# --- What is made of it ------------------------------------------------------------------------------


def loudness_of(tool, path):
    said = subprocess.run(
        [tool, "-hide_banner", "-nostdin", "-i", path, "-af", "ebur128", "-f", "null", "-"], capture_output=True
    ).stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def stream_of(tool, path):
    said = subprocess.run([tool, "-hide_banner", "-nostdin", "-i", path], capture_output=True).stderr.decode()
    return said, re.search(r"Audio: (\w+).*?, (\d+) Hz, (\w+)", said).groups()


@pytest.mark.parametrize("level", [0.02, 0.9])
def test_quiet_and_loud_voices_become_small_mono_and_even(kept, tool, level):
    recording = kept(voice(20, level=level, channels=2))
    assert recording.state == State.READY, recording.trouble
    assert recording.seconds == 20
    for name, size, codec, most in (
        (recording.opus, recording.opus_bytes, "opus", 24_000),
        (recording.second, recording.second_bytes, "aac", 40_000),
    ):
        path = default_storage.path(name)
        said, (found, _rate, channels) = stream_of(tool, path)
        assert (found, channels) == (codec, "mono")
        assert size == os.path.getsize(path)
        assert size * 8 / 20 <= most
        assert abs(loudness_of(tool, path) - transcoding.LOUDNESS) <= 1.5
    assert recording.opus_bytes * 8 / 20 >= 12_000  # not so small that words are lost


def test_where_and_when_it_was_recorded_stays_out(kept, tool, tmp_path):
    plain, told = tmp_path / "a.wav", tmp_path / "a.m4a"
    plain.write_bytes(VOICE)
    secret = ["-metadata", "title=En casa de Rosa", "-metadata", "location=-12.05-77.03/"]
    subprocess.run([tool, "-y", "-i", plain, *secret, told], capture_output=True, check=True)
    assert b"En casa de Rosa" in told.read_bytes()

    recording = kept(told.read_bytes())
    assert recording.state == State.READY
    for name in (recording.opus, recording.second):
        content = default_storage.open(name).read()
        assert b"Rosa" not in content
        assert b"77.03" not in content


def test_the_same_sound_prepared_twice_is_one_file(kept):
    first, again = kept(), kept()
    assert (first.opus, first.second) == (again.opus, again.second)
    assert first.original != again.original


def test_an_address_never_means_other_bytes(kept):
    assert kept().opus != kept(voice(3)).opus


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"OggS" + b"\x00" * 500, "broken"),
        (b"RIFF\x24\x00\x00\x00WAVE" + os.urandom(2000), "broken"),
        (b"\x1aE\xdf\xa3" + b"#EXTM3U\nfile:///etc/passwd\n" * 30, "broken"),
        (voice(0.3), "too_short"),
        (voice(3, level=0), "silent"),
    ],
)
def test_what_cannot_be_prepared_says_why_and_keeps_what_was_sent(kept, tool, content, trouble):
    recording = kept(content)
    assert (recording.state, recording.trouble) == (State.FAILED, trouble)
    assert words.trouble(trouble).endswith(".")
    assert private_storage().open(recording.original).read() == content
    assert recording.opus == recording.second == ""


def test_a_recording_longer_than_allowed_is_refused(kept, tool):
    assert kept(voice(5), most_seconds=3).trouble == "too_long"


def test_a_recording_cut_off_on_its_way_gives_what_arrived(kept, tool):
    recording = kept(VOICE[: len(VOICE) // 2])
    assert (recording.state, recording.seconds) == (State.READY, 2)


def test_every_trouble_can_be_said():
    for code in words.TROUBLES:
        assert words.trouble(code, most=40)
    assert words.trouble("one that is gone")


# --- The worker --------------------------------------------------------------------------------------


def test_without_a_program_it_waits_and_the_page_says_what_to_install(kept, monkeypatch):
    monkeypatch.setattr(tools, "find", lambda: None)
    recording = kept()
    assert recording.state == State.NO_TOOL
    assert private_storage().size(recording.original) == recording.original_bytes == len(VOICE)
    commands = [command for _what, command in tools.commands("linux", lambda path: path == "/usr/bin/apt-get")]
    assert commands[0] == "sudo apt-get install -y ffmpeg"
    assert commands[-1].endswith("-m pip install -r requirements-media.txt")
    assert [c for _w, c in tools.commands("darwin", lambda path: False)][0] == "brew install ffmpeg"


def test_once_the_program_is_there_it_goes_on(kept, monkeypatch, tool, django_capture_on_commit_callbacks):
    with monkeypatch.context() as without:
        without.setattr(tools, "find", lambda: None)
        recording = kept()
        assert services.resume() == 0
    call_command("prepare_sounds", stdout=io.StringIO())
    recording.refresh_from_db()
    assert recording.state == State.READY


def test_a_worker_killed_half_way_is_followed_by_another(kept, monkeypatch, tool):
    """The row says that somebody works on it; after half an hour that is not believed any more."""

    def killed(*args, **kwargs):
        raise SystemExit

    recording = keep()
    with monkeypatch.context() as dying:
        dying.setattr(transcoding, "prepare", killed)
        with pytest.raises(SystemExit):
            services.prepare(recording.pk)
    recording.refresh_from_db()
    assert recording.state == State.WORKING
    assert services.prepare(recording.pk) is None  # too early: it may still be at work

    later = timezone.now() + services.STALE + timedelta(minutes=1)
    assert services.prepare(recording.pk, at=later) == State.READY


def test_a_worker_that_comes_back_too_late_writes_nothing(kept, monkeypatch, tool):
    recording = keep()
    later = timezone.now() + services.STALE + timedelta(minutes=1)
    real = transcoding.prepare

    def slow(*args, **kwargs):
        monkeypatch.setattr(transcoding, "prepare", real)
        assert services.prepare(recording.pk, at=later) == State.READY
        raise transcoding.Trouble("broken")

    monkeypatch.setattr(transcoding, "prepare", slow)
    assert services.prepare(recording.pk) is None
    recording.refresh_from_db()
    assert recording.state == State.READY


def test_asking_twice_prepares_once(kept, monkeypatch, tool):
    recording = kept()
    monkeypatch.setattr(transcoding, "prepare", None)
    assert services.prepare(recording.pk) is None
    assert not services.retry(recording=recording)


def test_a_failed_one_can_be_tried_again(kept, monkeypatch, tool, django_capture_on_commit_callbacks):
    with monkeypatch.context() as bad:
        bad.setattr(transcoding, "CLOCK", 0.001)
        recording = kept()
        assert recording.trouble == "too_slow"
    with django_capture_on_commit_callbacks(execute=True):
        assert services.retry(recording=recording)
    recording.refresh_from_db()
    assert (recording.state, recording.trouble) == (State.READY, "")


def test_a_job_for_one_that_is_gone_does_nothing(db):
    assert services.prepare("0198c0de-0000-7000-8000-000000000000") is None
    assert services.prepare("no id") is None


# --- What is given -----------------------------------------------------------------------------------


def test_a_public_one_is_given_in_parts_and_may_be_kept(kept, client, tool):
    recording = kept()
    whole = client.get(f"/media/{recording.opus}")
    content = b"".join(whole.streaming_content)
    assert (whole.status_code, whole["Content-Type"], len(content)) == (200, "audio/ogg", recording.opus_bytes)
    assert "max-age" in whole["Cache-Control"]
    part = client.get(f"/media/{recording.opus}", headers={"Range": "bytes=100-199"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[100:200])
    assert client.get(f"/media/{recording.second}")["Content-Type"] == "audio/mp4"


def test_no_address_leads_to_a_private_one(kept, client, tool):
    recording = kept(private=True)
    assert recording.ready
    for name in (recording.original, recording.opus, recording.second):
        assert not default_storage.exists(name)
        assert client.get(f"/media/{name}").status_code == 404
    assert client.get(f"/media/{kept().original}").status_code == 404


def test_a_private_one_is_given_by_the_view_of_its_app(kept, tool):
    recording = kept(private=True)
    part = serving.serve(RequestFactory().get("/", headers={"Range": "bytes=0-9"}), recording)
    assert (part.status_code, part["Cache-Control"]) == (206, "private, no-store")
    assert len(b"".join(part.streaming_content)) == 10


def test_forgetting_one_leaves_no_file_and_takes_none_of_another(kept, tool, django_capture_on_commit_callbacks):
    first, twin, hers = kept(), kept(), kept(private=True)
    for each in (first, hers):
        with django_capture_on_commit_callbacks(execute=True):
            services.forget(recording=each)
    assert not private_storage().exists(first.original)
    assert default_storage.exists(twin.opus)
    for name in (hers.original, hers.opus, hers.second):
        assert not private_storage().exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.forget(recording=twin)
    assert not default_storage.exists(twin.opus)
