"""What a database's superuser could do to the audit, one random act at a time, row security switched off for him.

Each act takes a cursor and a source of chance, changes something, and says in words what it did.
"""

from collections.abc import Callable
from random import Random
from typing import Any

Act = Callable[[Any, Random], str]
UNLOCK = (
    "ALTER TABLE core_auditevent DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE core_auditlink DROP CONSTRAINT core_auditlink_event_id_key",
    "ALTER TABLE core_auditlink DROP CONSTRAINT core_auditlink_pkey",
)
OTHER_VALUES = {
    "id": "gen_random_uuid()",
    "at": "at + interval '1 microsecond'",
    "actor_id": "coalesce(actor_id, 0) + 1",
    "actor_name": "actor_name || 'x'",
    "door": "door || 'x'",
    "event": "event || ' '",
    "object_type": "object_type || 'x'",
    "object_key": "object_key || '1'",
    "before": 'before || \'{"status": "other"}\'',
    "after": 'after || \'{"value": "other"}\'',
    "reason": "reason || '.'",
    "park_id": "coalesce(park_id, 0) + 1",
    "enterprise_id": "coalesce(enterprise_id, 0) + 1",
    "organisation_id": "coalesce(organisation_id, 0) + 1",
    "digest": "reverse(digest)",
    "proof": "set_byte(proof, 3, get_byte(proof, 3) # 1)",
    "written_in": "(written_in::text::bigint + 1)::text::xid8",
}
OTHER_LINK = {
    "sequence": "sequence + 1",
    "event_id": "gen_random_uuid()",
    "link": "set_byte(link, 9, get_byte(link, 9) # 1)",
}
OTHER_HEAD = {"sequence": "sequence + 1", "link": OTHER_LINK["link"], "chain": "gen_random_uuid()"}
OTHER_SEAL = {
    "number": "number + 10",
    "chain": "gen_random_uuid()",
    "day": "day + 1000",
    "made_at": "made_at + interval '1 second'",
    "last_sequence": "last_sequence - 1",
    "count": "count + 1",
    "merkle_root": "reverse(merkle_root)",
    "last_link": "reverse(last_link)",
    "previous": "translate(previous, '0123456789abcdef', '123456789abcdef0')",
    "public_key": "reverse(public_key)",
    "signature": "reverse(signature)",
}


def linked(cursor: Any, chance: Random, many: int = 1) -> list[Any]:
    """Keys of random events that have their place in the chain."""
    cursor.execute("SELECT event_id FROM core_auditlink ORDER BY sequence")
    return chance.sample([key for (key,) in cursor.fetchall()], many)


def change_event(cursor: Any, chance: Random, *, but: str = "") -> str:
    column, (key,) = chance.choice([name for name in OTHER_VALUES if name != but]), linked(cursor, chance)
    cursor.execute(f'UPDATE core_auditevent SET "{column}" = {OTHER_VALUES[column]} WHERE id = %s', [key])
    return f"changed {column} of {key}"


def change_and_digest(cursor: Any, chance: Random) -> str:
    done = change_event(cursor, chance, but="digest")  # it would be made right again
    cursor.execute("UPDATE core_auditevent e SET digest = encode(audit_hash(e), 'hex')")
    return f"{done} and made every digest anew"


def write_chain_anew(cursor: Any, chance: Random) -> str:
    """Everything that can be made without the portal's key."""
    done = change_and_digest(cursor, chance)
    cursor.execute(
        "SELECT l.sequence, audit_hash(e) || audit_tail(e)"
        " FROM core_auditlink l JOIN core_auditevent e ON e.id = l.event_id ORDER BY l.sequence"
    )
    for sequence, entry in cursor.fetchall():
        cursor.execute(
            "UPDATE core_auditlink l SET link = sha256(coalesce((SELECT before.link FROM core_auditlink before"
            " WHERE before.sequence = l.sequence - 1), decode(repeat('00', 32), 'hex')) || %s) WHERE l.sequence = %s",
            [entry, sequence],
        )
    cursor.execute("UPDATE core_audithead h SET link = l.link FROM core_auditlink l WHERE l.sequence = h.sequence")
    return f"{done} and every link"


def delete_event(cursor: Any, chance: Random) -> str:
    (key,) = linked(cursor, chance)
    cursor.execute("DELETE FROM core_auditevent WHERE id = %s", [key])
    return f"deleted {key}"


def delete_event_and_link(cursor: Any, chance: Random) -> str:
    done, (key,) = "deleted event and link", linked(cursor, chance)
    cursor.execute("DELETE FROM core_auditevent WHERE id = %s", [key])
    cursor.execute("DELETE FROM core_auditlink WHERE event_id = %s", [key])
    return f"{done} {key}"


