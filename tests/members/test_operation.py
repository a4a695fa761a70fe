"""The page of the site's state: the worst first, nobody's name, and ways to try again."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from academy.core import operation, record, working
from academy.core.management.commands import daily
from academy.core.models import KeptEvent, Upkeep
from tests.courses.factories import MemberFactory


def state_of(name, at=None):
    return next(sign for sign in operation.signs(at=at or timezone.now()) if sign.name == name)


def job(**fields):
    return DBTaskResult.objects.create(
        task_path="academy.core.tasks.retry",
        args_kwargs={"args": [], "kwargs": {"subject": "yuli"}},
        backend_name="default",
        run_after=get_date_max(),
        **{"exception_class_path": "", "traceback": "", **fields},
    )


@pytest.fixture
def organiser(house, client):
    her = MemberFactory(display_name="Teresa", holds=("organiser", house.federation))
    client.force_login(her)
    session = client.session
    session["signed_in_with"] = "password"
    session.save()
    return her


def test_a_new_site_asks_for_its_first_copy_and_a_worker(db):
    assert state_of("backup").state == "ill"
    assert state_of("worker").state == "ill"
    assert state_of("queue").state == "well"
    assert state_of("failed").state == "well"


def test_a_copy_that_proved_good_is_well_until_it_is_old_or_the_next_fails(db):
    now = timezone.now()
    Upkeep.note("backup", well=True, name="x.copy")
    assert state_of("backup").state == "well"
    assert state_of("backup", at=now + timedelta(days=2)).state == "ill"
    Upkeep.note("backup", well=False, why="No queda espacio.")
    assert (state_of("backup").state, "No queda espacio." in state_of("backup").said) == ("ill", True)


def test_a_queue_is_ill_only_when_a_job_waits_long_for_a_worker(db):
    now = timezone.now()
    made = job(status="READY")
    assert state_of("queue").state == "well"
    assert state_of("queue", at=now + timedelta(minutes=11)).state == "ill"
    # One that failed before and waits for its next attempt is not late.
    DBTaskResult.objects.filter(pk=made.pk).update(run_after=now + timedelta(hours=2))
    assert state_of("queue", at=now + timedelta(minutes=11)).state == "well"


def test_what_is_free_on_the_disk_is_written_as_numbers_are_here(db, monkeypatch):
    monkeypatch.setattr(operation.shutil, "disk_usage", lambda folder: SimpleNamespace(free=60_740_000_000))
    assert (state_of("disk").state, state_of("disk").said) == ("well", "60.7 GB libres")
    monkeypatch.setattr(operation.shutil, "disk_usage", lambda folder: SimpleNamespace(free=200_000_000))
    assert state_of("disk").state == "ill"


def test_a_sign_that_cannot_be_read_does_not_hide_the_others(db, monkeypatch):
    def broken(at):
        raise ValueError("x")

    monkeypatch.setattr(operation, "_watchers", [broken])
    found = operation.signs(at=timezone.now())
    assert any(sign.said == "No se pudo mirar." for sign in found)
    assert len(found) == len(operation.OWN) + 1


def test_the_worst_stands_first(db):
    states = [sign.state for sign in operation.signs(at=timezone.now())]
    assert states == sorted(states, key=["ill", "soon", "well"].index)


def test_notes_that_expire_are_told_by_the_floor_of_courses(course):
    assert state_of("notes").label == "Notas legales y líneas de ayuda"


def test_the_page_says_what_to_do_and_names_nobody(organiser, client, house):
    job(status="FAILED", traceback="ValueError: Yuli", exception_class_path="builtins.ValueError", worker_ids=["a"])
    working.beat("w", at=timezone.now())
    page = client.get("/organizar/sitio/").content.decode()
    assert "Algo pide tu atención hoy." in page
    assert "Haz una copia hoy" in page
    assert "1 encendido" in page
    failed = client.get("/organizar/sitio/trabajos/").content.decode()
    assert "retry" in failed
    assert "ValueError" in failed
    assert "Yuli" not in failed
    assert "Cómo está el sitio" in client.get("/organizar/").content.decode()


def test_an_organiser_of_a_kitchen_below_does_not_look_after_the_site(house, client):
    her = MemberFactory(display_name="Nélida", holds=("organiser", house.kitchen))
    client.force_login(her)
    assert client.get("/organizar/sitio/").status_code == 403
    assert "Cómo está el sitio" not in client.get("/organizar/").content.decode()


def test_a_failed_job_is_tried_again_by_one_tap_and_a_second_tap_says_so(organiser, client):
    made = job(status="FAILED", worker_ids=["a"] * 5)
    address = f"/organizar/sitio/trabajos/{made.pk}/otra-vez/"
    assert "Se probará" in client.post(address, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.status, made.worker_ids) == ("READY", [])
    assert "ya no está" in client.post(address, follow=True).content.decode()


def test_what_phones_sent_and_waits_is_counted_by_reason(organiser, client, house):
    record.record(kind="tests.future", subject=house.yuli, by=house.yuli, payload={"text": "secreto"}, keep=True)
    page = client.get("/organizar/sitio/apartados/").content.decode()
    assert KeptEvent.objects.get().code in page
    assert "secreto" not in page
    assert "Yuli" not in page
    assert client.post("/organizar/sitio/apartados/").status_code == 302


def test_the_daily_duties_go_on_after_one_fails_and_the_page_names_it(db, settings, monkeypatch):
    settings.DAILY = [["clearsessions"], ["forget_stray_photos"], ["retry_kept"]]
    done = []

    def call(name, *arguments, **options):
        done.append(name)
        if name == "forget_stray_photos":
            raise ValueError("x")

    monkeypatch.setattr(daily, "call_command", call)
    with pytest.raises(daily.CommandError, match="forget_stray_photos"):
        daily.Command().handle()
    assert done == ["clearsessions", "forget_stray_photos", "retry_kept"]
    assert (state_of("daily").state, "forget_stray_photos" in state_of("daily").said) == ("ill", True)


def test_every_daily_and_upgrade_command_is_there(settings):
    from django.core.management import get_commands

    names = {name for name, *_ in [*settings.DAILY, *settings.UPGRADE]}
    assert names <= set(get_commands())
