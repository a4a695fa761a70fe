"""Bringing the invented women in. Idempotent: who is there already is left as she is."""

import json
import os
import secrets
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from academy.members.models import Consent, Member, Membership, Organisation, OrganisationKind, Role, Territory
from academy.members.rules import may_use_pin
from courses.circles import services as circles
from courses.models import Circle, CourseOutline, RealTask
from courses.services import learning

from . import people

_NAMESPACE = uuid5(NAMESPACE_URL, "relevo-demo")


def credentials_path():
    return settings.VAR_DIR / "demo-people.json"


def settle(*, at=None):
    """Organisations, women, what they did. Returns the credentials by key, new ones made where there were none."""
    at = at or timezone.now()
    with transaction.atomic():
        organisations = _organisations()
        secrets_by_key = _stars(organisations)
        others = _others(organisations)
    _learning(others, at)
    _circle(at)
    return secrets_by_key


def _organisations():
    places = {place.code: place for place in Territory.objects.filter(country="PE", code__in=_place_codes())}
    place = places.get(people.PLACE)
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    found = {org.code: org for org in Organisation.objects.filter(code__in=_codes())}
    top = people.FEDERATION
    if top["code"] not in found:
        found[top["code"]] = Organisation.add_root(
            name=top["name"],
            code=top["code"],
            kind=kinds[top["kind"]],
            level=Organisation.Level.DISTRICT,
            territory=place,
            is_demo=True,
        )
    for base in people.BASES:
        if base["code"] not in found:
            parent = Organisation.objects.get(code=top["code"])
            found[base["code"]] = parent.add_child(
                name=base["name"], code=base["code"], kind=kinds[base["kind"]], territory=place, is_demo=True
            )
    for ally in people.ALLIES:
        if ally["code"] not in found:
            found[ally["code"]] = Organisation.add_root(
                name=ally["name"],
                code=ally["code"],
                kind=kinds[ally["kind"]],
                territory=places.get(ally["place"]),
                is_demo=True,
            )
    return found


def _codes():
    return [each["code"] for each in (people.FEDERATION, *people.BASES, *people.ALLIES)]


def _place_codes():
    return [people.PLACE, *(ally["place"] for ally in people.ALLIES)]


def _member(name, pictogram, organisation):
    known = Member.objects.filter(is_demo=True, display_name=name, memberships__organisation=organisation).first()
    if known:
        return known, False
    member = Member.objects.create_user(display_name=name, pictogram=pictogram, is_demo=True)
    Membership.objects.create(member=member, organisation=organisation, since=timezone.localdate() - timedelta(200))
    return member, True


def _stars(organisations):
    kept = _kept()
    for key, name, pictogram, code, role in people.STARS:
        member, new = _member(name, pictogram, organisations[code])
        if not new and key in kept:
            continue
        entry = {"name": name, "organisation": code, "role": role}
        if role:
            Role.objects.get_or_create(
                member=member,
                organisation=organisations[code],
                kind=role,
                until=None,
                defaults={"since": timezone.localdate() - timedelta(200)},
            )
            entry |= {"username": name.lower(), "password": secrets.token_urlsafe(9)}
            member.username = entry["username"]
            member.set_password(entry["password"])
        else:
            entry["pin"] = _pin()
            member.set_pin(entry["pin"])
        member.save()
        kept[key] = entry
    _keep(kept)
    return kept


def _pin():
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        if may_use_pin(pin):
            return pin


def _kept():
    try:
        return json.loads(credentials_path().read_text())
    except (OSError, ValueError):
        return {}


def _keep(entries):
    path = credentials_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(entries, file, ensure_ascii=False, indent=1)


def _others(organisations):
    found = []
    for name, pictogram, code, lessons, by_name in people.OTHERS:
        member, new = _member(name, pictogram, organisations[code])
        if new and by_name:
            Consent.objects.create(member=member, purpose=Consent.Purpose.PROGRESS_BY_NAME, wording="1", language="es")
        found.append((member, lessons))
    return found


def _learning(others, at):
    """What they did in the first course. Each event has a nonce of its own name, so a second run writes nothing."""
    outline = CourseOutline.objects.filter(code="R1").first()
    if outline is None:
        return
    for member, count in others:
        for number, lesson in enumerate(outline.lessons[:count]):
            day = at - timedelta(days=40 - 3 * number)
            learning.read_lesson(
                member=member, course=outline, lesson=lesson["key"], nonce=_nonce(member, "read", lesson["key"]), at=day
            )
            for task in lesson.get("tasks", [])[: 1 if number + 1 < count else 0]:
                learning.task_done(
                    member=member,
                    course=outline,
                    lesson=lesson["key"],
                    task=task["id"],
                    note="",
                    nonce=_nonce(member, "task", task["id"]),
                    at=day,
                )
    _confirm_some(others, at)


def _circle(at):
    """A circle that met twice, so that there is somebody to tick. Once made it is left as she made it."""
    plan, outline = people.CIRCLE, CourseOutline.objects.filter(code="R1").first()
    charo = Member.objects.filter(is_demo=True, username="charo").first()
    home = Organisation.objects.filter(code=plan["organisation"]).first()
    if not (outline and charo and home) or Circle.objects.filter(organisation=home).exists():
        return
    circle = circles.found_circle(name=plan["name"], organisation=home, by=charo, at=at)
    women = circles.set_women(circle=circle, women=circles.women_to_choose(circle), by=charo)
    for number, (count, place) in enumerate(plan["meetings"]):
        circles.hold_meeting(
            circle=circle,
            course=outline.key,
            lesson=outline.lessons[place]["key"],
            day=timezone.localdate(at) - timedelta(days=14 - 7 * number),
            by=charo,
            present=women[:count],
            at=at,
        )


def _confirm_some(others, at):
    """Companions of one organisation confirm each other's first tasks; a few wait for somebody."""
    members = [member for member, _count in others]
    homes = {row.member_id: row.organisation_id for row in Membership.objects.filter(member__in=members)}
    for task in RealTask.objects.filter(member__in=members, confirmed_at=None).order_by("pk"):
        companion = next((m for m in members if m.pk != task.member_id and homes[m.pk] == homes[task.member_id]), None)
        if companion is not None and task.pk % 4:
            learning.confirm_task(task=task, by=companion, nonce=_nonce(companion, "confirm", task.task), at=at)


def _nonce(member, verb, thing):
    return uuid5(_NAMESPACE, f"{member.pk} {verb} {thing}")
