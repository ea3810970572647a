"""`python -m extlint.survey` with the binary that EXTLINT_BINARY names: the same tables by every way, whatever happens to
the workers and whatever the inputs are. Needs what `extlint[survey]` installs."""

import contextlib
import functools
import html.parser
import http.server
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from collections import Counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import samples

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "python"))
os.environ["PYTHONPATH"] = os.path.join(ROOT, "python")
os.environ["PIP_NO_INDEX"] = "1"
os.environ.update(DAFT_ANALYTICS_ENABLED="0", DAFT_PROGRESS_BAR="0", RAY_USAGE_STATS_ENABLED="0")

from extlint.survey import _inputs, _limits, _one, _query, _tables  # noqa: E402
from extlint.survey.__main__ import main  # noqa: E402

BINARY = os.path.abspath(os.environ["EXTLINT_BINARY"])
# What differs from run to run, and what only the engine writes.
TIMES = {"effort"}


def tables(place, without=TIMES):
    """All rows of all tables, sorted."""
    asked = _query.Tables(place).connection
    found = {}
    for table in _tables.TABLES:
        if table not in without:
            found[table] = sorted(asked.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    return found


def rows(place, sql):
    return _query.Tables(place).ask(sql)[1]


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.place = tempfile.mkdtemp(prefix="extlint-engine-")
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.inputs = os.path.join(self.place, "inputs")
        os.mkdir(self.inputs)

    def path(self, name):
        return os.path.join(self.place, name)

    def list(self, *lines):
        with open(self.path("list.txt"), "w") as file:
            file.write("".join(f"{line}\n" for line in lines))
        return self.path("list.txt")

    def survey(self, source, output, *more, runner="local", binary=BINARY):
        """Runs a survey in this process; its status, and what it said."""
        said = self.path("said")
        with open(said, "w") as file, contextlib.redirect_stderr(file):
            arguments = [source, "-o", self.path(output), "--runner", runner, "--workers", "2", "--binary", binary]
            status = main([*arguments, *more])
        with open(said) as file:
            return status, file.read()


class Same(Case):
    """One process, threads, Daft here and Daft on a cluster write the same."""

    def inputs_of_all_kinds(self):
        for number in range(12):
            samples.sdist(self.inputs, f"spam{number}", number)
        library = samples.library()
        samples.wheel(self.inputs, "good", {"_spam.cpython-313-x86_64-linux-gnu.so": library})
        samples.wheel(self.inputs, "lying", {"_spam.abi3.so": library}, "cp38-abi3-manylinux_2_17_x86_64")
        with open(self.path("inputs/cut-1.0-py3-none-any.whl"), "wb") as file:
            with open(self.path("inputs/good-1.0-cp313-cp313-manylinux_2_17_x86_64.whl"), "rb") as whole:
                file.write(whole.read()[:-300])

    def test_every_way_writes_the_same_and_a_dead_worker_costs_nothing(self):
        import ray
        from ray.cluster_utils import Cluster

        self.inputs_of_all_kinds()
        listed = self.list(self.inputs, "/no/such/place/gone-1.0.tar.gz")
        plain = self.path("plain")
        subprocess.run([BINARY, "survey", self.inputs, "/no/such/place/gone-1.0.tar.gz", "-o", plain], capture_output=True)
        wanted = tables(plain)
        self.assertEqual(len(wanted["distributions"]), 15)
        self.assertEqual([row[2] for row in wanted["gaps"] if row[3] is None], ["gone-1.0.tar.gz"])

        self.assertEqual(self.survey(listed, "local")[0], 0)
        local = tables(self.path("local"))
        self.assertEqual({**local, "inputs": []}, wanted)
        self.assertEqual(len(local["inputs"]), 15)

        status, said = self.survey(listed, "native", runner="native")
        self.assertEqual(status, 0, said)
        self.assertEqual(tables(self.path("native")), local)

        # The first who reaches one of the inputs ends its worker, in the middle of the run.
        marks = self.path("marks")
        os.mkdir(marks)
        script = f'case "$last" in spam7-*) if mkdir "{marks}/killed" 2> /dev/null; then kill -9 $PPID; sleep 1; exit 9; fi;; esac'
        program = samples.program(self.place, BINARY, script)
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        try:
            cluster.add_node(num_cpus=1)
            # Daft runs in one way in a process: here it is the native one.
            command = [sys.executable, "-m", "extlint.survey", listed, "-o", self.path("ray"), "--runner", "ray"]
            command += ["--address", cluster.address, "--workers", "2", "--binary", program]
            ran = subprocess.run(command, capture_output=True, text=True)
            status, said = ran.returncode, ran.stderr
            ray.init(address=cluster.address, log_to_driver=False)
            nodes = [node for node in ray.nodes() if node["Alive"]]
        finally:
            ray.shutdown()
            cluster.shutdown()
        self.assertEqual(len(nodes), 2)
        self.assertTrue(os.path.isdir(os.path.join(marks, "killed")), "no worker died")
        self.assertEqual(status, 0, said)
        self.assertEqual(tables(self.path("ray")), local)
        self.assertEqual(set(Counter(os.listdir(self.path("ray/distributions"))).values()), {1})
        self.assertEqual(len(os.listdir(self.path("ray/distributions"))), 15)

    def test_a_survey_goes_on_where_it_was(self):
        self.inputs_of_all_kinds()
        listed = self.list(self.inputs)
        counted = self.path("counted")
        program = samples.program(self.place, BINARY, f'echo "$last" >> "{counted}"')
        self.survey(self.list(*sorted(_inputs.read(listed))[:6]), "out", binary=program)
        status, said = self.survey(self.list(self.inputs), "out", binary=program)
        self.assertIn("9 distributions checked, 6 done before", said)
        with open(counted) as file:
            times = Counter(line.strip() for line in file)
        # Each survey asks the binary who it is, and so does each process that works.
        del times["nothing.whl"]
        self.assertEqual((len(times), set(times.values())), (15, {1}))
        self.survey(self.list(self.inputs), "whole")
        self.assertEqual(tables(self.path("out")), tables(self.path("whole")))

    def test_the_same_bytes_twice_are_one_distribution(self):
        first = samples.sdist(self.inputs, "spam")
        os.mkdir(self.path("other"))
        second = shutil.copy(first, self.path("other"))
        status, said = self.survey(self.list(first, second), "out", "--workers", "1")
        self.assertIn("1 distributions checked, 1 done before", said)
        self.assertEqual(rows(self.path("out"), "SELECT count(*) FROM distributions"), [(1,)])
        self.assertEqual(rows(self.path("out"), "SELECT count(*), count(DISTINCT sha256) FROM inputs"), [(2, 1)])


class Harm(Case):
    """Inputs that are made to do harm, and machines that are short of something."""

    def test_poison_has_its_row_and_is_not_tried_again(self):
        for name in ("slow", "crash", "good"):
            samples.sdist(self.inputs, name)
        counted = self.path("counted")
        script = f'echo "$last" >> "{counted}"; case "$last" in slow-*) kill -XCPU $$;; crash-*) kill -SEGV $$;; esac'
        program = samples.program(self.place, BINARY, script)
        status, said = self.survey(self.list(self.inputs), "out", binary=program)
        self.assertEqual(status, 0, said)
        gaps = rows(self.path("out"), "SELECT distribution, version, cause, stage FROM gaps ORDER BY ALL")
        self.assertEqual(gaps[0], ("crash", "1.0", "extlint crashed (SIGSEGV)", "check"))
        self.assertEqual(gaps[1], ("slow", "1.0", "took more than 600 s of processor time", "check"))
        found = rows(self.path("out"), "SELECT distribution, kind, status FROM distributions ORDER BY ALL")
        self.assertEqual(found, [("crash", "sdist", "failed"), ("good", "sdist", "read"), ("slow", "sdist", "failed")])
        status, said = self.survey(self.list(self.inputs), "out", binary=program)
        self.assertIn("0 distributions checked, 3 done before", said)
        # With a program that is mended, they are as others.
        self.survey(self.list(self.inputs), "out", "--again")
        self.survey(self.list(self.inputs), "clean")
        self.assertEqual(tables(self.path("out")), tables(self.path("clean")))

    def test_a_process_that_waits_for_ever_is_ended(self):
        ended = _limits.run(["/bin/sh", "-c", "sleep 600 & wait"], 0.2, 4096, dict(os.environ))
        self.assertEqual(ended.poison, "took longer than 1 s")

    def test_processor_time_is_limited(self):
        ended = _limits.run(["/bin/sh", "-c", "while :; do :; done"], 1, 4096, dict(os.environ), 10_000)
        self.assertEqual(ended.poison, "took more than 1 s of processor time")

    def test_memory_is_limited(self):
        samples.sdist(self.inputs, "hungry")
        script = 'case "$last" in hungry-*) echo "memory allocation of 9 bytes failed" >&2; kill -ABRT $$;; esac'
        status, said = self.survey(self.list(self.inputs), "out", binary=samples.program(self.place, BINARY, script))
        self.assertEqual(rows(self.path("out"), "SELECT cause FROM gaps"), [("needs more than 4096 MB of memory",)])
        code = "import sys; sys.exit(bytearray(1 << 30)[0])"
        ended = _limits.run([sys.executable, "-S", "-c", code], 600, 256, dict(os.environ))
        self.assertIn("MemoryError", ended.said)
        # A limit that is too small for any input is said before the first.
        status, said = self.survey(self.list(self.inputs), "small", "--memory-limit", "40")
        self.assertEqual(status, 2)
        self.assertIn("makes no survey", said)

    def test_what_passes_is_tried_again(self):
        samples.sdist(self.inputs, "spam")
        marks = self.path("marks")
        os.mkdir(marks)
        script = f'case "$last" in spam-*) if mkdir "{marks}/one" 2> /dev/null; then kill -KILL $$; fi;; esac'
        status, said = self.survey(self.list(self.inputs), "out", binary=samples.program(self.place, BINARY, script))
        self.assertEqual(status, 0, said)
        self.assertTrue(os.path.isdir(os.path.join(marks, "one")))
        self.assertEqual(rows(self.path("out"), "SELECT status FROM distributions"), [("read",)])

    def test_archives_that_are_made_to_do_harm(self):
        samples.bomb(self.inputs, 300 << 20)
        samples.zeros(self.path("inputs/zeros-1.0.tar.gz"), 500 << 20)
        whole = samples.wheel(self.path(""), "cut", {"_spam.cpython-313-x86_64-linux-gnu.so": samples.library()})
        with open(whole, "rb") as file, open(os.path.join(self.inputs, os.path.basename(whole)), "wb") as cut:
            cut.write(file.read()[:700])
        status, said = self.survey(self.list(self.inputs), "out", "--memory-limit", "1024")
        self.assertEqual(status, 0, said)
        found = dict(rows(self.path("out"), "SELECT distribution, status FROM distributions"))
        self.assertEqual(set(found), {"bomb", "zeros", "cut"})
        self.assertTrue(all(status in ("failed", "partial") for status in found.values()), found)
        causes = rows(self.path("out"), "SELECT distribution, cause FROM gaps ORDER BY ALL")
        self.assertEqual({name for name, _ in causes}, {"bomb", "zeros", "cut"}, causes)

    def test_a_requirement_that_does_not_exist(self):
        status, said = self.survey(self.list("no-such-distribution-of-anyone"), "out")
        self.assertEqual(status, 0, said)
        found = rows(self.path("out"), "SELECT distribution, stage FROM gaps")
        self.assertEqual(found, [("no-such-distribution-of-anyone", "fetch")])

    def test_a_full_disk_is_no_fault_of_the_input(self):
        samples.sdist(self.inputs, "spam")
        listed = self.list(self.inputs)
        command = [sys.executable, "-m", "extlint.survey", listed, "-o", self.path("out"), "--runner", "local", "--retries", "0"]
        # What a disk says that has no more room, without filling one: no file may be as large as a row of `distributions`.
        limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (4500, 4500))
        ran = subprocess.run([*command, "--binary", BINARY], capture_output=True, text=True, preexec_fn=limit)
        self.assertEqual(ran.returncode, 2, ran.stderr)
        self.assertNotIn("Traceback", ran.stderr)
        self.assertIn("1 not done", ran.stderr)
        self.assertFalse(os.path.isdir(self.path("out/distributions")) and os.listdir(self.path("out/distributions")))
        # With room it goes on.
        status, said = self.survey(listed, "out")
        self.assertIn("1 distributions checked", said)
        self.survey(listed, "clean")
        self.assertEqual(tables(self.path("out")), tables(self.path("clean")))

    def test_what_the_binary_says_went_wrong_is_told(self):
        samples.sdist(self.inputs, "spam")
        told = "extlint: error: spam-1.0.tar.gz: a file in /tmp: No space left on device\\n"
        counted = "1 input was not looked at; the same command goes on from here\\n"
        program = samples.program(self.place, BINARY, f'case "$last" in spam-*) printf "{told}{counted}" >&2; exit 2;; esac')
        status, said = self.survey(self.list(self.inputs), "out", "--retries", "0", binary=program)
        self.assertEqual(status, 2)
        self.assertIn(": spam-1.0.tar.gz: a file in /tmp: No space left on device\n", said)

    def test_a_binary_without_surveys_is_named(self):
        samples.sdist(self.inputs, "spam")
        status, said = self.survey(self.list(self.inputs), "out", binary="/bin/false")
        self.assertEqual((status, said), (2, "error: /bin/false makes no survey: it ended with 1\nthe same command goes on from here\n"))


