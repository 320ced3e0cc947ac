"""The letter of a decision: one each, as PDF, received by the park; and what confirming would do, told before."""

from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from assessment.actions.standing import confirm_proposal
from assessment.letters import pdf_of
from assessment.models import Cycle, Letter, Proposal
from core.audit import history_of
from core.notifications.actions import inbox_of
from tests.factories.assessed_year import at, make_year, run_year

NUMBER = "沪科创办〔2025〕12号"


@pytest.fixture
def letter(in_zone: Any, person: Any) -> Letter:
    """JNQ is notified."""
    with in_zone():
        cycle = make_year(2024, {"JNQ": 40.0, "EXP": 59.9})
        run_year(cycle, release=True)
        proposal = Proposal.objects.get(cycle=cycle, park__code="JNQ")
        confirm_proposal(proposal=proposal, document_number=NUMBER, by=person("coordinator"), at=at(2024, 7))
        return Letter.objects.get(park__code="JNQ")


def test_letter__is_issued_with_the_decision_and_told_once(letter: Letter, acting_as: Any, person: Any) -> None:
    with acting_as("head-jnq"):
        told = [row for row in inbox_of(person("head-jnq")) if NUMBER in str(row.params)]
        events = [event.event for event in history_of(letter)]

    assert (letter.document_number, letter.content["number"]) == (NUMBER, NUMBER)
    assert len(told) == 1
    assert events == ["letter_issued"]


def test_letter__printed_twice__is_the_same_pdf(letter: Letter) -> None:
    first = pdf_of(letter)

    assert first.startswith(b"%PDF")
    assert first == pdf_of(letter)


@pytest.mark.parametrize(
    ("username", "status"),
    [("head-jnq", 200), ("district-pudong", 200), ("coordinator", 200), ("auditor", 200), ("clerk-jnq", 403),
     ("head-mhg", 404), ("owner-a", 404)],
)  # fmt: skip
def test_letter__read_by_whom_it_concerns(letter: Letter, browse: Any, username: str, status: int) -> None:
    answer = browse(username).get(f"/assessment/letters/{letter.pk}.pdf")

    assert answer.status_code == status
    assert answer.content.startswith(b"%PDF") is (status == 200)


def test_receipt__by_the_head__is_kept_and_given_once(letter: Letter, browse: Any, acting_as: Any) -> None:
    address = f"/assessment/letters/{letter.pk}/receive/"
    first = browse("head-jnq").post(address, follow=True).content.decode()
    second = browse("head-jnq").post(address, follow=True).content.decode()

    assert "The receipt is confirmed." in first
    assert "confirmed already" in second
    assert browse("district-pudong").post(address).status_code == 403
    with acting_as("head-jnq"):
        assert Letter.objects.get().received_by.username == "head-jnq"


def test_letter__changed_after_its_issue__is_refused_by_the_database(letter: Letter, in_zone: Any) -> None:
    refused = pytest.raises(DatabaseError, match="sealed and does not change")

    with in_zone(), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assessment_letter SET document_number = 'x'")


def test_preview__says_what_confirming_would_do(in_zone: Any, browse: Any) -> None:
    with in_zone():
        cycle: Cycle = make_year(2024, {"JNQ": 40.0, "EXP": 59.9})
        run_year(cycle, release=True)

    page = browse("coordinator").get("/assessment/2024/standing/").content.decode()

    assert "Confirming would notify 2 parks." in page
    assert "40.00, line 60, below it in" in page
    assert "A person must decide." in page
