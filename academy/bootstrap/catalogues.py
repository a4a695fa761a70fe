"""Compiled message catalogues (.mo) from the .po files beside them, without the gettext tools.

Django refuses a language without a compiled catalogue silently: every /qu/ address would answer 404.
"""

from .places import ROOT


def stale(root=ROOT):
    """The .po files whose .mo is missing or older than they are."""
    found = []
    for folder in ("locale", "*/locale", "academy/*/locale", "academy/*/*/locale"):
        for po in sorted(root.glob(f"{folder}/*/LC_MESSAGES/*.po")):
            mo = po.with_suffix(".mo")
            if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
                found.append(po)
    return found


def compile_stale(root=ROOT):
    """Compile what is stale; a few file dates are all it costs when nothing is.

    Written aside and renamed, so that a test worker beside us never reads half a catalogue.
    """
    for po in stale(root):
        import polib

        target = po.with_suffix(".mo")
        aside = target.with_name(target.name + ".new")
        polib.pofile(str(po), encoding="utf-8").save_as_mofile(str(aside))
        aside.replace(target)
