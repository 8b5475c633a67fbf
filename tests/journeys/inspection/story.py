"""The chapters of an inspection; each is played once, with those before it, whichever test asks first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.journeys.inspection import concern, deciding, gathering, handing_in, planning, reading, sampling
from tests.journeys.inspection.people import People

Act = Callable[[People, str], None]

CHAPTERS: dict[str, tuple[Act, ...]] = {
    "announced": (planning.appoints_the_team, planning.announces),
    "handed in": (handing_in.hands_in_the_list, handing_in.hands_in_a_document, handing_in.survey_goes_out,
                  handing_in.text_is_cleared),
    "sampled": (sampling.draws_and_freezes, sampling.puts_on_duty, sampling.gives_cases_out,
                sampling.writes_the_timetable, sampling.begins_fieldwork),
    "read": (reading.reads_by_hand, reading.reads_without_script, reading.reads_the_rest,
             reading.lead_settles_the_difference),
    "gathered": (concern.concern_is_raised_and_received, gathering.people_are_met, gathering.figure_is_entered,
                 gathering.claims_are_settled),
    "judged": (deciding.judgements_are_proposed, deciding.panel_meets),
    "decided": (deciding.everything_is_decided,),
}  # fmt: skip


@dataclass
class Story:
    """One inspection, as far as it has come."""

    people: People
    place: str = ""
    told: list[str] = field(default_factory=list)  # chapters that were played
    broken: str = ""  # the chapter that did not come to its end

    def reach(self, wanted: str) -> Story:
        """Play every chapter up to this one that was not played yet."""
        for chapter, acts in CHAPTERS.items():
            if self.broken:
                pytest.fail(f"The chapter '{self.broken}' did not come to its end.")
            if chapter not in self.told:
                self.broken = chapter
                if not self.place:
                    planning.declares_a_conflict(self.people, "publisher")
                    self.place = planning.plans(self.people)
                for act in acts:
                    act(self.people, self.place)
                assert not self.people.told(), "\n".join(self.people.told())
                self.told.append(chapter)
                self.broken = ""
            if chapter == wanted:
                return self
        raise ValueError(f"There is no chapter '{wanted}'.")
