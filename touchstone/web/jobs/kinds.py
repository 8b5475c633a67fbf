"""What kinds of long work there are. Rooms above register theirs when they are ready; the words are code, not data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Run = Callable[[Any], UUID | None]  # given the models.Job
LeadsTo = Callable[[Any], str]
N_OF_M = _("{done} of {of}")


@dataclass(frozen=True)
class Kind:
    """One kind of work.

    `run(job)` does it and gives the id of what came of it. It may be begun again after a worker was killed, so it must
    not matter how often it runs. It raises JobFailed with a sentence for what a person can mend.
    """

    name: str
    sentence: str | Promise  # "Checking the list of cases"
    run: Run
    counted: str | Promise  # "{done} of {of} rows checked"
    leads_to: LeadsTo | None = None  # the address to go on from


class UnknownKind(Exception):
    """Work was asked for that nobody has registered."""


class JobFailed(Exception):
    """The work cannot be done as it was asked for; the message says what a person can do. It is not tried again."""


_kinds: dict[str, Kind] = {}


def register(
    name: str, *, sentence: str | Promise, run: Run, counted: str | Promise = N_OF_M, leads_to: LeadsTo | None = None
) -> Kind:
    """Say that there is such work, in `ready` of the app that does it. Raises ValueError for a name that is taken."""
    kind = Kind(name, sentence, run, counted, leads_to)
    if _kinds.setdefault(name, kind).run is not run:
        raise ValueError(f"Two kinds of job are called '{name}'.")
    _kinds[name] = kind
    return kind


def is_known(name: str) -> bool:
    """Has anybody registered such work?"""
    return name in _kinds


def kind_named(name: str) -> Kind:
    """The kind of this name; work whose kind is gone since still has a sentence. It cannot be run."""
    return _kinds.get(name) or Kind(name, _("Work that this version does not know"), _refuse, N_OF_M)


def _refuse(job: Any) -> UUID | None:
    raise UnknownKind(job.what)
