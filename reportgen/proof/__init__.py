"""The visual proof of a print edition: its plates, what they print together, and how much ink.

Plates are made by rewriting the file (`separate.py`), so that overprinting is shown as a press
does it; the picture of a page is made from its plates, not the other way round.
"""

from reportgen.proof.prove import PageProof, Proof, prove
from reportgen.proof.read import prove_files
from reportgen.proof.separate import Separation, separate

__all__ = ["PageProof", "Proof", "Separation", "prove", "prove_files", "separate"]
