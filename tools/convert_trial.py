#!/usr/bin/env python3
"""Converts real packages, builds and tests them before and after, and prints a row of a table for each.

    python3 tools/convert_trial.py LIST.toml --extlint PATH [--python PATH]... [--place DIR] [--sdists DIR] [NAME]...

LIST.toml holds packages:

    [[package]]
    name = "immutables"
    version = "0.21"
    sha256 = "…"                    # of the source distribution
    imports = ["immutables._map"]   # modules to import, again and again
    test = "python -m pytest -q"    # run in the unpacked package, with what was built first on the path
    needs = ["pytest"]              # to build and to test it
    sources = ["immutables"]        # what is converted; the whole package where it is not given
    prepare = "make sources"        # run in the unpacked package first, where its build writes sources
    before = "a.patch"              # made by hand before the conversion, beside the list; `after`: behind it

Every package is built and tested for every Python. What is compared between the package as it is
and each goal: the warnings of the compiler, the results of the tests, and 20 imports in one process. A package whose modules
say that they are isolated is imported by two interpreters with their own GILs at once, nothing of 20 modules may be left, and
extlint may find nothing of ISO, GC and INIT in it. pip fetches what is not in the folder of `--sdists`, and its hash is
checked. A result is written once all of a package is done, as `PLACE/NAME-VERSION.json`; a package that has one is not tried
again. The exit code is 1 where something got worse.
"""

import argparse
import difflib
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib

