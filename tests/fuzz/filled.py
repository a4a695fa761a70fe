"""Hostile input in forms that a phone kept without signal: done or laid aside in words, never an error, never code."""

import json
import os

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.core.ids import uuid7
from academy.core.record import record
from tests.fuzz.hostile import NASTY, SCRIPT

TIMES = int(os.environ.get("RELEVO_FUZZ", "2"))


def kept_by_phones(tag):
    """What a ``form`` says to static/js/fill.js, as a payload without fields; None where it says nothing."""
    if tag.get("data-phone") != "fill":
        return None
    return {"page": tag["data-page"], "at": json.loads(tag["data-about"]), "seen": tag["data-seen"]}


def trying_without_signal(form, member):
    """A property of this form: whatever a phone brings of it, it is done or kept with a reason."""
    nasty = st.sampled_from(NASTY)

    @settings(max_examples=TIMES, database=None, suppress_health_check=list(HealthCheck))
    @given(form.values(), nasty, nasty)
    def tried(values, query, name):
        fields = {each: [value] if isinstance(value, str) else value for each, value in values.items()}
        fields |= {"nonce": [str(uuid7())], name[:50]: [query, name]}
        payload = {**form.kept, "query": query[:200], "name": "Hoja", "fields": fields}
        with transaction.atomic():
            outcome = record(kind="exchange.form_filled", subject=member, by=member, payload=payload, keep=True)
            assert outcome.state == "applied" or (outcome.state == "kept" and outcome.reason)
            assert SCRIPT not in outcome.reason
            transaction.set_rollback(True)

    return tried
