"""Words without accents and capitals, for search in four languages on any database."""

import unicodedata


def folded(text):
    """«Ñawpaq YACHAY ración» is «nawpaq yachay racion». Apostrophes of Aymara (manq'a) go, so either spelling finds it."""
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("'", "").replace("’", "").replace("ʼ", "").split())
