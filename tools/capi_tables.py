#!/usr/bin/env python3
"""Writes the C API tables that the binary rules look names up in.

    python3 -m pip install abi3info            # any version; its number goes into the header
    python3 tools/capi_tables.py stable  > src/abi/data/stable_abi.tsv
    python3 tools/capi_tables.py exports python3.6 python3.7 … > src/abi/data/capi_exports.tsv

`stable` needs the package abi3info, which carries CPython's Misc/stable_abi.toml. `exports` runs each interpreter
named to learn where its shared library is (a release build on Linux configured with --enable-shared; a static
build is read itself) and lists that file's dynamic symbols with `nm`. Both tables are sorted by name in byte order.
"""

import datetime
import json
import subprocess
import sys
from importlib import metadata

PROBE = """
import json, os, sys, sysconfig
v = sysconfig.get_config_var
shared = os.path.join(v("LIBDIR") or "", v("INSTSONAME") or v("LDLIBRARY") or "")
path = shared if v("Py_ENABLE_SHARED") and os.path.exists(shared) else sys.executable
print(json.dumps([sys.version_info[1], ".".join(map(str, sys.version_info[:3])), path,
                  bool(v("Py_GIL_DISABLED")), hasattr(sys, "gettotalrefcount")]))
"""


def today():
    return datetime.date.today().isoformat()


def stable():
    import abi3info

    rows = []
    for kind, items in (("function", abi3info.FUNCTIONS), ("data", abi3info.DATAS)):
        for symbol, item in items.items():
            condition = item.ifdef.name if item.ifdef else ""
            rows.append((symbol.name, item.added.minor, kind[0], condition, "abi_only" if item.abi_only else ""))
    rows.sort(key=lambda row: row[0].encode())
    print("# Functions (f) and data (d) of CPython's stable ABI.")
    print(f"# Source: Misc/stable_abi.toml, by way of the package abi3info {metadata.version('abi3info')}; written {today()}.")
    print("# Columns: name, minor version of Python 3 that promised it, f or d, macro it depends on, abi_only")
    print("# (exported for macros and old binaries, not to be named in source). Made by tools/capi_tables.py.")
    for row in rows:
        print("\t".join(map(str, row)).rstrip("\t"))


def ranges(minors):
    out = []
    for minor in sorted(minors):
        if out and out[-1][1] == minor - 1:
            out[-1][1] = minor
        else:
            out.append([minor, minor])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def exports(interpreters):
    names, versions = {}, {}
    for interpreter in interpreters:
        minor, version, library, free_threaded, debug = json.loads(
            subprocess.run([interpreter, "-c", PROBE], check=True, capture_output=True, text=True).stdout
        )
        if free_threaded or debug:
            sys.exit(f"{interpreter}: not a release build with the GIL")
        versions[minor] = version
        listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True)
        for line in listing.stdout.splitlines():
            name = line.split()[-1].split("@")[0]
            if name.startswith(("Py", "_Py")) and not name.startswith(("PyInit_", "PyModExport_")):
                names.setdefault(name, set()).add(minor)
    print("# Names Py* and _Py* that the shared library of each CPython exports, module hooks left out.")
    print(f"# Source: nm -D on CPython {', '.join(versions[m] for m in sorted(versions))}")
    print(f"# (Linux x86-64, release, with the GIL); written {today()}.")
    print("# Columns: name, minor versions of Python 3 that export it. Made by tools/capi_tables.py.")
    for name in sorted(names, key=str.encode):
        print(f"{name}\t{ranges(names[name])}")


if __name__ == "__main__":
    if sys.argv[1:] == ["stable"]:
        stable()
    elif sys.argv[1:2] == ["exports"] and len(sys.argv) > 2:
        exports(sys.argv[2:])
    else:
        sys.exit(__doc__)
