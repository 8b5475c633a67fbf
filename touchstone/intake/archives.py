"""Zip containers, checked whole and counted while reading, before anything in them is believed.

Python's own `zipfile` opens overlapping entries without complaint in releases before 3.11.8 (CVE-2024-0450) and
disagrees with other readers about odd zip64 records before 3.11.14 (CVE-2025-8291). It is used here only to list
the entries; where each lies, how large it is and what comes out of it is checked by us, in any release.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown

MOST_BYTES = 20_000_000  # as it is handed in
MOST_UNPACKED = 200_000_000  # all entries together
MOST_ENTRIES = 200
MOST_RATIO = 100  # unpacked to packed, of one entry …
HARMLESS = 100_000  # … that unpacks to more than this: small ones can be nothing but blanks

_LOCAL_HEADER, _END = b"PK\x03\x04", b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # entry, strong, and masked headers
_SIZES_FOLLOW = 0x8  # the local header leaves the sizes to a descriptor after the entry
_SYMLINK, _KIND_OF_FILE = 0o120000, 0o170000
_ARCHIVE_NAMES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".ods", ".odt", ".docx", ".jar", ".7z", ".rar", ".gz", ".tar")
_ARCHIVE_STARTS = (_LOCAL_HEADER, b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_LONGEST_DESCRIPTOR = 24  # bytes that may stand between two entries
_CHUNK = 65_536
_AGAIN = "Save the file again from the program it was made with."


class Archive:
    """A zip container that has passed every check; gives out its entries by name."""

    def __init__(self, data: bytes, file: str, starts: dict[str, int], entries: dict[str, zipfile.ZipInfo]) -> None:
        self.file = file
        self._data = data
        self._starts = starts
        self._entries = entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all entries, folders left out, in their order in the file."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """How many bytes the entry has once unpacked."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The whole entry. Raises ProblemsFound when it is damaged, KeyError when there is none of that name."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The entry in pieces. Never gives out more than was declared, and checks length and checksum at the end."""
        entry = self._entries[name]
        packed = memoryview(self._data)[self._starts[name] : self._starts[name] + entry.compress_size]
        pieces = _unpacked(packed) if entry.compress_type == _DEFLATED else iter([bytes(packed)])
        count = checksum = 0
        try:
            for piece in pieces:
                count += len(piece)
                if count > entry.file_size:
                    break
                checksum = zlib.crc32(piece, checksum)
                yield piece
        except zlib.error:
            raise self._damaged(name) from None
        if count != entry.file_size or checksum != entry.CRC:
            raise self._damaged(name)

    def _damaged(self, name: str) -> ProblemsFound:
        what = f"The part {shown(name)} is damaged or is not as long as it says."
        return ProblemsFound([Problem(what, _AGAIN, self.file)])


def open_archive(data: bytes, *, file: str, may_hold_archives: bool = False) -> Archive:
    """The archive in `data`, safe to read from. Nothing is unpacked to disk, ever.

    Refuses more than 20 MB, more than 200 entries, more than 200 MB unpacked, a ratio above 100, overlapping entries,
    anything before, between or after them, symlinks, absolute paths and '..', names written twice, encryption, unusual
    compression, and archives within (but for `may_hold_archives`: a bundle holds a DOCX). Raises ProblemsFound.
    """
    if len(data) > MOST_BYTES:
        what = f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} are read."
        raise ProblemsFound([Problem(what, "Take out what is not needed.", file)])
    listed, directory_start = _listed(data, file)
    problems: list[Problem] = []
    starts: dict[str, int] = {}
    entries: dict[str, zipfile.ZipInfo] = {}
    names_seen: set[str] = set()
    for entry in listed:
        problems += [Problem(what, do, file) for what, do in _wrong_with(entry, names_seen, may_hold_archives)]
        if not entry.orig_filename.endswith("/"):
            entries[entry.orig_filename] = entry
    total = sum(entry.file_size for entry in listed)
    if total > MOST_UNPACKED:
        what = f"It says it unpacks to {total:,} bytes; at most {MOST_UNPACKED:,} are allowed."
        problems.append(Problem(what, "Take out what is not needed.", file))
    if not problems:  # the places are worth looking at only when names and sizes are right
        starts = _starts(data, listed, directory_start, file)
    if problems:
        raise ProblemsFound(problems)
    archive = Archive(data, file, starts, entries)
    if not may_hold_archives:
        _refuse_archives_within(archive)
    return archive


def _listed(data: bytes, file: str) -> tuple[list[zipfile.ZipInfo], int]:
    """The entries of the central directory, and where that begins."""
    if not data.startswith(_LOCAL_HEADER):
        raise ProblemsFound([Problem("The file does not begin as an archive does.", _AGAIN, file)])
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22 or end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") != len(data):
        what = "The archive is cut short, or something follows it."
        raise ProblemsFound([Problem(what, _AGAIN, file)])
    if data[max(0, end - 20) : end].startswith(_ZIP64_LOCATOR):
        what = "The archive uses records for files larger than 4 GB, which two programs may read differently."
        raise ProblemsFound([Problem(what, _AGAIN, file)])
    count = int.from_bytes(data[end + 10 : end + 12], "little")
    if count > MOST_ENTRIES:  # asked before the list is made, which costs memory for each
        what = f"The archive has {count:,} parts; at most {MOST_ENTRIES} are allowed."
        raise ProblemsFound([Problem(what, "Take out what is not needed.", file)])
    directory_size = int.from_bytes(data[end + 12 : end + 16], "little")
    directory_start = int.from_bytes(data[end + 16 : end + 20], "little")
    try:
        listed = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise ProblemsFound([Problem("The list of the archive's parts is damaged.", _AGAIN, file)]) from None
    if directory_start + directory_size != end or len(listed) != count:
        raise ProblemsFound([Problem("The archive says two things about its own parts.", _AGAIN, file)])
    return listed, directory_start


def _wrong_with(entry: zipfile.ZipInfo, seen: set[str], may_hold_archives: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with one line of the list, as (what, what to do)."""
    name = shown(entry.orig_filename)
    plain = entry.orig_filename.replace("\\", "/")
    if plain.startswith("/") or ":" in plain or "\0" in plain or ".." in plain.split("/") or not plain:
        yield f"The part {name} has a path that leads out of the archive.", _AGAIN
    if plain.casefold() in seen:
        yield f"The part {name} is there twice.", _AGAIN
    seen.add(plain.casefold())
    if entry.external_attr >> 16 & _KIND_OF_FILE == _SYMLINK:
        yield f"The part {name} is a link to another file.", _AGAIN
    if entry.flag_bits & _ENCRYPTED:
        yield f"The part {name} is protected by a password.", "Remove the password and save it again."
    elif entry.compress_type not in (_STORED, _DEFLATED):
        yield f"The part {name} is packed in an unusual way.", _AGAIN
    if entry.file_size > HARMLESS and entry.file_size > MOST_RATIO * entry.compress_size:
        yield f"The part {name} unpacks to more than {MOST_RATIO} times its size.", _AGAIN
    if not may_hold_archives and plain.lower().endswith(_ARCHIVE_NAMES):
        yield f"The part {name} is itself an archive.", "Take out embedded files and save it again."