GOALS = ["heap-types", "multi-phase", "isolated"]
SOURCES = {".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".hh"}
BUILD_SECONDS, TEST_SECONDS = 1200, 900
AGAIN = """
import gc, importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    for _ in range(20):
        for known in [key for key in sys.modules if key == name]:
            del sys.modules[known]
        importlib.import_module(name)
gc.collect()
"""
ALONE = r"""
import gc, importlib, sys, threading, weakref
import _interpreters
names, left, said = sys.argv[1:], [], []
for name in names:
    top, refs = name.split(".")[0], []
    importlib.import_module(name)
    for _ in range(20):
        del sys.modules[name]
        module = importlib.import_module(name)
        refs.append((name, weakref.ref(module)))
        for key, value in vars(module).items():
            # Heap types that this module made.
            if isinstance(value, type) and value.__flags__ & 1 << 9 and not hasattr(value, "__file__"):
                own = value.__module__.split(".")[0]
                if own in (top, name.rpartition(".")[2], "builtins") and vars(sys.modules.get(value.__module__, module)).get(value.__name__, value) is value:
                    refs.append((name + "." + key, weakref.ref(value)))
    parent, _, last = name.rpartition(".")
    if parent and hasattr(sys.modules[parent], last):
        delattr(sys.modules[parent], last)
    del sys.modules[name], module
    value = None
    gc.collect()
    gc.collect()
    left += [name for name, ref in refs if ref() is not None]
code = f"import sys\nsys.path[:] = {sys.path!r}\nimport importlib\nfor name in {names!r}: importlib.import_module(name)\n"
def other():
    for _ in range(3):
        one = _interpreters.create("isolated")
        why = _interpreters.exec(one, code)
        said.extend([] if why is None else [why.formatted])
        _interpreters.destroy(one)
threads = [threading.Thread(target=other) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("left", sorted(set(left)))
print("said", said)
sys.exit(bool(left or said))
"""


def run(command, seconds, **more):
    """What a command says, and its exit code; 124 where it took too long."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=seconds, **more
        )
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
        return 124, said.decode(errors="replace") if isinstance(said, bytes) else said


def fetched(package, sdists, place):
    """The source distribution, from a folder or by pip, with its hash checked."""
    wanted = re.sub(r"[-_.]+", "_", f"{package['name']}-{package['version']}").lower()
    folders = [folder for folder in (sdists, place / "sdists") if folder]
    for folder in folders:
        for path in sorted(folder.glob("*.tar.gz")):
            if re.sub(r"[-_.]+", "_", path.name.removesuffix(".tar.gz")).lower() == wanted:
                if hashlib.sha256(path.read_bytes()).hexdigest() == package["sha256"]:
                    return path
    with tempfile.TemporaryDirectory(dir=place) as folder:
        pinned = f"{package['name']}=={package['version']}"
        code, said = run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, pinned], 600
        )
        found = list(pathlib.Path(folder).glob("*.tar.gz"))
        if not found:
            raise RuntimeError(f"{pinned} was not fetched (exit code {code})\n{said[-2000:]}")
        if hashlib.sha256(found[0].read_bytes()).hexdigest() != package["sha256"]:
            raise RuntimeError(f"{found[0].name} has another hash than the list says")
        (place / "sdists").mkdir(exist_ok=True)
        return pathlib.Path(shutil.move(found[0], place / "sdists" / found[0].name))


def environment(python, needs, place):
    """A virtual environment of a Python that has what a package needs."""
    code, said = run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], 60)
    if code:
        raise RuntimeError(f"{python}: {said}")
    version = said.split()[-1]
    folder = place / f"venv-{version}"
    if not (folder / "ready").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        code, said = run([python, "-m", "venv", folder], 1200)
        if code:
            raise RuntimeError(f"no virtual environment of Python {version} (exit code {code})\n{said[-2000:]}")
        (folder / "ready").write_text("")
    asked = sorted({"setuptools", "wheel", *needs})
    known = set((folder / "ready").read_text().split("\n"))
    if missing := [need for need in asked if need not in known]:
        code, said = run([folder / "bin/python", "-m", "pip", "install", "-q", "-U", *missing], 1200)
        if code:
            raise RuntimeError(f"Python {version} has not all of {missing} (exit code {code})\n{said[-2000:]}")
        (folder / "ready").write_text("\n".join(sorted(known | set(asked))))
    return version, folder


def build(tree, python, folder):
    """Builds a package where it stands, with what pip makes of it beside it. Its warnings, or None."""
    out = tree / "built"
    shutil.rmtree(out, ignore_errors=True)
    env = dict(os.environ, CFLAGS="-O1 -g0 -Wall", PIP_NO_INPUT="1", PATH=f"{folder}/bin:{os.environ['PATH']}")
    command = [folder / "bin/python", "-m", "pip", "install", "-v", "--no-build-isolation", "--no-deps", "--target", out, "."]
    code, said = run(command, BUILD_SECONDS, cwd=tree, env=env)
    (tree / f"build-{python}.log").write_text(said)
    for left in (tree / "build", *tree.glob("*.egg-info"), *tree.glob("src/*.egg-info")):
        shutil.rmtree(left, ignore_errors=True)
    if code:
        return None
    said = [re.sub(r"^\s*\S+?:\d+:\d+: ", "", line) for line in said.splitlines() if re.search(r":\d+: warning:", line)]
    return sorted(line.strip() for line in said)


def tested(tree, package, python, folder):
    """The results of the tests, and of many imports."""
    env = dict(os.environ, PYTHONPATH=str(tree / "built"), PATH=f"{folder}/bin:{os.environ['PATH']}")
    env |= {"PYTHONMALLOC": "debug", "PYTHONDONTWRITEBYTECODE": "1"}
    # The folder of the package has the same name as what was built of it.
    where = tree / "tests-alone"
    where.mkdir(exist_ok=True)
    code, said = run(["bash", "-c", package["test"]], TEST_SECONDS, cwd=where, env=env)
    (tree / f"test-{python}.log").write_text(said)
    counts = re.findall(r"^Ran (\d+) tests?|(\d+) (?:passed|failed|errors?|skipped|xfailed)", said, re.MULTILINE)
    last = [line for line in said.splitlines() if re.search(r"passed|failed|^OK|^FAILED|error", line)][-1:]
    words = re.sub(r" in [\d.]+s.*| \(\d.*", "", last[0]).strip(" =") if last else ""
    again, said = run([folder / "bin/python", "-c", AGAIN, *package["imports"]], 300, cwd=where, env=env)
    (tree / f"again-{python}.log").write_text(said)
    return {"code": code, "said": words, "ran": sum(int(a or b) for a, b in counts), "again": again}


def alone(tree, package, python, folder, extlint, oldest):
    """What contradicts that the modules of a package are isolated; nothing where all is well."""
    env = dict(os.environ, PYTHONPATH=str(tree / "built"), PYTHONMALLOC="debug", PYTHONDONTWRITEBYTECODE="1")
    code, said = run([folder / "bin/python", "-c", ALONE, *package["imports"]], 300, cwd=tree / "tests-alone", env=env)
    (tree / f"alone-{python}.log").write_text(said)
    wrong = [] if code == 0 else [f"exit code {code}: {said[-300:]}"]
    named = package.get("sources", ["."])
    fixed = ["--no-config", "--no-cache", "--min-python", oldest, "--output-format", "json-lines"]
    command = [extlint, "check", *named, "--select", "ISO,GC,INIT", *fixed]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=600)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return wrong + [f"{row['code']}: {row['message']}" for row in found if row.get("code")]


def prepared(tree, package, folder):
    """Writes the sources that are not in the distribution, so that they are converted as well."""
    if "prepare" in package:
        env = dict(os.environ, PATH=f"{folder}/bin:{os.environ['PATH']}")
        code, said = run(["bash", "-c", package["prepare"]], TEST_SECONDS, cwd=tree, env=env)
        if code:
            raise RuntimeError(f"{package['prepare']}: exit code {code}: {said[-1000:]}")


def by_hand(tree, package, when, place):
    """Applies what was made by hand; how many lines that are."""
    if when not in package:
        return 0
    path = place / package[when]
    code, said = run(["patch", "-p1", "-i", path], 60, cwd=tree)
    if code:
        raise RuntimeError(f"{path}: {said[-1000:]}")
    count = lambda sign: len([l for l in path.read_text().splitlines() if l.startswith(sign) and not l.startswith(sign * 3)])
    return max(count("+"), count("-"))


def lines(before, after):
    """How many lines of the sources a conversion took and wrote, and how many functions it touched."""
    taken = written = 0
    functions = set()
    for path in sorted(p for p in after.rglob("*") if p.suffix in SOURCES and p.is_file()):
        old = before / path.relative_to(after)
        if not old.is_file() or old.read_bytes() == path.read_bytes():
            continue
        texts = [p.read_text(errors="replace").splitlines() for p in (old, path)]
        for tag, a, b, c, d in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            taken, written = taken + b - a, written + d - c
            for line in range(c, max(d, c + 1)):
                head = next((k for k in range(min(line, len(texts[1]) - 1), -1, -1) if re.match(r"\w.*\(|\w+\(", texts[1][k])), None)
                if head is not None and not texts[1][line : line + 1] == ["}"]:
                    functions.add((str(path), texts[1][head]))
    return {"taken": taken, "written": written, "functions": len(functions)}


def converted(extlint, tree, package, goal, oldest):
    """Converts a tree; what was done and what was left."""
    named = package.get("sources", ["."])
    command = [extlint, "convert", *named, "--to", goal, "--write", "--no-config", "--min-python", oldest]
    done = subprocess.run([*command, "--output-format", "json"], cwd=tree, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"extlint, exit code {done.returncode}: {done.stderr[-2000:]}")
    (tree / "plan.json").write_text(done.stdout)
    plan = json.loads(done.stdout)
    plan = plan.get("plan", plan)
    is_step = lambda step: [item for item in plan["done"] if item["step"] == step]
    return {
        "types": len([i for i in is_step("heap-types") if "becomes a heap type" in i["what"]]),
        "modules": len(is_step("multi-phase")),
        "globals": sum(i["what"].partition(" moved to ")[0].count("`") // 2 for i in is_step("module-state")),
        "claims": len([i for i in is_step("isolated") if "says that" in i["what"]]),
        "left": [f"{item['step']}: {item['what']}: {item['why']}" for item in plan["left"]],
    }


def trial(package, args):
    """Everything about one package."""
    needs = package.get("needs", [])
    path = fetched(package, args.sdists, args.place)
    pythons = [environment(python, needs, args.place) for python in args.python]
    oldest = min((version for version, _ in pythons), key=lambda v: int(v.split(".")[1]))
    result = {"name": package["name"], "version": package["version"], "goals": {}}
    with tempfile.TemporaryDirectory(dir=args.place) as scratch:
        kept = pathlib.Path(scratch) / "kept"
        with tarfile.open(path) as archive:
            archive.extractall(kept, filter="data")
        [top] = [folder for folder in kept.iterdir() if folder.is_dir()]
        for goal in ["before", *args.goal]:
            tree = pathlib.Path(scratch) / goal
            shutil.copytree(top, tree, symlinks=True)
            prepared(tree, package, pythons[0][1])
            told, hand = {}, 0
            if goal != "before":
                hand = by_hand(tree, package, "before", args.list.parent)
                with tempfile.TemporaryDirectory(dir=args.place) as old:
                    shutil.copytree(tree, pathlib.Path(old) / "old", symlinks=True)
                    told = converted(args.extlint, tree, package, goal, oldest)
                    told |= lines(pathlib.Path(old) / "old", tree)
                told["hand"] = hand + by_hand(tree, package, "after", args.list.parent)
            told |= {"warnings": {}, "tests": {}}
            for version, folder in reversed(pythons):
                told["warnings"][version] = build(tree, version, folder)
                if told["warnings"][version] is not None:
                    told["tests"][version] = tested(tree, package, version, folder)
            if told["warnings"][version] is not None:
                if goal == "isolated" and not told["left"]:
                    told["alone"] = alone(tree, package, version, folder, args.extlint, oldest)
            result["goals"][goal] = told
            if args.keep:
                shutil.rmtree(args.keep / package["name"] / goal, ignore_errors=True)
                shutil.copytree(tree, args.keep / package["name"] / goal, symlinks=True)
    return result


def worse(result):
    """What is not as it was."""
    old, out = result["goals"]["before"], []
    for goal in [goal for goal in GOALS if goal in result["goals"]]:
        new = result["goals"][goal]
        for python, warnings in new["warnings"].items():
            before = old["warnings"][python]
            if before is not None and warnings is None:
                out.append(f"{goal}: does not compile for Python {python}")
            elif before is not None and (more := sorted(set(warnings) - set(before))):
                out.append(f"{goal}: Python {python}: {more[0]}")
        for python, tests in old["tests"].items():
            if (now := new["tests"].get(python, tests)) != tests:
                out.append(f"{goal}: Python {python}: {tests} became {now}")
        out += [f"{goal}: {wrong}" for wrong in new.get("alone", [])]
    return out


def row(result):
    """The row of the table."""
    goals = result["goals"]
    last = goals[list(goals)[-1]]
    static = sum("stays a static type" in item for item in last["left"])
    phases = sum(item.startswith("multi-phase:") for item in last["left"])
    ran = max((tests["ran"] for tests in goals["before"]["tests"].values()), default=0)
    good = "; ".join(worse(result)) or ("as before" if ran else "built, and no test ran")
    cells = [
        f"{result['name']} {result['version']}",
        f"{last['types']} of {last['types'] + static}",
        f"{last['modules']} of {last['modules'] + phases}",
        str(last["globals"]),
        str(last["claims"]),
        str(last["functions"]),
        f"+{last['written']} −{last['taken']}",
        str(last.get("hand", 0)),
        str(ran),
        good,
    ]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("list", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--extlint", required=True, type=pathlib.Path)
    parser.add_argument("--python", action="append")
    parser.add_argument("--place", type=pathlib.Path, default=pathlib.Path("convert-trial"))
    parser.add_argument("--sdists", type=pathlib.Path)
    parser.add_argument("--goal", action="append", choices=GOALS)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the converted trees and the logs")
    args = parser.parse_args()
    args.python, args.goal = args.python or [sys.executable], args.goal or GOALS
    args.extlint, args.place, args.list = args.extlint.resolve(), args.place.resolve(), args.list.resolve()
    args.place.mkdir(parents=True, exist_ok=True)
    packages = tomllib.loads(args.list.read_text())["package"]
    bad = False
    print("| Package | Types | Modules in several phases | Globals moved | Isolated | Functions | Lines | By hand | Tests | Result |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|---|", flush=True)
    for package in packages:
        if args.names and package["name"] not in args.names:
            continue
        kept = args.place / f"{package['name']}-{package['version']}.json"
        try:
            if kept.is_file():
                result = json.loads(kept.read_text())
            else:
                result = trial(package, args)
                part = kept.with_suffix(".part")
                part.write_text(json.dumps(result, indent=1) + "\n")
                os.replace(part, kept)
            print(row(result), flush=True)
            bad |= bool(worse(result))
        except (RuntimeError, OSError, subprocess.TimeoutExpired, ValueError) as error:
            print(f"{package['name']}: {error}", file=sys.stderr, flush=True)
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
