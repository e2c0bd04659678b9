"""Small numbers kept secret: dataset in, the same without what no reader may know.

This is one stage between loading and computing. A value that is secret becomes one that its city
holds back, as the workbook's own sign for it does, so that whatever is computed, written, drawn,
attached, exported or sent afterwards is made from what may be published and from nothing else.
"""

from reportgen.confidentiality.protect import (
    Protected,
    Published,
    as_archived,
    is_protected,
    protect,
)

__all__ = ["Protected", "Published", "as_archived", "is_protected", "protect"]
