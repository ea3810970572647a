"""extlint, a static ABI and isolation linter for CPython C extensions: where the binary of this package is."""

from ._binary import find_binary

__all__ = ["find_binary"]
