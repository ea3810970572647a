"""Runs a program within limits of time and memory, and says how it ended."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

# Set in the process that becomes the program: `preexec_fn` is not safe beside threads.
_LAUNCHER = """
import os, resource, sys
memory, seconds = int(sys.argv[1]), int(sys.argv[2])
def limit(what, value):
    soft, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, hard))
limit(resource.RLIMIT_CORE, 0)
limit(resource.RLIMIT_CPU, seconds)
if memory:
    limit(resource.RLIMIT_AS, memory)
os.execv(sys.argv[3], sys.argv[3:])
"""

# Seconds on the clock for each of processor time: on a machine with much else to do an input is no slower than elsewhere.
_PATIENCE = 5


@dataclass
class Ended:
    """How a program ended: its status, or why it has none that counts."""

    status: int
    said: str
    # Why the input is set aside: it took too long, too much memory, or made the program crash.
    poison: str | None = None
    # Why it should be tried again: something that has nothing to do with the input.
    passing: str | None = None


def run(
    command: list[str], seconds: float, megabytes: int, environment: dict[str, str], patience: float = _PATIENCE
) -> Ended:
    """Runs a program. The limits are of processor time, of five times as much on the clock, and of address space; on
    Windows there is only that of the clock."""
    if sys.platform != "win32":
        command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(megabytes << 20), str(math.ceil(seconds)), *command]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        said = process.communicate(timeout=seconds * patience)[1].decode(errors="replace")
    except subprocess.TimeoutExpired:
        _kill(process)
        return Ended(-1, "", poison=f"took longer than {seconds * patience:g} s")
    except BaseException:
        _kill(process)
        raise
    status = process.returncode
    if status != 0 and "memory allocation of " in said:
        return Ended(status, said, poison=f"needs more than {megabytes} MB of memory")
    if status < 0:
        name = _name(-status)
        if name == "SIGXFSZ":
            return Ended(status, said, passing="a file that was written became too large for the limit of the process")
        if name == "SIGXCPU":
            return Ended(status, said, poison=f"took more than {math.ceil(seconds)} s of processor time")
        # By the system, which was short of memory, or by who stops the machine.
        if name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"):
            return Ended(status, said, passing=f"the process was ended by {name}")
        return Ended(status, said, poison=f"extlint crashed ({name})")
    return Ended(status, said)


def _kill(process: subprocess.Popen) -> None:
    """Ends a process and those that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.communicate()


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
