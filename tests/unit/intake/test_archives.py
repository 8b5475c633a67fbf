"""Archives: what is sound is read byte for byte, every kind of trick is named and refused."""

import re
import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.spreadsheets import raw_zip, zipped
from touchstone.intake.archives import MOST_BYTES, open_archive
from touchstone.intake.problems import ProblemsFound


def refused(data: bytes) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_all(data)
    return str(found.value)


def read_all(data: bytes) -> dict[str, bytes]:
    archive = open_archive(data, file="list.xlsx")
    return {name: archive.read(name) for name in archive.names}


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.text("abc/é_", min_size=1, max_size=8).filter(lambda n: n.strip("/") == n and "//" not in n), st.binary()
    ),
    st.booleans(),
)
def test_what_zipfile_writes_is_read_byte_for_byte(parts: dict[str, bytes], packed: bool) -> None:
    if len({name.casefold() for name in parts}) < len(parts) or not parts:
        return
    if any(content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z", b"Rar!")) for content in parts.values()):
        return
    assert read_all(zipped(dict(parts), packed=packed)) == parts


def test_streamed_archives_and_folders_are_read() -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        archive.writestr("folder/a", b"hello" * 1000)
        archive.writestr("b", b"")
    opened = open_archive(out.getvalue(), file="list.xlsx")
    assert opened.names == ("folder/a", "b")
    assert opened.read("folder/a") == b"hello" * 1000
    assert opened.size("b") == 0
    assert "c" not in opened


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert "more than 100 times its size" in refused(raw_zip([("bomb", b"\0" * 20_000_000, {})]))


def test_a_bomb_of_modest_ratio_is_refused_by_its_sum() -> None:
    lies = {"size": 150_000_000, "packed": 2_000_000}
    told = refused(raw_zip([("a", b"x", lies), ("b", b"y", lies)]))
    assert "unpacks to 300,000,000 bytes" in told


def test_a_lying_size_is_found_while_reading() -> None:
    content = bytes(range(256)) * 300
    assert "is not as long as it says" in refused(raw_zip([("a", content, {"size": 10, "local_size": 10})]))
    assert "is not as long as it says" in refused(raw_zip([("a", content, {"size": 80_000, "local_size": 80_000})]))


@pytest.mark.parametrize("wrong", [-1, 1])
def test_packed_bytes_that_end_early_or_go_on_are_found(wrong: int) -> None:
    whole = raw_zip([("a", b"hello hello hello hello", {})])
    packed = int.from_bytes(whole[18:22], "little") + wrong
    parts = zipped({"a": b"hello hello hello hello"})
    assert parts != whole  # ours is written header by header, so that these can be made to lie
    end = 31 + packed
    entry = (
        whole[:18] + packed.to_bytes(4, "little") + whole[22 : 31 + min(packed, packed - wrong)] + b"\0" * max(0, wrong)
    )
    start = whole.index(b"PK\x01\x02")
    directory = whole[start : start + 20] + packed.to_bytes(4, "little") + whole[start + 24 : -22]
    assert len(entry) == end
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), end, 0)
    assert "is damaged or is not as long" in refused(entry + directory + tail)


@pytest.mark.parametrize("length", range(65_530, 65_830, 7))
def test_output_that_waits_in_the_unpacker_is_not_lost(length: int) -> None:
    assert read_all(zipped({"a": bytes(length)})) == {"a": bytes(length)}


def test_overlapping_entries_are_refused() -> None:
    bomb = raw_zip([("a", b"z" * 5000, {}), ("a2", b"z" * 5000, {}), ("a3", b"z" * 5000, {})], share_first=True)
    assert zipfile.ZipFile(BytesIO(bomb)).namelist() == ["a", "a2", "a3"]  # the standard library sees nothing wrong
    assert "overlaps another" in refused(bomb)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up", "a/../../up", "c:/windows", "..\\up", "\\\\host\\share", "a\0b"]
)
def test_paths_that_lead_out_are_refused(name: str) -> None:
    assert "leads out of the archive" in refused(raw_zip([(name, b"x", {})]))


def test_the_same_name_twice_is_refused_whatever_its_capitals() -> None:
    assert "is there twice" in refused(raw_zip([("a", b"x", {}), ("A", b"y", {})]))


def test_symlinks_are_refused() -> None:
    assert "is a link" in refused(raw_zip([("a", b"/etc/passwd", {"attributes": 0o120777 << 16})]))


def test_encryption_and_odd_packing_are_refused() -> None:
    assert "password" in refused(raw_zip([("a", b"x", {"flags": 1, "local_flags": 1})]))
    assert "unusual way" in refused(raw_zip([("a", b"x", {"packing": 12, "local_packing": 12})]))


def test_archives_within_are_refused_by_name_and_by_content_and_allowed_on_demand() -> None:
    inner = zipped({"x": b"y"})
    assert "itself an archive" in refused(zipped({"xl/embeddings/inner.xlsx": b"none really"}))
    assert "itself an archive" in refused(zipped({"picture.png": inner}))
    bundle = open_archive(zipped({"report.docx": inner}), file="b.zip", may_hold_archives=True)
    assert bundle.read("report.docx") == inner


def test_two_hundred_entries_are_read_and_one_more_is_not() -> None:
    assert len(open_archive(zipped({str(n): b"" for n in range(200)}), file="list.xlsx").names) == 200
    assert "has 201 parts" in refused(zipped({str(n): b"" for n in range(201)}))


def test_too_large_a_file_is_refused_unread() -> None:
    assert "at most 20,000,000" in refused(b"PK\x03\x04" + bytes(MOST_BYTES))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda whole: b"", "does not begin"),
        (lambda whole: b"GIF89a" + whole, "does not begin"),  # two files in one
        (lambda whole: whole + b"<html>", "something follows it"),
        (lambda whole: whole[:-1], "cut short"),
        (lambda whole: whole[:40], "cut short"),
        (lambda whole: whole[:-22] + b"PK\x06\x07" + bytes(16) + whole[-22:], "larger than 4 GB"),
        (lambda whole: whole[:-10] + struct.pack("<L", 9_999) + whole[-6:], "about its own parts|damaged"),
        (lambda whole: whole.replace(b"PK\x01\x02", b"PK\x01\x09"), "damaged"),
        (lambda whole: whole.replace(b"PK\x03\x04", b"PK\x03\x04", 1).replace(b"aaa", b"aab", 1), "two things about"),
    ],
)
def test_a_damaged_container_is_refused(spoil, told: str) -> None:  # type: ignore[no-untyped-def]
    assert re.search(told, refused(spoil(zipped({"aaa": b"hello", "bbb": b"world"}))))


def test_something_hidden_between_two_parts_is_refused() -> None:
    first = zipped({"a": b"x"})
    local_end = first.index(b"PK\x01\x02")
    hidden = first[:local_end] + b"<script>alert(1)</script>" * 3
    directory = first[local_end:-22]
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(hidden), 0)
    assert "hidden after the last part" in refused(hidden + directory + end)


@settings(max_examples=200)
@given(st.integers(0, 400), st.integers(0, 255))
def test_any_flipped_byte_is_noticed_or_harmless(at: int, value: int) -> None:
    whole = bytearray(zipped({"first": b"hello hello hello", "second": b"world" * 50}))
    if at >= len(whole):
        return
    whole[at] = value
    try:
        parts = read_all(bytes(whole))
    except ProblemsFound:
        return
    assert sorted(parts.values()) == [b"hello hello hello", b"world" * 50]  # what is read is what was put in
