"""What people are told: once, in their language, mailed once a day, and nobody reads another's inbox."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from core import jobs
from core.models import Delivery, Job, JobStatus, Notification
from core.notifications.actions import notify
from core.notifications.tasks import mail_digest, tell_people
from core.notifications.topics import TOPICS
from services.topics import CASE_ANSWERED
from tests.factories import services as make

MORNING = datetime(2026, 11, 25, 8, 30, tzinfo=make.SHANGHAI)
SECRET = "Licence for the cold store"


@pytest.fixture
def address(in_zone):
    """Give the owner of enterprise A an address, as their account would have."""
    user = make.person("owner-a")
    user.email = "owner-a@example.org"
    user.save(update_fields=["email"])
    return user.email


def told(username: str) -> list[Notification]:
    with make.acting(make.person(username)):
        return list(Notification.objects.order_by("at"))


def tell(number: int, *, by: str = "service-jnq") -> None:
    with make.acting(make.person(by)):
        notify(
            CASE_ANSWERED,
            recipients=[make.person("owner-a").pk],
            key=str(number),
            url="/services/cases/",
            at=timezone.now(),
            params={"park": "JNQ", "subject": SECRET, "outcome": "granted"},
        )


def run_the_day(at: datetime = MORNING) -> None:
    """What beat and a worker do: the day's round, then every mail of it."""
    tell_people(at)
    with make.acting(make.person("owner-a")):
        keys = [str(key) for key in Job.objects.filter(kind="core.mail_digest").values_list("pk", flat=True)]
    for key in keys:
        jobs.work(key, mail_digest.run)


def test_notify__the_same_event_by_two_people__is_told_once():
    tell(1)
    tell(1, by="head-jnq")

    assert [row.key for row in told("owner-a")] == ["case_answered:1"]


def test_decide__a_case__its_applicant_is_told_and_nobody_else():
    make.decided()

    assert [row.topic for row in told("owner-a")] == ["case_accepted", "case_answered"]
    assert [told(other) for other in ("owner-b", "member-a", "service-jnq", "coordinator")] == [[], [], [], []]


@pytest.mark.parametrize(("language", "word"), [("en", "answered"), ("zh-hans", "已答复")])
def test_inbox__in_each_language__tells_the_event_in_it(browse, language, word):
    make.decided()

    page = browse("owner-a").get("/inbox/", headers={"accept-language": language}).content.decode()

    assert SECRET in page and word in page


def test_inbox__opened_message__is_read_and_leads_there(browse):
    make.decided()
    client, message = browse("owner-a"), told("owner-a")[0]

    answer = client.get(f"/inbox/{message.pk}/")

    assert answer["Location"] == message.url
    assert [row.read_at is None for row in told("owner-a")] == [False, True]
    assert "1 message is unread." in client.get("/inbox/").content.decode()


def test_inbox__of_somebody_else__is_404(browse):
    make.decided()

    assert browse("owner-b").get(f"/inbox/{told('owner-a')[0].pk}/").status_code == 404


def test_inbox__mark_all__nothing_is_unread_and_the_filter_says_so(browse):
    make.decided()
    client = browse("owner-a")

    client.post("/inbox/")

    assert "No row passes this filter." in client.get("/inbox/?state=unread").content.decode()


def test_inbox__nothing_yet__says_what_will_come(browse):
    assert "No message yet." in browse("owner-b").get("/inbox/").content.decode()


def test_topic__muted__is_neither_shown_nor_counted_nor_mailed(browse, address):
    client = browse("owner-a")
    fields = dict.fromkeys(TOPICS, "daily") | {"case_answered": "muted"}
    assert client.post("/inbox/topics/", fields).status_code == 302
    tell(1)

    run_the_day()

    assert "Nothing is unread." in client.get("/inbox/").content.decode()
    assert mail.outbox == []


def test_topic__unknown_choice__is_refused_by_name(browse):
    assert browse("owner-a").post("/inbox/topics/", {"case_answered": "never"}).status_code == 422


def test_digest__fifty_events__one_mail_without_a_secret(address):
    for number in range(50):
        tell(number)

    run_the_day()
    run_the_day()

    (sent,) = mail.outbox
    assert sent.to == [address]
    assert "50" in sent.subject or "50" in sent.body
    assert SECRET not in sent.body + sent.subject and "JNQ" not in sent.body
    assert "/inbox/" in sent.body and "收件箱" in sent.body


def test_digest__in_the_night__waits_for_the_morning(address):
    tell(1)
    run_the_day(MORNING - timedelta(hours=5))

    assert mail.outbox == []


def test_digest__mail_server_down__goes_back_and_leaves_once(address, monkeypatch):
    tell(1)
    with monkeypatch.context() as down:
        down.setattr("django.core.mail.EmailMessage.send", fail)
        run_the_day()
    with make.acting(make.person("owner-a")):
        assert Job.objects.get(kind="core.mail_digest").status == JobStatus.QUEUED
        assert Delivery.objects.get().sent_at is None

    run_the_day()
    run_the_day()

    assert len(mail.outbox) == 1
    with make.acting(make.person("owner-a")):
        assert Delivery.objects.get().sent_at is not None


def fail(*args: object, **kwargs: object) -> None:
    raise SMTPServerDisconnected("gone")


def test_reminder__case_due_in_two_days__tells_the_officers_once(address):
    case, at = make.submitted(), make.SENT.replace(day=18, hour=9)

    tell_people(at)
    tell_people(at + timedelta(minutes=15))

    assert [row.key for row in told("service-jnq")] == [f"case_due:{case.pk}:{case.next_date}"]
    assert told("clerk-jnq") == [] and told("service-mhg") == []
