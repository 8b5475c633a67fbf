"""A PNG or JPEG written anew with the picture and nothing else: no place, no camera, no text, nothing behind its end.

The picture itself is not decoded: its parts are checked, counted and copied. It runs in the limited child process.
JPEG: ITU-T T.81 (https://www.w3.org/Graphics/JPEG/itu-t81.pdf); PNG: https://www.w3.org/TR/png-3/ (standards).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.web.files.exif import has_place, orientation_of, orientation_only

MOST_PIXELS = 64_000_000  # a telephone's best camera makes 50 million
MOST_SIDE = 30_000  # pixels
MOST_SCANS = 100  # a progressive JPEG has about ten; thousands keep a viewer busy for minutes
MOST_PARTS = 20_000  # chunks or segments
_AGAIN = "Open the picture and save it again as PNG or JPEG."
_SMALLER = "Save it with fewer pixels."

PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND")
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"tIME")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive; nobody's camera makes any other
_TABLES = (0xC4, 0xDB, 0xDD)
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # within the picture's data, restarts aside
_NO_TRAILER = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"<?php", b"<script")


@dataclass
class Picture:
    """The picture written anew: its bytes, its size in pixels, and what was left out (words of found_inside)."""

    content: bytes
    width: int
    height: int
    found_inside: list[str] = field(default_factory=list)


def without_traces(data: bytes, *, kind: str, file: str) -> Picture:
    """The picture without anything that says where, when or by what it was made. Raises ProblemsFound."""
    return (_Png if kind == "png" else _Jpeg)(data, file).written_anew()


class _Reading:
    """What both kinds share: the bytes, the file's name for a message, and what was found."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data = data
        self.file = file
        self.found: set[str] = set()
        self.width = self.height = 0

    def stop(self, what: str, do: str = _AGAIN) -> NoReturn:
        raise ProblemsFound([Problem(what, do, self.file)])

    def check_size(self) -> None:
        if not self.width or not self.height:
            self.stop("The picture has no width or no height.")
        if self.width * self.height > MOST_PIXELS or max(self.width, self.height) > MOST_SIDE:
            what = f"The picture has {self.width:,} by {self.height:,} pixels; at most {MOST_PIXELS:,} are taken."
            self.stop(what, _SMALLER)

    def check_behind(self, behind: bytes) -> None:
        """What stands behind the end of the picture: never kept; refused where it is another kind of file."""
        if not behind.strip(b"\0"):
            return
        if any(start in behind for start in _NO_TRAILER):
            self.stop("Another file is hidden behind the picture.")
        self.found.add("more behind the picture")

    def picture(self, pieces: list[bytes]) -> Picture:
        return Picture(b"".join(pieces), self.width, self.height, sorted(self.found))


