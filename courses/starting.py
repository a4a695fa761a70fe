"""The catalogue under the front door. Idempotent."""

from django.conf import settings
from django.db import transaction

from academy.site.batches import together
from academy.site.starting import ensure_home, texts_of
from academy.site.translating import translate

from .models import CourseIndexPage

SLUG = "cursos"
WORDS = {
    "title": {"es": "Cursos", "en": "Courses", "qu": "Yachaykuna", "ay": "Yatiqañanaka"},
    "intro": {
        "es": "Lecciones cortas. Se leen en el celular, con o sin cuenta.",
        "en": "Short lessons. Read them on your phone, with or without an account.",
        "qu": "Pisi rimayniyuq yachaykuna. Celularniykipi ñawinchay.",
        "ay": "Jisk'a yatiqañanaka. Celularamana ullañataki.",
    },
}


@transaction.atomic
def ensure_roots():
    """Front doors and catalogues in every language. Returns the Spanish catalogue."""
    home = ensure_home()
    index = CourseIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if index is None:
        with together():
            index = home.add_child(
                instance=CourseIndexPage(title=WORDS["title"]["es"], slug=SLUG, intro=WORDS["intro"]["es"])
            )
            index.save_revision(clean=False).publish()
            translate(index, texts_of(WORDS))
    return index
