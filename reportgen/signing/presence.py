"""Whether a PDF is signed at all: a question that needs none of the libraries for signatures."""


def has_signature(pdf: bytes) -> bool:
    """Whether a PDF is signed; what the signature is worth is another question."""
    # This entry of a signature stands outside of compressed streams, for it counts bytes.
    return b"/ByteRange" in pdf
