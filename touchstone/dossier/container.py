"""The bytes of a bundle's zip container: the same files always give the same bytes, on any machine.

Written by hand because nothing may be left to a library's choice: files are stored, not packed (what a packer makes
depends on its version), every date is 1 January 1980, and no field says where or on what the bundle was made.
docs/reference/bundle.md describes every byte.
"""

import struct
import zlib

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterable

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION = 20  # of the zip format: 2.0
MADE_ON = 3  # Unix, so that the file mode below means something
STORED = 0
MIDNIGHT, FIRST_DAY = 0, 33  # 1 January 1980, as MS-DOS writes it
PLAIN_FILE = 0o100644 << 16


def packed(files: "Iterable[tuple[str, bytes]]") -> bytes:
    """The container with these files in this order. Names are ASCII."""
    body, directory, count = b"", b"", 0
    for name, content in files:
        title = name.encode("ascii")
        told = struct.pack(
            "<HHHHHLLLHH",
            *(VERSION, 0, STORED, MIDNIGHT, FIRST_DAY, zlib.crc32(content), len(content), len(content), len(title), 0),
        )
        place = struct.pack("<HHHLL", 0, 0, 0, PLAIN_FILE, len(body))
        directory += CENTRAL + bytes([VERSION, MADE_ON]) + told + place + title
        body += LOCAL + told + title + content
        count += 1
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + END + end
