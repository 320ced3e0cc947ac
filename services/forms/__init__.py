"""What people type about services; shape is checked here, meaning in policies."""

from services.forms.cases import (
    AcceptForm,
    CatalogueFilter,
    DecideForm,
    RateForm,
    RefuseForm,
    RequestForm,
    WithdrawForm,
    Words,
)
from services.forms.handling import (
    AnswerForm,
    CorrectForm,
    ExtendForm,
    LapseForm,
    MessageForm,
    OpinionAnswerForm,
    OpinionForm,
    RevokeForm,
    SettleForm,
    VariantForm,
    VerifyForm,
)

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "CatalogueFilter",
    "CorrectForm",
    "DecideForm",
    "ExtendForm",
    "LapseForm",
    "MessageForm",
    "OpinionAnswerForm",
    "OpinionForm",
    "RateForm",
    "RefuseForm",
    "RequestForm",
    "RevokeForm",
    "SettleForm",
    "VariantForm",
    "VerifyForm",
    "WithdrawForm",
    "Words",
]
