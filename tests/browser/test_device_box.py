"""static/js/box.js alone in a real browser; the test plays ``/sync/``. Nothing goes before it is acknowledged."""

import base64
import json
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core.ids import event_id, uuid7
from academy.members.device import sealed

STATIC = Path(__file__).resolve().parents[2] / "static"
#: Any name below localhost is a safe origin to a browser: keys and locks work there without a server.
HERE = "http://telefono.localhost"
ANA, ROSA = str(uuid7()), str(uuid7())


class Played:
    """The other side of the line: ``answers`` is a list of functions of a batch, the last one stays."""

    def __init__(self, page):
        self.batches, self.answers = [], [applied]
        page.context.route(f"{HERE}/**", self._serve)

    def _serve(self, route):
        path = route.request.url.removeprefix(HERE).split("?")[0]
        if path == "/sync/":
            batch = json.loads(route.request.post_data)
            self.batches.append(batch)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            return answer(route, batch["events"])
        if path.startswith("/static/"):
            return route.fulfill(path=STATIC / path.removeprefix("/static/"), content_type="text/javascript")
        return route.fulfill(body="<!doctype html><html lang=es><body></body></html>", content_type="text/html")

    @property
    def sent(self):
        return [event["id"] for batch in self.batches for event in batch["events"]]


def said(route, events, states=None, status=200):
    states = states or ["applied"] * len(events)
    answers = [
        {"id": e["id"], "state": s, "code": "", "reason": f"porque {s}"} for e, s in zip(events, states, strict=True)
    ]
    receipt = {"code": "K4F9", "received": len(events), "of": len(events), "kept": 0, "words": "Recibido"}
    route.fulfill(status=status, json={"receipt": receipt, "events": answers})


def applied(route, events):
    said(route, events)


def status(code):
    return lambda route, events: route.fulfill(status=code, json={"code": "x", "reason": "no"})


@pytest.fixture
def box(chromium):
    """A page of a phone with box.js on it; ``box.line`` is the other side."""
    context = chromium.new_context()
    page = context.new_page()
    page.line = Played(page)
    opened(page)
    yield page
    context.close()


def opened(page):
    page.goto(f"{HERE}/")
    page.add_script_tag(url=f"{HERE}/static/js/box.js")
    return page


def run(page, code, arg=None):
    return page.evaluate(f"async arg => {{ const box = relevoBox; {code} }}", arg)


def write(page, owner, *texts):
    return run(
        page,
        """await box.enter(arg.owner);
        const made = [];
        for (const t of arg.texts) made.push((await box.put({kind: "courses.reflected", payload: {text: t}})).id);
        return made;""",
        {"owner": owner, "texts": texts},
    )


# --- Ids ------------------------------------------------------------------------------------------

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(10**9), 10**9).filter(lambda n: n != int(n))
values = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.uuids(), st.dictionaries(text, values, max_size=4)), min_size=30, max_size=30))
@settings(max_examples=4, suppress_health_check=list(HealthCheck), deadline=None)
def test_the_phone_gives_an_event_the_id_that_the_form_would_have_given(box, cases):
    theirs = [str(event_id(nonce, payload)) for nonce, payload in cases]
    ours = run(
        box,
        "return Promise.all(arg.map(([nonce, said]) => box.eventId(nonce, JSON.parse(said))))",
        [[str(nonce), json.dumps(payload)] for nonce, payload in cases],
    )
    assert ours == theirs


def test_keys_are_ordered_as_python_orders_them_and_numbers_written_as_it_writes_them(box):
    payload = {"\uffff": 1, "\U0001f300": 2, "a": 1.5e-7, "b": 0.00012, "c": '\x7f\u2028\x01"\\', "d": [True, None]}
    nonce = uuid.UUID("01930000-0000-7000-8000-000000000001")
    ours = run(box, "return box.eventId(arg[0], JSON.parse(arg[1]))", [str(nonce), json.dumps(payload)])
    assert ours == str(event_id(nonce, payload))


def test_a_number_that_the_two_would_write_differently_makes_no_id(box):
    assert run(box, "return box.eventId(arg, {n: 1e300}).catch(e => e.name)", str(uuid7())) == "RangeError"


def test_ids_of_its_own_have_the_time_of_now_and_the_shape_of_a_uuid7(box):
    found = [uuid.UUID(each) for each in run(box, "return Array.from({length: 50}, () => box.uuid7())")]
    assert len(set(found)) == 50
    assert {(each.version, each.variant) for each in found} == {(7, uuid.RFC_4122)}
    assert abs((found[0].int >> 80) - (uuid7().int >> 80)) < 60_000


# --- Sealed ---------------------------------------------------------------------------------------

