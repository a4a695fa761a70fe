"""A copy is whole or not there, opens with its key alone, and brings everything back."""

import errno
import io
import os
import shutil
import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.backup import Trouble, archive, crypt, databases, files, gone, keys, making, restoring
from academy.core.ids import uuid7
from academy.core.models import Upkeep

KEY = b"una clave larga de prueba"


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch):
    monkeypatch.setattr(crypt, "COST", 1 << 4)


# --- The lock ----------------------------------------------------------------------------------------


def locked(data, *, piece=64, key=KEY):
    file = io.BytesIO()
    before, crypt.PIECE = crypt.PIECE, piece
    try:
        writer = crypt.Writer(file, key)
        for start in range(0, len(data), 37):
            writer.write(data[start : start + 37])
        writer.finish()
    finally:
        crypt.PIECE = before
    return file.getvalue()


def opened(text, key=KEY):
    return io.BufferedReader(crypt.Reader(io.BytesIO(text), key)).read()


@given(st.binary(max_size=400))
@settings(max_examples=25)
def test_what_was_locked_comes_out_as_it_went_in(data):
    assert opened(locked(data)) == data


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 129])
def test_a_file_that_ends_with_a_piece_is_as_good_as_any(size):
    assert opened(locked(b"x" * size)) == b"x" * size


@given(st.data())
@settings(max_examples=30)
def test_a_file_cut_off_anywhere_never_counts_as_whole(data):
    text = locked(b"palabras " * 40)
    with pytest.raises(Trouble):
        opened(text[: data.draw(st.integers(0, len(text) - 1))])


@given(st.data())
@settings(max_examples=30)
def test_a_changed_byte_is_noticed(data):
    text = bytearray(locked(b"palabras " * 40))
    text[data.draw(st.integers(0, len(text) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Trouble):
        opened(bytes(text))


def test_pieces_that_change_places_are_noticed():
    text = locked(b"a" * 64 + b"b" * 64 + b"c" * 10)
    head = text.index(b"\n", len(crypt.MAGIC)) + 1 + crypt.TAG
    one, two = text[head : head + 80], text[head + 80 : head + 160]
    with pytest.raises(crypt.Damaged):
        opened(text[:head] + two + one + text[head + 160 :])


def test_the_wrong_key_is_said_to_be_wrong():
    with pytest.raises(crypt.WrongKey, match="no abre"):
        opened(locked(b"x"), b"otra clave tambien larga")


def test_a_key_that_is_a_few_letters_is_refused():
    with pytest.raises(Trouble, match="muy corta"):
        locked(b"x", key=b"corta\n")


def test_a_header_that_asks_for_all_the_memory_is_refused_unread():
    with pytest.raises(crypt.Damaged, match="no es una copia"):
        opened(crypt.MAGIC + b'{"n": 1073741824, "salt": "AAAA", "piece": 64}\n' + b"x" * 100)


# --- A whole site ------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path, settings, monkeypatch):
    """A site of its own: one table on SQLite, one picture, one private photo, two keys. Rows by ``add``."""
    settings.VAR_DIR, settings.KEYS_ROOT = tmp_path, tmp_path / "keys"
    settings.BACKUP_DIR = tmp_path / "backups"
    path = tmp_path / "small.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE saying (words TEXT)")
    stores = {
        "media": FileSystemStorage(location=tmp_path / "media"),
        "private": FileSystemStorage(location=tmp_path / "private"),
    }
    stores["media"].save("original_images/olla.svg", ContentFile(b"<svg/>"))
    stores["private"].save("tasks/foto.jpg", ContentFile(os.urandom(3000)))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "sealing").write_text("sello")
    (tmp_path / "secret-key").write_text("secreto")
    monkeypatch.setattr(files, "stores", lambda: stores)
    monkeypatch.setattr(databases, "of", lambda _settings: databases.SQLite(path))
    monkeypatch.setattr(
        making, "_about", lambda database: {"format": 1, "engine": "sqlite", "suffix": "sqlite3", "made_at": "hoy"}
    )
    monkeypatch.setattr(restoring.connections, "close_all", lambda: None)

    def add(*words):
        with closing(sqlite3.connect(path, timeout=20)) as database, database:
            database.executemany("INSERT INTO saying VALUES (?)", [(each,) for each in words])

    def said():
        with closing(sqlite3.connect(path)) as database:
            return [row[0] for row in database.execute("SELECT words FROM saying ORDER BY rowid")]

    return SimpleNamespace(var=tmp_path, path=path, add=add, said=said, stores=stores)


