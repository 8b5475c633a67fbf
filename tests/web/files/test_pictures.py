"""A picture is written anew: the same to the eye, and nothing else in it."""

from io import BytesIO

import pytest
from PIL import Image

from tests.factories.files import chunk, exif, jpeg, photograph, png, segment
from touchstone.intake.problems import ProblemsFound
from touchstone.web.files.exif import has_place, orientation_of
from touchstone.web.files.pictures import without_traces


def drawn(kind: str, **how: object) -> bytes:
    """A real photograph-like picture with everything that telephones write."""
    out = BytesIO()
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    picture.save(out, kind, **how)
    return out.getvalue()


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"optimize": True, "subsampling": 0}])
def test_a_jpeg_looks_the_same_and_says_nothing(how: dict[str, object]) -> None:
    plain = drawn("JPEG", quality=90, **how)
    told = plain[:2] + segment(0xE1, b"Exif\0\0" + exif(gps=True, turned=6)) + segment(0xFE, b"A. Body") + plain[2:]
    assert Image.open(BytesIO(told)).getexif().get_ifd(0x8825)
    made = without_traces(told, kind="jpg", file="x.jpg")
    again = Image.open(BytesIO(made.content))
    assert again.tobytes() == Image.open(BytesIO(plain)).tobytes()
    assert dict(again.getexif()) == {0x0112: 6}
    assert (made.width, made.height) == (64, 48)
    assert made.found_inside == ["place", "texts"]
    assert without_traces(made.content, kind="jpg", file="x.jpg").content == made.content


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "LA", "I;16"])
def test_a_png_looks_the_same_and_says_nothing(mode: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_text("Author", "A. Body")
    texts.add_itxt("Title", "A. Body")
    out = BytesIO()
    picture = Image.effect_noise((33, 21), 60)
    picture = picture.convert("RGB").convert(mode) if mode != "I;16" else picture.convert("I").convert("I;16")
    picture.save(out, "PNG", pnginfo=texts, exif=b"Exif\0\0" + exif(gps=True), dpi=(300, 300))
    assert b"A. Body" in out.getvalue()
    made = without_traces(out.getvalue(), kind="png", file="x.png")
    again = Image.open(BytesIO(made.content))
    assert again.tobytes() == Image.open(BytesIO(out.getvalue())).tobytes()
    assert b"A. Body" not in made.content
    assert not dict(again.getexif())
    assert "texts" in made.found_inside


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    out = BytesIO()
    Image.effect_noise((16, 16), 60).convert("CMYK").save(out, "JPEG")
    made = without_traces(out.getvalue(), kind="jpg", file="x.jpg").content
    assert Image.open(BytesIO(made)).tobytes() == Image.open(BytesIO(out.getvalue())).tobytes()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_which_way_up_is_kept(order: str, turned: int) -> None:
    made = without_traces(photograph(order=order, turned=turned), kind="jpg", file="x.jpg").content
    assert Image.open(BytesIO(made)).getexif().get(0x0112, 1) == turned
    assert orientation_of(exif(order=order, turned=turned)) == turned


def test_what_cannot_be_read_is_not_told() -> None:
    assert orientation_of(b"") == 0
    assert orientation_of(b"II*\0\xff\xff\xff\xff") == 0
    assert orientation_of(exif(turned=99)) == 0
    assert not has_place(exif())
    assert has_place(exif(gps=True))


def test_a_png_needs_its_colours_and_one_size() -> None:
    for broken in (
        png(colour=3),
        png(extra=png()[8:33]),
        png(extra=chunk(b"IDAT", b"") + chunk(b"tEXt", b"x")),
    ):
        with pytest.raises(ProblemsFound, match="damaged"):
            without_traces(broken, kind="png", file="x.png")


def test_a_jpeg_says_its_size_once() -> None:
    with pytest.raises(ProblemsFound, match="twice"):
        without_traces(jpeg(segment(0xC0, b"\x08\0\x08\0\x08\x01\x01\x11\0")), kind="jpg", file="x.jpg")
