"""A WhatsApp conversation becomes a draft; nothing of it is lost on the way, and no number is passed on."""

from datetime import date, datetime, time

from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.core.models import Event
from peer_exchange.models import SessionText
from peer_exchange.sessions import chat

from .said import noted

MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2034, 12, 31))
NAMES = st.text(st.characters(codec="utf-8", categories=["L"]) | st.sampled_from(" '’"), min_size=1, max_size=20).map(
    str.strip
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=40)
MESSAGES = st.lists(
    st.tuples(MOMENTS, NAMES.filter(bool), st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=3)),
    min_size=1,
    max_size=6,
)


def twelve(moment):
    return f"{moment.hour % 12 or 12}:{moment:%M}", "p." if moment.hour >= 12 else "a."


def android(moment, who, words):
    return f"{moment.day}/{moment.month}/{moment:%y}, {moment.hour}:{moment:%M} - {who}: {words}"


def android_half(moment, who, words):
    clock, half = twelve(moment)
    return f"{moment.day}/{moment.month}/{moment:%Y}, {clock}\u202f{half}\u00a0m. - {who}: {words}"


def iphone(moment, who, words):
    return f"\u200e[{moment.day}/{moment.month}/{moment:%y}, {moment:%H:%M:%S}] {who}: {words}"


def web(moment, who, words):
    return f"[{moment.hour}:{moment:%M}, {moment.day}/{moment.month}/{moment:%Y}] {who}: {words}"


def plain(text):
    """As the parser gives it: invisible signs and odd spaces are what a phone adds, not what she says."""
    return text.translate({0x200E: None, 0x202F: " ", 0xA0: " "})


@settings(max_examples=30)
@given(MESSAGES, st.sampled_from([android, android_half, iphone, web]))
def test_every_message_of_every_kind_of_phone_is_found_with_its_day_hour_and_name(messages, form):
    # A continued line that looks like the head of a message cannot be told from one, by anybody.
    messages = [
        (moment, who, [line for line in lines if chat._head(line) is None] or ["sí"]) for moment, who, lines in messages
    ]
    text = "\n".join(form(moment, who, "\n".join(lines)) for moment, who, lines in messages)
    found = chat.parse(text)
    assert [message.who for message in found.messages] == [plain(who) for _moment, who, _lines in messages]
    assert [message.words for message in found.messages] == ["\n".join(lines).strip() for _m, _who, lines in messages]
    assert [message.at for message in found.messages] == [time(m.hour, m.minute) for m, _who, _lines in messages]
    assert [message.on for message in found.messages] == [m.date() for m, _who, _lines in messages]


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_whatever_is_pasted_no_word_is_lost(text):
    found = chat.parse(text)
    kept = " ".join([*found.left_out, *(f"{m.who} {m.words}" for m in found.messages)])
    clean = text.translate(chat._INVISIBLE).translate(chat._SPACES)
    for word in clean.split():
        if not any(chat._head(line) for line in clean.split("\n") if word in line):
            assert word in kept


def test_months_first_are_read_so_where_the_days_say_it():
    found = chat.parse("11/25/26, 7:05 PM - Ana: sí\n11/2/26, 7:06 PM - Rosa: ya")
    assert [message.on for message in found.messages] == [date(2026, 11, 25), date(2026, 11, 2)]


def test_notices_photos_and_deleted_messages_are_told_apart():
    found = chat.parse(
        "1/1/26, 10:00 - Los mensajes están cifrados de extremo a extremo.\n"
        "1/1/26, 10:01 - Ana: <Multimedia omitido>\n"
        "1/1/26, 10:02 - Ana: Se eliminó este mensaje.\n"
        "1/1/26, 10:03 - Ana: Acordamos ir"
    )
    assert [message.kind for message in found.messages] == ["media", "gone", "text"]
    assert len(found.left_out) == 1
    assert chat.draft(found, {"Ana": "Ana"}) == "Ana: […]\nAna: Acordamos ir"
    assert chat.draft(found, {}) == ""


def test_names_are_confirmed_before_the_draft_and_nothing_is_stored_but_who_was_there(client, house):
    session = noted(house.yuli, house.kitchen)
    client.force_login(house.yuli)
    pasted = (
        "20/11/26, 10:00 - Hilda: Pidamos seis meses\n"
        "20/11/26, 10:01 - +51 999 000 123: Yo también\n"
        "20/11/26, 10:02 - Vecina: De acuerdo"
    )
    url = reverse("exchange:from_chat", args=[session.pk])
    names = client.post(url, {"chat": pasted, "nonce": str(uuid7())})
    shown = names.content.decode()
    assert "Número que termina en 123" in shown
    first = {str(name): field.initial for name, field in names.context["names"].fields.items()}
    senders = [sender for sender, _count in names.context["names"].senders]
    assert first[f"who_{senders.index('Hilda')}"] == str(house.hilda.pk)
    assert first[f"who_{senders.index('+51 999 000 123')}"] == ""
    confirmed = {
        f"who_{senders.index('Hilda')}": str(house.hilda.pk),
        f"who_{senders.index('Vecina')}": "other",
        f"name_{senders.index('Vecina')}": "Vecina de la esquina",
        "attended": "on",
    }
    draft = client.post(url, {"chat": pasted, "confirmed": "1", "nonce": str(uuid7()), **confirmed})
    summary = draft.context["form"]["summary"].value()
    assert "Hilda: Pidamos seis meses" in summary
    assert "Vecina de la esquina: De acuerdo" in summary
    assert "Yo también" not in summary
    assert not SessionText.objects.exists()
    assert {one.mode for one in session.attendances.all()} == {"whatsapp"}
    assert "999 000" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_what_is_no_conversation_is_answered_with_what_to_do(client, house):
    session = noted(house.yuli, house.kitchen)
    client.force_login(house.yuli)
    answer = client.post(reverse("exchange:from_chat", args=[session.pk]), {"chat": "hola"})
    assert answer.status_code == 422
    assert "Pega la conversación" in answer.content.decode()
