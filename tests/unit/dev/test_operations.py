"""What the operations page shows is what the portal uses."""

import re

import pytest

from dev.servers import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize("name", ["roles.sql", "database.sql"])
def test_operations__shows_the_sql_that_runs(name: str) -> None:
    sql = (ROOT / "dev" / "sql" / name).read_text().strip()

    assert f"```sql\n{sql}\n```" in PAGE


def test_operations__names_every_variable_of_the_deployment() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    needed = set(re.findall(r"\$\{(\w+):\?", compose))

    assert needed
    assert {name for name in needed if name not in PAGE} == set()


def test_deployment__every_secret_comes_from_the_environment() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    given = re.findall(r"^ +(\w+_(?:PASSWORD|KEY)): (.+)$", compose, flags=re.MULTILINE)

    assert given
    assert [name for name, value in given if not value.startswith("${")] == []
