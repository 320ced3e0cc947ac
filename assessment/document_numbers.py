"""Document numbers as officials write them: issuer's words, 〔year〕, number, 号; entered with any brackets."""

import re

from django.utils.translation import gettext as _

from core.errors import NotAllowed

FORM = re.compile(r"^(?P<issuer>[\u4e00-\u9fff]{1,12})[〔\[(（](?P<year>20\d\d)[〕\])）](?P<number>[1-9]\d{0,4})号$")


def document_number(text: str) -> str:
    """The number as it is stored, such as 沪科创办〔2026〕12号.

    Raises
    ------
    NotAllowed
        With an example, where the text is no document number.
    """
    found = FORM.match(text.strip())
    if found is None:
        raise NotAllowed(
            _("“%(text)s” is no document number; write it like 沪科创办〔2026〕12号.") % {"text": text[:60]},
            place="document_number",
        )
    return f"{found['issuer']}〔{found['year']}〕{found['number']}号"
