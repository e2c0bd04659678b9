"""Keys, seals, and who sealed a file."""
