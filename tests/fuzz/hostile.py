"""What nobody types by mistake, and what somebody types on purpose."""

from hypothesis import strategies as st

#: Would run if a page gave it back as it came.
SCRIPT = "<script>relevo(1)</script>"
BREAKS_OUT = "\"'><img src=x onerror=relevo(1)>"
#: Would be worked out if a template took words for its own.
TEMPLATE = "{{ 'rele'|add:'vox' }}{% widthratio 7 1 7 %}"
WORKED_OUT = "relevox"

NASTY = (
    SCRIPT,
    BREAKS_OUT,
    TEMPLATE,
    "javascript:relevo(1)",
    "' OR 1=1; DROP TABLE members_member; --",
    "\x00",
    "a\x00b",
    "\u202egnp.otof\u202c",
    "\u200b\u200d\ufeff",
    "\U0001f9d1\U0001f3fd\u200d\U0001f33e" * 5,
    "\U000e0041\U0010fffd",
    "İıſßﬀ",
    "e\u0301" * 40,
    "\r\nSet-Cookie: sesion=x\r\n\r\n",
    "../../../../etc/passwd",
    "%00%0a%2e%2e/%s%n%x",
    "${7*7}#{7*7}",
    "-1",
    "0",
    "99999999999999999999999999999999",
    "-99999999999999999999",
    "1e309",
    "NaN",
    "Infinity",
    "0x7fffffff",
    "٣٤",
    "1,2,3.4.5",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "-2026-01-01",
    "2026-02-30",
    "24:61",
    "00000000-0000-0000-0000-000000000000",
    "[]",
    '{"a": [',
    "null",
    " " * 50,
    "ñ" * 6000,
)


def typed(offered=()):
    """What is put into one field: something hostile, any text of any plane, or one of the choices the page offers."""
    hostile = st.sampled_from(NASTY) | st.text(max_size=30)
    return hostile | st.sampled_from(tuple(offered)) if offered else hostile
