"""Answers in which order Swedish names stand: å, ä and ö after z, capitals and accents aside."""

import unicodedata

_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
_LENGTH = 200


def sort_key(name: str) -> str:
    """A text that sorts, byte by byte and on every database, as Swedish readers expect."""
    folded = " ".join(name.casefold().split()).translate(_AFTER_Z)
    if folded.isascii():
        return folded[:_LENGTH]
    plain = unicodedata.normalize("NFD", folded)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:_LENGTH]
