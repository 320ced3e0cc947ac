"""What it costs to read under the three locks: one row, the pages, the lists."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from assessment.models import Return
from core.rowsecurity import scope
from dev.bench import floor
from dev.bench.timing import Figure, compare, percentile_95
from parks.models import Park, Plot

PAGES = {  # name: address, who opens it, how many floors it may cost
    "ranking": ("/assessment/{year}/ranking/", "coordinator", 4),
    "overview": ("/overview/", "coordinator", 6),
    "returns_list": ("/assessment/{year}/returns/", "coordinator", 4),
    "case_list": ("/services/cases/", "coordinator", 4),
    "parks_list": ("/parks/", "coordinator", 4),
}


def figures(year: int) -> Iterator[Figure]:
    """Real settings: DEBUG off, row security on, the application's role, all middleware."""
    yield scope_read()
    bare = floor_page()
    for name, (address, username, goal) in PAGES.items():
        page = portal_page(address.format(year=year), username)
        yield compare(name, ours=page, peer=bare, goal=goal, times=60, of=percentile_95)


def scope_read() -> Figure:
    """A tenant's row in its signed scope against a bare row in its own transaction."""
    park = Park.objects.get(code="JNQ")
    with scope(park=[park.pk]):
        key = Return.objects.order_by("pk")[0].pk
    plot = Plot.objects.order_by("pk")[0].pk

    def ours() -> None:
        with scope(park=[park.pk]):
            Return.objects.get(pk=key)

    def peer() -> None:
        with transaction.atomic():
            Plot.objects.get(pk=plot)

    return compare("scope_read", ours=ours, peer=peer, goal=2, times=400)


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="accounts.backends.SignInBackend")
    return client


def portal_page(address: str, username: str) -> Callable[[], None]:
    client = signed_in(username)

    def open_page() -> None:
        response = client.get(address)
        if response.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{address} answers {response.status_code}")

    return open_page


def floor_page() -> Callable[[], None]:
    client = signed_in("coordinator")
    with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
        client.get("/floor/")  # the client keeps the middleware it first met

    def open_page() -> None:
        response = client.get("/floor/")
        if response.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"the floor answers {response.status_code}")

    return open_page
