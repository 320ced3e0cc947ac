"""Parts of a page that depend on plain values alone, rendered once for equal values and kept: rows of a ranking."""

from functools import lru_cache
from typing import Any

from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 4096  # parts of a page or two kilobytes each


class KeptNode(Node):
    """Sees the named values and nothing else, neither request nor user; the values are the key, so they are frozen."""

    def __init__(self, template: FilterExpression, values: dict[str, FilterExpression]) -> None:
        self.template, self.values = template, values

    def render(self, context: Context) -> SafeString:
        values = tuple((name, value.resolve(context)) for name, value in self.values.items())
        return part(self.template.resolve(context), get_language(), get_script_prefix(), values)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def part(template: str, _language: str | None, _prefix: str, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return SafeString(get_template(template).render(dict(values)))


def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept "rows/one.html" row=row line=line %}``: an include of these values only; they can be hashed."""
    bits = token.split_contents()[1:]
    if not bits:
        raise TemplateSyntaxError("kept needs a template and the values it shows.")
    rest = bits[1:]
    values = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"kept takes values by name; “{rest[0]}” has none.")
    return KeptNode(parser.compile_filter(bits[0]), values)
