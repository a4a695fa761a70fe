"""Photos that women send: looked at, made small, kept where no address leads.

What comes in is judged by its content and never by its name. What is kept is a new JPEG of our own making:
upright, at most SIDE pixels, without where and when it was taken. Limits:

- 10 MB of upload;
- JPEG up to 50 megapixels: decoded at a fraction of its size (``draft``), so that a 40-megapixel photo costs
  about 8 MB of memory instead of 120. A progressive JPEG cannot be decoded that cheaply and counts as below;
- PNG, WebP, HEIC up to 24 megapixels.

``store_photo`` gives a name like ``folder/3f/3f…32 hex….jpg``, made with the site's key from the owner and the
content: nobody can guess it, and the same photo sent twice is one file.
"""

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from academy.core.private_files import private_storage
from academy.core.record import Unfit

UPLOAD_LIMIT = 10 * 1024 * 1024
JPEG_PIXELS, OTHER_PIXELS = 50_000_000, 24_000_000
SIDE = 1280
#: Why a photo can be refused: shown beside the photo and not above the form.
CODES = frozenset({"too_heavy", "not_a_photo", "broken", "too_large"})
KEPT_LIMIT = 200 * 1024
QUALITIES = (80, 70, 60, 50, 40, 30)
FORMATS = ["JPEG", "PNG", "WEBP"]

try:
    import pillow_heif
except ImportError:  # it comes with Wagtail today; a site without it says so to who sends a HEIC photo
    pass
else:
    pillow_heif.register_heif_opener()
    FORMATS.append("HEIF")


def store_named(content, *, name):
    """Keep a photo under ``name``, once: what stands there already is not looked at again. Raises Unfit.

    Returns whether it is new.
    """
    storage = private_storage()
    if storage.exists(name):
        return False
    storage.save(name, ContentFile(_small(content)))
    return True


def store_photo(upload, *, folder, owner=None):
    """Keep a photo below ``folder`` of the private files and give its name. Raises Unfit with a sentence for her."""
    content = _small(_content(upload))
    whose = str(getattr(owner, "pk", owner) or "")
    # Keyed on what is kept and not on what was sent: metadata that differs is no other photo.
    token = salted_hmac(f"relevo.photo.{whose}", content, algorithm="sha256").hexdigest()[:32]
    name = f"{folder}/{token[:2]}/{token}.jpg"
    storage = private_storage()
    if not storage.exists(name):
        storage.save(name, ContentFile(content))
    return name


def open_photo(name):
    """The kept file, opened for reading. Whoever calls has asked who may see it."""
    return private_storage().open(name)


def _content(upload):
    if upload.size > UPLOAD_LIMIT:
        raise Unfit(_("La foto pesa más de 10 MB. Envía una más liviana."), "too_heavy")
    upload.seek(0)
    return upload.read()


def _small(content):
    """The bytes of our own JPEG."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as photo:
            _refuse_huge(photo)
            photo.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(photo)
            upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            plain = _on_white(upright)
    except Unfit:
        raise
    except UnidentifiedImageError:
        raise Unfit(_("Ese archivo no es una foto. Elige una foto de tu celular."), "not_a_photo") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _huge() from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        # What Pillow says of files that are cut off or broken inside.
        raise Unfit(_("La foto llegó cortada o dañada. Envíala otra vez."), "broken") from None
    return _light(plain)


def _refuse_huge(photo):
    """From the header alone, before anything is decoded."""
    cheap = photo.format in ("JPEG", "MPO") and not photo.info.get("progressive")
    if photo.width * photo.height > (JPEG_PIXELS if cheap else OTHER_PIXELS):
        raise _huge()


def _huge():
    return Unfit(_("La foto es demasiado grande. Tómala con menos resolución."), "too_large")


def _on_white(photo):
    """RGB pixels alone: no transparency, and none of what came with the file (place, comments, profile)."""
    plain = Image.new("RGB", photo.size, "white")
    clear = photo.convert("RGBA") if photo.mode in ("RGBA", "LA", "PA", "P") else None
    plain.paste(clear or photo.convert("RGB"), mask=clear)
    return plain


def _light(photo):
    """As a JPEG of at most KEPT_LIMIT: with less quality first, and where that is not enough with fewer pixels."""
    while True:
        for quality in QUALITIES:
            written = BytesIO()
            photo.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
            if written.tell() <= KEPT_LIMIT:
                return written.getvalue()
        photo = photo.resize((photo.width * 3 // 4, photo.height * 3 // 4), Image.Resampling.LANCZOS)
