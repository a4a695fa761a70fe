"""Words without accents and capitals, for search in four languages on any database."""

import unicodedata


def folded(text):
    """«Ñawpaq YACHAY ración» is «nawpaq yachay racion». Aymara's apostrophes (manq'a) go: either spelling is found."""
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("'", "").replace("’", "").replace("ʼ", "").split())
