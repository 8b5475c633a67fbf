"""A new inspection of an invented service, from its plan to decided ratings, by eleven people; its file rates alike."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ROOT
from tests.journeys.inspection.acts import file_of, press, row_of, told
from tests.journeys.inspection.deciding import COUNTED, DECIDED, DISCRETION
from tests.journeys.inspection.people import NAMES
from tests.journeys.inspection.story import Story

pytestmark = pytest.mark.slow
Check = Callable[[Page], None]
BIRMINGHAM = ROOT / "touchstone" / "dossier" / "examples" / "birmingham-2023"
OVERALL, SCORE = "Good", 21


@pytest.mark.capability("W1", "W2")
def test_it_is_planned_by_a_team_without_conflicts_and_announced(inspection: Story) -> None:
    inspection.reach("announced")


@pytest.mark.capability("W4", "W8", "W9")
def test_the_service_hands_in_its_list_and_its_documents_and_a_child_answers(inspection: Story) -> None:
    inspection.reach("handed in")


@pytest.mark.capability("I4", "W3", "W4")
def test_the_sample_is_drawn_frozen_and_given_out(inspection: Story) -> None:
    inspection.reach("sampled")


@pytest.mark.capability("I5", "W5", "W6")
def test_cases_are_read_with_script_and_without_and_once_blind(inspection: Story) -> None:
    inspection.reach("read")


@pytest.mark.capability("I6", "I7", "W7", "W8", "W10", "N4")
def test_a_concern_is_received_and_claims_are_settled_on_two_sources(inspection: Story) -> None:
    inspection.reach("gathered")


@pytest.mark.capability("W11")
def test_judgements_are_proposed_and_the_panel_meets(inspection: Story) -> None:
    inspection.reach("judged")


@pytest.mark.capability("I2", "I3", "W11")
def test_the_panel_decides_and_its_discretion_stays_apart(inspection: Story) -> None:
    inspection.reach("decided")
    page = inspection.people("chair")
    page.goto(f"{inspection.place}panel/{DISCRETION[0]}/")
    expect(page.get_by_text(f"(the rule gave {COUNTED[DISCRETION[0]]})")).to_be_visible()
    page.goto(f"{inspection.place}panel/3.3/")
    expect(page.get_by_text(f"{NAMES['member']} dissents: One case more")).to_be_visible()


@pytest.mark.capability("I2", "I3", "W13")
def test_the_file_taken_out_of_it_rates_the_same_on_the_command_line(inspection: Story, tmp_path: Path) -> None:
    place = inspection.reach("decided").place
    page = inspection.people.anew("lead")
    page.goto(f"{place}file/")
    expect(page.get_by_role("heading", name=f"{OVERALL}, {SCORE}/36")).to_be_visible()
    for standard, rating in DECIDED.items():
        expect(row_of(page, standard)).to_contain_text(rating)
    page.get_by_label("Who receives it").fill("The inspectorate's archive")
    page.get_by_label("What for").fill("To keep it")
    with page.expect_download() as download:
        press(page, "Take the file out")
    taken = tmp_path / download.value.suggested_filename
    download.value.save_as(taken)

    rated = rate(taken)
    assert {number: it["rating"] for number, it in rated["standards"].items()} == DECIDED
    assert (rated["overall"], rated["score"]) == (OVERALL, SCORE)
    for number, computed in COUNTED.items():
        it = rated["standards"][number]
        assert it["computed"] == computed
        assert bool(it["discretion"]) is (number == DISCRETION[0])
    assert not inspection.people.told()


def rate(taken: Path) -> dict[str, Any]:
    """What `touchstone rate` says of a file."""
    words = [sys.executable, "-m", "touchstone", "rate", "--format", "json", str(taken)]
    said = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    found: dict[str, Any] = json.loads(said.stdout)
    return found


@pytest.mark.capability("I2", "W13")
def test_birminghams_file_brought_in_shows_its_published_ratings(inspection: Story, axe: Check, fits: Check) -> None:
    published = yaml.safe_load((ROOT / "tests" / "examples" / "birmingham-2022.yaml").read_text(encoding="utf-8"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("inspection.json", "cases.csv"):
            archive.write(BIRMINGHAM / name, name)
    page = inspection.people("chief")
    page.goto("/work/inspections/bring-in/")
    axe(page)
    page.get_by_label("Inspection file").set_input_files(file_of("birmingham.zip", made.getvalue(), "application/zip"))
    press(page, "Look it through")
    expect(page.get_by_text("Requires improvement, 11 of 36")).to_be_visible()
    axe(page)
    press(page, "Bring it in")
    told(page, "The inspection is here")
    brought = page.url.removesuffix("file/")
    for room in ("file/", "judgements/"):
        page.goto(f"{brought}{room}")
        expect(page.get_by_text("11/36").first).to_be_visible()
        ratings = {number: it["rating"] for number, it in published["published"].items()} | published["judged"]
        for standard, rating in ratings.items():
            expect(row_of(page, standard)).to_contain_text(rating)
        axe(page)
    fits(page)
