"""What a page says to everybody alike, rendered once a language and kept: fixed words, parts marked ``{% alike %}``."""

from django.template.base import FilterExpression, Node, NodeList, Parser, Token, Variable
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class FixedWords(TranslateNode):
    """``{% translate "words" %}``: the catalogue is asked once a language."""

    def __init__(self, words: FilterExpression, noop: bool) -> None:
        super().__init__(words, noop)
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.known:
            self.known[language] = super().render(context)
        return self.known[language]


def translate(parser: Parser, token: Token) -> Node:
    """Django's own tag; words that stand in the template itself are kept."""
    node = do_translate(parser, token)
    words = node.filter_expression
    is_fixed = isinstance(words.var, Variable) and words.var.literal is not None and not words.filters
    if is_fixed and not node.asvar and not node.message_context:
        return FixedWords(words, node.noop)
    return node


class AlikeNode(Node):
    """A part without variables, so that nothing of a person or a tenant can get into what is kept."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.known: dict[tuple[str | None, str], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), get_script_prefix())
        if key not in self.known:
            self.known[key] = self.nodelist.render(context.new())
        return self.known[key]


def alike(parser: Parser, token: Token) -> AlikeNode:
    """``{% alike %}…{% endalike %}``: the same for everybody who reads the language; variables are empty inside."""
    nodelist = parser.parse(("endalike",))
    parser.delete_first_token()
    return AlikeNode(nodelist)
