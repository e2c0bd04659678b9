"""Files inside the file: the data behind a report, associated with it as PDF/A-3 wants it."""

from collections.abc import Sequence
from datetime import date
from hashlib import md5

from pikepdf import Array, Dictionary, Name, Pdf, String

from reportgen.model import Attachment


def attach_files(document: Pdf, attachments: Sequence[Attachment], issued: date) -> None:
    """Embeds files and associates them with the document (ISO 19005-3, 6.8).

    Args:
        document: is changed.
        attachments: with different names.
        issued: becomes their date of change.
    """
    names: list[String | Dictionary] = []
    specifications = []
    for attachment in sorted(attachments, key=lambda a: a.name):
        content = document.make_stream(attachment.content)
        content.Type = Name.EmbeddedFile
        content.Subtype = Name("/" + attachment.media_type)
        content.Params = Dictionary(
            Size=len(attachment.content),
            ModDate=String(f"D:{issued:%Y%m%d}000000Z"),
            # A checksum of the format (ISO 32000-1, 7.11.4), not a protection.
            CheckSum=String(md5(attachment.content, usedforsecurity=False).digest()),
        )
        specification = document.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(attachment.name),
                UF=String(attachment.name),
                Desc=String(attachment.description),
                AFRelationship=Name.Data,
                EF=Dictionary(F=content, UF=content),
            )
        )
        names += [String(attachment.name), specification]
        specifications.append(specification)
    document.Root.AF = Array(specifications)
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))
