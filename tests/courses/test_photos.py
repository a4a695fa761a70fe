"""Photos as phones make them, and files that are no photos."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from academy.core.record import Unfit
from courses.handlers import PHOTO
from courses.services import photos


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


def upload(content, name="foto.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(size=(64, 48), kind="JPEG", mode="RGB", colour="teal", **options):
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **options)
    return written.getvalue()


def noise(size):
    """A picture that no compression makes small."""
    written = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def kept(name):
    with photos.open_photo(name) as file:
        content = file.read()
    return Image.open(BytesIO(content)), content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_our_own_jpeg_under_a_name_nobody_guesses(kind, private):
    name = photos.store_photo(upload(picture(kind=kind)))
    assert PHOTO.fullmatch(name)
    assert kept(name)[0].format == "JPEG"
    assert (private / name).is_file()


def test_a_photo_of_an_iphone_is_kept():
    pytest.importorskip("pillow_heif")
    name = photos.store_photo(upload(picture(kind="HEIF"), "IMG_0001.HEIC"))
    assert kept(name)[0].format == "JPEG"


def test_the_same_photo_sent_twice_is_one_file_and_another_womans_is_another(private):
    names = [photos.store_photo(upload(picture()), owner=owner) for owner in ("yuli", "yuli", "rosa")]
    assert names[0] == names[1] != names[2]
    assert len(list(private.rglob("*.jpg"))) == 2


def test_a_photo_is_made_small_enough_for_2g():
    image, content = kept(photos.store_photo(upload(noise((2400, 1800)))))
    assert max(image.size) <= photos.SIDE
    assert image.width * 3 == image.height * 4
    assert len(content) <= photos.KEPT_LIMIT


def test_an_ordinary_photo_weighs_at_most_200_kb():
    gradient = Image.linear_gradient("L").resize((3000, 2000)).convert("RGB")
    written = BytesIO()
    gradient.save(written, "JPEG", quality=95)
    assert len(kept(photos.store_photo(upload(written.getvalue())))[1]) <= photos.KEPT_LIMIT


def test_where_and_when_it_was_taken_is_taken_out_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "Phone of Yuli"
    exif.get_ifd(0x8825)[1] = "S"
    content = picture((80, 40), exif=exif, comment=b"Av. Los Alamos 1")
    assert b"Phone of Yuli" in content
    image, written = kept(photos.store_photo(upload(content)))
    assert image.size == (40, 80)
    assert not image.getexif()
    assert b"Phone of Yuli" not in written
    assert b"Alamos" not in written


def test_what_is_transparent_becomes_white():
    image, _content = kept(photos.store_photo(upload(picture(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))))
    assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printers_photos_are_kept_too(mode):
    assert kept(photos.store_photo(upload(picture(mode=mode, colour=0))))[0].mode == "RGB"


def test_a_photo_of_40_megapixels_is_kept():
    image, _content = kept(photos.store_photo(upload(picture((7300, 5480), mode="L", colour=120))))
    assert max(image.size) == photos.SIDE


@pytest.mark.parametrize(
    ("size", "options"),
    [((7300, 7000), {}), ((7300, 5480), {"progressive": True}), ((5000, 5000), {"kind": "PNG"})],
    ids=["51 megapixels", "40 megapixels, progressive", "25 megapixels as PNG"],
)
def test_what_would_fill_the_memory_is_refused_kindly(size, options, private):
    with pytest.raises(Unfit, match="demasiado grande") as refusal:
        photos.store_photo(upload(picture(size, mode="L", colour=120, **options)))
    assert refusal.value.code == "too_large"
    assert not private.exists()


def test_a_bomb_is_refused_from_its_header_alone():
    bomb = bytearray(picture(kind="PNG"))
    bomb[16:24] = (60_000).to_bytes(4) + (60_000).to_bytes(4)
    with pytest.raises(Unfit):
        photos.store_photo(upload(bytes(bomb), "bomb.png"))


def test_a_file_over_ten_megabytes_is_refused_before_it_is_opened():
    with pytest.raises(Unfit, match="10 MB"):
        photos.store_photo(upload(b"\xff" * (photos.UPLOAD_LIMIT + 1)))


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"MZ\x90\x00"],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content):
    with pytest.raises(Unfit, match="no es una foto"):
        photos.store_photo(upload(content, "foto.jpg"))


def test_a_photo_with_a_wrong_name_is_judged_by_its_content():
    assert photos.store_photo(upload(picture(), "acta.pdf"))


def test_a_photo_that_was_cut_off_on_the_way_is_refused():
    with pytest.raises(Unfit, match="cortada"):
        photos.store_photo(upload(noise((600, 400))[:9000]))


def test_private_photos_go_into_the_bucket_where_media_do(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.InMemoryStorage",
            "OPTIONS": {"base_url": "/x/"},
        },
    }
    assert photos.private_storage()._location == "private"
