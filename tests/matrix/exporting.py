"""Files that name women: what was asked for, and the way to a file."""

from academy.members.exporting import services, women

from .words import DOOR, POST_ONLY_SIGNED_IN, row

#: The women of the organisation and who organises it read what left. A facilitator or an editor has no part in it.
NEAR = row(DOOR, 200, 200, 404, 200, *[404] * 4)
#: To ask for one takes a seat or the organiser's role; yuli presides here.
RIGHTS = row(DOOR, 200, 403, 404, 200, *[404] * 4)
#: Not approved yet: back to its page for who asked; nobody else may ever take it.
FILE = row(DOOR, 302, 403, 404, 403, *[404] * 4)

ROWS = {
    "members:exports": NEAR,
    "members:ask_export": RIGHTS,
    "members:export": NEAR,
    "members:decide_export": POST_ONLY_SIGNED_IN,
    "members:take_export": FILE,
}


def addresses(house, course, people):
    """Comes after the area of seats, where yuli was given one."""
    asked = services.ask(
        kind=women.KIND, organisation=house.kitchen, by=house.yuli, why="Para la asamblea", ending="csv"
    )
    return {
        "members:exports": [house.kitchen.pk],
        "members:ask_export": [house.kitchen.pk, women.KIND.name],
        "members:export": [asked.pk],
        "members:decide_export": [asked.pk],
        "members:take_export": [asked.pk],
    }
