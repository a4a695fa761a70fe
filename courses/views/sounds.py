"""The sound of a lesson, for who writes it: inside Wagtail's admin."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.core.languages import DEFAULT, LANGUAGES, own_name
from academy.site.sound import services as sound
from academy.site.sound import tools, words
from academy.site.sound.forms import SoundField

from ..models import BlockSound, LessonPage
from ..reading import strings_of
from ..services import sounds
from ..sounds import player
from .reports import Report

#: Values of blocks that are no words: names of tones and themes, which nobody reads aloud.
NO_WORDS = {"tone", "category", "url"}


class SoundForm(forms.Form):
    """A recording and what is written beside it."""

    sound = SoundField(required=False, help_text=gettext_lazy("Hasta 15 minutos y 40 MB. Guardamos lo que envías."))
    reads_text = forms.BooleanField(
        label=gettext_lazy("Dice lo mismo que el texto de esta parte"),
        required=False,
        help_text=gettext_lazy("Entonces ese texto es la transcripción. Si no, escríbela abajo."),
    )
    transcript = forms.CharField(
        label=gettext_lazy("Lo que se oye, por escrito"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args, has_one, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_one = has_one

    def clean(self):
        given = super().clean()
        if not (given.get("sound") or self.has_one or "sound" in self.errors):
            self.add_error("sound", _("Graba, o elige un archivo."))
        if not (given.get("reads_text") or given.get("transcript", "").strip()):
            self.add_error("transcript", _("Escribe lo que se oye: hay quien no oye y quien no tiene datos."))
        return given


class LessonEditing(Report):
    """Of one lesson, by who may edit it. ``page`` in the address is the id of any of its editions."""

    header_icon = "media"

    def dispatch(self, request, *args, **kwargs):
        chosen = kwargs.get("language") or request.GET.get("lengua", DEFAULT)
        if chosen not in dict(LANGUAGES):
            raise Http404
        self.language = chosen
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def spanish(self):
        asked = get_object_or_404(LessonPage, pk=self.kwargs["page"])
        page = get_object_or_404(LessonPage, translation_key=asked.translation_key, locale__language_code=DEFAULT)
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied(_("Esta lección la edita otra persona."))
        return page

    @cached_property
    def edition(self):
        """The lesson in the chosen language; the Spanish one where there is none."""
        return (
            LessonPage.objects.filter(
                translation_key=self.spanish.translation_key, locale__language_code=self.language
            ).first()
            or self.spanish
        )

    @cached_property
    def parts(self):
        """The blocks that can have a recording, in order: ``(id, what it is, its words)``."""
        return [
            (str(child.id), child.block.label, _words(child.value))
            for child in self.edition.body
            if child.block_type != "audio"
        ]

    def list_address(self):
        return f"{reverse('editors:sounds', args=[self.spanish.pk])}?lengua={self.language}"

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "lesson": self.edition,
            "page_id": self.spanish.pk,
            "language": self.language,
            "language_name": own_name(self.language),
            "languages": LANGUAGES,
            "commands": () if tools.find() else tools.commands(),
            "list_address": self.list_address(),
        }


class Sounds(LessonEditing):
    """Every block of a lesson and its recording in one language."""

    page_title = gettext_lazy("Sonido de esta lección")
    template_name = "courses/admin/sounds.html"

    def get_context_data(self, **kwargs):
        kept = BlockSound.objects.filter(lesson=self.spanish.translation_key, language=self.language)
        by_block = {str(each.block): each for each in kept.select_related("recording")}
        rows = [
            {"block": block, "kind": kind, "words": said, **_shown(by_block.pop(block, None), self.language)}
            for block, kind, said in self.parts
        ]
        return {
            **super().get_context_data(**kwargs),
            "rows": rows,
            # Recordings of blocks that left the lesson: an editor may bring the block back, or delete them.
            "left": [{"block": block, **_shown(each, self.language)} for block, each in by_block.items()],
            "waiting": any(row["recording"] and row["recording"].unsettled for row in rows),
        }


class Sound(LessonEditing):
    """One block's recording in one language: record or send it, say it in writing, try again, take it away."""

    page_title = gettext_lazy("Grabar una parte")
    template_name = "courses/admin/sound.html"

    @cached_property
    def kept(self):
        return (
            BlockSound.objects.filter(
                lesson=self.spanish.translation_key, block=self.kwargs["block"], language=self.language
            )
            .select_related("recording")
            .first()
        )

    @cached_property
    def part(self):
        found = next((each for each in self.parts if each[0] == str(self.kwargs["block"])), None)
        if found is None and self.kept is None:
            raise Http404
        return found or (str(self.kwargs["block"]), _("Una parte que ya no está"), "")

    def form(self, *args):
        first = {"reads_text": True}
        if self.kept:
            first = {"reads_text": self.kept.reads_text, "transcript": self.kept.recording.transcript}
        return SoundForm(*args, has_one=self.kept is not None, initial=first)

    def get_context_data(self, **kwargs):
        block, kind, said = self.part
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or self.form(),
            "block": block,
            "kind": kind,
            "words": said,
            "words_language": self.edition.locale.language_code,
            **_shown(self.kept, self.language),
        }

    def post(self, request, *args, **kwargs):
        self.part  # noqa: B018 - 404 for a block that never was
        if "delete" in request.POST or "retry" in request.POST:
            return self._change(request)
        form = self.form(request.POST, request.FILES)
        if form.is_valid() and self._save(form):
            return redirect(self.list_address())
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _change(self, request):
        if self.kept and "delete" in request.POST:
            sounds.detach(sound=self.kept, by=request.user)
            messages.success(request, _("La grabación ya no está."))
        elif self.kept and sound.retry(recording=self.kept.recording):
            messages.success(request, _("La preparamos otra vez. Mira en un minuto."))
        return redirect(self.list_address())

    def _save(self, form):
        given = form.cleaned_data
        writing = {"reads_text": given["reads_text"], "transcript": given["transcript"].strip()}
        if not given["sound"]:
            sounds.say_in_writing(sound=self.kept, by=self.request.user, **writing)
            messages.success(self.request, _("Guardado."))
            return True
        try:
            sounds.attach(
                lesson=self.spanish.translation_key,
                block=self.kwargs["block"],
                language=self.language,
                upload=given["sound"],
                title=f"{self.edition.title}: {self.part[1]}",
                by=self.request.user,
                **writing,
            )
        except sound.Refused as reason:
            form.add_error("sound", str(reason))
            return False
        messages.success(self.request, _("Guardada. La preparamos para los celulares: mira en un minuto."))
        return True


def _words(value):
    if hasattr(value, "items"):
        value = [each for name, each in value.items() if name not in NO_WORDS]
    else:
        value = [value]
    return "\n".join(text.strip() for each in value for text in strings_of(each) if text.strip())


def _shown(kept, language):
    """A block's recording as the templates take it."""
    if kept is None:
        return {"recording": None, "player": "", "trouble": ""}
    recording = kept.recording
    return {
        "recording": recording,
        "player": player({**recording.facts(), "text": ""}, language=language) if recording.ready else "",
        "trouble": words.trouble(recording.trouble, most="") if recording.trouble else "",
    }
