"""An inspection file that is brought in: looked through, held against this site, told before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from touchstone.dossier.carried import Carried, inspection_carried
from touchstone.dossier.file import write_inspection
from touchstone.dossier.inspection import Inspection as Dossier
from touchstone.dossier.ratable import told_in_figures
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.working import RatedInspection
from touchstone.standards.loading import load_framework
from touchstone.web.accounts.models import Service
from touchstone.web.files.child import run_limited
from touchstone.web.inspections.models import CarriedFile
from touchstone.web.tenancy import unscoped
from touchstone.web.text_fields import LONGEST_PROSE


@dataclass(frozen=True)
class BroughtIn:
    """A file that can be brought in: the inspection, its canonical text, the service it is of, and what it rates to."""

    dossier: Dossier
    text: str
    handed_in_sha256: str
    service: Service
    rated: RatedInspection

    @property
    def sha256(self) -> str:
        """Of the canonical text: the same inspection, however it was packed, has the same."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def is_finished(self) -> bool:
        """Has every standard that counts its rating?"""
        return not self.rated.provisional and bool(self.rated.overall)


def looked_through(content: bytes, *, file: str) -> BroughtIn:
    """The inspection in a file that somebody handed in. Changes nothing.

    The file is opened in a limited child process. Raises ProblemsFound with everything that is wrong with it.
    """
    answer = run_limited("open_inspection_file", content, {"file": file})
    dossier = inspection_carried(carried(answer.value, answer.content))
    framework = load_framework(dossier.framework, revision=dossier.revision)
    rated = rate_inspection(framework, told_in_figures(dossier))
    text = write_inspection(dossier).decode()
    problems = []
    if len(text) > LONGEST_PROSE:
        what = _("The inspection has %(n)s characters; at most %(most)s can be kept.")
        told = {"n": f"{len(text):,}", "most": f"{LONGEST_PROSE:,}"}
        problems.append(Problem(what % told, _("Shorten its prose."), file))
    service = Service.objects.filter(slug=dossier.service.id).first()
    if service is None:
        what = _("The service '%(id)s' (%(name)s) is not known here.") % {
            "id": dossier.service.id,
            "name": dossier.service.name,
        }
        problems.append(Problem(what, _("Ask the administrator to add it, then bring the file in."), file))
    if problems:
        raise ProblemsFound(problems)
    assert service is not None
    return BroughtIn(dossier, text, sha256(content).hexdigest(), service, rated)


def carried(value: Any, table: bytes) -> Carried:
    """What the child process gave back. Raises ProblemsFound where it makes no sense."""
    if not isinstance(value, dict) or not {"file", "value", "table"} <= value.keys():
        raise ProblemsFound([Problem(_("This file cannot be read safely."), _("Take it out again where it was made."))])
    name = str(value["table"])
    if "/" in name or "\\" in name:
        raise ProblemsFound([Problem(_("This file cannot be read safely."), _("Take it out again where it was made."))])
    return Carried(str(value["file"]), value["value"], name, table)


def already_here(sha: str) -> CarriedFile | None:
    """The inspection that was brought in with the same content before, whoever may see it."""
    with unscoped("a file is brought in once, whoever brought it"):
        return CarriedFile.objects.filter(sha256=sha).select_related("exercise").defer("content").first()
