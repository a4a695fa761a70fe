"""Reading the QR of a course file from a photo. Nothing of the photo is kept."""

import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

#: Bytes and pixels: what a cheap phone's camera makes, and no more.
MOST_BYTES, MOST_PIXELS = 8 * 1024 * 1024, 40_000_000
SIDE = 1600


class NoCode(ValueError):  # noqa: N818 - a state of the photo
    """No code could be read; the message is for the person."""


def code_in(photo):
    """The text of the first QR in an uploaded photo. Raises NoCode with a sentence that says what to do."""
    if photo.size > MOST_BYTES:
        raise NoCode(_("La foto pesa demasiado. Tómala con menos calidad."))
    try:
        with Image.open(photo) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoCode(_("La foto es demasiado grande. Tómala con menos calidad."))
            picture.draft("L", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, NoCode):
            raise
        raise NoCode(_("Ese archivo no es una foto. Elige otra.")) from None
    upright.thumbnail((SIDE, SIDE))
    for found in zxingcpp.read_barcodes(upright, formats=zxingcpp.BarcodeFormat.QRCode):
        if found.valid and found.text:
            return found.text
    raise NoCode(_("No vemos el dibujo cuadrado. Acércate y busca luz. O escribe el código."))
