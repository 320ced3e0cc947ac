"""The portal's commands as an outsider runs them: processes of their own, on fresh demonstration data."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from dev.servers import ROOT, ensure

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
NAME = f"zhangjiang_commands_{WORKER}"
Manage = Callable[..., "subprocess.CompletedProcess[str]"]


def superuser(url: str) -> str:
    """The same database as the server's superuser, whom no policy and no trigger's exception stops."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"postgres@{parts.netloc.rpartition('@')[2]}"))


@pytest.fixture(scope="session")
def urls() -> dict[str, str]:
    servers = ensure()
    names = {"DATABASE_URL": servers.database_url, "DATABASE_OWNER_URL": servers.database_owner_url}
    return {name: url.replace("/zhangjiang?", f"/{NAME}?") for name, url in names.items()}


@pytest.fixture(scope="session")
def manage(urls: dict[str, str]) -> Manage:
    """``manage("verify_seal", 2025)`` in a process of its own, on a database loaded anew for this session."""
    environment = {**os.environ, **urls}
    connection = psycopg2.connect(ensure().database_owner_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()

    def run(*words: Any, **env: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *map(str, words)]
        return subprocess.run(
            command, cwd=ROOT, env=environment | env, capture_output=True, text=True, encoding="utf-8", check=False
        )

    for words in (("migrate", "-v0"), ("demo",)):
        done = run(*words)
        assert done.returncode == 0, done.stderr
    return run


@pytest.fixture
def changed(urls: dict[str, str]) -> Callable[..., Any]:
    """``with changed(table, column, where, value):`` a row altered behind the portal's back, then put back."""
    address = superuser(urls["DATABASE_OWNER_URL"])

    @contextmanager
    def change(table: str, column: str, where: str, value: str) -> Iterator[Any]:
        connection = psycopg2.connect(address)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ctid, {column}::text FROM {table} WHERE {where} ORDER BY ctid LIMIT 1")
            key, was = cursor.fetchone()
            cursor.execute(f"UPDATE {table} SET {column} = {value} WHERE ctid = %s RETURNING ctid", [key])
            (key,) = cursor.fetchone()
            try:
                yield was
            finally:
                cursor.execute(
                    "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                    " WHERE attrelid = %s::regclass AND attname = %s",
                    [table, column],
                )
                (name,) = cursor.fetchone()
                cursor.execute(f"UPDATE {table} SET {column} = %s::{name} WHERE ctid = %s", [was, key])
                connection.close()

    return change


@pytest.fixture
def as_superuser(urls: dict[str, str]) -> Callable[[str], list[tuple[Any, ...]]]:
    def execute(sql: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(superuser(urls["DATABASE_OWNER_URL"]))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    return execute
