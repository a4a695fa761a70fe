"""The record as xAPI statements: their shape, what is left out, and a store that is busy, away or choosy."""

import json
import re
import threading
import uuid
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.models import AuditEntry, Event
from academy.settings import env
from courses import xapi
from courses.services import statements
from tests.courses.factories import answer_to, moment, people, written_course
from tests.courses.test_record import answered, enter, everything

pytestmark = pytest.mark.django_db

IRI = re.compile(r"https?://[^\s]+")
HOME = "http://testserver"


@pytest.fixture
def who():
    return people()


@pytest.fixture
def course():
    return written_course()


@pytest.fixture
def life(who, course):
    for event in everything(who, course):
        enter(**event)
    return list(statements.statements())


# --- Shape ----------------------------------------------------------------------------------------


def agent(made):
    assert set(made) == {"objectType", "account"}
    assert made["objectType"] == "Agent"
    assert set(made["account"]) == {"homePage", "name"}
    assert IRI.fullmatch(made["account"]["homePage"])
    assert re.fullmatch(r"[0-9a-f]{32}", made["account"]["name"])


def activity(made):
    assert made["objectType"] == "Activity"
    assert IRI.fullmatch(made["id"])
    assert set(made["definition"]) == {"type"}
    assert IRI.fullmatch(made["definition"]["type"])


def test_every_kind_of_event_of_learning_is_a_statement_of_the_right_shape(life):
    assert {made["id"] for made in life} == {str(pk) for pk in Event.objects.values_list("pk", flat=True)}
    # Of circles: tests/courses/test_circle_record.py.
    assert set(Event.objects.values_list("kind", flat=True)) == set(xapi.KINDS) - {"courses.attended"}
    for made in life:
        assert set(made) <= {"id", "actor", "verb", "object", "result", "context", "timestamp"}
        assert str(uuid.UUID(made["id"])) == made["id"]
        agent(made["actor"])
        assert IRI.fullmatch(made["verb"]["id"])
        assert set(made["verb"]["display"]) == {"es", "en"}
        activity(made["object"])
        assert timezone.datetime.fromisoformat(made["timestamp"]).tzinfo
        context = made["context"]
        assert set(context) <= {"platform", "extensions", "contextActivities", "registration", "instructor"}
        assert all(IRI.fullmatch(name) for name in context["extensions"])
        assert set(context.get("contextActivities", {})) <= {"parent", "grouping"}
        for around in context.get("contextActivities", {}).values():
            for each in around:
                activity(each)
        if "registration" in context:
            uuid.UUID(context["registration"])
        if "instructor" in context:
            agent(context["instructor"])
        assert set(made.get("result", {"success": True})) <= {"success", "completion"}
        assert made.get("result") != {}
        assert None not in made.get("result", {}).values()
        json.dumps(made, allow_nan=False)


def test_nobody_is_named_and_nothing_that_was_written_leaves(who, life):
    said = json.dumps(life, ensure_ascii=False)
    for member in (who.yuli, who.hilda, who.amanda):
        assert str(member.pk) not in said
        assert member.display_name not in said
    for word in ("Otra", "Uno", "Dos", "Porque la ley", "dos", "mbox", "@", ".jpg"):
        assert word not in said


def test_a_member_has_one_name_here_and_another_on_another_site(who, settings):
    name = xapi.actor_name(who.yuli.pk)
    assert name == xapi.actor_name(str(who.yuli.pk)) != xapi.actor_name(who.hilda.pk)
    settings.SECRET_KEY = "another site"
    assert xapi.actor_name(who.yuli.pk) != name


def test_what_is_said_of_an_event_never_changes(who, course, life):
    """A store refuses an id that it knows with other contents: nothing said may depend on later events."""
    enter("answered", answered(course, "choices"), subject=who.yuli, at=moment(99))
    course.outline.delete()
    again = {made["id"]: made for made in statements.statements()}
    assert [again[made["id"]] for made in life] == life


def test_a_practice_answer_says_whether_it_was_right_and_who_wrote_it_down(who, course):
    wrong = answer_to(course.practice["choice"], right=False)
    enter("answered", answered(course, "choice", wrong), subject=who.yuli, by=who.amanda)
    _enrolled, made = sorted(statements.statements(), key=lambda made: "result" in made)
    assert made["result"] == {"success": False}
    assert made["verb"]["id"].endswith("/answered")
    assert made["context"]["instructor"]["account"]["name"] == xapi.actor_name(who.amanda.pk)
    question = course.practice["choice"]["id"]
    assert made["object"]["id"] == f"{HOME}/xapi/activities/question/{question}"
    assert made["context"]["contextActivities"]["parent"][0]["id"].endswith(f"/lesson/{course.lessons[0]}")
    assert made["context"]["contextActivities"]["grouping"][0]["id"].endswith(f"/course/{course.key}")


def test_an_event_whose_contents_were_erased_says_nothing(who, course):
    enter("lesson_read", {"course": course.key, "lesson": course.lessons[0]}, subject=who.yuli)
    Event.objects.update(payload={})
    assert list(statements.statements()) == []


# --- To a file ------------------------------------------------------------------------------------


def test_the_export_is_one_statement_a_line_and_is_written_down(life, tmp_path):
    out = tmp_path / "record.jsonl"
    call_command("export_xapi", out=out)
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == life
    assert AuditEntry.objects.get(action="courses.xapi_exported").detail == {"count": len(life)}


def test_the_export_of_what_came_since_a_day(life, capsys):
    Event.objects.filter(kind="courses.answered").update(received_at="2027-01-02T12:00:00Z")
    call_command("export_xapi", since="2027-01-01")
    out = capsys.readouterr().out
    assert out.count("\n") == Event.objects.filter(kind="courses.answered").count() > 0
    with pytest.raises(CommandError, match="no date"):
        call_command("export_xapi", since="ayer")


