#!/usr/bin/env bash
# The engine of surveys and its questions: installs what `extlint[survey]` names into an environment of its own and runs
# tests/engine there. Arguments: a binary with the feature `survey`, a Python, the folder of the environment.
set -euo pipefail
cd "$(dirname "$0")/.."
binary="$1" python="$2" place="$3"

[ -x "$place/bin/python" ] || "$python" -m venv "$place"
readarray -t needs < <("$python" - <<'PY'
import re

text = open("pyproject.toml").read()
print("\n".join(re.findall(r'"([^"]+)"', re.search(r"^survey = \[(.*?)\]$", text, re.M | re.S)[1])))
PY
)
"$place/bin/pip" install --quiet --disable-pip-version-check "${needs[@]}"
EXTLINT_BINARY="$binary" "$place/bin/python" -m unittest discover --start-directory tests/engine --top-level-directory tests/engine
echo "survey: ok"
