"""Texts that people write in Markdown, as blocks of a report."""
