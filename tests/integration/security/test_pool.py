"""Many clients on few connections: through PgBouncer in transaction mode nobody meets the row of who came before.

Eight clients share three server connections; every fifth transaction opens no scope, some fail half-way, some are cut
off, some are killed. Whoever sets the scope for the session instead of the transaction leaks at once, which proves
that the rest is a proof.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest
from django.db import connections

from core.rowsecurity import sign
from dev.pytest_pool import find_pool
from dev.unprivileged import make_private_folder, spawn
from parks.models import Park

pytestmark = pytest.mark.pool

CLIENTS, CONNECTIONS, TRANSACTIONS = 8, 3, 120
CODES = ("JNQ", "MHG", "CORE", "LJZ")
PORT = 6432  # names the socket's file alone; nothing listens on the network
READ = "SELECT park_id FROM enterprises_residency"
SETTINGS = """
[databases]
pool = host={host} dbname={name} user={user}
[pgbouncer]
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 60
auth_type = any
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
logfile = {folder}/pgbouncer.log
server_reset_query_always = 0
"""
KILLED = """
import psycopg2, sys, time
connection = psycopg2.connect(sys.argv[1])
cursor = connection.cursor()
cursor.execute("SELECT set_config('app.scope', %s, true)", [sys.argv[2]])
cursor.execute("SELECT count(*) FROM enterprises_residency")
print(cursor.fetchone()[0], flush=True)
time.sleep(60)
"""


@pytest.fixture
def pool() -> Iterator[str]:
    """The pool's address, in front of the test database as the application's role."""
    settings = connections["default"].settings_dict
    with tempfile.TemporaryDirectory(prefix="pool-", dir="/tmp") as name:
        folder = Path(name)
        make_private_folder(folder)
        words = {"host": settings["HOST"], "name": settings["NAME"], "user": settings["USER"]}
        (folder / "pool.ini").write_text(SETTINGS.format(**words, folder=folder, port=PORT, size=CONNECTIONS))
        (folder / "pool.ini").chmod(0o644)
        address = f"host={folder} port={PORT} dbname=pool user={settings['USER']} connect_timeout=5"
        process = spawn([find_pool() or "", folder / "pool.ini"], folder=folder, log=folder / "output")
        try:
            wait_for(address, folder / "output")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


def wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg2.connect(address).close()
        except psycopg2.OperationalError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def keys() -> list[int]:
    return list(Park.objects.filter(code__in=CODES).order_by("pk").values_list("pk", flat=True))


class Client:
    """One client of the pool, and what it met that was not its own."""

    def __init__(self, address: str, number: int, keys: list[int], *, for_transaction: bool = True) -> None:
        self.address, self.chance, self.keys = address, random.Random(number), keys
        self.set_scope = f"SELECT set_config('app.scope', %s, {str(for_transaction).lower()})"
        self.foreign: list[int] = []
        self.reads = self.empty = 0

    def work(self, times: int) -> None:
        connection = psycopg2.connect(self.address)
        for number in range(times):
            try:
                self.one(connection, own=0 if number % 5 == 4 else self.chance.choice(self.keys))
            except psycopg2.errors.DivisionByZero:
                connection.rollback()
            if self.chance.random() < 0.05:  # gone in the middle, with a transaction open
                connection.cursor().execute(self.set_scope, [sign(1, {"park": [self.chance.choice(self.keys)]})])
                connection.close()
                connection = psycopg2.connect(self.address)
        connection.close()

    def one(self, connection: "psycopg2.extensions.connection", *, own: int) -> None:
        """A transaction in one park's scope, or with none; it looks, and sometimes fails."""
        cursor = connection.cursor()
        if own:
            cursor.execute(self.set_scope, [sign(1, {"park": [own]})])
        cursor.execute(READ)
        met = [key for (key,) in cursor.fetchall()]
        self.reads += bool(met)
        self.empty += not own and not met
        self.foreign += [key for key in met if key != own]
        if self.chance.random() < 0.1:
            cursor.execute("SELECT 1 / 0")
        connection.commit()


def all_at_once(clients: list[Client], times: int) -> None:
    with ThreadPoolExecutor(len(clients)) as threads:
        list(threads.map(lambda client: client.work(times), clients))


def test_pool__eight_clients_on_three_connections__no_foreign_row(pool, keys):
    clients = [Client(pool, number, keys) for number in range(CLIENTS)]

    all_at_once(clients, TRANSACTIONS)

    assert [client.foreign for client in clients] == [[]] * CLIENTS
    assert sum(client.reads for client in clients) > CLIENTS * TRANSACTIONS / 2
    assert sum(client.empty for client in clients) == CLIENTS * TRANSACTIONS // 5


def test_pool__scope_for_the_session__leaks(pool, keys):
    """The control: what would happen with set_config(…, false)."""
    clients = [Client(pool, number, keys, for_transaction=False) for number in range(CLIENTS)]

    all_at_once(clients, 40)

    assert any(client.foreign for client in clients)


def test_pool__clients_killed_half_way__leave_nothing_on_their_connections(pool, keys):
    token = sign(1, {"park": keys[:1]})
    for _round in range(CONNECTIONS + 1):
        killed = subprocess.Popen([sys.executable, "-c", KILLED, pool, token], stdout=subprocess.PIPE, text=True)
        with killed:
            assert killed.stdout.readline().strip() == "2"
            killed.send_signal(signal.SIGKILL)

    after = [Client(pool, number, keys) for number in range(CONNECTIONS)]
    for client in after:
        with closing(psycopg2.connect(pool)) as connection:
            client.one(connection, own=0)

    assert [client.foreign for client in after] == [[]] * CONNECTIONS


@pytest.mark.parametrize("local", ["true", "false"])
def test_pool__injected_scope__raises_and_the_next_client_is_untouched(pool, keys, local):
    with closing(psycopg2.connect(pool)) as attacker, attacker.cursor() as cursor:
        cursor.execute(f"SELECT set_config('app.scope', '1|{keys[0]}|||9999999999.{'0' * 64}', {local})")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="not signed"):
            cursor.execute(READ)
        attacker.rollback()
    client = Client(pool, 1, keys)
    with closing(psycopg2.connect(pool)) as connection, suppress(psycopg2.errors.DivisionByZero):
        client.one(connection, own=keys[1])

    assert (client.foreign, client.reads) == ([], 1)
