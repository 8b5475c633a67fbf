"""Inspections that never were, drawn from a seed: every framework, every oddity, written as a person would write them.

`generated(number)` is always the same file for the same number. Each is valid, and each has some of the shapes that
real files have and programs trip over.
"""

import json
import random
from pathlib import Path
from typing import Any

from touchstone.dossier.file import inspection_from
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.scale import whole_percent
from touchstone.standards.framework import Framework, SampleGroup, Standard
from touchstone.standards.loading import load_framework

FRAMEWORKS = ("hmip-youth-2018", "hmip-youth-2021", "hmip-youth-2025")
HOW_MANY = 30

# One sentence, in twelve scripts, as a child might say it; and pictures that are one sign made of several.
SCRIPTS = {
    "en": "They listened to me – and didn't judge.",
    "el": "Με άκουσαν και δεν με έκριναν.",
    "ru": "Меня выслушали и не осудили.",
    "ar": "استمعوا إليّ ولم يحكموا عليّ.",
    "he": "הקשיבו לי ולא שפטו אותי.",
    "hi": "उन्होंने मेरी बात सुनी।",
    "bn": "তারা আমার কথা শুনেছে।",
    "pa": "ਉਹਨਾਂ ਨੇ ਮੇਰੀ ਗੱਲ ਸੁਣੀ।",
    "ta": "அவர்கள் என் பேச்சைக் கேட்டார்கள்.",
    "th": "พวกเขาฟังฉัน",
    "ja": "話を聞いてくれました。",
    "ko": "제 말을 들어 주었어요.",
}
EMOJI = "It was good 👍🏽 – really 👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿"
APOSTROPHES = "The children's worker didn't say whose it was; it's the parents' word, not O'Neill’s."
NASTY = '<b>5 > 3 & "x"</b> =SUM(A1) #let x = 1; \\ $1 `code` {{braces}} _under_ *star* @at 50%'

ODDITIES = {
    0: "plain",
    1: "one case",
    2: "nothing rated",
    3: "many recommendations",
    4: "no previous",
    5: "scripts",
    6: "counts",
    7: "percentages",
    8: "discretion",
    9: "bare",
}


def generated(number: int) -> dict[str, Any]:
    """Inspection `number` of HOW_MANY as the content of its file."""
    return Maker(number).inspection()


