#!/usr/bin/env python3
"""Runs the steps of action.yml as a GitHub runner does, over a good and a bad file.

Usage: action.py BINARY [WHEELS]. WHEELS: a folder with a wheel, installed as the action does by default. Wants PyYAML and
bash. `uses:` steps would be an error: there are none.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
EXPRESSION = re.compile(r"\$\{\{\s*([^}]+?)\s*\}\}")
# https://docs.github.com/actions/reference/workflow-commands-for-github-actions
ANNOTATION = re.compile(r"^::(error|warning|notice) ([^:]*)::(.+)$")


def run_action(inputs, workspace):
    """Returns exit code, standard output and outputs of the composite action."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    unknown = set(inputs) - set(action["inputs"])
    assert not unknown, f"no inputs of the action: {unknown}"
    values = {f"inputs.{name}": str(spec.get("default", "")) for name, spec in action["inputs"].items()}
    values |= {f"inputs.{name}": value for name, value in inputs.items()}

    def known(name):
        # What a step did not set, or one that did not run, is empty.
        return values.get(name, "") if name.startswith("steps.") else values[name]

    def fill(text):
        return EXPRESSION.sub(lambda found: known(found[1]), str(text))

    code, printed = 0, ""
    # One for all steps of a job: what one installs the next runs.
    temp = tempfile.TemporaryDirectory()
    for step in action["runs"]["steps"]:
        assert "uses" not in step, "this runner knows `run:` steps only"
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "expressions belong into env, not into the script"
        with tempfile.NamedTemporaryFile("r+") as output:
            environment = os.environ | {name: fill(value) for name, value in step.get("env", {}).items()}
            environment |= {
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": output.name,
                "GITHUB_WORKSPACE": str(workspace),
                "GITHUB_STEP_SUMMARY": str(workspace / "summary.md"),
                "RUNNER_TEMP": temp.name,
            }
            folder = workspace / fill(step.get("working-directory", "."))
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", fill(step["run"])]
            done = subprocess.run(command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE)
            printed += done.stdout
            for line in output.read().splitlines():
                name, _, value = line.partition("=")
                values[f"steps.{step['id']}.outputs.{name}"] = value
        if done.returncode:
            code = done.returncode
            break
    outputs = {name: fill(spec["value"]) for name, spec in action["outputs"].items()}
    return code, printed, outputs


def annotations(printed):
    found = []
    for line in printed.splitlines():
        if match := ANNOTATION.match(line):
            properties = dict(item.split("=", 1) for item in match[2].split(",") if item)
            found.append((match[1], properties, match[3]))
    return found


def main():
    binary = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as temp:
        workspace = Path(temp)
        (workspace / "good dir").mkdir()
        (workspace / "good.c").write_text("#include <Python.h>\n")
        (workspace / "bad.c").write_text("int spam;\n#define Py_BUILD_CORE 1\n#include <Python.h>\n")

        code, printed, outputs = run_action({"paths": "good.c", "install": binary}, workspace)
        print(printed, end="")
        assert code == 0, f"exit code {code} for a file without findings"
        assert not annotations(printed), "annotations for a file without findings"
        assert outputs["exit-code"] == "0", outputs

        code, printed, outputs = run_action({"paths": "good.c bad.c", "install": binary}, workspace)
        print(printed, end="")
        assert code == 1, f"exit code {code} for a file with findings"
        assert outputs["exit-code"] == "1", outputs
        found = [a for a in annotations(printed) if "ABI003" in a[1].get("title", "") + a[2]]
        assert len(found) == 1, f"one annotation expected: {printed}"
        level, properties, _ = found[0]
        assert level == "error", level
        assert properties["file"] == "bad.c" and properties["line"] == "2", properties

        summary = (workspace / "summary.md").read_text()
        assert "| error | ABI003" in summary and "bad.c:2:9" in summary, summary

        # In a folder below, paths are still those of the repository; a SARIF report is written there.
        below = workspace / "good dir"
        (below / "bad.c").write_text((workspace / "bad.c").read_text())
        inputs = {"install": binary, "working-directory": "good dir", "sarif-file": "out.sarif", "summary": "false"}
        code, printed, outputs = run_action(inputs, workspace)
        assert code == 1 and outputs["sarif-file"] == "out.sarif", outputs
        files = {a[1]["file"] for a in annotations(printed)}
        assert files == {"good dir/bad.c"}, files
        sarif = json.loads((below / "out.sarif").read_text())
        place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place == {"uri": "good%20dir/bad.c", "uriBaseId": "SRCROOT"}, place
        assert (workspace / "summary.md").read_text() == summary, "a summary nobody asked for"
        (below / "bad.c").unlink()

        code, _, _ = run_action({"paths": "good.c", "install": "no-such-command"}, workspace)
        assert code == 2, f"exit code {code} for a binary that is not there"
        if len(sys.argv) > 2:
            os.environ |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": sys.argv[2]}
            code, printed, _ = run_action({"paths": "bad.c"}, workspace)
            assert code == 1 and len(annotations(printed)) == 1, f"the wheel's binary: {code} {printed}"

        code, printed, outputs = run_action({"paths": ".", "args": "--ignore ABI003", "install": binary}, workspace)
        assert code == 0, f"exit code {code} where the finding's rule is ignored"
        code, _, outputs = run_action({"paths": "missing.c", "install": binary}, workspace)
        assert code == 2 and outputs["exit-code"] == "2", f"exit code {code} for a file that is not there"
        # Text of an input is no shell: it comes to extlint as an argument that names nothing.
        code, _, _ = run_action({"paths": "$(touch${IFS}owned) ;touch owned", "install": binary}, workspace)
        assert code == 2 and not (workspace / "owned").exists(), "an input was run as a command"
    print("action: ok")


if __name__ == "__main__":
    main()
