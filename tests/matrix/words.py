"""The words in which a row of the access matrix is written."""

PERSONS = ("guest", "hers", "companion", "facilitator", "organiser", "editor", "stranger", "outsider", "root")
DOOR = 302


def row(*answers):
    return dict(zip(PERSONS, answers, strict=True))


OPEN = row(*[200] * 9)
#: Anybody signed in, for her own things.
OWN = row(DOOR, *[200] * 8)
#: Only whoever owns it; to all others it does not exist.
ONLY_HERS = row(DOOR, 200, *[404] * 7)
#: Roles that accompany learning: facilitator and organiser.
ACCOMPANY = row(DOOR, 403, 403, 200, 200, 403, 403, 200, 403)
#: Something of her scope: whoever has no role at all is told so; for a role elsewhere it does not exist.
IN_SCOPE = row(DOOR, 403, 403, 200, 200, 403, 403, 404, 403)
POST_ONLY = row(*[405] * 9)
#: The same behind a door.
POST_ONLY_SIGNED_IN = row(DOOR, *[405] * 8)
#: The organiser's alone: the facilitator, whose scope it is, is told so too.
ORGANISER_IN_SCOPE = row(DOOR, 403, 403, 403, 200, 403, 403, 404, 403)
