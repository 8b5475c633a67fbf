"""Links: random tokens that are told once and kept as digests, and their drawing as a QR code."""

from __future__ import annotations

import hashlib
import re
import secrets

from markupsafe import Markup

from touchstone.reports.svg import element

# Easy to copy by hand from a card: no capitals, no vowel, nothing that is mistaken for another.
LETTERS = "bcdfghjkmnpqrtvwxyz2346789"
LETTERS_OF_A_TOKEN = 28  # of 26 letters: 131 bits
GROUP = 4
TOKEN = re.compile(f"[{LETTERS}]{{{LETTERS_OF_A_TOKEN}}}")


def new_token() -> str:
    """A token of at least 128 random bits, as it stands in an address: in groups of four."""
    letters = "".join(secrets.choice(LETTERS) for _place in range(LETTERS_OF_A_TOKEN))
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS_OF_A_TOKEN, GROUP))


def digest_of(token: str) -> str:
    """The digest under which a token is known, however it was typed; "" for what can be none."""
    letters = token.lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(letters.encode()).hexdigest() if TOKEN.fullmatch(letters) else ""


def qr_code(address: str, title: str) -> Markup:
    """An address as a QR code: one path of SVG, in the size of its cells."""
    import qrcode  # only the page of new links needs it

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    code.make(fit=True)
    cells = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(cells) for x, dark in enumerate(row) if dark)
    return Markup(
        element(
            "svg",
            element("rect", width="100%", height="100%", fill="#ffffff"),
            element("path", d=path, fill="#000000", shape_rendering="crispEdges"),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {len(cells)} {len(cells)}",
            class_="ts-card__code",
            role="img",
            aria_label=title,
        )
    )