RAW = """const db = await new Promise(ok => { const r = indexedDB.open("relevo"); r.onsuccess = () => ok(r.result); });
const all = await Promise.all([...db.objectStoreNames].map(s => new Promise(ok => {
  const r = db.transaction(s).objectStore(s).getAll(); r.onsuccess = () => ok([s, r.result]); })));
db.close();
const plain = v => v instanceof ArrayBuffer ? plain(new Uint8Array(v))
  : ArrayBuffer.isView(v) ? String.fromCharCode(...v)
  : v instanceof CryptoKey ? {extractable: v.extractable, type: v.type} : Array.isArray(v) ? v.map(plain)
  : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, plain(x)])) : v;
return JSON.stringify(plain(all));"""


def test_what_she_wrote_is_not_readable_on_the_phone_and_no_key_can_be_taken_out(box):
    write(box, ANA, "mi secreto")
    run(box, "await box.keep('lesson:1', {words: 'otro secreto'})")
    stored = run(box, RAW)
    assert "secreto" not in stored
    assert '"extractable":true' not in stored
    assert run(box, "return (await box.list()).map(e => e.payload.text)") == ["mi secreto"]
    assert run(box, "return box.kept('lesson:1')") == {"words": "otro secreto"}


def test_her_pin_opens_what_a_closed_session_left_and_no_other_pin_does(box):
    run(box, "await box.unlock(arg, '482915'); await box.enter(arg)", ANA)
    write(box, ANA, "uno", "dos")
    run(box, "await box.leave()")
    assert run(box, "return box.list(arg)", ANA) == []
    assert run(box, "return box.count(arg)", ANA) == 2
    assert run(box, "return box.openOld(arg, '000001')", ANA) is False
    assert run(box, "return box.unlock(arg, '482915')", ANA) == {"locked": 0}
    assert run(box, "return (await box.list(arg)).length", ANA) == 2


def test_writing_needs_no_pin_while_reading_does(box):
    """Her work is taken in though nobody can read it until she is back."""
    run(
        box, "await box.unlock(arg, '482915'); await box.leave(); await box.setMeta({name: 'session', owner: arg})", ANA
    )
    run(box, "await box.put({kind: 'courses.reflected', payload: {text: 'x'}})")
    assert run(box, "return [await box.count(arg), (await box.list(arg)).length]", ANA) == [1, 0]


def test_a_pin_changed_elsewhere_asks_for_the_old_one_and_loses_nothing(box):
    run(box, "await box.unlock(arg, '482915'); await box.enter(arg)", ANA)
    write(box, ANA, "antes")
    run(box, "await box.keep('lesson:1', {read: 'ayer'}); await box.leave()")
    assert run(box, "return box.unlock(arg, '736182')", ANA) == {"locked": 1}
    write(box, ANA, "después")
    assert run(box, "return [await box.count(arg), (await box.list(arg)).length]", ANA) == [2, 1]
    assert run(box, "return box.openOld(arg, '482915')", ANA) is True
    run(box, "await box.leave()")
    assert run(box, "return box.unlock(arg, '736182')", ANA) == {"locked": 0}
    assert sorted(run(box, "return (await box.list(arg)).map(e => e.payload.text)", ANA)) == ["antes", "después"]
    assert run(box, "return box.kept('lesson:1', arg)", ANA) == {"read": "ayer"}


def test_giving_up_an_old_pin_loses_what_was_counted_and_nothing_else(box):
    run(box, "await box.unlock(arg, '482915'); await box.enter(arg)", ANA)
    write(box, ANA, "antes")
    run(box, "await box.leave(); await box.unlock(arg, '736182')", ANA)
    write(box, ANA, "después")
    assert run(box, "return [await box.locked(arg), await box.giveUp(arg), await box.locked(arg)]", ANA) == [1, 1, 0]
    assert run(box, "return (await box.list(arg)).map(e => e.payload.text)", ANA) == ["después"]


def test_an_entry_moved_to_another_name_does_not_open(box):
    [id] = write(box, ANA, "de Ana")
    run(
        box,
        """const db = await new Promise(ok => {
          const r = indexedDB.open("relevo"); r.onsuccess = () => ok(r.result); });
        await new Promise(ok => { const t = db.transaction("outbox", "readwrite"), s = t.objectStore("outbox");
          s.getAll().onsuccess = e => { const [one] = e.target.result;
            s.delete([one.owner, one.id]); s.put({...one, id: arg}); };
          t.oncomplete = ok; });
        db.close();""",
        str(uuid7()),
    )
    assert run(box, "return [await box.count(arg), (await box.list(arg)).length]", ANA) == [1, 0]


