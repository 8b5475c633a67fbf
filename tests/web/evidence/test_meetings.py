"""People met, their quotes with a second person's look, and figures: once, by the right people, nothing lost."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.factories import evidence as made
from tests.factories.people import Cast
from touchstone.web.audit.models import AuditRow
from touchstone.web.audit.operation import Refused
from touchstone.web.evidence.meetings import operations
from touchstone.web.evidence.models import ContextFigure, EvidenceItem, Quote
from touchstone.web.exercises.models import NotOpen

TODAY = timezone.localdate()


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "save_id": str(uuid4()),
        "kind": "focus_group",
        "day-day": str(TODAY.day),
        "day-month": str(TODAY.month),
        "day-year": str(TODAY.year),
        "group": "children",
        "with_whom": "five children and their worker",
        "people": "5",
        "team": [str(cast.partner.pk)],
        "notes": "They choose their projects themselves.",
        "standards": ["1.3"],
        **more,
    }


@pytest.mark.capability("I6")
def test_a_partner_records_a_group_once_and_everybody_who_may_reads_it(client: Client, cast: Cast, at: str) -> None:
    client.force_login(cast.partner)
    assert client.get(f"{at}evidence/record/").status_code == 200
    form = typed(cast)
    one, two = (client.post(f"{at}evidence/record/", form).headers["Location"] for _press in "12")
    assert one == two
    page = client.get(one).content.decode()
    for words in ("five children and their worker", "They choose their projects", "Partner", "1.3 Partnerships"):
        assert words in page
    assert EvidenceItem.objects.visible_to(cast.lead).count() == 1
    row = AuditRow.objects.filter(what="meetings.record_item").first()
    assert row is not None
    assert "projects" not in str(row.facts())
    assert "five children" in client.get(f"{at}evidence/").content.decode()


def test_every_problem_is_told_at_once_and_what_was_typed_stays(client: Client, cast: Cast, at: str) -> None:
    client.force_login(cast.inspector)
    wrong = typed(cast, kind="", people="0", team=[str(cast.stranger.pk)], standards=["9.9"])
    wrong["day-year"] = str(TODAY.year + 1)
    answer = client.post(f"{at}evidence/record/", wrong)
    assert answer.status_code == 400
    page = answer.content.decode()
    for words in ("What was it: nothing is chosen", "the latest day", "must be 1 at least", "not one of the choices"):
        assert words in page
    assert "They choose their projects themselves." in page


def test_nobody_writes_over_another_and_both_texts_stand_beside_each_other(client: Client, cast: Cast, at: str) -> None:
    item = made.item(cast.exercise, cast.inspector)
    client.force_login(cast.inspector)
    address = f"{at}evidence/{item.pk}/change/"
    mine = typed(cast, version="1", notes="My notes.")
    del mine["save_id"]
    assert client.post(address, {**mine, "notes": "Their notes."}).status_code == 302
    late = client.post(address, mine)
    assert late.status_code == 400
    plain = re.sub(r"<[^>]+>", "", late.content.decode())  # what differs is marked word by word
    for words in ("Their notes.", "My notes.", "Somebody else has changed the notes"):
        assert words in plain
    version = re.search(r'name="version" value="(\d+)"', late.content.decode())
    assert version is not None
    assert client.post(address, {**mine, "version": version[1]}).status_code == 302
    page = client.get(f"{at}evidence/{item.pk}/").content.decode()
    for words in ("My notes.", "Their notes.", "They know their children well."):
        assert words in page


def test_a_quote_is_used_after_a_second_person_has_looked(client: Client, cast: Cast, at: str) -> None:
    item = made.item(cast.exercise, cast.inspector)
    client.force_login(cast.inspector)
    page = client.get(f"{at}evidence/{item.pk}/").content.decode()
    save = re.search(r'name="save_id" value="([^"]+)"', page)
    assert save is not None
    words = {"save_id": save[1], "words": "Then Dennis drove me to Northgate.", "who": "a child", "language": "en"}
    assert client.post(f"{at}evidence/{item.pk}/quotes/", {**words, "who": "nobody"}).status_code == 400
    for _press in "12":
        assert client.post(f"{at}evidence/{item.pk}/quotes/", words).status_code == 302
    quote = Quote.objects.visible_to(cast.inspector).get()
    check = f"{at}evidence/quotes/{quote.pk}/check/"
    assert "You made this quote anonymous" in client.get(check).content.decode()
    own = client.post(check, {"version": "1", "finds": "nobody", "because": ""})
    assert "Somebody else must look at it" in own.content.decode()
    client.force_login(cast.lead)
    page = client.get(check).content.decode()
    assert re.search(r"<strong>Dennis</strong> may be a name", page)
    assert client.post(check, {"version": "1", "finds": "somebody", "because": ""}).status_code == 400
    assert client.post(check, {"version": "1", "finds": "somebody", "because": "A name."}).status_code == 302
    client.force_login(cast.inspector)
    changed = {"version": "2", "words": "Then my worker drove me.", "who": "a child", "language": "en"}
    assert client.post(f"{at}evidence/quotes/{quote.pk}/", changed).status_code == 302
    client.force_login(cast.lead)
    stale = client.post(check, {"version": "2", "finds": "nobody", "because": ""})
    assert "changed meanwhile" in stale.content.decode()
    assert client.post(check, {"version": "3", "finds": "nobody", "because": ""}).status_code == 302
    quote.refresh_from_db()
    assert (quote.may_be_used, quote.checked_by, quote.words) == (True, cast.lead, "Then my worker drove me.")
    assert "Dennis" not in client.get(f"{at}evidence/{item.pk}/").content.decode()


def test_whoever_changed_a_quote_last_does_not_check_it(cast: Cast) -> None:
    quote = made.quote(made.item(cast.exercise, cast.inspector), cast.inspector)
    operations.change_quote(quote=quote, version=1, words="Shorter.", who="a child", language="en", by=cast.lead)
    with pytest.raises(ValidationError, match="Somebody else"):
        operations.check_quote(quote=quote, version=2, by=cast.lead)
    operations.check_quote(quote=quote, version=2, by=cast.inspector)
    operations.withdraw_quote(quote=quote, version=3, by=cast.lead)
    quote.refresh_from_db()
    assert not quote.may_be_used
    with pytest.raises(ValidationError, match="changed meanwhile"):
        operations.check_quote(quote=quote, version=4, by=cast.inspector)


def test_figures_are_entered_once_and_corrected_with_a_trace(client: Client, cast: Cast, at: str) -> None:
    figure = made.figure(cast.exercise, cast.lead)
    assert figure.name == "children_on_the_caseload"
    client.force_login(cast.inspector)
    save = str(uuid4())
    now = {"save_id": save, "label": "Children on the caseload", "value": "x", "unit": "children", "source": "The same",
           "as_of": "2027", "given_by": "published"}  # fmt: skip
    address = f"{at}evidence/figures/{figure.pk}/replace/"
    assert "no number" in client.post(address, now).content.decode()
    for _press in "12":
        assert client.post(address, {**now, "value": "198.5"}).status_code == 302
    standing = ContextFigure.objects.visible_to(cast.lead).standing().get()
    assert (standing.words, standing.name) == ("198.5 children", "children_on_the_caseload")
    assert "212 children" in client.get(f"{at}evidence/figures/").content.decode()
    again = client.post(address, {**now, "value": "1", "save_id": str(uuid4())})
    assert "replaced this figure meanwhile" in again.content.decode()


def test_the_service_hands_in_figures_as_its_own_word_and_corrects_only_those(
    client: Client, cast: Cast, at: str
) -> None:
    ours = made.figure(cast.exercise, cast.lead)
    client.force_login(cast.contact)
    now = {
        "save_id": str(uuid4()),
        "label": "Staff",
        "value": "41",
        "unit": "people",
        "source": "Payroll",
        "as_of": "2026",
    }
    assert client.post(f"{at}evidence/figures/enter/", {**now, "given_by": "published"}).status_code == 400
    assert client.post(f"{at}evidence/figures/enter/", now).status_code == 302
    assert ContextFigure.objects.visible_to(cast.contact).get(label="Staff").given_by == "service"
    refused = client.post(f"{at}evidence/figures/{ours.pk}/replace/", {**now, "save_id": str(uuid4())})
    assert "entered by the inspectorate" in refused.content.decode()
    assert client.get(f"{at}evidence/figures/").status_code == 200


def test_who_sees_what_was_gathered(client: Client, cast: Cast, at: str) -> None:
    item = made.item(cast.exercise, cast.inspector)
    quote = made.quote(item, cast.inspector)
    reads = {"lead": 200, "inspector": 200, "partner": 200, "chief": 200, "panel_member": 200, "chair": 200,
             "assessor": 403, "contact": 403, "safeguarding": 403, "publisher": 403, "auditor": 404, "other_lead": 404,
             "other_contact": 404, "stranger": 404}  # fmt: skip
    writes = {**reads, "chief": 403, "panel_member": 403, "chair": 403}
    for name in reads:
        client.force_login(cast.people[name])
        for address in (f"{at}evidence/", f"{at}evidence/{item.pk}/"):
            assert client.get(address).status_code == reads[name], (name, address)
        for address in (f"{at}evidence/record/", f"{at}evidence/{item.pk}/change/", f"{at}evidence/quotes/{quote.pk}/",
                        f"{at}evidence/quotes/{quote.pk}/check/"):  # fmt: skip
            assert client.get(address).status_code == writes[name], (name, address)
    client.logout()
    assert client.get(f"{at}evidence/").status_code == 302


def test_evidence_of_another_inspection_is_not_found(client: Client, cast: Cast, at: str) -> None:
    elsewhere = made.item(cast.other, cast.other_lead)
    quote = made.quote(elsewhere, cast.other_lead)
    client.force_login(cast.lead)
    for address in (f"evidence/{elsewhere.pk}/", f"evidence/quotes/{quote.pk}/check/"):
        assert client.get(f"{at}{address}").status_code == 404
    figure = made.figure(cast.other, cast.other_lead)
    assert client.get(f"{at}evidence/figures/{figure.pk}/replace/").status_code == 404
    now = typed(cast, save_id=str(elsewhere.pk))  # the id of somebody else's row as a save id
    client.force_login(cast.inspector)
    assert "belongs to something else" in client.post(f"{at}evidence/record/", now).content.decode()


def test_nothing_is_recorded_while_it_is_closed_and_what_was_typed_is_kept(client: Client, cast: Cast, at: str) -> None:
    cast.exercise.activities = " told documents "
    cast.exercise.save()
    with pytest.raises(NotOpen):
        made.item(cast.exercise, cast.inspector)
    with pytest.raises(Refused):
        made.item(cast.exercise, cast.panel_member)
    client.force_login(cast.inspector)
    answer = client.post(f"{at}evidence/record/", typed(cast))
    assert answer.status_code == 400
    assert "They choose their projects themselves." in answer.content.decode()
