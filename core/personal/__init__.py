"""Personal data: labelled where it is kept, masked where it is listed, enciphered in the audit, given out and erased.

``labels`` is the declaration, ``masks`` what lists show, ``cipher`` the key of each person, ``looks`` the full look
that leaves a reason behind.
"""

from core.personal.labels import Personal, personal_fields
from core.personal.masks import masked

__all__ = ["Personal", "masked", "personal_fields"]
