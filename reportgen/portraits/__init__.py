"""Load: how the cities' offices describe themselves, in Markdown below a few lines of TOML."""

from reportgen.portraits.load import load_portrait, unused_files

__all__ = ["load_portrait", "unused_files"]
