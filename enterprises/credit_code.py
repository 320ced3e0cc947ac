"""The unified social credit code and its check character, GB 32100-2015."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # values 0 to 30; I, O, S, V, Z are left out
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18


def check_character(first_17: str) -> str:
    """The 18th character: (31 - sum of weight times value mod 31) mod 31."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, first_17, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(text: str) -> bool:
    """Whether the text is 18 characters of the alphabet with the right check character."""
    return (
        len(text) == LENGTH
        and all(character in ALPHABET for character in text)
        and check_character(text[:17]) == text[17]
    )
