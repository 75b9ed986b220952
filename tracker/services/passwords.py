"""Answers whether a new password is good enough: long, not common, not about this person or place.

After OWASP ASVS 5.0 v5.0.0-6.2: length counts, composition does not, common ones are refused.
"""

from collections.abc import Iterable

from tracker.errors import RefusedError

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200
LETTERS_BESIDE_KNOWN_WORDS = 6
_COMMON_STEMS = (
    "password", "losenord", "lösenord", "qwerty", "asdfgh", "123456", "abcdef", "111111",
    "000000", "hejsan", "sommar", "vinter", "welcome", "letmein", "iloveyou", "dragon",
    "vaven", "väven", "boras", "borås", "norrby", "elfsborg", "socialthallbart",
)  # fmt: skip


def check_new_password(password: str, *, about: Iterable[str]) -> None:
    """Refuse a password that is easy to guess.

    Args:
        about: words that others know of the person, such as the name and the address.

    Raises:
        RefusedError: `password_short`, `password_long` or `password_common`, on the field `password`.
    """
    if len(password) < MINIMUM_LENGTH:
        raise RefusedError("password_short", "password")
    if len(password) > MAXIMUM_LENGTH:
        raise RefusedError("password_long", "password")
    if _is_guessable(password.casefold(), about):
        raise RefusedError("password_common", "password")


def _is_guessable(password: str, about: Iterable[str]) -> bool:
    if len(set(password)) <= 4:
        return True
    words = [*_COMMON_STEMS, *(part for text in about for part in _known_parts(text))]
    rest = password
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    # Years, counting and marks after a known word are what guessers try first.
    return rest != password and sum(sign.isalpha() for sign in rest) < LETTERS_BESIDE_KNOWN_WORDS


def _known_parts(text: str) -> list[str]:
    parts = text.casefold().replace("@", " ").replace(".", " ").split()
    return [part for part in parts if len(part) >= 4]
