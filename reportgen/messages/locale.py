"""Which language the messages are told in."""

import sys
from collections.abc import Mapping

GERMAN, ENGLISH = "de", "en"

#: Languages that there are messages in.
LANGUAGES = (GERMAN, ENGLISH)

#: Says which language is wanted, before the locale is asked.
VARIABLE = "REPORTGEN_MESSAGES"

#: As POSIX has it: the first one that is set decides.
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str]) -> str:
    """German where the environment says so, or a Windows that does; else English."""
    if (wanted := environment.get(VARIABLE, "").lower()) in LANGUAGES:
        return wanted
    named = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    if not named and sys.platform == "win32":
        from locale import getlocale  # noqa: PLC0415, only there it says more than variables

        named = getlocale()[0] or ""
    return (
        GERMAN if named.lower().startswith(("de_", "de.", "german")) or named == "de" else ENGLISH
    )
