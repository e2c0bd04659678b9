"""Tags of languages."""

import re

#: As in "de" or "de-AT" (BCP 47).
_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def is_language(tag: str) -> bool:
    """Whether a text has the form of a language's tag."""
    return _TAG.fullmatch(tag) is not None
