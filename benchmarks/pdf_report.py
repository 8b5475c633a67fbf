"""A report of 26 pages as tagged PDF: our whole process beside WeasyPrint's, from the same document.

The peer is among the developers' requirements and needs Pango from the system, which `dev.py` asks for. It makes
PDF/UA-1 too, from the HTML that we make of the same document. Where it cannot be loaded only our own figures are
told, and where every part of the machine is required that is an error.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import BARE_PYTHON, Figure, processes

RUNS = 9
MOST_OF_WEASYPRINT = 0.2
MOST_TIMES_A_BARE_PYTHON = 60  # measured: 15 to 25
PAGES = range(24, 31)

OURS = """
import sys
from tests.factories.document import long_report
from touchstone.reports.renderers.pdf import render_pdf
open(sys.argv[1], "wb").write(render_pdf(long_report()))
"""
THEIRS = """
import sys
import weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""


def figures() -> Iterator[Figure]:
    """Whole processes, from a document as a value to a PDF on disk."""
    with tempfile.TemporaryDirectory() as folder:
        ours, page, theirs = (Path(folder) / name for name in ("ours.pdf", "page.html", "theirs.pdf"))
        commands = {"bare": BARE_PYTHON, "ours": (sys.executable, "-c", OURS, str(ours))}
        peer = peer_is_there()
        if peer:
            page.write_bytes(as_html())
            commands["theirs"] = (sys.executable, "-c", THEIRS, str(page), str(theirs))
        taken = processes(commands, runs=RUNS)
        pages = pages_of(ours)
        assert pages in PAGES, f"{pages} pages are not the report that was promised"
        how = f"{pages} pages, whole process in {taken['ours'] * 1000:.0f} ms, medians of {RUNS} in turn"
        times = taken["ours"] / taken["bare"]
        yield Figure("tagged PDF / python -c pass", times, "×", MOST_TIMES_A_BARE_PYTHON, how)
        if not peer:
            yield Figure("no WeasyPrint to compare with: it needs Pango (Debian: apt install libpango-1.0-0)", 0, "")
            return
        # Its layout of our page has more and airier pages; the content is the same.
        how += f"; WeasyPrint {pages_of(theirs)} pages in {taken['theirs'] * 1000:.0f} ms"
        yield Figure("tagged PDF / WeasyPrint's", taken["ours"] / taken["theirs"], "×", MOST_OF_WEASYPRINT, how)


def peer_is_there() -> bool:
    """Can WeasyPrint be loaded? Raises RuntimeError where it must be and cannot."""
    tried = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False, text=True)
    if tried.returncode and os.environ.get("TOUCHSTONE_REQUIRE_ALL") == "1":
        raise RuntimeError(f"The PDF cannot be timed against its peer.\n{tried.stderr[-500:]}")
    return tried.returncode == 0


def as_html() -> bytes:
    """The same document as the page that we make of it."""
    from tests.factories.document import long_report
    from touchstone.reports.renderers.html import render_html

    return render_html(long_report())


def pages_of(file: Path) -> int:
    """How many pages a PDF has."""
    import pypdf

    return len(pypdf.PdfReader(file).pages)