# --- To a store -----------------------------------------------------------------------------------


class Store(ThreadingHTTPServer):
    """A stand-in for a learning record store. ``script``: answers to give before it begins to work."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.script, self.asked, self.known, self.choosy = [], [], {}, set()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/xapi/"

    def judge(self, batch):
        if any(made["id"] in self.choosy for made in batch):
            return 400
        if any(self.known.get(made["id"], made) != made for made in batch):
            return 409
        self.known.update({made["id"]: made for made in batch})
        return 200


class Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers, batch))
        status = self.server.script.pop(0) if self.server.script else self.server.judge(batch)
        if status == "cut":
            self.connection.close()
            return
        body = json.dumps([made["id"] for made in batch]).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def store(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = Store()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.XAPI_ENDPOINT, settings.XAPI_AUTH = server.address, "llave:se:creto"
    yield server
    server.shutdown()
    server.server_close()


def push(sleep=lambda seconds: None, since=None):
    return statements.push(since=since, until=timezone.now() + timezone.timedelta(days=400), sleep=sleep)


def test_the_whole_record_reaches_the_store_once_however_often_it_is_sent(life, store):
    told = push()
    assert (told.sent, told.known, told.refused) == (len(life), 0, [])
    assert store.known == {made["id"]: made for made in life}
    path, headers, _batch = store.asked[0]
    assert path == "/xapi/statements"
    assert headers["X-Experience-API-Version"] == "1.0.3"
    assert headers["Content-Type"] == "application/json"
    assert headers["Authorization"] == "Basic " + b64encode(b"llave:se:creto").decode()
    push()
    assert store.known == {made["id"]: made for made in life}


def test_it_goes_in_batches(who, course, store, monkeypatch):
    monkeypatch.setattr(statements, "BATCH", 3)
    for minute in range(7):
        enter("answered", answered(course, "choice"), subject=who.yuli, at=moment(minute))
    assert push().sent == 8
    assert [len(batch) for _path, _headers, batch in store.asked] == [3, 3, 2]


def test_a_store_that_is_busy_or_away_is_asked_again_after_a_while(life, store):
    store.script, waits = [503, "cut", 429], []
    assert push(sleep=waits.append).sent == len(life)
    assert waits == [1, 2, 4]


@pytest.mark.parametrize(("script", "times"), [([500] * 9, statements.TRIES), ([401], 1), ([403], 1), ([302], 1)])
def test_a_store_that_does_not_take_it_ends_the_push_and_the_next_begins_where_it_began(life, store, script, times):
    store.script = script
    with pytest.raises(statements.Stopped, match=str(script[0])):
        push()
    assert len(store.asked) == times
    assert statements.last_push() is None
    store.script = [401]
    with pytest.raises(CommandError, match="Run it again later"):
        call_command("push_xapi")


def test_one_statement_that_the_store_refuses_does_not_keep_the_others_out(life, store):
    bad, known = life[0]["id"], life[1]["id"]
    store.choosy = {bad}
    store.known = {known: {"id": known, "other": True}}
    told = push()
    assert (told.sent, told.known) == (len(life) - 2, 1)
    assert [id for id, _words in told.refused] == [bad]
    with pytest.raises(CommandError, match="refused"):
        call_command("push_xapi", since="2020-01-01")


def test_the_next_push_begins_a_little_before_the_last_one_ended(who, course, store):
    enter("answered", answered(course, "choice"), subject=who.yuli)
    Event.objects.update(received_at=timezone.now() - timezone.timedelta(days=3))
    call_command("push_xapi")
    first = len(store.asked)
    call_command("push_xapi")
    assert len(store.asked) == first
    Event.objects.filter(kind="courses.answered").update(received_at=timezone.now() - timezone.timedelta(minutes=5))
    call_command("push_xapi")
    assert [len(batch) for _path, _headers, batch in store.asked[first:]] == [1]


def test_without_an_endpoint_the_site_calls_nobody(life, settings, monkeypatch):
    assert settings.XAPI_ENDPOINT == settings.XAPI_AUTH == ""
    monkeypatch.setattr(statements.requests.Session, "post", lambda *a, **k: pytest.fail("it called"))
    with pytest.raises(CommandError, match="XAPI_ENDPOINT is not set"):
        call_command("push_xapi")


@pytest.mark.parametrize("value", ["http://lrs.example.org/xapi", "lrs.example.org", "https://", "ftp://127.0.0.1/"])
def test_an_endpoint_that_is_no_https_address_stops_the_start_by_name(monkeypatch, value):
    monkeypatch.setenv("XAPI_ENDPOINT", value)
    with pytest.raises(ImproperlyConfigured, match="XAPI_ENDPOINT"):
        env.endpoint("XAPI_ENDPOINT")


def test_credentials_are_key_and_secret_and_are_not_repeated_in_a_message(monkeypatch):
    monkeypatch.setenv("XAPI_AUTH", "sesamo")
    with pytest.raises(ImproperlyConfigured, match="XAPI_AUTH") as refused:
        env.credentials("XAPI_AUTH")
    assert "sesamo" not in str(refused.value)
    monkeypatch.setenv("XAPI_AUTH", "key:se:cret")
    assert env.credentials("XAPI_AUTH") == "key:se:cret"


def test_an_unknown_kind_is_not_exported():
    Event.objects.create(
        id=uuid7(), kind="tests.said", subject=uuid7(), key="x:y", happened_at=moment(), payload={"a": 1}
    )
    assert list(statements.statements()) == []
