"""The plain pages a new site begins with: help lines, privacy, about. An editor makes them her own."""

from datetime import date

from wagtail.models import Locale

from academy.site.batches import together
from academy.site.models import PlainPage
from academy.site.starting import ensure_home, texts_of
from academy.site.translating import translate

#: slug: fields by language, then blocks as (id, type, value)
PAGES = {
    "ayuda": {
        "title": {"es": "Pedir ayuda", "en": "Get help", "qu": "Yanapay", "ay": "Yanapa"},
        "intro": {
            "es": "Números que atienden gratis. Llama desde un teléfono seguro.",
            "en": "Numbers that answer for free. Call from a safe phone.",
        },
        "body": [
            (
                "contact",
                {
                    "name": "Línea 100",
                    "number": "100",
                    "what": "Escucha y orienta si hay violencia. En castellano, quechua y aymara.",
                    "when": "Todo el día, todos los días.",
                    "check_by": date(2027, 5, 31),
                    "source": "Programa Nacional Warmi Ñan.",
                },
            ),
            (
                "contact",
                {
                    "name": "Central 111",
                    "number": "111",
                    "what": "Denuncias por extorsión. No necesitas decir tu nombre.",
                    "when": "Todo el día. Si no contestan, insiste y avisa a tu organización.",
                    "check_by": date(2027, 5, 31),
                    "source": "Prensa, 2024 a 2026.",
                },
            ),
        ],
    },
    "tus-datos": {
        "title": {"es": "Tus datos", "en": "Your data", "qu": "Datuykikuna", "ay": "Datonakama"},
        "intro": {
            "es": "Qué guardamos de ti, quién lo ve y cómo lo borras.",
            "en": "What we keep about you, who sees it and how to erase it.",
        },
        "body": [
            (
                "prose",
                {
                    "title": "Qué guardamos",
                    "text": "<p>El nombre que usas, tu dibujo y tu organización. Lo que hiciste en los cursos. "
                    "Tu teléfono solo si tú lo escribes.</p><p>No pedimos correo. No vendemos nada. "
                    "Esta página no llama a ninguna otra empresa.</p>",
                },
            ),
            (
                "prose",
                {
                    "title": "Quién lo ve",
                    "text": "<p>Tú ves todo lo tuyo. Tus compañeras ven tu nombre y tu organización. "
                    "Tu facilitadora ve tu avance con nombre solo si le das permiso. Si no, ve números "
                    "de cinco mujeres o más.</p>",
                },
            ),
        ],
    },
    "seguridad": {
        "title": {"es": "Avisar de una falla", "en": "Report a flaw", "qu": "Pantayta willay", "ay": "Pantjata yatiyaña"},
        "intro": {
            "es": "¿Viste algo que pone en riesgo a las compañeras? Avísale a tu organizadora hoy.",
            "en": "Did you see something that puts members at risk? Tell your organiser today.",
        },
        "body": [],
    },
}


def ensure_plain_pages():
    """Make what is missing; leave what an editor has changed."""
    home = ensure_home()
    for slug, words in PAGES.items():
        if PlainPage.objects.filter(slug=slug, locale=Locale.get_default()).exists():
            continue
        with together():
            page = home.add_child(
                instance=PlainPage(
                    title=words["title"]["es"], slug=slug, intro=words["intro"]["es"], body=words["body"]
                )
            )
            page.save_revision(clean=False).publish()
            translate(page, texts_of({"title": words["title"], "intro": words["intro"]}))
