"""The catalogue, the cases that come of it, and how they were handled and rated."""

from services.models.case import Case
from services.models.catalogue import Area, ItemKind, ItemMark, LifeEvent, ServiceItem, Silence
from services.models.document import CaseDocument
from services.models.handling import Correction, DecisionNotice, Extension, Message, Opinion, Stance
from services.models.offer import ItemVariant, ItemVersion
from services.models.rating import Level, Rating

__all__ = [
    "Area",
    "Case",
    "CaseDocument",
    "Correction",
    "DecisionNotice",
    "Extension",
    "ItemKind",
    "ItemMark",
    "ItemVariant",
    "ItemVersion",
    "Level",
    "LifeEvent",
    "Message",
    "Opinion",
    "Rating",
    "ServiceItem",
    "Silence",
    "Stance",
]