def test_two_tabs_that_begin_at_once_share_one_key(box):
    other = opened(box.context.new_page())
    box.evaluate("() => { window.made = Promise.all([1, 2, 3].map(n => relevoBox.put({kind: 'k', payload: {n}}))); }")
    run(other, "await Promise.all([4, 5, 6].map(n => box.put({kind: 'k', payload: {n}})))")
    box.evaluate("() => window.made.then(() => null)")
    assert run(box, "return (await box.list('guest')).map(e => e.payload.n).sort()") == [1, 2, 3, 4, 5, 6]


def test_without_signal_wrong_pins_wait_longer_and_longer_and_the_right_one_shuts_the_one_before(box):
    run(box, "await box.unlock(arg, '482915'); await box.enter(arg)", ANA)
    write(box, ANA, "de Ana")
    run(box, "await box.unlock(arg, '715042'); await box.enter(arg)", ROSA)
    waits = run(
        box,
        """const told = [];
        for (let n = 0; n < 3; n++) told.push((await box.openHere(arg, "000000")).wait);
        const resting = await box.openHere(arg, "482915");
        return [told, resting.open, resting.wait > 0 && resting.wait <= 5];""",
        ANA,
    )
    assert waits == [[0, 0, 5], False, True], "while it rests the right PIN is not looked at either"
    assert run(box, "return (await box.whose()).owner") == ROSA
    box.clock.install()
    box.clock.fast_forward(6_000)
    assert run(box, "return box.openHere(arg, '482915')", ANA) == {"open": True}
    assert run(box, "return (await box.list()).map(e => e.payload.text)") == ["de Ana"]
    assert run(box, "return (await box.profile(arg)).keys.every(k => !k.open)", ROSA)
    assert run(box, "return (await box.profile(arg)).tries", ANA) is None
    told = flush(box, now=True)
    assert (told["sent"], told["status"], box.line.sent) == (0, 401, []), "not before the site knows her"


def test_who_never_typed_her_pin_here_cannot_be_opened_without_signal(box):
    write(box, ANA, "x")
    assert run(box, "return box.openHere(arg, '')", ANA) == {"open": False, "wait": None}
    assert run(box, "return box.openHere(arg, '482915')", ROSA) == {"open": False, "wait": None}


# --- Sending --------------------------------------------------------------------------------------


NOTHING_SENT = {"sent": 0, "left": 0, "kept": 0, "status": None, "receipt": None, "waits": False}


def flush(page, **options):
    return run(page, "const told = await box.flush(arg); delete told.states; return told", options)


def left(page, owner=ANA):
    return run(page, "return box.count(arg)", owner)


def test_only_what_is_acknowledged_by_its_id_leaves_the_phone(box):
    write(box, ANA, *"abcdef")
    states = ["applied", "already", "kept", "later", "unreadable", "something new"]
    box.line.answers = [lambda route, events: said(route, events, states)]
    told = flush(box)
    assert (told["sent"], told["left"], told["kept"]) == (3, 3, 1)
    assert run(box, "return (await box.list()).map(e => e.why)") == [f"porque {s}" for s in states[3:]]


@pytest.mark.parametrize(
    "answer",
    [
        status(500),
        status(502),
        status(403),
        status(429),
        lambda route, events: route.fulfill(
            status=200, body="<html>Bienvenida al wifi</html>", content_type="text/html"
        ),
        lambda route, events: route.fulfill(status=200, json={"events": "ok"}),
        lambda route, events: route.fulfill(status=200, json={"events": [{"id": str(uuid7()), "state": "applied"}]}),
        lambda route, events: route.fulfill(status=200, json={"events": []}),
        lambda route, events: route.abort(),
    ],
    ids=["500", "502", "403", "429", "wifi page", "no list", "other ids", "empty", "cut"],
)
def test_no_other_answer_deletes_anything(box, answer):
    made = write(box, ANA, "a", "b")
    box.line.answers = [answer, applied]
    flush(box, now=True)
    assert left(box) == 2
    flush(box, now=True)
    assert left(box) == 0
    assert box.line.batches[-1]["events"][0]["id"] in made
    assert set(box.line.sent) == set(made), "the same ids again"


def test_after_a_500_it_waits_before_it_tries_again_by_itself(box):
    write(box, ANA, "a")
    box.line.answers = [status(500), applied]
    flush(box)
    assert flush(box)["waits"] is True
    assert len(box.line.batches) == 1
    assert flush(box, now=True)["sent"] == 1


def test_signed_out_elsewhere_nothing_is_sent_until_she_is_back(box):
    write(box, ANA, "a")
    box.line.answers = [status(401), applied]
    flush(box)
    assert flush(box)["waits"] is True
    run(box, "await box.enter(arg)", ANA)
    assert flush(box)["sent"] == 1


