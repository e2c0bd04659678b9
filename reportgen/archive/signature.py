"""Seals reports (PAdES), and says of a sealed one who did it and whether it changed since."""

import re

_BYTE_RANGE = re.compile(rb"/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) ?\]")


def is_sealed(pdf: bytes, report: bytes) -> bool:
    """Whether `pdf` is `report` with one signature after it that covers all of the file.

    A signature is an update behind the end of a file (ISO 32000-1, 12.8.1), so the report
    before it is still there, byte by byte. Whether the signature holds is another question.
    """
    if not pdf.startswith(report) or len(pdf) == len(report):
        return False
    ranges = _BYTE_RANGE.findall(pdf, len(report))
    return len(ranges) == 1 and int(ranges[0][1]) + int(ranges[0][2]) == len(pdf)
