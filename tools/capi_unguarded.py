#!/usr/bin/env python3
"""Makes src/capi/unguarded.tsv: names that CPython's headers show to a limited API older than the one that promises them.

    python3 tools/capi_unguarded.py 3.13=INCLUDE[:INCLUDE…] 3.15=INCLUDE…

INCLUDE are the folders of one Python's headers. Each is preprocessed with every value of Py_LIMITED_API, and the words that
come out are compared with the columns `limited` of functions.tsv and names.tsv.
"""

import datetime
import pathlib
import re
import subprocess
import sys

CAPI = pathlib.Path(__file__).resolve().parent.parent / "src" / "capi"


def promised():
    """The first limited API that promises a name, by name."""
    found = {}
    for table in ("functions.tsv", "names.tsv"):
        rows = [line.split("\t") for line in (CAPI / table).read_text().splitlines() if not line.startswith("#")]
        column = rows[0].index("limited")
        for row in rows[1:]:
            if row[column] != "-":
                found[row[0]] = int(row[column].split(".")[1])
    return found


def words(folders, minor):
    """The words of Python.h as it is read with a limited API."""
    text = f"#define Py_LIMITED_API 0x03{minor:02X}0000\n#include <Python.h>\n"
    options = [option for folder in folders for option in ("-I", folder)]
    done = subprocess.run(["cc", "-E", "-dD", *options, "-x", "c", "-"], input=text, capture_output=True, text=True, check=True)
    return set(re.findall(r"\b_?Py\w+", done.stdout))


def main():
    headers = [argument.partition("=")[::2] for argument in sys.argv[1:]]
    first = promised()
    shown = {}
    for _, folders in headers:
        for minor in range(max(first.values()), 1, -1):
            for word in words(folders.split(":"), minor):
                if minor < first.get(word, 0):
                    shown[word] = min(minor, shown.get(word, minor))
    versions = ", ".join(version for version, _ in headers)
    lines = [
        "# Names that the headers show to a limited API older than the one that promises them.",
        f"# Source: headers of CPython {versions}, preprocessed with each Py_LIMITED_API. Written {datetime.date.today()} by tools/capi_unguarded.py.",
        "# shown: the oldest limited API that sees the name.",
        "name\tshown",
    ]
    lines += [f"{name}\t3.{minor}" for name, minor in sorted(shown.items())]
    (CAPI / "unguarded.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
