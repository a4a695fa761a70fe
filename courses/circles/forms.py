"""What a facilitator fills in about circles."""

from dataclasses import dataclass, field

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core import ids

from . import posted
from .rules import may_be_on, read_day


class CircleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nombre del círculo"), max_length=80)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organización"), queryset=None, empty_label=gettext_lazy("Elige…")
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


def day_in(post, *, today):
    """``(day, error)`` of the three buttons: today, yesterday, another written by hand."""
    chosen = post.get("day", "")
    written = post.get("day_other", "") if chosen in ("", "other") else chosen
    day = read_day(written, today=today)
    if day is None:
        return None, _("Escribe el día así: 21/11/2026.")
    decision = may_be_on(day, today=today)
    return (day, "") if decision else (None, str(decision.reason))


@dataclass
class MeetingEntry:
    """A meeting as she filled it in. ``errors``: sentences by the part they belong to."""

    day: object = None
    present: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    typed: dict = field(default_factory=dict)
    tasks: list | None = None
    round: int = 0
    errors: dict = field(default_factory=dict)
    question_errors: dict = field(default_factory=dict)


def read_meeting(post, *, women, raws, tasks):
    """``women``: who may be marked, by id as text; ``raws``: the lesson's questions; ``tasks``: their ids.

    ``was`` and ``was_day`` tell what the form showed: who is unmarked now was there by mistake. ``round`` is 0
    where the form was made for another day.
    """
    entry = MeetingEntry()
    entry.day, error = day_in(post, today=timezone.localdate())
    if error:
        entry.errors["day"] = error
    chosen = {text for text in post.getlist("present") if text in women}
    entry.present = [women[text] for text in women if text in chosen]
    if not chosen:
        entry.errors["present"] = _("Marca quiénes están. Al menos una.")
    entry.answers, entry.typed, entry.question_errors = posted.answers_in(post, raws)
    entry.tasks = [task for task in tasks if task in post.getlist("task")]
    loaded = entry.day is not None and post.get("was_day") == entry.day.isoformat()
    if loaded:
        before = set(post.getlist("was"))
        entry.absent = [women[text] for text in women if text in before - chosen]
        number = post.get("round", "")
        entry.round = int(number) if number.isascii() and number.isdigit() and 0 < int(number[:4]) < 999 else 0
    if not entry.tasks and not (loaded and post.get("was_tasks")):
        # Nothing ticked and nothing to untick: nothing is said about tasks.
        entry.tasks = None
    return entry


def sheet_number(text):
    """The number of a sheet as it was typed, or empty."""
    return ids.read_code(text)[:8]
