"""Judges PDFs: PDF/UA, PDF/A and PDF/X, by our own rules and by veraPDF.

`check.check_files` judges finished files by both. On every build, `editions/gate.py` applies rules
of `accessibility` to what a digital file is written from, and `press.press_preflight` judges the
print edition; `verapdf.validate_all` asks veraPDF.
"""
