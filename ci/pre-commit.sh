#!/usr/bin/env bash
# Runs the pre-commit hook for real: a clone of this repository as the hook's source, a sample project as its user.
# Wants: git, cargo, and pre-commit (argument 1: the command to use). Argument 2: a folder that is the hook's source in the
# clone's place, as the mirror is; what it installs pip finds by its own environment.
set -euo pipefail

root="$(cd "$(dirname "$0")/.." && pwd)"
read -r -a pre_commit <<< "${1:-pre-commit}"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT

export PRE_COMMIT_HOME="$place/cache"
# Not the repository's own target folder: cargo would take the clone for the same package and mix up their builds.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/hook"
# The hook's speed is not what is tested here: build it the quick way.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0
export GIT_CONFIG_GLOBAL="$place/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --file "$GIT_CONFIG_GLOBAL" user.name test
git config --file "$GIT_CONFIG_GLOBAL" user.email test@example.invalid
git config --file "$GIT_CONFIG_GLOBAL" init.defaultBranch main
git config --file "$GIT_CONFIG_GLOBAL" protocol.file.allow always
git config --file "$GIT_CONFIG_GLOBAL" --add safe.directory '*'

source="${2:-}"
"${pre_commit[@]}" validate-manifest "$root/${source:+$source/}.pre-commit-hooks.yaml"

if [ -n "$source" ]; then
    # Build requirements come with the environment, or there is no index to fetch them from.
    mkdir "$place/extlint"
    cp -a "$root/$source/." "$place/extlint/"
    git -C "$place/extlint" init --quiet
    git -C "$place/extlint" add -A
    git -C "$place/extlint" commit --quiet --message mirror
else
    # The hook comes from the last commit, as it would for a user.
    git clone --quiet "file://$root" "$place/extlint"
fi
revision="$(git -C "$place/extlint" rev-parse HEAD)"

mkdir -p "$place/sample/src" "$place/sample/vendor"
cd "$place/sample"
cat > .pre-commit-config.yaml <<YAML
repos:
  - repo: file://$place/extlint
    rev: $revision
    hooks:
      - id: extlint
YAML
# The toolchain at hand, not one that pre-commit fetches.
[ -n "$source" ] || echo "        language_version: system" >> .pre-commit-config.yaml
cat > extlint.toml <<'TOML'
exclude = ["vendor"]
TOML
cat > src/good.c <<'C'
#include <Python.h>

static struct PyModuleDef good_module;
C
cp src/good.c vendor/excluded.c
sed -i '1i #define Py_BUILD_CORE 1' vendor/excluded.c
for other in notes.txt src/sketch.ino src/view.mm src/unit.cppm src/kernel.cu; do
    echo '#define Py_BUILD_CORE 1' > "$other"
done
git init --quiet
git add -A

echo "pre-commit: sources without a finding (a text file and an excluded file are beside them)"
"${pre_commit[@]}" run --all-files --verbose

cat > src/bad.c <<'C'
#define Py_BUILD_CORE 1
#include <Python.h>
C
git add -A
echo "pre-commit: a source with a finding"
if "${pre_commit[@]}" run --all-files --verbose > "$place/output" 2>&1; then
    cat "$place/output"
    echo "pre-commit passed over src/bad.c" >&2
    exit 1
fi
cat "$place/output"
for expected in ABI003 src/bad.c "exit code: 1"; do
    grep -qF -- "$expected" "$place/output" || { echo "the output lacks: $expected" >&2; exit 1; }
done
for unexpected in vendor/excluded.c notes.txt sketch.ino view.mm unit.cppm kernel.cu; do
    if grep -qF -- "$unexpected" "$place/output"; then
        echo "the output speaks of $unexpected" >&2
        exit 1
    fi
done
echo "pre-commit${source:+ by $source}: ok"
