"""Looks at an unknown file."""

from pathlib import Path


def propose(path: Path) -> str:
    """Proposes."""
    return ""