@pytest.mark.parametrize("code", [413, 400])
def test_a_batch_that_is_refused_is_halved_until_the_bad_one_stands_alone(box, code):
    made = write(box, ANA, *"abcdefg")

    def choosy(route, events):
        if any(event["id"] == made[3] for event in events):
            return status(code)(route, events)
        return applied(route, events)

    box.line.answers = [choosy]
    told = flush(box)
    assert (told["sent"], told["left"]) == (6, 1)
    assert run(box, "return (await box.list()).map(e => e.id)") == [made[3]]


def test_much_work_goes_in_several_batches_of_bounded_size(box):
    write(box, ANA, *["palabra " * 400] * 60)
    flush(box)
    assert left(box) == 0
    assert len(box.line.batches) > 2
    assert all(len(json.dumps(batch)) <= 80 * 1024 for batch in box.line.batches)


def test_two_tabs_that_send_at_once_send_everything_once(box):
    made = write(box, ANA, *"abcdefghij")
    other = opened(box.context.new_page())
    box.evaluate("() => { window.told = relevoBox.flush(); }")
    flush(other)
    box.evaluate("() => window.told.then(() => null)")
    assert sorted(box.line.sent) == sorted(made)
    assert left(box) == 0


def test_what_one_wrote_is_never_sent_nor_read_while_another_is_here(box):
    run(box, "await box.unlock(arg, '482915'); await box.enter(arg)", ANA)
    hers = write(box, ANA, "de Ana")
    others = write(box, ROSA, "de Rosa")
    flush(box)
    assert box.line.sent == others
    assert [left(box, ANA), left(box, ROSA)] == [1, 0]
    assert run(box, "return box.list(arg)", ANA) == []
    run(box, "await box.unlock(arg, '482915'); await box.enter(arg)", ANA)
    flush(box)
    assert box.line.sent == others + hers
    assert {event["by"] for event in box.line.batches[-1]["events"]} == {ANA}


def test_a_borrowed_phone_and_one_without_a_session_keep_and_send_nothing(box):
    run(box, "await box.enter(null, {borrowed: true})")
    assert run(box, "return box.put({kind: 'k', payload: {}}).catch(e => e.message)") == "this phone keeps nothing"
    assert run(box, "return [await box.count('guest'), (await box.profiles()).length]") == [0, 0]
    assert flush(box) == NOTHING_SENT


def test_guests_work_is_offered_to_each_once_and_claimed_once_under_the_same_ids(box):
    made = run(box, "return [(await box.put({kind: 'courses.lesson_read', payload: {}})).id]")
    assert flush(box) == NOTHING_SENT
    run(box, "await box.enter(arg)", ANA)
    assert run(
        box, "const n = (await box.offer()).length; await box.refuse(); return [n, (await box.offer()).length]"
    ) == [1, 0]
    run(box, "await box.enter(arg)", ROSA)
    assert run(box, "return [(await box.offer()).length, await box.claim(), (await box.offer()).length]") == [1, 1, 0]
    flush(box)
    [event] = box.line.batches[0]["events"]
    assert (event["id"], event["subject"], event["by"]) == (made[0], ROSA, ROSA)
    assert left(box, "guest") == 0


def test_a_full_phone_says_so_and_what_lies_there_stays(box):
    write(box, ANA, "antes")
    box.evaluate(
        """() => { const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...a) {
          if (this.name === "outbox") throw new DOMException("", "QuotaExceededError");
          return put.apply(this, a); }; }"""
    )
    assert run(box, "return box.put({kind: 'k', payload: {}}).catch(e => e.name)") == "QuotaExceededError"
    assert left(box) == 1


# --- Carried --------------------------------------------------------------------------------------


def test_the_site_opens_what_a_phone_seals_for_it_and_nobody_else_does(box):
    write(box, ANA, "ñandú 🙂")
    name, public = sealed.current()
    run(
        box,
        "await box.setCarrier(arg.owner, arg.key)",
        {"owner": ANA, "key": {"kid": name, "pub": public, "token": "t"}},
    )
    made = run(box, "return box.carry()")
    assert made["count"] == 1
    outside = json.loads(made["file"])
    parts = sealed.Box(*(base64.b64decode(outside[each]) for each in "eid"))
    inside = json.loads(sealed.unseal(name, parts, f"relevo.carrier.{name}"))
    assert inside["token"] == "t"
    assert inside["events"][0]["payload"] == {"text": "ñandú 🙂"}
    with pytest.raises(sealed.CannotOpen):
        sealed.unseal(name, parts, "relevo.carrier.other")
    assert left(box) == 1, "it stays until the site has answered this phone"
