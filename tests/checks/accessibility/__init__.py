"""Both standards, proved by veraPDF; our own checks beside it; and what no validator sees."""
