"""The content of a document: blocks become flowables, and flowables become pages.

reportlab executes `~/.reportlab_settings` and takes `RL_*` variables when it is first imported. A
report must not depend on them, so that first import happens here, behind a fence.
"""

import os
import sys
from types import ModuleType


def _import_reportlab_undisturbed() -> None:
    # With a module of settings, even an empty one, reportlab looks into no file.
    sys.modules["reportlab_settings"] = ModuleType("reportlab_settings")
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("RL_")}
    try:
        from reportlab import rl_config  # noqa: PLC0415
    finally:
        os.environ.update(hidden)
        del sys.modules["reportlab_settings"]
    # ASCII armour around binary streams is of no use.
    rl_config.useA85 = 0


_import_reportlab_undisturbed()
