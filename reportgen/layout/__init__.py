"""Layouts: how reports look, and every text in them."""
