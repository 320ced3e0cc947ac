"""The outbox: whatever the broker loses or doubles and wherever a worker dies, the effect happens once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from core import jobs
from core.models import Job, JobStatus


@pytest.fixture
def asked(acting_as, person):
    """A job that the clerk asked for, and a way to look at its row again."""
    with acting_as("clerk-jnq"):
        job = jobs.enqueue("test.nothing", run_key="test:1", by=person("clerk-jnq"), number=7)

    def look():
        with acting_as("clerk-jnq"):
            return Job.objects.get(pk=job.pk)

    return look


def make_stale(acting_as, job):
    with acting_as("clerk-jnq"):
        long_ago = timezone.now() - timedelta(seconds=jobs.STALE_SECONDS + 5)
        Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)


def test_enqueue__same_key__is_the_same_job(acting_as, person, asked):
    with acting_as("clerk-jnq"):
        again = jobs.enqueue("test.nothing", run_key="test:1", by=person("clerk-jnq"), number=8)

    assert again.pk == asked().pk
    assert asked().arguments == {"number": 7}


def test_enqueue__broker_down__the_job_is_there(acting_as, person, monkeypatch, django_capture_on_commit_callbacks):
    def no_answer(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("core.jobs.current_app.send_task", no_answer)
    with django_capture_on_commit_callbacks(execute=True), acting_as("clerk-jnq"):
        job = jobs.enqueue("test.nothing", run_key="test:2", by=person("clerk-jnq"))

    assert job.status == JobStatus.QUEUED


def test_work__message_twice__done_once(asked):
    seen = []

    def run(*, handle, number):
        seen.append(number)
        with handle.scope() as job:
            handle.finish(job)

    jobs.work(str(asked().pk), run)
    jobs.work(str(asked().pk), run)

    assert seen == [7]
    assert asked().status == JobStatus.DONE


def test_claim__while_another_works__none(asked):
    assert jobs.claim(str(asked().pk)) is not None
    assert jobs.claim(str(asked().pk)) is None


def test_claim__worker_died__the_next_takes_over_and_the_twin_cannot_write(asked, acting_as):
    paused = jobs.claim(str(asked().pk))
    make_stale(acting_as, asked())

    taken = jobs.claim(str(asked().pk))

    assert (paused.attempt, taken.attempt) == (1, 2)
    with pytest.raises(jobs.Superseded), paused.scope():
        pass
    with taken.scope() as job:
        taken.finish(job)
    assert asked().status == JobStatus.DONE


def test_lost_jobs__queued_and_stale__sent_again(asked, acting_as, monkeypatch):
    sent = []
    monkeypatch.setattr("core.jobs.poke", lambda job_id, kind, queue: sent.append((str(job_id), kind)))

    jobs.sweep_jobs()
    jobs.sweep_jobs()  # within ten seconds it is not sent again
    jobs.claim(str(asked().pk))
    make_stale(acting_as, asked())
    jobs.sweep_jobs()

    assert sent == [(str(asked().pk), "test.nothing")] * 2


def test_work__cancel_requested__stops_at_the_next_step(asked, acting_as):
    with acting_as("clerk-jnq"):
        Job.objects.filter(pk=asked().pk).update(cancel_requested=True)

    jobs.work(str(asked().pk), lambda *, handle, number: handle.report(1, 2, ""))

    assert asked().status == JobStatus.CANCELLED


def test_work__refused__failed_with_the_sentence(asked):
    def run(*, handle, number):
        raise jobs.Refused("The figures are not there.")

    jobs.work(str(asked().pk), run)

    assert (asked().status, asked().message) == (JobStatus.FAILED, "The figures are not there.")


def test_work__fault_of_the_code__failed_without_its_words(asked):
    def run(*, handle, number):
        raise ZeroDivisionError("secret")

    jobs.work(str(asked().pk), run)

    assert (asked().status, asked().message) == (JobStatus.FAILED, "")


def test_job__somebody_elses__not_seen(asked, acting_as):
    key = asked().pk
    with acting_as("clerk-mhg"):
        assert not Job.objects.filter(pk=key).exists()
