"""Raw exports of statistical offices become the standard workbook, by a recipe and never by guess.

A recipe says of each file where units, years and values stand and what its marks mean. What a
recipe does not say is a problem with file, sheet and cell; nothing is left out unless it is listed.
"""