def _starts(data: bytes, listed: list[zipfile.ZipInfo], directory_start: int, file: str) -> dict[str, int]:
    """Where the packed bytes of each entry begin. Every local header must agree and no two entries may overlap."""
    starts: dict[str, int] = {}
    free_from = 0
    wrong = ""
    for entry in sorted(listed, key=lambda each: each.header_offset):
        name = shown(entry.orig_filename)
        start = _start(data, entry)
        if entry.header_offset < free_from:
            wrong = f"The part {name} overlaps another."
        elif entry.header_offset > free_from + _LONGEST_DESCRIPTOR:
            wrong = f"Something is hidden before the part {name}."
        elif start is None or start + entry.compress_size > directory_start:
            wrong = f"The archive says two things about the part {name}."
        if wrong or start is None:
            raise ProblemsFound([Problem(wrong, _AGAIN, file)])
        free_from = start + entry.compress_size
        starts[entry.orig_filename] = start
    if directory_start > free_from + _LONGEST_DESCRIPTOR:
        raise ProblemsFound([Problem("Something is hidden after the last part of the archive.", _AGAIN, file)])
    return starts


def _start(data: bytes, entry: zipfile.ZipInfo) -> int | None:
    """Where the entry's packed bytes begin; None when its local header does not say what the list says."""
    header = data[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or header[:4] != _LOCAL_HEADER:
        return None
    flags, packing = header[6:8], header[8:10]
    sizes = int.from_bytes(header[18:22], "little"), int.from_bytes(header[22:26], "little")
    name_end = entry.header_offset + 30 + int.from_bytes(header[26:28], "little")
    name = data[entry.header_offset + 30 : name_end]
    sizes_follow = entry.flag_bits & _SIZES_FOLLOW or sizes == (0xFFFFFFFF, 0xFFFFFFFF)
    agree = (
        (int.from_bytes(flags, "little") ^ entry.flag_bits) & (_ENCRYPTED | _SIZES_FOLLOW) == 0
        and int.from_bytes(packing, "little") == entry.compress_type
        and name == _bytes_of(entry)
        and (sizes_follow or sizes == (entry.compress_size, entry.file_size))
    )
    return name_end + int.from_bytes(header[28:30], "little") if agree else None


def _bytes_of(entry: zipfile.ZipInfo) -> bytes:
    """The entry's name as it stands in the file: UTF-8 where the flag says so, else the old code page."""
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")


def _unpacked(packed: memoryview) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _CHUNK):  # in pieces: what is not yet taken in is copied at every step
        waiting: bytes | memoryview = packed[at : at + _CHUNK]
        while waiting:
            yield unpacking.decompress(waiting, _CHUNK)
            waiting = unpacking.unconsumed_tail
        if unpacking.unused_data:
            raise zlib.error("goes on after its end")
    while piece := unpacking.decompress(b"", _CHUNK):
        yield piece
    if not unpacking.eof:
        raise zlib.error("ends too early")


def _refuse_archives_within(archive: Archive) -> None:
    for name in archive.names:
        start = next(archive.stream(name), b"")
        if start.startswith(_ARCHIVE_STARTS):
            what = f"The part {shown(name)} is itself an archive."
            raise ProblemsFound([Problem(what, "Take out embedded files and save it again.", archive.file)])
