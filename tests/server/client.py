"""A client of `extlint server`, made of pygls: one scenario a run.

    python client.py SCENARIO EXTLINT FOLDER

The folder is empty, and the scenario's own. Nothing here waits for a time: a question for the diagnostics of a text is
answered when all that was said before is checked, and what is sent unasked by then was sent before the answer.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

# Of a server that does not answer at all; what is slow only is waited for.
LIMIT = 300

SPAM = """#include <Python.h>
#include "spam.h"

/* \u00e9\U0001f600 */ static PyObject *cache;

static PyObject *
spam_get(PyObject *module, PyObject *arg)
{
    if (cache == NULL) {
        cache = PyDict_New();
    }
    return Py_NewRef(cache);
}

static PyMethodDef methods[] = {
    {"get", spam_get, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "spam", NULL, SIZE, methods,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModule_Create(&module);
}
"""
HEADER = "#define SIZE -1\n"
SETUP = 'from setuptools import Extension, setup\n\nsetup(ext_modules=[Extension("spam", ["spam.c", "more.c"])])\n'
MORE = '#include <Python.h>\n#include "spam.h"\n\nstatic PyObject *other;\nvoid more(void) { other = PyList_New(0); }\n'


class Client:
    """The client, and what it was sent."""

    def __init__(self, program):
        self.program = program
        self.client = LanguageClient("extlint-tests", "1")
        self.sent = {}
        self.asked = []
        self.shown = []
        self.progress = []

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params):
            self.sent[params.uri] = params.diagnostics

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params):
            self.asked.extend(registration.method for registration in params.registrations)

        @self.client.feature(lsp.WINDOW_WORK_DONE_PROGRESS_CREATE)
        def create(params):
            self.asked.append(params.token)

        @self.client.feature(lsp.PROGRESS)
        def progress(params):
            self.progress.append((params.token, params.value))

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def show(params):
            self.shown.append(params.message)

        @self.client.feature(lsp.WINDOW_LOG_MESSAGE)
        def log(params):
            pass

    async def start(self, *folders, encodings=None, pulls=True):
        await self.client.start_io(self.program, "server")
        document = lsp.TextDocumentClientCapabilities(
            publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(related_information=True),
            diagnostic=lsp.DiagnosticClientCapabilities() if pulls else None,
        )
        capabilities = lsp.ClientCapabilities(
            text_document=document,
            general=lsp.GeneralClientCapabilities(position_encodings=encodings),
            window=lsp.WindowClientCapabilities(work_done_progress=True),
            workspace=lsp.WorkspaceClientCapabilities(
                did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
            ),
        )
        workspace = [lsp.WorkspaceFolder(uri=folder.as_uri(), name=folder.name) for folder in folders]
        result = await self.client.initialize_async(
            lsp.InitializeParams(capabilities=capabilities, workspace_folders=workspace)
        )
        self.client.initialized(lsp.InitializedParams())
        return result.capabilities

    def open(self, path, text=None, version=1):
        text = path.read_text(encoding="utf-8") if text is None else text
        item = lsp.TextDocumentItem(uri=path.as_uri(), language_id="c", version=version, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))

    def change(self, path, *changes, version=2):
        identifier = lsp.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=version)
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(text_document=identifier, content_changes=list(changes))
        )

    def close(self, path):
        identifier = lsp.TextDocumentIdentifier(uri=path.as_uri())
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(text_document=identifier))

    def watched(self, path, kind):
        event = lsp.FileEvent(uri=path.as_uri(), type=kind)
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(changes=[event]))

    def ask(self, path):
        identifier = lsp.TextDocumentIdentifier(uri=path.as_uri())
        return self.client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(text_document=identifier))

    async def found(self, path):
        """The diagnostics of an open text, when all is checked."""
        return (await self.ask(path)).items

    async def actions(self, path, diagnostic):
        params = lsp.CodeActionParams(
            text_document=lsp.TextDocumentIdentifier(uri=path.as_uri()),
            range=diagnostic.range,
            context=lsp.CodeActionContext(diagnostics=[diagnostic]),
        )
        return await self.client.text_document_code_action_async(params)

    async def stop(self):
        await self.client.shutdown_async(None)
        self.client.exit(None)
        code = await self.client._server.wait()
        assert code == 0, f"the server ended with {code}"


def rows(diagnostics):
    return sorted((d.code, d.range.start.line, d.range.start.character, d.range.end.line, d.message) for d in diagnostics)


def checked(program, folder, name):
    """What `extlint check` says of a file, in the same words; columns of files in ASCII."""
    command = [program, "check", "--no-cache", "--quiet", "--output-format", "json-lines", "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode in (0, 1), run.stderr
    return sorted(
        (f["code"], f["line"] - 1, f["column"] - 1, f["end_line"] - 1, f["message"]) for f in found if f["path"] == name
    )


def project(folder, spam=SPAM):
    for name, text in {"spam.c": spam, "spam.h": HEADER, "more.c": MORE, "setup.py": SETUP}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "spam.c"


def whole(text):
    return lsp.TextDocumentContentChangeWholeDocument(text=text)


async def edits(program, folder):
    """After every edit of a series, in memory only, the answer is that of `extlint check` over the same texts."""
    text = SPAM.replace("/* \u00e9\U0001f600 */ ", "")
    spam = project(folder, text)
    header, more = folder / "spam.h", folder / "more.c"
    client = Client(program)
    await client.start(folder)
    for path in (spam, header, more):
        client.open(path)
    texts = {path: path.read_text(encoding="utf-8") for path in (spam, header, more)}
    series = [
        (spam, "PyDict_New()", "PyList_New(0)"),
        (spam, "static PyObject *cache;", "static PyObject *cache, *second;"),
        (spam, "return Py_NewRef(cache);", "second = cache; return Py_NewRef(cache);"),
        (header, "#define SIZE -1", "#define SIZE 0\n#define OBJECT static PyObject *"),
        (more, "static PyObject *other;", "OBJECT other; OBJECT another;"),
        (header, "#define OBJECT static PyObject *", ""),
        (header, "#define SIZE 0", "#define SIZE 0\n#define OBJECT extern PyObject *"),
        (more, "void more(void)", "#if defined(SWITCH)\nvoid more(void)"),
        (more, "PyList_New(0); }", "PyList_New(0); }\n#endif"),
        (header, "#define SIZE 0", "#define SWITCH 1\n#define SIZE 0"),
        (spam, '#include "spam.h"', ""),
        (spam, "SIZE", "-1"),
        (spam, "PyInit_spam(void)\n{", "PyInit_spam(void)\n"),
        (spam, "PyInit_spam(void)\n", "PyInit_spam(void)\n{"),
    ]
    for version, (path, old, new) in enumerate(series, 2):
        assert old in texts[path], (path, old)
        at = texts[path].index(old)
        before = texts[path][:at]
        texts[path] = before + new + texts[path][at + len(old) :]
        start = lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        last = old.rfind("\n")
        column = len(old) - last - 1 if last >= 0 else start.character + len(old)
        end = lsp.Position(start.line + old.count("\n"), column)
        client.change(path, lsp.TextDocumentContentChangePartial(range=lsp.Range(start, end), text=new), version=version)
        found = {path.name: rows(await client.found(path)) for path in texts}
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        for path in texts:
            expected = checked(program, folder, path.name)
            assert found[path.name] == expected, (version, path.name, found[path.name], expected)
    assert any(found.values()), "the series finds nothing"
    await client.stop()


async def offers(program, folder):
    """Hover, suppressions and the baseline."""
    spam = project(folder)
    (folder / "extlint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    (folder / "known.json").write_text('{"version": 1, "findings": []}\n', encoding="utf-8")
    client = Client(program)
    await client.start(folder)
    client.open(spam)
    found = await client.found(spam)
    cache = next(d for d in found if d.code == "ISO010")
    assert cache.source == "extlint" and cache.code_description.href.endswith("#iso010"), cache
    assert any("one for the whole process" in r.message for r in cache.related_information), cache
    place = lsp.TextDocumentPositionParams(lsp.TextDocumentIdentifier(spam.as_uri()), cache.range.start)
    hover = await client.client.text_document_hover_async(lsp.HoverParams(place.text_document, place.position))
    assert hover.contents.kind == lsp.MarkupKind.Markdown and "global-object" in hover.contents.value, hover
    actions = {action.title: action for action in await client.actions(spam, cache)}
    suppress = actions["ISO010: suppress global-object here"]
    (edit,) = suppress.edit.changes[spam.as_uri()]
    client.change(spam, lsp.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text))
    left = rows(await client.found(spam))
    assert all(code != "ISO010" for code, *_ in left) and left, left
    # Of the edit before, nothing is offered for the text of now; what is there is.
    init = next(d for d in await client.found(spam) if d.code == "INIT001")
    actions = {action.title: action for action in await client.actions(spam, init)}
    known = actions["INIT001: add it to the baseline"]
    (edit,) = known.edit.changes[(folder / "known.json").as_uri()]
    (folder / "known.json").write_text(edit.new_text, encoding="utf-8")
    client.watched(folder / "known.json", lsp.FileChangeType.Changed)
    client.change(spam, whole(SPAM), version=3)
    left = rows(await client.found(spam))
    assert [code for code, *_ in left] == ["ISO010"], left
    assert "workspace/didChangeWatchedFiles" in client.asked
    kinds = [value["kind"] if isinstance(value, dict) else value.kind for _, value in client.progress]
    assert kinds[0] == "begin" and kinds[-1] == "end", kinds
    await client.stop()


async def positions(program, folder):
    """Columns in the units that were agreed on."""
    spam = project(folder)
    for encodings, agreed, column in ((None, "utf-16", 26 + 1), (["utf-8", "utf-16"], "utf-8", 26 + 4)):
        client = Client(program)
        capabilities = await client.start(folder, encodings=encodings)
        assert capabilities.position_encoding == agreed, capabilities
        client.open(spam)
        cache = next(d for d in await client.found(spam) if d.code == "ISO010")
        assert cache.range.start == lsp.Position(3, column), (agreed, cache.range)
        await client.stop()


async def pushes(program, folder):
    """A client that asks for nothing is sent everything: open or not, of all folders."""
    first, second = folder / "first", folder / "second"
    for place in (first, second):
        place.mkdir()
        project(place)
    client = Client(program)
    await client.start(first, second, pulls=False)
    client.open(first / "spam.c")
    # Any answer shows that the server lives; diagnostics come when they do.
    for _ in range(LIMIT * 10):
        if len(client.sent) >= 4:
            break
        await asyncio.sleep(0.1)
    expected = {(place / name).as_uri() for place in (first, second) for name in ("spam.c", "more.c")}
    assert set(client.sent) == expected, client.sent.keys()
    assert all(client.sent.values())
    await client.stop()


async def vanishing(program, folder):
    """Files go and come, settings change, a text is closed: what is told is what is there."""
    spam = project(folder)
    more = folder / "more.c"
    client = Client(program)
    await client.start(folder)
    client.open(spam)
    await client.found(spam)
    assert client.sent[more.as_uri()], "a file that is not open is told of"
    more.unlink()
    client.watched(more, lsp.FileChangeType.Deleted)
    client.change(spam, whole(SPAM + "\n"))
    await client.found(spam)
    assert not client.sent[more.as_uri()], client.sent
    more.write_text(MORE, encoding="utf-8")
    client.watched(more, lsp.FileChangeType.Created)
    client.change(spam, whole(SPAM), version=3)
    await client.found(spam)
    assert client.sent[more.as_uri()], client.sent
    settings = folder / "extlint.toml"
    settings.write_text('ignore = ["ISO010"]\n', encoding="utf-8")
    client.watched(settings, lsp.FileChangeType.Created)
    client.change(spam, whole(SPAM + "\n"), version=4)
    found = await client.found(spam)
    assert [d.code for d in found] == ["INIT001"] and not client.sent[more.as_uri()], found
    settings.write_text("ignore = [", encoding="utf-8")
    client.watched(settings, lsp.FileChangeType.Changed)
    client.change(spam, whole(SPAM), version=5)
    await client.found(spam)
    assert any("extlint.toml" in message for message in client.shown), client.shown
    settings.unlink()
    client.watched(settings, lsp.FileChangeType.Deleted)
    # The file goes while its text is open: there is nothing to check any more, and nothing breaks.
    spam.unlink()
    client.change(spam, whole(SPAM + "\n\n"), version=6)
    assert not await client.found(spam)
    client.close(spam)
    await client.stop()


async def cancelling(program, folder):
    """A question that is taken back gets one answer, and the next one is answered."""
    spam = project(folder)
    client = Client(program)
    await client.start(folder)
    client.open(spam)
    for version in range(2, 12):
        client.change(spam, whole(SPAM + "\n" * version), version=version)
        question = asyncio.ensure_future(asyncio.wrap_future(ask_raw(client, spam, version)))
        client.client.protocol.notify(lsp.CANCEL_REQUEST, lsp.CancelParams(id=f"question-{version}"))
        try:
            answer = await question
        except Exception as error:  # pygls has its own for the code of a request that was cancelled
            assert "cancel" in f"{type(error).__name__} {error}".lower(), repr(error)
        else:
            assert answer.items, answer
    assert await client.found(spam)
    # One that was answered, and one that never was there.
    for name in ("question-2", "nobody", 77):
        client.client.protocol.notify(lsp.CANCEL_REQUEST, lsp.CancelParams(id=name))
    assert await client.found(spam)
    await client.stop()


def ask_raw(client, path, version):
    params = lsp.DocumentDiagnosticParams(text_document=lsp.TextDocumentIdentifier(uri=path.as_uri()))
    return client.client.protocol.send_request(
        lsp.TEXT_DOCUMENT_DIAGNOSTIC, params, msg_id=f"question-{version}"
    )


async def malformed(program, folder):
    """Rubbish is answered with errors; then the server serves, ends without a word, and starts again."""
    spam = project(folder)

    def message(body):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return b"Content-Length: %d\r\n\r\n" % len(body) + body

    def request(number, method, params=None):
        return message({"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}})

    parts = [
        message(b"{rubbish"),
        b"Content-Length: x\r\n\r\n",
        b"no header at all\r\n\r\n",
        message(b"[]"),
        request(1, "textDocument/hover"),
        request(2, "initialize", {"rootUri": folder.as_uri(), "capabilities": {}}),
        request(3, "initialize"),
        request(4, "textDocument/hover", {"textDocument": 1}),
        request(5, "no/such/method"),
        message({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": [1]}),
        message({"jsonrpc": "2.0", "method": "$/cancelRequest"}),
        message({"jsonrpc": "2.0", "id": 9, "result": None}),
        request(6, "shutdown"),
        request(7, "shutdown"),
    ]
    run = subprocess.run([program, "server"], input=b"".join(parts), capture_output=True, timeout=LIMIT)
    answers, rest = [], run.stdout
    while rest:
        header, rest = rest.split(b"\r\n\r\n", 1)
        length = int(header.split(b":")[1])
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    codes = [(a.get("id"), a.get("error", {}).get("code")) for a in answers if "method" not in a]
    assert codes == [
        (None, -32700), (None, -32600), (None, -32600), (None, -32600), (1, -32002), (2, None), (3, -32600),
        (4, -32602), (5, -32601), (6, None), (7, -32600),
    ], codes
    # `exit` never came, but `shutdown` did.
    assert run.returncode == 0, run.returncode
    found = []
    for _ in range(2):
        client = Client(program)
        await client.start(folder)
        client.open(spam)
        found.append(rows(await client.found(spam)))
        client.client._server.kill()
        await client.client._server.wait()
    assert found[0] == found[1] and found[0], found


SCENARIOS = [edits, offers, positions, pushes, vanishing, cancelling, malformed]


async def main():
    name, program, folder = sys.argv[1:]
    scenario = next(s for s in SCENARIOS if s.__name__ == name)
    await asyncio.wait_for(scenario(program, Path(folder).resolve()), LIMIT)


asyncio.run(main())
