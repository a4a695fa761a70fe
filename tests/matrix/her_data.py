"""All that is held about her, her second step, and where she is signed in."""

from .words import DOOR, OPEN, OWN, POST_ONLY, row

BY_CODE = row(DOOR, *[403] * 8)

ROWS = {
    "members:her_data": OWN,
    "members:her_data_page": OWN,
    "members:her_data_json": OWN,
    "members:erase": OWN,
    # Said after she is gone: to nobody in particular.
    "members:erased": OPEN,
    "members:help_lines": OPEN,
    "members:second_factors": OWN,
    # Nobody here came in with a code that was given to her, nor has shown a second step.
    "members:add_app": BY_CODE,
    "members:add_passkey": BY_CODE,
    "members:printed_codes": BY_CODE,
    "members:remove_factor": POST_ONLY,
    "members:sessions": OWN,
    # Without a right password just before, there is only the door.
    "members:second_step": row(*[DOOR] * 9),
}


def addresses(house, course, people):
    return {"members:remove_factor": ["00000000-0000-4000-8000-000000000001"]}
