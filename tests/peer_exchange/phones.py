"""A form as static/js/fill.js keeps it, taken from the page that shows it."""

import json

from bs4 import BeautifulSoup
from django.utils import timezone

from academy.core.ids import event_id, uuid7
from academy.core.record import record

KIND = "exchange.form_filled"


def payload_of(client, address, page="", **typed):
    """What the form of ``page`` at ``address`` would say, with ``typed`` (None: left out) put into it."""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    form = html.select_one(f"form[data-phone=fill]{f'[data-page={page}]' if page else ''}")
    fields = {}
    for field in form.select("[name]"):
        for value in _values(field):
            fields.setdefault(field["name"], []).append(value)
    fields.pop("csrfmiddlewaretoken")
    fields["nonce"] = [str(uuid7())]
    for name, value in typed.items():
        fields.pop(name, None)
        if value is not None:
            fields[name] = value if isinstance(value, list) else [value]
    return {
        "page": form["data-page"],
        "at": json.loads(form["data-about"]),
        "query": form["data-query"],
        "seen": form["data-seen"],
        "name": html.h1.get_text(strip=True)[:120],
        "fields": fields,
    }


def _values(field):
    if field.name == "select":
        return [option.get("value", "") for option in field.select("option[selected]")] or [
            option.get("value", "") for option in field.select("option")[:1]
        ]
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "button" or field.get("type") == "file":
        return []
    if field.get("type") in ("radio", "checkbox"):
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [field.get("value", "")]


def arrives(member, payload, *, happened_at=None, **more):
    """The event of ``payload``, as her phone sends it. The Outcome."""
    said = {"subject": str(member.pk), "kind": "form_filled", **payload}
    return record(
        kind=KIND,
        subject=member,
        by=member,
        payload=payload,
        id=event_id(payload["fields"].get("nonce", [str(uuid7())])[0], said),
        happened_at=happened_at or timezone.now(),
        device="fono",
        keep=True,
        **more,
    )
