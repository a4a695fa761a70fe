"""Promises, what is owed, spaces, the directory, and the public face of the kitchen of yuli and hilda.

Of its organisation: yuli, hilda, and who organises or facilitates it from above.
"""

from datetime import date

from academy.core.ids import uuid7
from peer_exchange.commitments import services
from peer_exchange.commitments.change import change_authority
from peer_exchange.models import Commitment, CorrectionRequest, EscalationStep
from peer_exchange.public.services import open_face, publish
from peer_exchange.spaces.services import give_seat, save_space, set_official
from tests.peer_exchange.said import noted

from .words import DOOR, OPEN, OWN, POST_ONLY, row

#: Read by its women and by who looks after it; to everybody else it does not exist.
INSIDE = row(DOOR, 200, 200, 200, 200, 404, 404, 404, 404)
#: The same, decided by who leads it: a member is told so. yuli sits on its board (``seats``).
LEADS = row(DOOR, 200, 403, 200, 200, 404, 404, 404, 404)
#: Whoever belongs nowhere has nothing to write for, and is told so.
OF_AN_ORGANISATION = row(DOOR, 200, 200, 200, 200, 403, 200, 200, 403)

ROWS = {
    "exchange:commitments": OWN,
    "exchange:note_commitment": OF_AN_ORGANISATION,
    "exchange:owed": OWN,
    "exchange:owed_csv": OWN,
    "exchange:owed_xlsx": OWN,
    "exchange:owed_pdf": OWN,
    "exchange:commitment": INSIDE,
    "exchange:correct_commitment": INSIDE,
    "exchange:follow_commitment": INSIDE,
    "exchange:ladder": INSIDE,
    "exchange:letter": INSIDE,
    "exchange:note_answer": INSIDE,
    "exchange:take_back_entry": POST_ONLY,
    "exchange:add_proof": INSIDE,
    "exchange:late_notice": INSIDE,
    "exchange:late_notice_of_session": INSIDE,
    "exchange:holidays": OWN,
    "exchange:take_off_holiday": POST_ONLY,
    "exchange:publish_commitment": LEADS,
    "exchange:unpublish_commitment": POST_ONLY,
    "exchange:begin_change": LEADS,
    "exchange:new_change": LEADS,
    "exchange:new_change_of_post": LEADS,
    "exchange:change": INSIDE,
    "exchange:change_letter": INSIDE,
    "exchange:change_letter_sent": POST_ONLY,
    "exchange:spaces": OWN,
    "exchange:new_space": OF_AN_ORGANISATION,
    "exchange:space": INSIDE,
    # yuli opened it herself.
    "exchange:change_space": row(DOOR, 200, 403, 200, 200, 404, 404, 404, 404),
    "exchange:new_space_seat": row(DOOR, 200, 403, 200, 200, 404, 404, 404, 404),
    "exchange:end_space_seat": row(DOOR, 200, 403, 200, 200, 404, 404, 404, 404),
    "exchange:institutions": OF_AN_ORGANISATION,
    # The directory of the federation's tree.
    "exchange:institution": row(DOOR, 200, 200, 200, 200, 403, 404, 404, 403),
    "exchange:remove_official": POST_ONLY,
    "exchange:public_face": LEADS,
    "exchange:take_down_face": POST_ONLY,
    "exchange:answer_correction": LEADS,
    "exchange:open_commitments": OPEN,
    "exchange:open_table": OPEN,
    "exchange:ask_correction": OPEN,
}


def addresses(house, course, people):
    number = uuid7()
    said = {"institution_said": "Municipalidad", "post_said": "alcalde", "words": "Kits", "made_on": date(2026, 1, 5)}
    assert services.note(organisation=house.kitchen, by=house.yuli, nonce=number, **said)
    promise = Commitment.objects.select_related("institution", "post", "organisation").get(pk=number)
    taken = services.escalate(commitment=promise, by=house.yuli, nonce=uuid7(), step="reminder", on=date(2026, 3, 2))
    step = EscalationStep.objects.get(pk=taken.id)
    body, post, kitchen = promise.institution, promise.post, house.kitchen
    set_official(institution=body, by=house.yuli, post="alcalde", name="Anselmo")
    official = post.officials.get()
    other = uuid7()
    assert services.note(organisation=kitchen, by=house.yuli, nonce=other, **{**said, "words": "Techo"})
    change, _outcomes = change_authority(
        organisation=kitchen,
        institution=body,
        post=None,
        before="",
        after="Eva",
        on=date(2026, 5, 1),
        commitments=[Commitment.objects.select_related("organisation").get(pk=other)],
        by=people["organiser"],
        nonce=uuid7(),
    )
    space = save_space(organisation=kitchen, by=house.yuli, number=uuid7(), name="Mesa", kind="working_table")
    seat = give_seat(space=space, by=house.yuli, holder=house.hilda, since=date(2026, 1, 1))
    open_face(organisation=kitchen, by=people["organiser"], embeddable=True)
    publish(commitment=promise, words="Kits", by=people["organiser"])
    slug = kitchen.public_face.slug
    correction = CorrectionRequest.objects.create(commitment=promise, words="No es así")
    mine, session = [promise.pk], noted(house.yuli, kitchen)
    return {
        **{f"exchange:{name}": mine for name in ("commitment", "correct_commitment", "follow_commitment", "ladder")},
        **{
            f"exchange:{name}": mine
            for name in ("publish_commitment", "unpublish_commitment", "add_proof", "late_notice")
        },
        "exchange:late_notice_of_session": [session.pk],
        "exchange:take_off_holiday": [1],
        "exchange:letter": [promise.pk, "reminder"],
        "exchange:note_answer": [promise.pk, step.pk],
        "exchange:take_back_entry": [promise.pk, step.pk],
        "exchange:begin_change": [kitchen.pk],
        "exchange:new_change": [kitchen.pk, body.pk],
        "exchange:new_change_of_post": [kitchen.pk, body.pk, post.pk],
        **{f"exchange:{name}": [change.pk] for name in ("change", "change_letter", "change_letter_sent")},
        **{f"exchange:{name}": [space.pk] for name in ("space", "change_space", "new_space_seat")},
        "exchange:end_space_seat": [space.pk, seat.pk],
        "exchange:institution": [body.pk],
        "exchange:remove_official": [body.pk, official.pk],
        **{f"exchange:{name}": [kitchen.pk] for name in ("public_face", "take_down_face")},
        "exchange:answer_correction": [kitchen.pk, correction.pk],
        "exchange:open_commitments": [slug],
        "exchange:open_table": [slug],
        "exchange:ask_correction": [slug, promise.pk],
    }
