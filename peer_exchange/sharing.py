"""What is sent on by WhatsApp: at most 700 letters, never a woman's name. Pure but for the words' language."""

from django.utils import formats
from django.utils.translation import gettext as _

LIMIT = 700


def fit(lines, limit=LIMIT):
    """As many lines as fit whole, the first always, cut where it must be. Letters as phones count them (UTF-16)."""
    kept = []
    for line in lines:
        line = " ".join(str(line).split())
        if not line:
            continue
        if _length("\n".join([*kept, line])) > limit:
            if not kept:
                kept = [_cut(line, limit)]
            break
        kept.append(line)
    return "\n".join(kept)


def _length(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(line, limit):
    while _length(line) > limit:
        line = line[:-1]
    return line


def _day(day):
    return formats.date_format(day, "DATE_FORMAT")


def text_of_cycle(cycle, ahead):
    """``ahead``: the Stand of the next open step, or None."""
    lines = [f"*{cycle.title}*", cycle.organisation.name]
    if cycle.dialogue_on:
        lines.append(_("Diálogo: %(day)s.") % {"day": _day(cycle.dialogue_on)})
    if ahead is not None:
        lines.append(_("Ahora toca: %(step)s.") % {"step": ahead.step.title})
        if ahead.due:
            lines.append(_("Para el %(day)s.") % {"day": _day(ahead.due)})
    if cycle.closed_at:
        lines.append(_("El ciclo se cerró."))
        lines.append(cycle.learned)
    return fit(lines)


def text_of_workshop(workshop, ranked):
    lines = [f"*{workshop.title}*", _("Nuestras prioridades:")]
    lines += [
        _("%(place)s. %(title)s (%(dots)s puntos)")
        % {"place": each.place, "title": each.problem.title, "dots": each.dots}
        for each in ranked
        if each.place is not None
    ]
    return fit(lines) if len(lines) > 2 else ""


def text_of_visit(visit, tries):
    lines = [f"*{visit.title}*", _("Día: %(day)s.") % {"day": _day(visit.starts_on)}]
    lines += [f"• {question}" for question in visit.questions]
    if tries:
        lines.append(_("Vamos a probar:"))
        lines += [f"• {each.words}" for each in tries]
    return fit(lines)


def text_of_practice(text, authors):
    lines = [f"*{text.title}*", text.did, text.worked, text.adapt]
    if authors:
        lines.insert(1, authors)
    return fit(lines)


def text_of_plan(plan, modules):
    lines = [f"*{plan.title}*"]
    lines += [f"{place}. {module.title}: {module.get_state_display()}" for place, module in enumerate(modules, 1)]
    return fit(lines)
