"""New code by git, only forwards, and the copy before anything changes."""

import subprocess
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from academy.bootstrap import upgrading
from academy.bootstrap.words import Stop
from academy.core import terminal, working
from academy.core.management.commands import upgrade
from academy.core.models import Upkeep

MANAGE = "import pathlib, sys\npathlib.Path('told').write_text(' '.join(sys.argv[1:]))\n"


def git(folder, *words):
    options = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *options, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Our folder, fetched from another that has grown by one commit since."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    git(theirs, "init")
    (theirs / "manage.py").write_text("raise SystemExit('the old code')")
    git(theirs, "add", ".")
    git(theirs, "commit", "-m", "old")
    git(tmp_path, "clone", str(theirs), "ours")
    (theirs / "manage.py").write_text(MANAGE)
    git(theirs, "commit", "-am", "new")
    monkeypatch.setattr(upgrading, "ROOT", tmp_path / "ours")
    return tmp_path / "ours"


def test_the_rest_of_the_upgrade_runs_in_the_new_code(ours):
    assert upgrading.pull_and_go_on(["upgrade", "--pull", "--key-file", "k"]) == 0
    assert (ours / "told").read_text() == "upgrade --key-file k"


def test_changes_of_somebodys_own_are_not_written_over(ours):
    (ours / "manage.py").write_text("# mine")
    with pytest.raises(Stop) as stop:
        upgrading.pull_and_go_on(["upgrade", "--pull"])
    assert stop.value.key == "own_changes"
    assert (ours / "manage.py").read_text() == "# mine"


def test_what_cannot_be_fetched_is_said(ours, tmp_path):
    (tmp_path / "theirs").rename(tmp_path / "gone")
    with pytest.raises(Stop) as stop:
        upgrading.pull_and_go_on(["upgrade", "--pull"])
    assert stop.value.key == "git_failed"


def test_a_folder_without_git_is_told_the_other_way(tmp_path, monkeypatch):
    monkeypatch.setattr(upgrading, "ROOT", tmp_path)
    with pytest.raises(Stop) as stop:
        upgrading.pull_and_go_on(["upgrade", "--pull"])
    assert stop.value.key == "no_git"


# --- The command -------------------------------------------------------------------------------------


@pytest.fixture
def copied(monkeypatch, tmp_path, db):
    """What was done, in order; the copy itself is another test's."""
    done = []
    made = SimpleNamespace(path=tmp_path / "relevo-x.copy", keys=tmp_path / "relevo-x.keys")
    monkeypatch.setattr(upgrade.making, "make", lambda key: done.append("copy") or made)
    monkeypatch.setattr(terminal, "key", lambda path, twice: b"a key")
    monkeypatch.setattr(upgrade, "call_command", lambda name, *args, **options: done.append(name))
    return done


def test_the_copy_comes_first_and_the_check_last(copied, settings):
    call_command("upgrade")
    assert copied == ["copy", *(name for name, *_ in settings.UPGRADE), "check"]
    assert copied[1] == "migrate"
    assert Upkeep.objects.get().detail == {"copy": "relevo-x.copy"}


def test_while_a_worker_lives_nothing_is_done(copied):
    working.beat("w", at=timezone.now())
    with pytest.raises(CommandError):
        call_command("upgrade")
    assert copied == []
    call_command("upgrade", running=True)
    assert copied[0] == "copy"


def test_what_goes_wrong_names_the_copy(copied, monkeypatch):
    def broken(name, *args, **options):
        raise ValueError("a column is missing")

    monkeypatch.setattr(upgrade, "call_command", broken)
    with pytest.raises(CommandError, match=r"relevo-x\.copy"):
        call_command("upgrade")
    assert not Upkeep.objects.exists()
