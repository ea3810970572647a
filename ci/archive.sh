#!/usr/bin/env bash
# Packs the binary of a wheel with completions, manual pages and licences: what a release offers beside the wheels.
# Arguments: the target, the folder of the wheel, the folder to write into. Files that this machine can make only for
# itself (completions, pages) come from a binary that runs here: EXTLINT_RUNS, else the one packed, else they are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
target="$1" wheels="$2" out="$3"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
name="extlint-$target"
mkdir -p "$place/$name" "$out"
python="$(command -v python3 || command -v python)"
"$python" - "$place/$name" "$wheels" <<'PY'
import pathlib, shutil, sys, zipfile

into, wheels = map(pathlib.Path, sys.argv[1:])
(wheel,) = wheels.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    (member,) = [n for n in archive.namelist() if ".data/scripts/" in n]
    target = into / pathlib.PurePosixPath(member).name
    with archive.open(member) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)
    target.chmod(0o755)
PY
cp LICENSE-* README.md CHANGELOG.md "$place/$name/"
binary="$place/$name/extlint"
[ -f "$binary" ] || binary="$binary.exe"
runs="${EXTLINT_RUNS:-$binary}"
if "$runs" --version >/dev/null 2>&1; then
    mkdir "$place/$name/completions"
    for shell in bash zsh fish elvish powershell; do
        "$runs" generate-shell-completion "$shell" > "$place/$name/completions/extlint.$shell"
    done
    "$runs" generate-man "$place/$name/man"
else
    echo "the binary for $target does not run here: no completions and no manual pages in its archive"
fi
case "$target" in
    *windows*) (cd "$place" && "$python" -m zipfile -c "$name.zip" "$name") && mv "$place/$name.zip" "$out/" ;;
    *) tar -C "$place" -czf "$out/$name.tar.gz" "$name" ;;
esac
