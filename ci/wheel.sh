#!/usr/bin/env bash
# The ways in by pip: builds the wheel, installs it into a fresh environment without an index, runs it there, and runs the
# pre-commit mirror's hook with it. Argument: the Python that has maturin and pre-commit.
set -euo pipefail
cd "$(dirname "$0")/.."
python="$1"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"

# What is tested is the package, not its speed: the profile of the build that is there already.
"$python" -m maturin build --quiet --locked --profile dev --out "$place/wheels"
wheel=("$place/wheels/extlint-$version-py3-none-"*.whl)
[ -f "${wheel[0]}" ] || { ls "$place/wheels" >&2; echo "no wheel for any Python 3" >&2; exit 1; }

"$python" -m venv "$place/venv"
venv="$place/venv/bin"
"$venv/pip" install --quiet --disable-pip-version-check --no-index --find-links "$place/wheels" extlint
[ "$("$venv/extlint" --version)" = "extlint $version" ]
[ "$("$venv/python" -m extlint --version)" = "extlint $version" ]
[ "$("$venv/python" -c 'import importlib.metadata as m; print(m.version("extlint"))')" = "$version" ]
"$venv/python" - <<'PY'
from importlib.metadata import metadata

about = metadata("extlint")
assert about["Summary"] == "A static ABI and isolation linter for CPython C extensions", about["Summary"]
assert "clang" in about.get_all("Provides-Extra"), about.get_all("Provides-Extra")
PY
code=0
"$venv/python" -m extlint check examples/sources > "$place/output" || code=$?
[ "$code" = 1 ] || { cat "$place/output"; echo "exit code $code of python -m extlint, expected 1" >&2; exit 1; }
"$venv/extlint" survey examples/sources --output "$place/survey" 2> "$place/said"
grep -q ": 1 distribution checked; 0 done before, 0 failed" "$place/said" || { cat "$place/said" >&2; exit 1; }

# Without scripts beside: the package says what it looked for.
"$venv/pip" install --quiet --disable-pip-version-check --no-index --find-links "$place/wheels" --target "$place/plain" extlint
[ "$(PYTHONPATH="$place/plain" "$python" -m extlint --version)" = "extlint $version" ]
rm "$place/plain/bin/extlint"
if PYTHONPATH="$place/plain" "$python" -c 'import sysconfig, extlint; sysconfig.get_path = lambda *a, **k: "/nowhere"; extlint.find_binary()' 2> "$place/error"; then
    echo "a package without its binary ran" >&2
    exit 1
fi
grep -q "the extlint binary is not installed; looked for it at /nowhere" "$place/error"
echo "wheel: ok"

ci/archive.sh here "$place/wheels" "$place/archives"
tar -tzf "$place/archives/extlint-here.tar.gz" > "$place/members"
for part in extlint completions/extlint.bash man/extlint.1 man/extlint-check.1 LICENSE-MIT; do
    grep -qxF "extlint-here/$part" "$place/members" || { echo "the archive lacks $part" >&2; exit 1; }
done
echo "archive: ok"

"$python" ci/action.py "$venv/extlint" "$place/wheels"

# What the mirror's package is built with; its hook sees no index.
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$place/wheels" setuptools
PIP_NO_INDEX=1 PIP_FIND_LINKS="$place/wheels" ci/pre-commit.sh "$python -m pre_commit" packaging/pre-commit-mirror
