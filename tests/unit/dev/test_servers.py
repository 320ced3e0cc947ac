"""The clone's own database and broker: who keeps them up, what ends them, and what they survive."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from dev.servers import ServersDidNotStart
from tests.unit.dev.conftest import Clone, ask, execute

FORK_AND_LEAVE = """
import os, sys, time
from pathlib import Path
from dev.servers import ensure
ensure(Path(sys.argv[1]), for_tests=False)
if os.fork() == 0:
    os.close(1)
    time.sleep(3)
    os._exit(0)
print("up", flush=True)
"""


def test_ensure__fresh_clone__roles_are_restricted(clone: Clone) -> None:
    servers = clone.ensure()

    roles = execute(
        servers.database_owner_url,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname LIKE 'zhangjiang%' ORDER BY 1",
    )
    assert roles == [
        ("zhangjiang_app", False, False, False),
        ("zhangjiang_backup", False, True, False),
        ("zhangjiang_owner", False, False, True),
    ]
    assert execute(servers.database_url, "SHOW track_activities") == [("off",)]


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine (id int)", "CREATE TEMP TABLE mine (id int)", "CREATE SCHEMA mine"]
)
def test_app_role__makes_something_of_its_own__is_refused(clone: Clone, statement: str) -> None:
    servers = clone.ensure()

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        execute(servers.database_url, statement)


def test_ensure__chinese_text__sorts_by_code_point_and_counts_as_letters(clone: Clone) -> None:
    servers = clone.ensure()

    execute(servers.database_owner_url, "CREATE EXTENSION pg_trgm")
    found = execute(servers.database_owner_url, "SELECT cardinality(show_trgm('张江')), '张江' > 'zhangjiang'")
    assert found == [(3, True)]


def test_release__another_user_is_there__servers_stay(clone: Clone) -> None:
    servers = clone.ensure()
    clone.wait_up(clone.start_user())

    clone.release()

    assert execute(servers.database_url, "SELECT 1") == [(1,)]


def test_release__last_user__both_servers_have_stopped(clone: Clone) -> None:
    servers = clone.ensure()
    postmaster = clone.postmaster

    clone.release()

    assert not clone.is_up()
    assert not Path(f"/proc/{postmaster}").exists()
    with pytest.raises(redis.ConnectionError):
        ask(servers.redis_url, "PING")


def test_last_user__killed__servers_stop_by_themselves(clone: Clone) -> None:
    user = clone.start_user()
    clone.wait_up(user)

    user.kill()

    clone.wait_down()
    assert not (clone.home / "addresses.json").exists()


def test_user__forks_and_ends__child_keeps_servers_up(clone: Clone) -> None:
    user = clone.start_user(FORK_AND_LEAVE)
    clone.wait_up(user)
    user.wait()

    time.sleep(2.4)

    assert clone.is_up()


def test_ensure__everything_killed__starts_again_with_its_rows(clone: Clone) -> None:
    servers = clone.ensure()
    execute(servers.database_owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    ask(servers.redis_url, "RPUSH", "celery", "job")

    clone.kill_everything()
    servers = clone.ensure()

    assert execute(servers.database_owner_url, "SELECT answer FROM kept") == [(42,)]
    assert ask(servers.redis_url, "LPOP", "celery") == b"job"


def test_supervisor__killed_alone__takes_the_servers_along_and_the_next_start_works(clone: Clone) -> None:
    servers = clone.ensure()
    execute(servers.database_owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(clone.supervisor, signal.SIGKILL)
    clone.release()

    servers = clone.ensure()

    assert execute(servers.database_owner_url, "SELECT answer FROM kept") == [(42,)]


def test_postgres__killed_alone__is_started_again(clone: Clone) -> None:
    servers = clone.ensure()

    os.kill(clone.postmaster, signal.SIGKILL)

    assert wait_for_answer(servers.database_url) == [(1,)]


def test_ensure__six_processes_at_once__share_one_supervisor(clone: Clone) -> None:
    users = [clone.start_user() for _ in range(6)]

    for user in users:
        clone.wait_up(user)

    assert supervisors_of(clone) == [clone.supervisor]


def test_ensure__long_clone_path__is_reached_by_a_short_name(clone: Clone) -> None:
    clone = Clone(clone.root / ("deep" * 20) / ("down" * 20))
    servers = clone.ensure()
    try:
        assert execute(servers.database_url, "SELECT 1") == [(1,)]
    finally:
        clone.release()


def test_ensure__port_taken_by_another_program__chooses_another(clone: Clone) -> None:
    before = clone.ensure().redis_url
    clone.release()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", int(before.rsplit(":", 1)[1].split("/")[0])))
        other.listen()

        after = clone.ensure().redis_url

    assert after != before
    assert ask(after, "PING")


def test_ensure__same_clone_again__keeps_its_port(clone: Clone) -> None:
    before = clone.ensure()
    clone.release()

    assert clone.ensure() == before


def test_ensure__killed_while_making_the_data__makes_it_anew(clone: Clone) -> None:
    half_made = clone.home / "postgres.new-1" / "base"
    half_made.mkdir(parents=True)

    servers = clone.ensure()

    assert execute(servers.database_url, "SELECT 1") == [(1,)]
    assert not half_made.exists()


def test_ensure__process_number_of_a_killed_server_now_somebody_elses__starts(clone: Clone) -> None:
    clone.ensure()
    clone.release()
    (clone.home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n/proc/self/cwd\n")

    servers = clone.ensure()

    assert execute(servers.database_url, "SELECT 1") == [(1,)]


def test_ensure__data_of_another_version__says_why_it_does_not_start(clone: Clone) -> None:
    clone.ensure()
    clone.release()
    (clone.home / "postgres" / "PG_VERSION").write_text("9.6\n")

    with pytest.raises(ServersDidNotStart, match="PostgreSQL did not start"):
        clone.ensure()


def wait_for_answer(url: str) -> list[tuple]:
    deadline = time.monotonic() + 10
    while True:
        try:
            return execute(url, "SELECT 1")
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def supervisors_of(clone: Clone) -> list[int]:
    found = subprocess.run(["pgrep", "-f", f"dev.supervisor {clone.home}"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]
