"""Everything that writes about services, one part of a case's life a module."""

from services.actions.cases import (
    accept_case,
    decide_by_silence,
    decide_case,
    refuse_acceptance,
    request_case,
    withdraw_case,
)
from services.actions.catalogue import vary_item
from services.actions.corrections import answer_correction, close_lapsed, request_correction
from services.actions.documents import ADD_DOCUMENT, add_document, remove_document
from services.actions.extensions import ask_extension, settle_extension
from services.actions.messages import note_read, send_message
from services.actions.notices import revoke_decision
from services.actions.opening import close_case_to, open_case_to
from services.actions.opinions import ask_opinion, give_opinion
from services.actions.rating import rate_case
from services.actions.recount import recount_case

__all__ = [
    "ADD_DOCUMENT",
    "accept_case",
    "add_document",
    "answer_correction",
    "ask_extension",
    "ask_opinion",
    "close_case_to",
    "close_lapsed",
    "decide_by_silence",
    "decide_case",
    "give_opinion",
    "note_read",
    "open_case_to",
    "rate_case",
    "recount_case",
    "refuse_acceptance",
    "remove_document",
    "request_case",
    "request_correction",
    "revoke_decision",
    "send_message",
    "settle_extension",
    "vary_item",
    "withdraw_case",
]
