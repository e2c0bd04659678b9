"""Judges PDFs: PDF/UA, PDF/A and PDF/X, by our own rules and by veraPDF."""
