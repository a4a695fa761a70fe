"""The recorder's pages: the whole text, and a conversation made into its draft."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from academy.members.forms import status_of
from academy.members.kept_forms import keeps_what_she_typed, take
from academy.members.likeness import Likeness
from academy.members.rules import name_key

from .. import doors
from ..attendance import services as attendance
from ..filled.requests import from_phones
from . import chat, joining, payloads, services
from .forms import ChatForm, PointForms, TextForm
from .views import go_on, nonce_of, session_or_404

#: As a phone writes numbers of people that it does not know.
_NUMBER_SIGNS = set("+0123456789 ()-~")


def _writable(request, pk):
    """``(session, standing)``: where she may write. A circle of trust has no text: 404."""
    standing = doors.here(request)
    found = session_or_404(request, pk, standing)
    if found.is_count_only:
        raise Http404
    if not standing.is_inside(found.organisation):
        raise PermissionDenied(_("Solo lo anotan las socias de esa organización."))
    return found, standing


@keeps_what_she_typed
@never_cache
@from_phones
def write(request, pk):
    """The whole text. It names the versions that she had before her: what came meanwhile stays beside hers."""
    found, standing = _writable(request, pk)
    texts = _open(found)
    form, points = _forms(request, found, standing)
    if request.method == "POST" and form.is_valid() and points.is_valid():
        outcome = services.write(
            session=found,
            by=request.user,
            nonce=nonce_of(request),
            based_on=request.POST.getlist("based_on"),
            fields=form.said(),
            points=[each.said() for each in points if each.cleaned_data.get("topic")],
            happened_at=doors.when(request),
        )
        if outcome:
            return go_on(request, pk, outcome, _said_of(found, request.user))
        form.add_error(None, outcome.reason)
    return _page(request, found, form, points, texts)


def _said_of(session, user):
    session.refresh_from_db()
    if session.state in ("approved", "closed"):
        return _("La sesión ya estaba aprobada. Tu texto quedó como añadido.")
    if session.open_texts > 1:
        return _("Guardado. Otra compañera escribió a la vez: están los dos textos.")
    return _("Guardado.")


def _forms(request, found, standing, initial=None):
    if request.method == "POST" and initial is None:
        form = TextForm(request.POST, session=found, standing=standing)
        return form, PointForms(request.POST, prefix="p")
    kept = take(request, request.path) if request.method == "GET" else {}
    first = {**TextForm.initial_of(found), **(initial or {})}
    rows = list(found.points.values(*PointForms.form.base_fields))
    if kept:
        # What she typed comes back as it was posted, points and all.
        form = TextForm(kept, session=found, standing=standing)
        return form, PointForms(kept, prefix="p")
    return TextForm(initial=first, session=found, standing=standing), PointForms(initial=rows, prefix="p")


def _open(found):
    """Texts that hers takes up: those of the session that nobody took up, and those of notes that were joined to it."""
    return joining.open_texts(found, found.texts.select_related("written_by"), joining.parts_of(found))


def _to_join(found, texts):
    """Those to be read beside the form: all, where there is more than the one that the form begins with."""
    return texts if len(texts) > 1 or any(text.session_id != found.pk for text in texts) else []


def _page(request, found, form, points, texts):
    # Of a text that was refused the numbers of the page it was written on; else those that she sees now.
    based_on = request.POST.getlist("based_on") if form.is_bound and request.method == "POST" else None
    context = {
        "session": found,
        "form": form,
        "points": points,
        "texts": _to_join(found, texts),
        "parts": joining.parts_of(found),
        "based_on": based_on if based_on is not None else [text.pk for text in texts],
    }
    return doors.page(request, "peer_exchange/sessions/write.html", context, form, points)


# --- A conversation -----------------------------------------------------------------------------------


class NamesForm(forms.Form):
    """Whom each sender is: a member, somebody else by name, or nobody (left out)."""

    NOBODY, OTHER = "", "other"

    def __init__(self, *args, senders, women, **kwargs):
        super().__init__(*args, **kwargs)
        self.senders = senders
        alike = Likeness()
        for key, woman in women:
            alike.add(key, woman)
        by_id = {str(woman.pk): woman for _key, woman in women}
        choices = [
            (self.NOBODY, _("No la pongas")),
            (self.OTHER, _("Otra persona: escribo su nombre")),
            *sorted(((pk, woman.display_name) for pk, woman in by_id.items()), key=lambda each: each[1]),
        ]
        for n, (sender, count) in enumerate(senders):
            found = alike.find(name_key(sender))
            number = set(sender) <= _NUMBER_SIGNS
            first = str(found[1].pk) if found else self.NOBODY if number else self.OTHER
            label = _("%(name)s (%(count)s mensajes)") % {"name": hidden_number(sender), "count": count}
            self.fields[f"who_{n}"] = forms.ChoiceField(label=label, choices=choices, initial=first, required=False)
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("Su nombre"), max_length=120, required=False, initial="" if number else sender
            )
        self.fields["attended"] = forms.BooleanField(
            label=_("Anotarlas en la lista: estuvieron por WhatsApp"), required=False, initial=True
        )
        self.by_id = by_id

    def rows(self):
        return [(self[f"who_{n}"], self[f"name_{n}"]) for n in range(len(self.senders))]

    def names(self):
        """``{sender: how she is called}``; who is left out is not in it."""
        found = {}
        for n, (sender, _count) in enumerate(self.senders):
            who = self.cleaned_data.get(f"who_{n}")
            if who == self.OTHER:
                found[sender] = self.cleaned_data.get(f"name_{n}") or ""
            elif who:
                found[sender] = self.by_id[who].display_name
        return {sender: name for sender, name in found.items() if name}

    def people(self):
        """Who wrote, as entries of the attendance list."""
        found = []
        for n, _sender in enumerate(self.senders):
            who, name = self.cleaned_data.get(f"who_{n}"), self.cleaned_data.get(f"name_{n}")
            if who == self.OTHER and name:
                found.append({"name": name, "mode": "whatsapp", "spoke": True})
            elif who and who != self.OTHER:
                found.append({"member": who, "mode": "whatsapp", "spoke": True})
        return found


def hidden_number(sender):
    """A telephone number is shown by its last three digits: enough to know whose it is, not to pass it on."""
    digits = [each for each in sender if each.isdigit()]
    if set(sender) <= _NUMBER_SIGNS and len(digits) >= 6:
        return _("Número que termina en %(digits)s") % {"digits": "".join(digits[-3:])}
    return sender


@keeps_what_she_typed
@never_cache
def from_chat(request, pk):
    """Paste, say who is who, go on with the text as a draft. Nothing is stored until she saves the text.

    The one thing that is: who wrote, on the attendance list, where she leaves that ticked.
    """
    found, standing = _writable(request, pk)
    form = ChatForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"session": found, "form": form}
        return render(request, "peer_exchange/sessions/chat.html", context, status=status_of(form))
    parsed = chat.parse(form.cleaned_data["chat"])
    if not parsed.messages:
        form.add_error("chat", _("No encontramos mensajes. Pega la conversación como la da WhatsApp."))
        return render(request, "peer_exchange/sessions/chat.html", {"session": found, "form": form}, status=422)
    women = attendance.known_names(found.organisation, standing)
    said = request.POST if "confirmed" in request.POST else None
    names = NamesForm(said, senders=parsed.senders[:60], women=women)
    if said is None or not names.is_valid():
        context = {"session": found, "names": names, "parsed": parsed, "chat": form.cleaned_data["chat"]}
        return render(request, "peer_exchange/sessions/chat_names.html", context)
    return _drafted(request, found, standing, parsed, names)


def _drafted(request, found, standing, parsed, names):
    people = names.people() if names.cleaned_data.get("attended") else []
    if people:
        attendance.list_people(session=found, by=request.user, people=people, nonce=nonce_of(request))
    drafted = chat.draft(parsed, names.names())
    before = TextForm.initial_of(found)["summary"]
    summary = f"{before}\n\n{drafted}".strip()
    if len(summary) > payloads.SUMMARY_LIMIT:
        messages.warning(request, _("Es muy largo para el texto. Quita lo que no hace falta antes de guardar."))
    form, points = _forms(request, found, standing, initial={"summary": summary, "mode": found.mode or "whatsapp"})
    texts = _open(found)
    context = {
        "session": found,
        "form": form,
        "points": points,
        "texts": _to_join(found, texts),
        "based_on": [text.pk for text in texts],
        "drafted": True,
    }
    return render(request, "peer_exchange/sessions/write.html", context)
