"""The pass over the finished pages: what reportlab cannot write is written here, with pikepdf."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf

from reportgen.document.metadata import Description, describe
from reportgen.document.structure import Element, attach


def finish(
    pdf: bytes, description: Description, root: Element, owners: Sequence[Sequence[Element]]
) -> bytes:
    """Adds structure tree and metadata, and stores the file compactly and reproducibly.

    The identifier is derived from the content and the dates are given, so the same input makes
    the same bytes (ISO 32000-1, 14.4).

    Args:
        pdf: as reportlab wrote it.
        description: what it says of itself.
        root: the ``Document`` element.
        owners: for each page the element of each marked-content sequence.

    Returns:
        The finished file.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        attach(document, root, owners)
        describe(document, description, pdfa_part=2)
        buffer = BytesIO()
        document.save(
            buffer,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
    return buffer.getvalue()
