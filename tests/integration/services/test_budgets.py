"""How many queries the pages take, whatever the number of rows; savepoints and the scope's own calls included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import services as make

BUDGETS = {
    "/services/": 10,
    "/services/items/S05/": 12,
    "/services/cases/": 12,
    "/api/v1/cases/": 11,
}
CASE_PAGE = 24


def queries(client, address: str) -> int:
    client.get(address)  # what is cached once a process is not counted
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(("address", "budget"), BUDGETS.items())
def test_list__with_one_row_and_with_many__takes_the_same_queries(browse, address, budget):
    make.accepted()
    client = browse("service-jnq")
    few = queries(client, address)
    for asker in ("owner-a", "owner-b") * 6:
        make.rated(asker)

    assert queries(client, address) == few
    assert few <= budget


def test_case_page__with_a_long_history__stays_in_its_budget(browse):
    short, long = make.submitted(), make.rated(level=1, comment="Two weeks of silence.")
    client = browse("service-jnq")

    assert queries(client, f"/services/cases/{short.pk}/") == queries(client, f"/services/cases/{long.pk}/")
    assert queries(client, f"/services/cases/{long.pk}/") <= CASE_PAGE