def insert_event(cursor: Any, chance: Random) -> str:
    """A copy with another key, with or without a digest of its own, in an old or in the present transaction."""
    (key,) = linked(cursor, chance)
    written_in = chance.choice(["written_in", "pg_current_xact_id()"])
    copied = ", ".join(f'"{name}"' for name in OTHER_VALUES if name not in {"id", "written_in"})
    cursor.execute(
        f"INSERT INTO core_auditevent (id, {copied}, written_in) SELECT gen_random_uuid(), {copied}, {written_in}"
        " FROM core_auditevent WHERE id = %s RETURNING id",
        [key],
    )
    (made,) = cursor.fetchone()
    if chance.random() < 0.7:
        cursor.execute("UPDATE core_auditevent e SET digest = encode(audit_hash(e), 'hex') WHERE id = %s", [made])
    return f"inserted {made}"


def insert_event_and_link(cursor: Any, chance: Random) -> str:
    done = insert_event(cursor, chance)
    cursor.execute("SELECT sequence FROM core_audithead")
    (last,) = cursor.fetchone()
    place = chance.randint(1, last + 1)
    cursor.execute("UPDATE core_auditlink SET sequence = sequence + 1 WHERE sequence >= %s", [place])
    cursor.execute(
        "INSERT INTO core_auditlink (sequence, event_id, link) SELECT %s, %s, sha256('x')", [place, done.split()[1]]
    )
    cursor.execute("UPDATE core_audithead SET sequence = sequence + 1")
    return f"{done} at link {place}"


def swap_links(cursor: Any, chance: Random) -> str:
    one, other = linked(cursor, chance, 2)
    cursor.execute(
        "UPDATE core_auditlink SET event_id = CASE event_id WHEN %s THEN %s ELSE %s END WHERE event_id IN (%s, %s)",
        [one, other, one, one, other],
    )
    return f"swapped the places of {one} and {other}"


def swap_contents(cursor: Any, chance: Random) -> str:
    """Two events change their keys, so each stands where the other stood."""
    one, other = linked(cursor, chance, 2)
    for old, new in ((one, "00000000-0000-0000-0000-000000000000"), (other, one)):
        cursor.execute("UPDATE core_auditevent SET id = %s WHERE id = %s", [new, old])
    cursor.execute("UPDATE core_auditevent SET id = %s WHERE id = '00000000-0000-0000-0000-000000000000'", [other])
    return f"swapped {one} and {other}"


def cut_tail(cursor: Any, chance: Random) -> str:
    """The last events, their links, the seals above them; the end is put where the chain now ends."""
    cursor.execute("SELECT sequence FROM core_audithead")
    (last,) = cursor.fetchone()
    kept = chance.randint(0, last - 1)
    cursor.execute(
        "DELETE FROM core_auditevent WHERE id IN (SELECT event_id FROM core_auditlink WHERE sequence > %s)", [kept]
    )
    cursor.execute("DELETE FROM core_auditlink WHERE sequence > %s", [kept])
    cursor.execute("DELETE FROM core_auditseal WHERE last_sequence > %s", [kept])
    cursor.execute(
        "UPDATE core_audithead SET sequence = %s, link = coalesce("
        "(SELECT link FROM core_auditlink WHERE sequence = %s), decode(repeat('00', 32), 'hex'))",
        [kept, kept],
    )
    return f"cut behind link {kept}"


def change_link(cursor: Any, chance: Random) -> str:
    column, (key,) = chance.choice(list(OTHER_LINK)), linked(cursor, chance)
    cursor.execute(f"UPDATE core_auditlink SET {column} = {OTHER_LINK[column]} WHERE event_id = %s", [key])
    return f"changed {column} of the link of {key}"


def change_head(cursor: Any, chance: Random) -> str:
    column = chance.choice([*OTHER_HEAD, "all"])
    change = f"UPDATE core_audithead SET {column} = {OTHER_HEAD.get(column)}"
    cursor.execute("DELETE FROM core_audithead" if column == "all" else change)
    return f"changed {column} of the end"


def change_seal(cursor: Any, chance: Random) -> str:
    cursor.execute("SELECT number FROM core_auditseal")
    number = chance.choice([number for (number,) in cursor.fetchall()])
    column = chance.choice([*OTHER_SEAL, "all"])
    if column == "all":
        cursor.execute("DELETE FROM core_auditseal WHERE number = %s", [number])
    else:
        cursor.execute(f"UPDATE core_auditseal SET {column} = {OTHER_SEAL[column]} WHERE number = %s", [number])
    return f"changed {column} of seal {number}"


ACTS: tuple[Act, ...] = (
    change_event, change_and_digest, write_chain_anew, delete_event, delete_event_and_link, insert_event,
    insert_event_and_link, swap_links, swap_contents, cut_tail, change_link, change_head, change_seal,
)  # fmt: skip
