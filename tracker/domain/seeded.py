"""A repeatable source of chance, for invented content: the same words in, the same dice out."""

import random


def seeded(*parts: object) -> random.Random:
    """Return dice that always fall the same for the same `parts`; never for secrets."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - invented content, no secrets
