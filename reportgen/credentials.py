"""Secrets and places of servers: from the environment or the keyring, never from a file of ours."""

import os
from typing import NoReturn

_PREFIX = "REPORTGEN_"
_SERVICE = "reportgen"


class Secret:
    """A text that no message, log or traceback shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def hide_in(self, text: str, *others: str) -> str:
        """`text` with stars in place of the secret, and of `others` that were made from it."""
        for hidden in sorted((self._text, *others), key=len, reverse=True):
            text = text.replace(hidden, "***") if hidden else text
        return text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


def look_up(name: str) -> str:
    """A setting, e.g. ``smtp-host``: ``REPORTGEN_SMTP_HOST``, else from the keyring, else empty.

    Keyring entries belong to the service ``reportgen`` and have the setting's name as user:
    ``keyring set reportgen smtp-password``.
    """
    variable = _PREFIX + name.upper().replace("-", "_")
    if (value := os.environ.get(variable)) is not None:
        return value
    # Takes a while to import, and is not needed where the environment says everything.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(_SERVICE, name) or ""
    except KeyringError:
        # A server has none; the setting is then simply not there.
        return ""
