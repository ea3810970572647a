"""Finds the binary that the wheel installed."""

import os
import sys
import sysconfig
from typing import Iterator


def _places() -> Iterator[str]:
    name = "extlint" + (sysconfig.get_config_var("EXE") or "")
    yield os.path.join(sysconfig.get_path("scripts"), name)
    # `pip install --user`
    user = sysconfig.get_preferred_scheme("user") if sys.version_info >= (3, 10) else os.name + "_user"
    yield os.path.join(sysconfig.get_path("scripts", scheme=user), name)
    # `pip install --target`, and prefixes of their own: bin beside, or two or more folders above the package.
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    while True:
        for folder in ("bin", "Scripts"):
            yield os.path.join(here, folder, name)
        above = os.path.dirname(here)
        if above == here:
            return
        here = above


def find_binary() -> str:
    """The path of the binary.

    Raises FileNotFoundError, with the places that were looked at, where there is none.
    """
    tried = []
    for path in _places():
        if os.path.isfile(path):
            return path
        tried.append(path)
    raise FileNotFoundError("the extlint binary is not installed; looked for it at " + ", ".join(tried[:3]))
