"""What the tests of the pages read: a page's text, the cases of the first enterprise."""

from django.test import Client

from services.models import Case
from tests.factories import services as make


def text_of(client: Client, address: str, *, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def own_cases() -> list[Case]:
    with make.acting(make.person("owner-a")):
        return list(Case.objects.select_related("park"))
