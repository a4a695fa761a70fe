"""The languages of the academy: a constant, because they are database columns.

Adding one is a release (a migration per app and a compiled catalogue), never a setting:
reading this list from the environment once filed Spanish text under another language.
"""

from django.conf.locale import LANG_INFO

#: Order is the order of the language switch. The first is the default and the fallback of all others.
LANGUAGES = [("es", "Español"), ("qu", "Runasimi"), ("ay", "Aymar aru"), ("en", "English")]
CODES = tuple(code for code, _name in LANGUAGES)
DEFAULT = "es"

#: Django ships no locale for these two. Without these entries the language switch raises KeyError,
#: and without a compiled catalogue in ``locale/`` every address under their prefix answers 404.
EXTRA_LANG_INFO = {
    "qu": {"bidi": False, "code": "qu", "name": "Quechua", "name_local": "Runasimi"},
    "ay": {"bidi": False, "code": "ay", "name": "Aymara", "name_local": "Aymar aru"},
}

#: What browsers send for Southern Quechua (Cusco-Collao, Ayacucho-Chanka…) and for Central Aymara.
BROWSER_CODES = {"quz": "qu", "quy": "qu", "qxp": "qu", "que": "qu", "ayr": "ay", "aym": "ay", "ayc": "ay"}


def install():
    """Teach Django the languages it does not ship. Idempotent; called from settings, before any app loads."""
    LANG_INFO.update(EXTRA_LANG_INFO)


def own_name(code):
    """The language's name in itself, as it stands on the language switch; the code itself where unknown."""
    return dict(LANGUAGES).get(code, code)
