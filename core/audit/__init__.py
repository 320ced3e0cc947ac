"""Who did what, when, to which row, before and after, why, through which door; and the chain that nobody can bend.

``events`` writes an event with the act itself, ``content`` says what its digest and proof are made of, ``chain`` and
``seals`` link and seal what was committed, ``verify`` reads all of it again (ADR 13).
"""

from core.audit.content import digest_of, plain
from core.audit.events import door_in_use, history_of, record, settle, tenants_of

__all__ = ["digest_of", "door_in_use", "history_of", "plain", "record", "settle", "tenants_of"]
