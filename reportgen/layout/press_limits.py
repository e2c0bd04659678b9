"""Limits that the print edition keeps and the checks of print editions look for."""

#: Ink limit in percent that is assumed of a file from elsewhere: that of coated paper.
INK_LIMIT = 300.0

#: Text of this size in points and more may be in colour; smaller text is black or grey.
COLOURED_TEXT = 14.0

#: Lines below this width in points are black or grey.
COLOURED_LINE = 1.0

#: Least width of a line in points; thinner ones break on the plate.
HAIRLINE = 0.25

#: Least distance of text from where the paper is cut, in millimetres.
CLEAR_OF_TRIM = 5
