"""Reads what the pages of any PDF paint: marks, text, images, and their inks."""
