"""From text to tree, by recursive descent; a fault names its column, what was expected and the mend."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, cast

from django.utils.translation import gettext as _

from assessment.expressions.tree import Binary, Code, Comparison, Negative, Node, Number, Operator

MOST_SIGNS = 500
MOST_DEPTH = 20  # of brackets, functions and minus signs inside each other
MOST_DIGITS = 30

TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<comparison><=|>=|<|>|=)|(?P<sign>[-+*/(),])"
)
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,15}")
FUNCTIONS = ("last", "sum")
MENDS = {  # what is written on Chinese keyboards and in textbooks, and what is meant
    "（": "(", "）": ")", "，": ",", "、": ",", "＋": "+", "－": "-", "−": "-", "–": "-", "—": "-", "×": "*", "·": "*",
    "＊": "*", "÷": "/", "／": "/", "＝": "=", "≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "%": "/ 100", "％": "/ 100",
    "[": "(", "]": ")", "{": "(", "}": ")", ";": ",", "；": ",",
}  # fmt: skip


class ExpressionFault(ValueError):
    """A text that is no expression; ``column`` counts from 1."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(_("column %(column)d: %(reason)s") % {"column": column, "reason": reason})
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    column: int


def parse_tree(text: str) -> Node:
    """The tree of one expression."""
    parser = _Parser(text)
    tree = parser.expression()
    if parser.next.kind == "comparison":
        parser.refuse(_("an indicator compares nothing; write an expression without %(found)s"))
    parser.expect_end()
    return tree


def parse_comparison(text: str) -> tuple[Node, Comparison, Node]:
    """The two trees of a rule and the comparison between them."""
    parser = _Parser(text)
    left = parser.expression()
    if parser.next.kind != "comparison":
        parser.refuse(_("found %(found)s where a comparison was expected; write one of < <= = >= >"))
    comparison = parser.take().text
    if parser.next.kind == "comparison":
        parser.refuse(_("%(found)s makes a second sign of comparison; write one of < <= = >= >"))
    right = parser.expression()
    if parser.next.kind == "comparison":
        parser.refuse(_("%(found)s makes a second comparison; write a rule for each"))
    parser.expect_end()
    return left, cast("Comparison", comparison), right


def _tokens(text: str) -> list[Token]:
    if len(text) > MOST_SIGNS:
        raise ExpressionFault(
            MOST_SIGNS + 1, _("the text is longer than %(most)d signs; shorten it") % {"most": MOST_SIGNS}
        )
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ExpressionFault(at + 1, _unknown_sign(text[at]))
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match.group(), at + 1))
        at = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def _unknown_sign(sign: str) -> str:
    if sign in MENDS:
        return _("write %(mend)s instead of %(found)s") % {"mend": MENDS[sign], "found": sign}
    if sign == ".":
        return _("a number begins with a digit; write 0.5")
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return _("%(found)s is not known; use figures, numbers, + - * / ( ), last( ) and sum( )") % {"found": shown}


class _Parser:
    """Reads one token ahead; each method reads the part of the grammar that it is named after."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def takes(self, *signs: str) -> bool:
        return self.next.kind == "sign" and self.next.text in signs

    def refuse(self, reason: str) -> NoReturn:
        """Stop at the next token, whose text may stand in the reason."""
        found = self.next.text or _("the end")
        raise ExpressionFault(self.next.column, reason % {"found": found} if "%(found)s" in reason else reason)

    def expression(self) -> Node:
        tree = self.term()
        while self.takes("+", "-"):
            operator = cast("Operator", self.take().text)
            tree = Binary(operator, tree, self.term())
        return tree

    def term(self) -> Node:
        tree = self.factor()
        while self.takes("*", "/"):
            operator = cast("Operator", self.take().text)
            tree = Binary(operator, tree, self.factor())
        return tree

    def factor(self) -> Node:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self.refuse(_("more than %d levels inside each other; split the expression") % MOST_DEPTH)
        tree = self._factor()
        self.depth -= 1
        return tree

    def _factor(self) -> Node:
        if self.takes("-"):
            self.take()
            return Negative(self.factor())
        if self.takes("("):
            self.take()
            tree = self.expression()
            self.close()
            return tree
        if self.next.kind == "number":
            return self.number()
        if self.next.kind != "word":
            self.refuse(_("found %(found)s where a figure such as F001, a number or ( was expected"))
        return self.function() if self.next.text in FUNCTIONS else self.code()

    def number(self) -> Number:
        if len(self.next.text) > MOST_DIGITS:
            self.refuse(_("a number has at most %d digits") % MOST_DIGITS)
        text = self.take().text
        if self.next.kind == "word" and self.next.text[0] in "eE":
            self.refuse(_("write the number in full, without %(found)s"))
        if self.takes(",") and self.depth == 1:
            self.refuse(_("write the number without a thousands mark"))
        return Number(text, Fraction(text))

    def code(self) -> Code:
        word = self.next.text
        if not CODE.fullmatch(word):
            if CODE.fullmatch(word.upper()) and any(sign.isdigit() for sign in word):
                self.refuse(_("%(found)s is not a figure's code; write it in capital letters"))
            self.refuse(_("%(found)s is not known; write a figure's code, last( ) or sum( )"))
        self.take()
        if self.takes("("):
            self.refuse(_("only last( ) and sum( ) have brackets; write an operator such as * before %(found)s"))
        return Code(word)

    def function(self) -> Node:
        name = self.take().text
        if not self.takes("("):
            self.refuse(_("found %(found)s where ( was expected; write last(F001) or sum(F012, F013)"))
        self.take()
        tree = self.last() if name == "last" else self.sum()
        self.close()
        return tree

    def last(self) -> Code:
        if self.next.kind != "word" or self.next.text in FUNCTIONS:
            self.refuse(_("found %(found)s where one figure was expected; write last(F001)"))
        return Code(self.code().name, is_last=True)

    def sum(self) -> Node:
        tree = self.expression()
        while self.takes(","):
            self.take()
            tree = Binary("+", tree, self.expression())
        return tree

    def close(self) -> None:
        if not self.takes(")"):
            self.refuse(_("found %(found)s where ) was expected; close the bracket"))
        self.take()

    def expect_end(self) -> None:
        if self.next.kind != "end":
            self.refuse(_("found %(found)s where an operator (+ - * /) or the end was expected"))
