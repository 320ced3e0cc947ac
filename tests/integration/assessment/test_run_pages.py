"""Runs: the list, asking for one, watching and stopping it, and the release."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assessment.models import Cycle, PublishedRank, Run
from core.models import Job
from tests.factories.assessed_year import make_year, run_year

REQUEST = "/assessment/2024/runs/request/"
RELEASE = "/assessment/2024/release/"


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    with in_zone():
        return make_year(2024, {"HPU": 40.0})


@pytest.fixture
def computed(year: Cycle, in_zone: Any) -> Run:
    with in_zone():
        return run_year(year)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_request__before_the_cutoff__is_refused_with_the_day(
    browse: Callable[[str | None], Client], in_zone: Any
) -> None:
    with in_zone():
        make_year(2090, {})

    answer = browse("coordinator").post("/assessment/2090/runs/request/")

    assert answer.status_code == 422
    assert "can still change until the end of" in words(answer)
    assert "2091" in words(answer)
    assert not Run.objects.exists()


def test_request__after_the_cutoff__leads_to_the_job(
    year: Cycle, browse: Callable[[str | None], Client], in_zone: Any
) -> None:
    answer = browse("coordinator").post(REQUEST, follow=True)

    run = Run.objects.get()
    assert answer.redirect_chain == [(f"/assessment/jobs/{run.job_id}/", 302)]
    assert "Assessment of 2024, run 1" in words(answer)
    assert "Look again" in words(answer)


def test_request__while_another_is_under_way__is_refused(year: Cycle, browse: Callable[[str | None], Client]) -> None:
    browse("coordinator").post(REQUEST)

    answer = browse("coordinator2").post(REQUEST)

    assert answer.status_code == 422
    assert "is under way" in words(answer)
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("username", "status"),
    [(None, 302), ("auditor", 403), ("district-pudong", 403), ("head-jnq", 403), ("owner-a", 403), ("sysadmin", 403)],
)
@pytest.mark.parametrize("address", [REQUEST, RELEASE])
def test_request_and_release__by_anybody_but_a_coordinator__are_refused(
    computed: Run, browse: Callable[[str | None], Client], username: str | None, status: int, address: str
) -> None:
    client = browse(username)

    answers = [client.get(address), client.post(address, {"run": computed.pk, "seen": "on"})]

    assert [answer.status_code for answer in answers] == [status, status]
    assert Run.objects.count() == 1
    assert not PublishedRank.objects.exists()


@pytest.fixture
def job(year: Cycle, browse: Callable[[str | None], Client], in_zone: Any) -> Job:
    browse("coordinator").post(REQUEST)
    with in_zone():
        return Job.objects.get(kind="assessment.run_assessment")


@pytest.mark.parametrize(
    ("username", "status"),
    [("coordinator", 200), ("auditor", 200), ("coordinator2", 200), ("head-jnq", 404), ("owner-a", 404), (None, 302)],
)
def test_job__seen_by__who_asked_and_the_zone(
    job: Job, browse: Callable[[str | None], Client], username: str | None, status: int
) -> None:
    assert browse(username).get(f"/assessment/jobs/{job.pk}/").status_code == status


def test_job__polled__answers_the_part_alone(job: Job, browse: Callable[[str | None], Client], in_zone: Any) -> None:
    with in_zone():
        Job.objects.filter(pk=job.pk).update(status="running", done=2, total=4, step="drawing")

    answer = browse("coordinator").get(f"/assessment/jobs/{job.pk}/", headers={"hx-request": "true"})

    assert "<html" not in words(answer)
    assert "2 of 4" in words(answer)
    assert "drawing the variants" in words(answer)


def test_job__failed__says_so_and_what_to_do(job: Job, browse: Callable[[str | None], Client], in_zone: Any) -> None:
    with in_zone():
        Job.objects.filter(pk=job.pk).update(status="failed", message="HPU, A01: divides by zero")

    assert "HPU, A01: divides by zero" in words(browse("coordinator").get(f"/assessment/jobs/{job.pk}/"))


def test_cancel__queued_job__ends_at_once_and_another_may_start(
    job: Job, browse: Callable[[str | None], Client], in_zone: Any
) -> None:
    client = browse("coordinator")

    client.post(f"/assessment/jobs/{job.pk}/cancel/")

    with in_zone():
        job.refresh_from_db()
    assert (job.status, job.cancel_requested) == ("cancelled", True)
    assert client.post(REQUEST).status_code == 302


def test_cancel__running_job__asks_it_to_stop(job: Job, browse: Callable[[str | None], Client], in_zone: Any) -> None:
    with in_zone():
        Job.objects.filter(pk=job.pk).update(status="running")

    answer = browse("coordinator").post(f"/assessment/jobs/{job.pk}/cancel/", follow=True)

    with in_zone():
        job.refresh_from_db()
    assert (job.status, job.cancel_requested) == ("running", True)
    assert "Stops at the next safe point." in words(answer)


@pytest.mark.parametrize(("username", "status"), [("auditor", 403), ("head-jnq", 403), (None, 302)])
def test_cancel__by_anybody_but_a_coordinator__is_refused(
    job: Job, browse: Callable[[str | None], Client], in_zone: Any, username: str | None, status: int
) -> None:
    assert browse(username).post(f"/assessment/jobs/{job.pk}/cancel/").status_code == status
    with in_zone():
        job.refresh_from_db()
    assert not job.cancel_requested


def test_runs__listed__with_their_hash(computed: Run, browse: Callable[[str | None], Client]) -> None:
    assert computed.inputs_sha256 in words(browse("auditor").get("/assessment/2024/runs/"))
    assert browse("head-jnq").get("/assessment/2024/runs/").status_code == 403


def test_release__confirmed__makes_rank_total_and_verdict_public(
    computed: Run, browse: Callable[[str | None], Client]
) -> None:
    client = browse("coordinator")
    assert "What is released" in words(client.get(RELEASE))

    answer = client.post(RELEASE, {"run": computed.pk, "seen": "on"}, follow=True)

    assert "Released on" in words(answer)
    assert "40.00" in words(browse(None).get("/assessment/2024/ranking/"))


@pytest.mark.parametrize("data", [{}, {"run": "999999", "seen": "on"}, {"run": "abc", "seen": "on"}])
def test_release__bad_or_unseen__changes_nothing(
    computed: Run, browse: Callable[[str | None], Client], data: dict[str, str]
) -> None:
    answer = browse("coordinator").post(RELEASE, data)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not PublishedRank.objects.exists()


def test_release__earlier_run_than_the_latest__is_refused(
    computed: Run, year: Cycle, browse: Callable[[str | None], Client], in_zone: Any
) -> None:
    with in_zone():
        run_year(year)

    answer = browse("coordinator").post(RELEASE, {"run": computed.pk, "seen": "on"})

    assert answer.status_code == 422
    assert "A later run is finished" in words(answer)


def test_release__twice__is_refused_with_the_reason(computed: Run, browse: Callable[[str | None], Client]) -> None:
    client = browse("coordinator")
    client.post(RELEASE, {"run": computed.pk, "seen": "on"})

    assert "This run is released already." in words(client.get(RELEASE))
    assert client.post(RELEASE, {"run": computed.pk, "seen": "on"}).status_code == 422