def test_a_copy_brings_back_rows_files_and_keys_and_keeps_what_was_there(small, db):
    small.add("uno", "dos")
    made = making.make(key=KEY, keys_folder=small.var / "elsewhere")
    photo = (small.var / "private/tasks/foto.jpg").read_bytes()
    small.add("tres")
    (small.var / "private/tasks/foto.jpg").unlink()
    (small.var / "media/original_images/olla.svg").write_text("otra")
    (small.var / "keys/sealing").write_text("otro sello")

    done = restoring.restore(path=made.path, key=KEY, keys_path=made.keys)

    assert small.said() == ["uno", "dos"]
    assert (small.var / "private/tasks/foto.jpg").read_bytes() == photo
    assert (small.var / "media/original_images/olla.svg").read_text() == "<svg/>"
    assert (small.var / "keys/sealing").read_text() == "sello"
    assert (small.var / "keys/sealing").stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(done.kept / "small.sqlite3")) as before:
        assert before.execute("SELECT count(*) FROM saying").fetchone() == (3,)
    assert (done.kept / "media/original_images/olla.svg").read_text() == "otra"
    assert made.tried
    assert (made.contents.rows, len(made.contents.files)) == (2, 3)


def test_nothing_of_the_database_can_be_read_in_the_copy_and_no_key_lies_in_it(small, db):
    small.add("palabra secreta de Yuli")
    made = making.make(key=KEY)
    assert b"secreta" not in made.path.read_bytes()
    with pytest.raises(Trouble):
        archive.read(made.keys, KEY, small.var / "x")
    place = small.var / "look"
    place.mkdir()
    assert set(archive.read(made.path, KEY, place).files) == {
        "database.sqlite3",
        "media/original_images/olla.svg",
        "private/tasks/foto.jpg",
    }
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_a_copy_made_while_others_write_holds_one_moment(small, db):
    stop, written = threading.Event(), [0]

    def write():
        while not stop.is_set():
            # Two rows in one transaction: a copy with an odd number would be torn.
            small.add(f"a{written[0]}", f"b{written[0]}")
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [making._make(KEY, small.var, small.var, 0) for _ in range(3)]
        before_the_last = written[0]
    finally:
        stop.set()
        writer.join()
    counts = [made.contents.tables["saying"] for made in copies]
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] <= 2 * before_the_last + 2
    assert written[0] > 0


def test_a_wrong_key_and_a_cut_file_change_nothing(small, db):
    small.add("uno")
    made = making.make(key=KEY)
    small.add("dos")
    cut = small.var / "cut.copy"
    cut.write_bytes(made.path.read_bytes()[:-20])
    for path, key in ((made.path, b"otra clave tambien larga"), (cut, KEY), (small.var / "none.copy", KEY)):
        with pytest.raises(Trouble):
            restoring.restore(path=path, key=key)
    assert small.said() == ["uno", "dos"]
    assert not list(small.var.glob("before-*"))
    assert not list(small.var.glob(".restoring-*"))


def test_a_full_disk_leaves_no_half_copy_and_is_noted(small, db, monkeypatch):
    small.add("uno")
    room = [200]

    class Full(crypt.Writer):
        def _put(self, piece, *, last):
            room[0] -= len(piece)
            if room[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            super()._put(piece, last=last)

    monkeypatch.setattr(crypt, "Writer", Full)
    with pytest.raises(Trouble, match="espacio"):
        making.make(key=KEY)
    assert [path.name for path in (small.var / "backups").iterdir()] == [".lock"]
    note = Upkeep.objects.get()
    assert not note.well
    assert "espacio" in note.detail["why"]


def test_too_little_room_is_said_before_anything_is_written(small, db, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1_000_000))
    with pytest.raises(Trouble, match="1 MB libres"):
        making.make(key=KEY)
    assert [path.name for path in (small.var / "backups").iterdir()] == [".lock"]


