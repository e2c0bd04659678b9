"""Checks of PDF/A, and of what any file may hold."""