class Questions(Case):
    """Each question is put to tables of which the answer is known."""

    def ask(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self.assertEqual(main(["query", *arguments, "--format", "json"]), 0)
        return json.loads(said.getvalue())

    def test_questions_and_the_page(self):
        samples.sdist(self.inputs, "spam")
        samples.sdist(self.inputs, "ready", source=samples.READY)
        samples.wheel(self.inputs, "lying", {"_spam.abi3.so": samples.library()}, "cp38-abi3-manylinux_2_17_x86_64")
        out, old = self.path("out"), self.path("old")
        subprocess.run([BINARY, "survey", self.inputs, "/no/such/file.whl", "-o", out], capture_output=True)
        os.remove(self.path("inputs/ready-1.0.tar.gz"))
        samples.sdist(self.inputs, "ready", source=samples.MODULE.format(name="ready", size=1))
        tags = "cp38-abi3-manylinux_2_17_x86_64"
        os.remove(self.path(f"inputs/lying-1.0-{tags}.whl"))
        samples.wheel(self.inputs, "lying", {"_spam.abi3.so": samples.library()}, tags, version="0.9")
        subprocess.run([BINARY, "survey", self.inputs, "-o", old], capture_output=True)
        at = ["--tables", out]
        with open(self.path("ranks.csv"), "w") as file:
            file.write("project,downloads\nready,7\nSpam,900\n")

        ready = {row["goal"]: row for row in self.ask("readiness", *at) if row["input"] == "source"}
        self.assertEqual({goal: row["modules"] for goal, row in ready.items()}, dict.fromkeys(ready, 2))
        for goal in ("sub-interpreters", "own GIL", "free threading"):
            self.assertEqual(ready[goal]["declared"], 1, goal)
        for goal in ("sub-interpreters", "own GIL"):
            self.assertEqual(ready[goal]["blocked"], 1, goal)
        users = self.ask("users", "PyUnicode_FromString", *at, "--ranks", self.path("ranks.csv"))
        self.assertEqual([(row["distribution"], row["rank"]) for row in users], [("spam", 1), ("ready", 2)])
        # A line below stands for itself, and no letter.
        self.assertEqual(self.ask("users", "PyUnicode?FromString".replace("?", "x"), *at), [])
        binary = self.ask("users", "PyUnicode_AsUTF8", *at)
        self.assertEqual([(row["distribution"], row["binaries"]) for row in binary], [("lying", 1)])
        self.assertEqual({row["distribution"] for row in self.ask("wheel-tags", *at)}, {"lying"})
        self.assertEqual([row["module"] for row in self.ask("modules", "ready", *at)], ["ready"])
        self.assertIn("INIT001", {row["code"] for row in self.ask("rules", *at)})
        self.assertEqual([row["gaps"] for row in self.ask("gaps", *at) if row["stage"] == "input"], [1])
        changes = {row["code"]: row for row in self.ask("changes", f"before={old}", *at)}
        self.assertEqual((changes["INIT001"]["gone"], changes["INIT001"]["new"]), (1, 0))
        # Another version of a wheel has the same findings.
        wheels = {row[0] for row in rows(out, "SELECT DISTINCT code FROM findings WHERE distribution = 'lying'")}
        self.assertTrue(wheels)
        for code in wheels - {row[0] for row in rows(out, "SELECT code FROM findings WHERE distribution <> 'lying'")}:
            self.assertEqual((changes[code]["gone"], changes[code]["new"]), (0, 0), code)
            self.assertGreater(changes[code]["in_both"], 0, code)
        self.assertEqual(sum(row["distributions"] for row in self.ask("overview", *at)), 3)
        self.assertEqual(len(self.ask("effort", *at)), 3)
        for name in _query.queries():
            self.assertTrue(_query.queries()[name].title, name)

        page = self.path("page.html")
        self.assertEqual(main(["page", *at, "--before", old, "-o", page]), 0)
        with open(page) as file:
            text = file.read()
        self.assertIn("INIT001", text)
        self.assertNotIn("http", text)
        Whole().feed(text)

    def test_gaps_of_one_reason_are_one_whatever_their_places(self):
        causes = [
            "analysis of nested macros cut short 13 times, first at zstd/zstd.c:138; findings may be missing",
            "analysis of nested macros cut short once, first at src/a, b.c:7; findings may be missing",
            "types that are made of types cut short 2 times, first in x-1.0-cp313-cp313-any.whl!x/_x.so: findings may be missing",
            "ssl.c and 1 other file: not part of an extension (a test): 8 findings are left out",
            "vendor/http.parser/test.c: not part of an extension (a test): 5 findings are left out",
            "member `x.so` is damaged",
        ]
        os.makedirs(self.path("out/gaps"))
        rows = [{"file": f"{number}.whl", "build": "0", "cause": cause, "stage": "note"} for number, cause in enumerate(causes)]
        _tables.write("gaps", rows, self.path("out/gaps/0.parquet"))
        found = {row["reason"]: row["gaps"] for row in self.ask("gaps", "--tables", self.path("out"))}
        wanted = {
            "analysis of nested macros cut short": 2,
            "types that are made of types cut short": 1,
            "not part of an extension (a test): N findings are left out": 2,
            "member … is damaged": 1,
        }
        self.assertEqual(found, wanted)

    def test_a_question_that_is_not_there(self):
        said = self.path("said")
        with open(said, "w") as file, contextlib.redirect_stderr(file):
            self.assertEqual([main(["query", "nothing"]), main(["query", "users"]), main(["query", "rules", "-t", self.place])], [2, 2, 2])
        with open(said) as file:
            lines = file.read().splitlines()
        self.assertTrue(lines[0].startswith("error: no question 'nothing': there are changes, "), lines)
        self.assertTrue(lines[1].startswith("error: users needs name: "), lines)
        self.assertTrue(lines[2].endswith(": no tables of a survey"), lines)


class Whole(html.parser.HTMLParser):
    """Reads a page and finds that each element is closed."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class Elsewhere(Case):
    """Inputs and tables that are not on this machine."""

    def test_inputs_by_http(self):
        path = samples.sdist(self.inputs, "spam")
        handler = functools.partial(Quiet, directory=self.inputs)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        at = f"http://127.0.0.1:{server.server_address[1]}"
        right = _one._hash(path)
        lines = [f"{at}/spam-1.0.tar.gz#sha256={right}", f"{at}/gone-1.0.tar.gz", f"{at}/page.html"]
        status, said = self.survey(self.list(*lines), "out")
        self.assertEqual(status, 0, said)
        self.assertEqual(rows(self.path("out"), "SELECT distribution, sha256 FROM distributions"), [("spam", right)])
        lost = rows(self.path("out"), "SELECT distribution, cause, stage FROM gaps ORDER BY ALL")
        self.assertEqual([(name, stage) for name, _, stage in lost], [("gone", "fetch"), ("page-html", "fetch")])
        wrong = f"{at}/spam-1.0.tar.gz#sha256={'0' * 64}"
        status, said = self.survey(self.list(wrong), "wrong", "--retries", "0")
        self.assertEqual(rows(self.path("wrong"), "SELECT count(*) FROM distributions"), [(0,)])
        self.assertIn("and not the one of its address", rows(self.path("wrong"), "SELECT cause FROM gaps")[0][0])

    def test_tables_in_another_place(self):
        samples.sdist(self.inputs, "spam")
        listed = self.list(self.inputs)
        self.survey(listed, "here")
        said = self.path("said")
        with open(said, "w") as file, contextlib.redirect_stderr(file):
            status = main([listed, "-o", "memory://survey-of-the-test", "--runner", "local", "--binary", BINARY])
        self.assertEqual(status, 0)
        self.assertEqual(tables("memory://survey-of-the-test"), tables(self.path("here")))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Words(Case):
    """What the engine writes itself is what the binary would have written."""

    def test_names_and_columns_are_those_of_the_binary(self):
        names = ["spam-1.0-cp312-cp312-linux_x86_64.whl", "zope.interface-7.2.tar.gz", "a-b-2.0rc1.zip", "Ab__c.d-1.tgz", "x.zip"]
        for name in names:
            with open(os.path.join(self.inputs, name), "wb") as file:
                file.write(b"nothing")
        out = self.path("out")
        subprocess.run([BINARY, "survey", self.inputs, "-o", out], capture_output=True)
        found = rows(out, "SELECT file, distribution, version, kind FROM distributions ORDER BY file")
        own = sorted((row["file"], row["distribution"], row["version"], row["kind"]) for row in map(_inputs.named, names))
        self.assertEqual(found, own)

    def test_tables_have_the_columns_of_the_binary(self):
        import pyarrow.parquet as pq

        samples.sdist(self.inputs, "spam")
        samples.wheel(self.inputs, "good", {"_spam.cpython-313-x86_64-linux-gnu.so": samples.library()})
        out = self.path("out")
        subprocess.run([BINARY, "survey", self.inputs, "/no/such/file.whl", "-o", out], capture_output=True)
        seen = set()
        for table in os.listdir(out):
            for file in os.listdir(os.path.join(out, table)):
                schema = pq.read_schema(os.path.join(out, table, file))
                kinds = {"string": _tables.TEXT, "int64": _tables.NUMBER}
                self.assertEqual({field.name: kinds[str(field.type)] for field in schema}, _tables.TABLES[table], table)
                seen.add(table)
        self.assertEqual(seen, set(_tables.TABLES) - {"inputs", "requirements"})


if __name__ == "__main__":
    unittest.main()