def oddity_of(number: int) -> str:
    """What is odd about inspection `number`."""
    return ODDITIES[number // len(FRAMEWORKS)]


def is_assumed(number: int) -> bool:
    """Is the assumed rule asked for, where the inspectorate's is not known? For every other one it is."""
    return number % 2 == 1


def written(number: int, folder: Path) -> Path:
    """The generated inspection as a file."""
    path = folder / f"generated-{number}.json"
    path.write_text(json.dumps(generated(number), ensure_ascii=False), encoding="utf-8")
    return path


class Maker:
    """Makes one inspection; all chance comes from its number."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = random.Random(f"touchstone inspection {number}")
        self.framework: Framework = load_framework(FRAMEWORKS[number % len(FRAMEWORKS)])
        self.oddity = oddity_of(number)

    def inspection(self) -> dict[str, Any]:
        """The whole file."""
        content: dict[str, Any] = {
            "format": "touchstone-inspection",
            "version": 1,
            "id": f"northshire-{self.number}",
            "framework": self.framework.id,
            "revision": self.framework.revision,
            "title": f"An inspection of youth justice services in Northshire & St Mary's {self.number}",
            "kind": self.chance.choice(["inspection", "reinspection"]),
            "demonstration": {"says": "Generated for a test. Everything in it is invented."},
            "service": {
                "id": "northshire",
                "name": "Northshire & St Mary's Youth Justice Service",
                "short_name": "Northshire",
            },
            "standards": self.standards(),
        }
        content |= self.evidence()
        if self.oddity != "bare":
            content |= self.prose()
        if self.oddity not in ("bare", "no previous"):
            content["previous"] = self.previous()
        if self.oddity == "discretion" and self.framework.rating and not self.framework.rating.assumed:
            self.use_discretion(content)
        return content

    def standards(self) -> dict[str, Any]:
        """Judgements and words of every standard that has any."""
        entries = {it.id: self.standard(it) for it in self.framework.standards}
        return {number: entry for number, entry in entries.items() if entry or self.oddity == "discretion"}

    def standard(self, standard: Standard) -> dict[str, Any]:
        """What is written under one standard."""
        entry: dict[str, Any] = {}
        if self.oddity == "nothing rated":
            return {"not_rated": "The visit was broken off; nothing could be rated."}
        if standard.rated_by == "judging" and self.oddity != "bare":
            if self.chance.random() < 0.15:
                entry["not_rated"] = "There was nothing to inspect."
            else:
                entry |= {"rating": self.rating(), "reasons": APOSTROPHES}
        elif standard.rated_by == "judging" and standard.id != "1.2":  # 1.2 is not rated yet
            entry["rating"] = self.rating()
        if self.oddity != "bare" and self.chance.random() < 0.8:
            entry |= {
                "narrative": [f"In {{sample:{self.first_group().id}}} cases work was read.", NASTY],
                "strengths": [{"text": APOSTROPHES, "evidence": ["minutes"]}, NASTY],
                "areas_for_improvement": ["Reviews are {context:late} late."],
                "examples": [{"title": "Maya's plan", "paragraphs": [SCRIPTS["en"], NASTY]}],
            }
        return entry

    def rating(self) -> str:
        """One of the four words."""
        return self.chance.choice(["Inadequate", "Requires improvement", "Good", "Outstanding"])

    def first_group(self) -> SampleGroup:
        """A sample group that always has cases."""
        return self.framework.sample.groups[0]

    def evidence(self) -> dict[str, Any]:
        """Cases, or counts of them, or percentages alone; with the sample they were read in."""
        sample = [
            {"group": group.id, "kind": kind.id, "cases": self.how_many()}
            for group in self.framework.sample.groups
            for kind in (group.kinds[:1] if self.oddity == "one case" else group.kinds)
        ]
        content: dict[str, Any] = {"sample": sample}
        if self.oddity in ("counts", "percentages"):
            content["counts"] = self.counts(sample)
        elif self.oddity != "nothing rated":
            content["cases"] = self.cases(sample)
        if self.oddity == "discretion":
            sizes = {group.id: 0 for group in self.framework.sample.groups}
            for row in sample:
                sizes[row["group"]] += row["cases"]
            content["caseloads"] = {group: size + self.chance.randint(0, 60) for group, size in sizes.items()}
        return content

    def use_discretion(self, content: dict[str, Any]) -> None:
        """The panel lifts the first standard that the rule puts below the top by one band."""
        inspection = inspection_from(content, file="generated")
        rated = rate_inspection(self.framework, inspection.evidence)
        words = [band.rating for band in self.framework.rating.question_bands]
        lifted = next(it for it in rated.standards if it.computed and it.computed != words[-1])
        content["standards"][lifted.id]["discretion"] = {
            "rating": words[words.index(lifted.computed) + 1],
            "reason": "One case rested on a record that reached the inspectors late.",
            "by": ["N. O'Neill, lead inspector", "A deputy chief inspector"],
        }

    def how_many(self) -> int:
        """How many cases of one kind."""
        return 1 if self.oddity == "one case" else self.chance.randint(1, 20)

    def cases(self, sample: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Every case with its answers; some questions do not apply."""
        made: list[dict[str, Any]] = []
        for row in sample:
            standards = [
                it for it in self.framework.standards if it.cases == row["group"] and it.rated_by == "counting"
            ]
            questions = [question.id for it in standards for question in it.key_questions]
            for _ in range(row["cases"]):
                quality = self.chance.random()
                answers = {question: self.answer(quality) for question in questions}
                reference = f"N{self.number}-{len(made):04}"
                made.append({"reference": reference, "group": row["group"], "kind": row["kind"], "answers": answers})
        return made

    def answer(self, quality: float) -> str:
        """Yes more often in a good case; now and then the question does not apply."""
        if self.chance.random() < 0.03:
            return "not applicable"
        return "yes" if self.chance.random() < quality else "no"

    def counts(self, sample: list[dict[str, Any]]) -> dict[str, Any]:
        """For each key question asked of cases a count, or only the percentage that a count gives."""
        counts: dict[str, Any] = {}
        for standard in self.framework.standards:
            of = sum(row["cases"] for row in sample if row["group"] == standard.cases)
            for question in standard.key_questions:
                if standard.rated_by == "counting":
                    yes = self.chance.randint(0, of)
                    alone = {"percent": whole_percent(yes, of)}
                    counts[question.id] = {"yes": yes, "of": of} if self.oddity == "counts" else alone
        return counts

    def prose(self) -> dict[str, Any]:
        """Everything else a file may hold."""
        many = 200 if self.oddity == "many recommendations" else self.chance.randint(0, 8)
        bodies = ["The service", "The partnership board", "The chief constable's office", "Health & education"]
        voices = [{"who": "a child", "words": SCRIPTS["en"]}, {"who": "a parent", "words": APOSTROPHES}]
        if self.oddity == "scripts":
            voices = [{"who": "a child", "words": words, "language": tag} for tag, words in SCRIPTS.items()]
            voices.append({"who": "a child", "words": EMOJI})
        return {
            "dates": {
                "fieldwork_began": "2025-06-02",
                "fieldwork_ended": "2025-06-06",
                "cases_from": "2024-06-03",
                "cases_to": "2025-03-31",
                "published": self.chance.choice(["2025-09-30", "2025-09-30T00:01"]),
            },
            "team": [{"role": "Lead inspector", "name": "N. O'Neill"}],
            "context": [
                {
                    "id": "staff",
                    "label": "Staff",
                    "value": self.chance.randint(10, 2000),
                    "unit": "people",
                    "source": "Return",
                },
                {
                    "id": "late",
                    "label": "Late reviews",
                    "value": 38.2,
                    "unit": "%",
                    "source": "Return",
                    "as_of": "2025-05",
                },
                {
                    "id": "money",
                    "label": "Budget",
                    "value": 7000000,
                    "unit": "£",
                    "source": "=Plan",
                    "as_of": "this year",
                },
            ],
            "activities": [{"id": "meetings", "label": "Meetings", "count": self.chance.randint(1, 40)}],
            "foreword": {"paragraphs": [APOSTROPHES, "It employs {context:staff} people."], "by": "A test"},
            "acknowledgements": [NASTY],
            "background": ["Its budget is {context:money}. {recommendations} changes are asked for."],
            "involvement": {"paragraphs": [NASTY], "findings": [APOSTROPHES]},
            "voices": voices,
            "surveys": [{"id": "text", "title": "Text survey", "scores": {"2": 2, "8": self.chance.randint(1, 9)}}],
            "diversity": {"paragraphs": [APOSTROPHES], "findings": [{"text": NASTY, "evidence": ["minutes"]}]},
            "evidence_items": [
                {"id": "minutes", "kind": "document", "title": "Minutes of 'the board'", "date": "2025-05"}
            ],
            "recommendations": [
                {
                    "number": place + 1,
                    "to": bodies[place * len(bodies) // max(many, 1)],
                    "text": f"do better, point {place + 1}",
                }
                for place in range(many)
            ],
            "press": {
                "paragraphs": [APOSTROPHES],
                "quotes": [{"words": SCRIPTS["en"], "by": "An invented speaker"}],
                "notes": ["It has {context:staff} staff."],
                "contact": "Nobody",
            },
            "further_information": [NASTY],
            "isbn": "978-0-0000-0000-0",
        }

    def previous(self) -> dict[str, Any]:
        """An earlier inspection under the framework before, or the same."""
        place = FRAMEWORKS.index(self.framework.id)
        earlier = load_framework(FRAMEWORKS[max(0, place - self.chance.randint(0, 1))])
        known = [it.id for it in earlier.standards if self.chance.random() < 0.6]
        return {
            "framework": earlier.id,
            "published": self.chance.choice(["2020", "2020-10", "2020-10-20"]),
            "overall": self.chance.choice(["", "Good"]),
            "score": None,
            "standards": {number: self.rating() for number in known},
            "source": "A published report",
            "recommendations": [
                {"text": "See every child.", "outcome": "some progress", "note": APOSTROPHES},
                {"text": "Ask for intelligence.", "outcome": "not known"},
            ],
        }
