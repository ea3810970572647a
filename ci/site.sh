#!/usr/bin/env bash
# Builds the documentation site: the pages of docs/src, and one for every rule as `extlint rule CODE` prints it. Then every
# link within it is followed. Arguments: the binary, a Python, the folder to build in. mdbook is
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
    [ -x "$mdbook" ] || CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --locked --debug --no-default-features --root "$place/tools" mdbook@0.5.4
fi

"$binary" rule --all --output-format json | "$python" -c '
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
    table = table.replace(f"</a>{code} |", f"</a>[{code}](rules/{code}.md) |")
if len(lines) < 50:
    sys.exit(f"{len(lines)} rules")
(source / "rules.md").write_text(table)
with open(source / "SUMMARY.md", "a") as summary:
    summary.writelines(lines)
' "$binary" "$place/book/src"

"$mdbook" build "$place/book"
[ -f "$place/book/book/rules/GC001.html" ]
# Links to other sites are not followed: a run has to be the same each time.
"$python" - "$place/book/book" <<'PY'
import html.parser, pathlib, sys, urllib.parse


class Page(html.parser.HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value:
                self.links.append(value)
            elif name in ("id", "name") and value:
                self.anchors.add(value)


root = pathlib.Path(sys.argv[1]).resolve()
pages = {path: Page(path) for path in root.rglob("*.html")}
wrong, seen = [], 0
for path, page in pages.items():
    for link in page.links:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc or path.name == "404.html":
            continue
        seen += 1
        there = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
        anchor = urllib.parse.unquote(parts.fragment)
        if not there.exists() or anchor and there in pages and anchor not in pages[there].anchors:
            wrong.append(f"{path.relative_to(root)}: {link}")
if wrong or seen < 1000:
    sys.exit("\n".join(sorted(wrong) + [f"{seen} links, {len(wrong)} lead nowhere"]))
print(f"site: ok, {seen} links in {len(pages)} pages")
PY
