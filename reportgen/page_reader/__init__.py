"""Reads what the pages of any PDF paint: marks, text, images, and their inks.

`page.read_page` reads a page, `images` its pictures; the checks of press files judge what is found,
and the proof makes plates by the same `interpreter.Interpreter`. Nothing here judges.
"""
