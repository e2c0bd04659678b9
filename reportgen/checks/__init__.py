"""Judges PDFs: PDF/UA, PDF/A and PDF/X, by our own rules and by veraPDF.

`check.check_files` judges finished files by both. On every build, `accessibility.preflight` judges
the digital edition and `press.press_preflight` the print edition; `verapdf.validate` asks veraPDF.
"""
