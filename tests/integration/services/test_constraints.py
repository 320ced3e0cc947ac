"""What must never be false is held by the database; each constraint with the row that would break it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.rowsecurity import keeping
from services.models import Case, Rating, ServiceItem
from tests.factories import services as make

WRONG = [
    (make.accepted, {"due_date": None}, "services_accepted_means_a_day_and_a_due_date"),
    (make.accepted, {"accepted_on": None}, "services_accepted_means_a_day_and_a_due_date"),
    (make.accepted, {"due_date": date(2026, 9, 14)}, "services_accepted_means_a_day_and_a_due_date"),
    (make.submitted, {"accepted_on": date(2026, 9, 15)}, "services_accepted_means_a_day_and_a_due_date"),
    (make.submitted, {"status": "lost"}, "services_accepted_means_a_day_and_a_due_date"),
    (make.decided, {"decided_at": None}, "services_answered_means_a_time_of_the_answer"),
    (make.submitted, {"decided_at": make.DECIDED}, "services_answered_means_a_time_of_the_answer"),
    (make.decided, {"decision": ""}, "services_decided_means_granted_or_refused"),
    (make.decided, {"decision": "maybe"}, "services_decided_means_granted_or_refused"),
    (make.accepted, {"decision": "granted"}, "services_decided_means_granted_or_refused"),
    (make.accepted, {"decision_number": "1"}, "services_decided_means_granted_or_refused"),
    (make.not_accepted, {"decision_reason": ""}, "services_a_refusal_gives_its_reason"),
    (make.decided, {"decision": "refused"}, "services_a_refusal_gives_its_reason"),
]


@pytest.mark.parametrize(("state", "changes", "constraint"), WRONG)
def test_case__that_contradicts_itself__is_refused(in_zone, state, changes, constraint):
    case = state()

    with in_zone(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"level": 6}, "services_a_rating_is_one_to_five"),
        ({"level": 0}, "services_a_rating_is_one_to_five"),
        ({"level": 2, "comment": ""}, "services_a_bad_rating_says_what_went_wrong"),
    ],
)
def test_rating__outside_its_levels_or_without_words__is_refused(in_zone, changes, constraint):
    case = make.rated(level=5, comment="Fast.")

    with in_zone(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Rating.objects.filter(case=case).update(**changes)


def test_item__promise_longer_than_the_law__is_refused():
    item = make.item()

    with (
        pytest.raises(IntegrityError, match="services_a_promise_stays_within_the_statutory_limit"),
        keeping(),
    ):
        ServiceItem.objects.filter(pk=item.pk).update(promised_days=21)
