"""Verifying, sending back with reasons on cells, several at once, unlocking, corrections after the cut-off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.inputs import lineage_of
from assessment.models import FigureEntry, Remark, Return, Unlock
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, open_cycle

LIST = f"/assessment/{YEAR}/returns/"
PAGE = f"{LIST}JNQ/"
VERIFY, ACCEPT = (f"/assessment/{YEAR}/review/{step}/" for step in ("verify", "accept"))
ASK, DAY = {"reason": "F002 counted branches twice"}, timedelta(days=1)


@pytest.fixture
def made(in_zone):
    """Returns of one year by park and status."""

    def put(days_left=40, **statuses):
        with in_zone():
            cycle = open_cycle(days_left=days_left)
            return {code: complete_return(cycle, code, status) for code, status in statuses.items()}

    return put


@pytest.fixture
def status(in_zone):
    def read(code="JNQ"):
        with in_zone():
            return Return.objects.get(cycle__year=YEAR, park__code=code).status

    return read


def ten_days_on():
    return (timezone.localdate() + 10 * DAY).isoformat()


def unlocked(browse, in_zone, until=None):
    """The head asks, the coordinator grants."""
    browse("head-jnq").post(f"{PAGE}unlock/", ASK)
    with in_zone():
        request = Unlock.objects.latest("asked_at")
    said = {"decision": "grant", "until": until or ten_days_on(), "answer": "shown by the register"}
    return browse("coordinator").post(f"{PAGE}unlock/{request.pk}/", said)


def type_in(browse, value, code="F002", who="clerk-jnq"):
    texts = {f"{code}-{name}": "" for name in ("missing", "reason", "document")}
    client = browse(who)
    page = client.get(f"{PAGE}?section=general").content.decode()
    was = page.partition(f'name="{code}-was" value="')[2].partition('"')[0]
    return client.post(f"{PAGE}cells/", texts | {f"{code}-value": value, f"{code}-was": was})


# -- Sending back, changes -------------------------------------------------------------------------------------------
def test_send_back__with_reasons_on_cells__they_stand_beside_them(browse, made, in_zone):
    made(JNQ="submitted")
    said = {"reason": "two figures", "cells": "F002 counts branches twice\nf004：agency staff"}

    browse("district-pudong").post(f"{PAGE}send-back/", said)

    with in_zone():
        assert dict(Remark.objects.values_list("figure__code", "text")) == {
            "F002": "counts branches twice",
            "F004": "agency staff",
        }
    assert "1 point to follow up" in browse("clerk-jnq").get(f"{PAGE}?section=general").content.decode()


def test_send_back__a_line_without_a_figure__is_named_and_nothing_happens(browse, made, status, in_zone):
    made(JNQ="submitted")

    answer = browse("district-pudong").post(f"{PAGE}send-back/", {"reason": "x", "cells": "the second one"})

    assert answer.status_code == 422
    assert "begin with the code of a figure" in answer.content.decode()
    assert status() == "submitted"
    with in_zone():
        assert not Remark.objects.exists()


def test_changes__since_it_was_sent_back__side_by_side(browse, made):
    made(JNQ="draft")
    type_in(browse, "4000")
    browse("clerk-jnq").post(f"{PAGE}submit/")
    browse("district-pudong").post(f"{PAGE}send-back/", ASK)
    type_in(browse, "4100")
    type_in(browse, "4200")

    text = browse("district-pudong").get(f"{PAGE}changes/").content.decode()

    assert "1 figure changed" in text
    assert "4,000" in text
    assert "4,200" in text
    assert "4,100" not in text


# -- Several at once -------------------------------------------------------------------------------------------------
def test_bulk__verifies_the_chosen_of_its_own_district_only(browse, made, status):
    made(JNQ="submitted", CHJ="submitted", MHG="submitted", LJZ="draft")

    page = browse("district-pudong").get(VERIFY).content.decode()
    browse("district-pudong").post(VERIFY, {"park": ["JNQ", "MHG", "LJZ"]})

    assert 'value="JNQ"' in page
    assert 'value="MHG"' not in page
    assert [status(code) for code in ("JNQ", "CHJ", "MHG", "LJZ")] == ["verified", "submitted", "submitted", "draft"]


def test_bulk__one_moved_on_meanwhile__is_named_and_the_others_are_taken(browse, made, status):
    made(JNQ="verified", CHJ="submitted")

    answer = browse("coordinator").post(ACCEPT, {"park": ["JNQ", "CHJ"]}, follow=True)

    assert [status("JNQ"), status("CHJ")] == ["accepted", "submitted"]
    assert "Taken for 1 return." in answer.content.decode()
    assert "has moved on meanwhile" in answer.content.decode()


@pytest.mark.parametrize("username", ["clerk-jnq", "head-jnq", "auditor", "district-pudong"])
def test_bulk__accepting_is_the_citys(browse, made, status, username):
    made(JNQ="verified")

    assert browse(username).post(ACCEPT, {"park": ["JNQ"]}).status_code == 403
    assert status() == "verified"


# -- Unlocking -------------------------------------------------------------------------------------------------------
def test_unlock__asked_granted_corrected_and_accepted_again(browse, made, status, in_zone):
    made(JNQ="accepted")
    assert type_in(browse, "4000").status_code == 409
    assert unlocked(browse, in_zone).status_code == 302
    assert status() == "draft"

    assert type_in(browse, "4000").status_code == 200
    browse("clerk-jnq").post(f"{PAGE}submit/")
    browse("district-pudong").post(f"{PAGE}verify/")
    browse("coordinator").post(f"{PAGE}accept/")

    assert status() == "accepted"
    with in_zone():
        assert Return.objects.get().unlocked_until is None


def test_unlock__after_the_cutoff__the_correction_is_marked_in_the_lineage(browse, made, in_zone):
    made(days_left=-2, JNQ="accepted")
    unlocked(browse, in_zone)

    assert type_in(browse, "4000").status_code == 200

    with in_zone():
        entry = FigureEntry.objects.select_related("entered_by").get(figure__code="F002")
        other = FigureEntry.objects.select_related("entered_by").get(figure__code="F004")
    assert lineage_of(entry)["correction"] is True
    assert "correction" not in lineage_of(other)


def test_unlock__expired__figures_are_closed_but_what_was_corrected_is_handed_in(browse, made, status, in_zone):
    made(days_left=-2, JNQ="accepted")
    unlocked(browse, in_zone)
    with in_zone():
        Return.objects.update(unlocked_until=timezone.now() - DAY)

    refused = type_in(browse, "4000")

    assert refused.status_code == 409
    assert "The unlocking ended" in refused.json()["reason"]
    browse("clerk-jnq").post(f"{PAGE}submit/")
    assert status() == "submitted"


def test_unlock__declined__says_why_and_changes_nothing(browse, made, status, in_zone):
    made(JNQ="accepted")
    browse("head-jnq").post(f"{PAGE}unlock/", ASK)
    with in_zone():
        request = Unlock.objects.get()

    browse("coordinator").post(
        f"{PAGE}unlock/{request.pk}/", {"decision": "decline", "answer": "the register says 1,842"}
    )

    assert status() == "accepted"
    assert "the register says 1,842" in browse("clerk-jnq").get(f"{PAGE}unlock/").content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"decision": "grant", "answer": "x"}, "Say until when"),
        ({"decision": "grant", "until": "2020-01-01", "answer": "x"}, "ends after now"),
        ({"decision": "grant", "until": "2099-01-01", "answer": "x"}, "within 30 days"),
        ({"decision": "grant", "until": "soon", "answer": "x"}, "valid date"),
        ({"decision": "decline"}, "required"),
        ({}, "required"),
    ],
)
def test_unlock__a_bad_decision__is_refused_at_its_field(browse, made, status, in_zone, said, words):
    made(JNQ="accepted")
    browse("head-jnq").post(f"{PAGE}unlock/", ASK)
    with in_zone():
        request = Unlock.objects.get()

    answer = browse("coordinator").post(f"{PAGE}unlock/{request.pk}/", said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert status() == "accepted"


def test_unlock__only_the_head_asks_once_and_only_the_city_decides(browse, made, in_zone):
    made(JNQ="accepted")

    assert browse("clerk-jnq").post(f"{PAGE}unlock/", ASK).status_code == 403
    assert browse("head-jnq").post(f"{PAGE}unlock/", ASK).status_code == 302
    assert browse("head-jnq").post(f"{PAGE}unlock/", ASK).status_code == 422
    with in_zone():
        request = Unlock.objects.get()
    assert browse("district-pudong").get(f"{PAGE}unlock/{request.pk}/").status_code == 403
    assert browse("clerk-mhg").get(f"{PAGE}unlock/").status_code == 404


def test_unlock__an_open_draft__needs_none(browse, made):
    made(JNQ="draft")

    answer = browse("head-jnq").post(f"{PAGE}unlock/", ASK)

    assert answer.status_code == 422
    assert "this one is open" in answer.content.decode()


def test_every_step_is_in_the_trail(browse, made, in_zone):
    made(JNQ="accepted")
    unlocked(browse, in_zone)

    with in_zone():
        events = list(AuditEvent.objects.filter(object_type="assessment.return").values_list("event", flat=True))
    assert {"unlock_asked", "unlock_granted", "return_unlocked"} <= set(events)