def test_a_broken_database_gives_no_copy(small, db):
    small.add(*(f"palabra {n}" * 30 for n in range(400)))
    with closing(sqlite3.connect(small.path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with small.path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(Trouble):
        making.make(key=KEY)
    assert not list((small.var / "backups").glob("relevo-*"))


def test_a_live_file_that_is_no_database_any_more_is_laid_aside(small, db):
    small.add("uno")
    made = making.make(key=KEY)
    for left in small.var.glob("small.sqlite3-*"):
        left.unlink()
    small.path.write_bytes(b"esto ya no es una base de datos" * 500)
    done = restoring.restore(path=made.path, key=KEY)
    assert small.said() == ["uno"]
    assert (done.kept / "small.sqlite3").read_bytes().startswith(b"esto ya no")


def test_only_so_many_copies_are_kept_and_only_after_a_good_one(small, db):
    for day in range(1, 4):
        (small.var / "backups").mkdir(exist_ok=True)
        (small.var / f"backups/relevo-2020010{day}-000000.copy").write_bytes(b"")
    making.make(key=KEY, keep=2)
    left = sorted(path.name for path in (small.var / "backups").glob("*.copy"))
    assert len(left) == 2
    assert left[0] == "relevo-20200103-000000.copy"


def test_what_an_interrupted_copy_left_is_cleared_away(small, db):
    left = small.var / "backups" / ".scratch-old"
    left.mkdir(parents=True)
    (left / "database.sqlite3").write_bytes(b"in clear")
    making.make(key=KEY)
    assert not left.exists()


def test_two_copies_at_once_are_one_and_a_sentence(small, db):
    with making._alone(small.var), pytest.raises(Trouble, match="Ya se está"), making._alone(small.var):
        pass


def test_who_was_erased_is_known_beside_each_copy_and_after_a_restore(small, db, django_capture_on_commit_callbacks):
    first, second = uuid7(), uuid7()
    gone.note(first)  # another machine erased her: only the database knows
    elsewhere = small.var / "elsewhere"
    made = making.make(key=KEY, keys_folder=elsewhere)
    lists = [made.path.parent / gone.NAME, elsewhere / gone.NAME]
    assert all(gone.digest(first) in path.read_text() for path in lists)
    assert not any(str(first) in path.read_text() for path in lists)
    assert lists[0].stat().st_mode & 0o777 == 0o600
    with django_capture_on_commit_callbacks(execute=True):
        gone.note(second)
    assert gone.digest(second) in lists[0].read_text()
    gone.Forgotten.objects.all().delete()  # the database of the copy knows less
    restoring.restore(path=made.path, key=KEY)
    assert {gone.digest(first), gone.digest(second)} <= set(gone.known())


def test_half_a_line_of_that_list_spoils_no_other(small, db):
    whole = f"2026-11-22 {gone.digest(uuid7())}"
    (small.var / gone.NAME).write_bytes(f"2026-11-2\n{whole}\n2026-11-22 abc\n".encode() + b"\xff\x00\n")
    assert list(gone.known()) == [whole.split()[1]]


@pytest.mark.parametrize("name", ["../fuera", "/etc/passwd", "media/../../fuera", "otra/cosa", "media\\..\\fuera"])
def test_a_made_up_archive_cannot_write_outside(name):
    with pytest.raises(crypt.Damaged, match="no debe"):
        archive._safe(tarfile.TarInfo(name))


def test_a_link_in_an_archive_is_refused():
    entry = tarfile.TarInfo("media/x")
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(crypt.Damaged):
        archive._safe(entry)


def test_keys_from_the_environment_come_back_as_a_file_to_read(small, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "del entorno")
    monkeypatch.setenv("BADGE_SIGNING_KEY", "-----BEGIN\nlinea\n")
    file = io.BytesIO()
    keys.write(file, KEY)
    found = keys.read(io.BytesIO(file.getvalue()), KEY)
    kept = small.var / "kept"
    kept.mkdir()
    told = keys.put_back(found, kept)
    assert told.read_text().splitlines() == ["SECRET_KEY=del entorno", "BADGE_SIGNING_KEY=-----BEGIN\\nlinea\\n"]
    assert told.stat().st_mode & 0o777 == 0o600


def test_a_bucket_is_walked_without_the_private_folder_and_filled_again(small, tmp_path):
    class Bucket(FileSystemStorage):
        """As S3 does: the private folder lies among the rest, and nothing tells a folder that is not there."""

    bucket = Bucket(location=tmp_path / "media")
    bucket.save("private/tasks/x.jpg", ContentFile(b"x"))
    on_disk, files.on_disk = files.on_disk, lambda storage: not isinstance(storage, Bucket)
    try:
        assert list(files.names("media", bucket)) == ["original_images/olla.svg"]
        small.stores["media"] = bucket
        (tmp_path / "fresh/media/original_images").mkdir(parents=True)
        (tmp_path / "fresh/media/original_images/olla.svg").write_text("de la copia")
        files.put_back(tmp_path / "fresh", tmp_path / "kept")
    finally:
        files.on_disk = on_disk
    assert (Path(bucket.location) / "original_images/olla.svg").read_text() == "de la copia"
