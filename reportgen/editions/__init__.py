"""Compose stage: one layout becomes finished PDFs, for screens and for the press."""

from reportgen.editions.compose import compose

__all__ = ["compose"]