class _Png(_Reading):
    def written_anew(self) -> Picture:
        kept = [PNG_START]
        packed: list[bytes] = []
        kinds: list[bytes] = []
        shape = (0, 0, 0)
        for kind, body, whole in self.chunks():
            if not kinds and kind != b"IHDR":
                self.stop("The picture is damaged: it does not begin with its size.")
            if kind == b"IHDR":
                if kinds:
                    self.stop("The picture is damaged: it says its size twice.")
                shape = self.header(body)
            if kind == b"IDAT":
                if b"IDAT" in kinds and kinds[-1] != b"IDAT":
                    self.stop("The picture is damaged: its data are parted.")
                packed.append(body)
            kinds.append(kind)
            if kind in _PNG_KEPT:
                kept.append(whole)
            else:
                self.note(kind, body)
        if b"IDAT" not in kinds:
            self.stop("The picture is damaged: it holds no data.")
        if shape[1] == 3 and b"PLTE" not in kinds:
            self.stop("The picture is damaged: its colours are missing.")
        self.check_data(packed, *shape)
        return self.picture(kept)

    def chunks(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Each chunk up to the last: kind, body, and the whole as it stands."""
        at, count = len(PNG_START), 0
        while True:
            length = int.from_bytes(self.data[at : at + 4], "big")
            kind, end = self.data[at + 4 : at + 8], at + 12 + length
            if len(kind) < 4 or end > len(self.data):
                self.stop("The picture is cut short.")
            if int.from_bytes(self.data[end - 4 : end], "big") != zlib.crc32(self.data[at + 4 : end - 4]):
                self.stop("The picture is damaged: a part of it was changed.")
            count += 1
            if count > MOST_PARTS:
                self.stop("The picture has more parts than any picture needs.")
            yield kind, self.data[at + 8 : end - 4], self.data[at:end]
            at = end
            if kind == b"IEND":
                return self.check_behind(self.data[at:])

    def header(self, body: bytes) -> tuple[int, int, int]:
        """Bits of a channel, colour type, and whether it is interlaced."""
        if len(body) != 13:
            self.stop("The picture is damaged: its size cannot be read.")
        self.width, self.height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
        depth, colour, packing, filtering, interlaced = body[8:]
        if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
            self.stop("The picture is of a kind that does not exist.")
        self.check_size()
        return depth, colour, interlaced

    def note(self, kind: bytes, body: bytes) -> None:
        if kind == b"eXIf":
            self.found.add("place" if has_place(body) else "camera")
        elif kind in _PNG_TEXTS:
            self.found.add("texts")
        elif not kind[0] & 0x20:  # a capital: a viewer that does not know it cannot show the picture
            self.stop("The picture is of a kind that is not known.")

    def check_data(self, packed: list[bytes], depth: int, colour: int, interlaced: int) -> None:
        """Unpack and count, keeping nothing: exactly as much as the size says must come out."""
        bits = depth * _CHANNELS[colour]
        sizes = [(self.width, self.height)]
        if interlaced:
            sizes = [((self.width - x + dx - 1) // dx, (self.height - y + dy - 1) // dy) for x, y, dx, dy in _PASSES]
        expected = sum(((w * bits + 7) // 8 + 1) * h for w, h in sizes if w > 0 and h > 0)
        count = 0
        unpacking = zlib.decompressobj()
        try:
            for piece in packed:
                while piece:
                    count += len(unpacking.decompress(piece, 1_000_000))
                    piece = unpacking.unconsumed_tail
                    if count > expected:
                        self.stop("The picture unpacks to more than its size says.")
            count += len(unpacking.flush())
        except zlib.error:
            self.stop("The picture is damaged: its data cannot be unpacked.")
        if count != expected or not unpacking.eof or unpacking.unused_data:
            self.stop("The picture is damaged: its data are not as long as its size says.")


class _Jpeg(_Reading):
    def written_anew(self) -> Picture:
        kept = [b"\xff\xd8", b"\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"]
        turned = 1
        scans = 0
        for marker, body, whole in self.segments():
            if marker == 0xE1 and body.startswith(b"Exif\0\0"):
                turned = orientation_of(body[6:]) or turned
                self.found.add("place" if has_place(body[6:]) else "camera")
            elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
                self.note(marker, body)
                if marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12:
                    kept.append(whole)  # says how its colours are to be read
            elif marker in _FRAMES:
                if self.width:
                    self.stop("The picture is damaged: it says its size twice.")
                self.height, self.width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
                self.check_size()
                kept.append(whole)
            elif marker == 0xDA:
                scans += 1
                if not self.width or scans > MOST_SCANS:
                    self.stop("The picture is damaged, or made to keep a viewer busy.")
                kept.append(whole)
            elif marker in _TABLES:
                kept.append(whole)
            else:
                self.stop("The picture is of a kind that no camera makes.")
        if not scans:
            self.stop("The picture is damaged: it holds no data.")
        if turned != 1:  # otherwise a photograph that was taken upright would lie on its side
            kept.insert(2, orientation_only(turned))
        return self.picture([*kept, b"\xff\xd9"])

    def segments(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Each segment up to the end: marker, body, and the whole as it stands; a scan with its data."""
        data, at = self.data, 2
        for _ in range(MOST_PARTS):
            if data[at : at + 1] != b"\xff":
                self.stop("The picture is damaged or cut short.")
            while data[at + 1 : at + 2] == b"\xff":  # filling
                at += 1
            marker = data[at + 1] if at + 1 < len(data) else 0
            if marker == 0xD9:
                return self.check_behind(data[at + 2 :])
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if end < at + 4 or end > len(data):
                self.stop("The picture is cut short.")
            body = data[at + 4 : end]
            if marker == 0xDA:
                next_marker = _NEXT_MARKER.search(data, end)
                if next_marker is None:
                    self.stop("The picture is cut short.")
                end = next_marker.start()
            yield marker, body, data[at:end]
            at = end
        self.stop("The picture has more parts than any picture needs.")

    def note(self, marker: int, body: bytes) -> None:
        if marker == 0xFE or marker == 0xED or (marker == 0xE1 and body.startswith(b"http://ns.adobe.com/")):
            self.found.add("place" if b"GPSL" in body else "texts")
