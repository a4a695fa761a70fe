"""Sessions, their attendance, papers and files; the organisation's dossier."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from academy.core.ids import uuid7
from academy.core.private_files import private_storage
from academy.site.sound.models import Recording
from peer_exchange.models import Evidence, SessionLog
from peer_exchange.sessions import services
from tests.peer_exchange.said import approved, noted

from .words import DOOR, OPEN, OWN, POST_ONLY, row

#: Women of the organisation and who looks after it. An editor, or a superuser, has no part in it.
INSIDE = row(DOOR, 200, 200, 200, 200, *[404] * 4)
#: Who noted the session, and who leads or looks after the organisation.
KEEPERS = row(DOOR, 200, 403, 200, 200, *[404] * 4)
#: Who sits on its board or looks after it; its other women know that it is there.
LEADERS = row(DOOR, 200, 403, 200, 200, *[404] * 4)
#: The same of a public session, which any member reads.
LEADERS_IN_PUBLIC = row(DOOR, 200, 403, 200, 200, *[403] * 4)

ROWS = {
    "exchange:home": OWN,
    "exchange:sessions": OWN,
    "exchange:sessions_csv": OWN,
    "exchange:sessions_xlsx": OWN,
    "exchange:note": OWN,
    "exchange:circle": OWN,
    "exchange:session": INSIDE,
    "exchange:write": INSIDE,
    "exchange:from_chat": INSIDE,
    "exchange:move": POST_ONLY,
    "exchange:approve": LEADERS,
    "exchange:reserve": KEEPERS,
    "exchange:join": INSIDE,
    "exchange:part": POST_ONLY,
    "exchange:contribute": INSIDE,
    "exchange:extract": LEADERS_IN_PUBLIC,
    "exchange:published": OPEN,
    "exchange:attendance": INSIDE,
    "exchange:attendance_details": KEEPERS,
    "exchange:attendance_count": INSIDE,
    "exchange:not_me": POST_ONLY,
    "exchange:acta": INSIDE,
    "exchange:signed": INSIDE,
    "exchange:acta_paper": INSIDE,
    "exchange:dossiers": OWN,
    "exchange:dossier": INSIDE,
    "exchange:assembly": INSIDE,
    "exchange:acta_rules": LEADERS,
    "exchange:edit_paper": LEADERS,
    "exchange:photo": INSIDE,
    "exchange:sound": INSIDE,
    "exchange:remove_evidence": POST_ONLY,
    "voice_sent": POST_ONLY,
}


def addresses(house, course, people):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    session = noted(house.yuli, house.kitchen, held_on=yesterday)
    public = noted(house.yuli, house.kitchen, held_on=yesterday, reserve="public")
    approved(public, people["organiser"], house.yuli)
    services.publish_extract(session=public, by=people["organiser"], extract="Acordamos seguir.")
    SessionLog.objects.get(pk=public.pk, extract_published_at__isnull=False)
    photo, sound = _files(house, session)
    one = [session.pk]
    names = "session write from_chat move approve reserve contribute join part attendance"
    names += " attendance_details attendance_count"
    return {
        **{f"exchange:{name}": one for name in f"{names} not_me acta signed".split()},
        "exchange:acta_paper": [session.pk, "quorum"],
        "exchange:extract": [public.pk],
        "exchange:published": [public.pk],
        **{f"exchange:{name}": [house.kitchen.pk] for name in ("dossier", "assembly", "acta_rules")},
        "exchange:edit_paper": [house.kitchen.pk, "book"],
        "exchange:photo": [photo.pk],
        "exchange:sound": [sound.pk],
        "exchange:remove_evidence": [photo.pk],
        "voice_sent": [uuid7()],
    }


def _files(house, session):
    storage = private_storage()
    kept = {"organisation": house.kitchen, "session": session, "reserve": "organisation", "added_by": house.yuli}
    photo = Evidence.objects.create(photo=storage.save("exchange/aa/matriz.jpg", ContentFile(b"\xff\xd8\xff")), **kept)
    recording = Recording.objects.create(
        language="es",
        private=True,
        state=Recording.State.READY,
        original="",
        original_bytes=4,
        original_kind="ogg",
        most_seconds=60,
        opus=storage.save("sound/aa/matriz.opus", ContentFile(b"OggS")),
        opus_bytes=4,
    )
    return photo, Evidence.objects.create(recording=recording, shows=Evidence.Shows.VOICE, **kept)
