"""`python -m extlint`: runs the binary with the same arguments."""

import os
import subprocess
import sys

from ._binary import find_binary


def main() -> int:
    """Runs the binary; the status is its own."""
    command = [find_binary(), *sys.argv[1:]]
    if sys.platform == "win32":
        # There exec returns to the shell at once.
        return subprocess.run(command).returncode
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main())
