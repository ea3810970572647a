#!/usr/bin/env bash
# Builds the documentation site: the pages of docs/src, and one for every rule as `extlint rule CODE` prints it. Then every
# link within it is followed. Arguments: the binary, the Python that has linkchecker, the folder to build in. mdbook is
# taken from PATH or from <folder>/tools, else compiled there.
set -euo pipefail
cd "$(dirname "$0")/.."
binary="$1" python="$2" place="$3"
mkdir -p "$place"
rm -rf "$place/book"
cp -R docs "$place/book"

mdbook="$(command -v mdbook || true)"
if [ -z "$mdbook" ]; then
    mdbook="$place/tools/bin/mdbook"
    [ -x "$mdbook" ] || cargo install --quiet --locked --debug --no-default-features --root "$place/tools" mdbook@0.5.4
fi

"$binary" rule --output-format json | "$python" -c '
import json, pathlib, subprocess, sys

binary, source = sys.argv[1], pathlib.Path(sys.argv[2])
(source / "rules").mkdir()
lines = []
table = (source / "rules.md").read_text()
for rule in json.load(sys.stdin):
    code, name = rule["code"], rule["name"]
    page = subprocess.run([binary, "rule", code], check=True, capture_output=True, text=True).stdout
    (source / "rules" / f"{code}.md").write_text(page)
    lines.append(f"  - [{code} {name}](rules/{code}.md)\n")
    table = table.replace(f"| {code} |", f"| [{code}](rules/{code}.md) |")
if len(lines) < 50:
    sys.exit(f"{len(lines)} rules")
(source / "rules.md").write_text(table)
with open(source / "SUMMARY.md", "a") as summary:
    summary.writelines(lines)
' "$binary" "$place/book/src"

"$mdbook" build "$place/book"
[ -f "$place/book/book/rules/GC001.html" ]
# Links to other sites are not followed: those of the rules are checked by hand, a run has to be the same each time.
"$(dirname "$python")/linkchecker" --no-status --no-warnings "$place/book/book/index.html"
echo "site: ok"
