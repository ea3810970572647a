//! The methods of the protocol: what each request is answered with, and what each notification changes.

use std::io;

use gen_lsp_types::{
    CodeActionParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, HoverParams,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    actions,
    client::Client,
    engine::root_of,
    hover,
    session::{Session, Stage},
    wire::{self, Code},
};

/// Files whose changes may change what is found.
const WATCHED: [&str; 5] = [
    "**/*.{c,h,cc,hh,cpp,hpp,cxx,hxx,inc,in,pyx}",
    "**/{extlint.toml,pyproject.toml,setup.py,setup.cfg}",
    "**/{meson.build,CMakeLists.txt,Makefile}",
    "**/.gitignore",
    "**/*baseline*.json",
];

impl Session<'_> {
    /// Answers a request.
    pub(super) fn request(&mut self, id: &Value, method: &str, params: Value) -> io::Result<()> {
        match (self.stage, method) {
            (Stage::New, "initialize") => {
                self.client = Client::of(&params);
                self.stage = Stage::Running;
                let result = self.capabilities();
                wire::answer(self.out, id, &result)
            }
            (Stage::New, _) => wire::refuse(self.out, id, Code::NotInitialized, "`initialize` comes first"),
            (Stage::ShutDown, _) => wire::refuse(self.out, id, Code::InvalidRequest, "the server is shut down"),
            (Stage::Running, "initialize") => {
                wire::refuse(self.out, id, Code::InvalidRequest, "`initialize` was there before")
            }
            (Stage::Running, "shutdown") => {
                self.stage = Stage::ShutDown;
                for (waiting, _) in std::mem::take(&mut self.waiting) {
                    wire::refuse(self.out, &waiting, Code::Cancelled, "the server was shut down")?;
                }
                wire::answer(self.out, id, &Value::Null)
            }
            (Stage::Running, "textDocument/hover") => self.asked(id, params, Self::hover),
            (Stage::Running, "textDocument/codeAction") => self.asked(id, params, Self::actions),
            (Stage::Running, "textDocument/diagnostic") => match read::<DocumentDiagnosticParams>(params) {
                Ok(params) => {
                    self.waiting.push((id.clone(), params.text_document.uri.0));
                    self.answer_waiting(None)
                }
                Err(cause) => wire::refuse(self.out, id, Code::InvalidParams, &cause),
            },
            _ => wire::refuse(self.out, id, Code::MethodNotFound, &format!("there is no method `{method}`")),
        }
    }

    fn asked<P: DeserializeOwned>(
        &mut self,
        id: &Value,
        params: Value,
        answer: impl Fn(&Self, P) -> Value,
    ) -> io::Result<()> {
        match read(params) {
            Ok(params) => {
                let result = answer(self, params);
                wire::answer(self.out, id, &result)
            }
            Err(cause) => wire::refuse(self.out, id, Code::InvalidParams, &cause),
        }
    }

    fn capabilities(&self) -> Value {
        let mut capabilities = json!({
            "positionEncoding": self.client.encoding.as_str(),
            "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
            "hoverProvider": true,
            "codeActionProvider": {"codeActionKinds": ["quickfix"]},
            "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
        });
        if self.client.pulls {
            capabilities["diagnosticProvider"] =
                json!({"identifier": "extlint", "interFileDependencies": true, "workspaceDiagnostics": false});
        }
        json!({"capabilities": capabilities, "serverInfo": {"name": "extlint", "version": env!("CARGO_PKG_VERSION")}})
    }

    fn hover(&self, params: HoverParams) -> Value {
        let at = params.text_document_position_params;
        let Some(document) = self.documents.get(&at.text_document.uri.0) else { return Value::Null };
        let report = self.found.get(&document.path).map(|(_, report)| report);
        let report = report.filter(|report| report.text.bytes[..] == document.text[..]);
        hover::hover(&document.text, report, at.position, self.client.encoding)
    }

    /// Of a text that was changed since it was checked nothing is offered: the edits have other places there.
    fn actions(&self, params: CodeActionParams) -> Value {
        let uri = params.text_document.uri.0;
        let Some(document) = self.documents.get(&uri) else { return json!([]) };
        let report = self.found.get(&document.path).map(|(_, report)| report);
        let Some(report) = report.filter(|report| report.text.bytes[..] == document.text[..]) else {
            return json!([]);
        };
        let only = params.context.only.unwrap_or_default();
        let only: Vec<String> = only.iter().map(|kind| kind.to_string()).collect();
        Value::Array(actions::actions(&uri, report, (params.range, &only), self.client.encoding))
    }

    /// Takes up what the client says. What cannot be understood is passed over: there is no answer to it.
    pub(super) fn notification(&mut self, method: &str, params: Value) -> io::Result<()> {
        if method == "$/cancelRequest" {
            return self.cancel(&params["id"]);
        }
        if self.stage != Stage::Running {
            return Ok(());
        }
        match method {
            "initialized" => {
                if self.client.watches {
                    let watchers: Vec<Value> = WATCHED.iter().map(|glob| json!({"globPattern": glob})).collect();
                    let watch = json!({
                        "id": "extlint-files",
                        "method": "workspace/didChangeWatchedFiles",
                        "registerOptions": {"watchers": watchers},
                    });
                    self.ask("client/registerCapability", &json!({"registrations": [watch]}))?;
                }
                self.check_after(None);
            }
            "textDocument/didOpen" => {
                let Ok(DidOpenTextDocumentParams { text_document: text }) = read(params) else { return Ok(()) };
                let uri = text.uri.0;
                if self.documents.open(uri.clone(), text.version, text.text) {
                    self.shown_anew(&uri)?;
                    self.check_after(None);
                }
            }
            "textDocument/didChange" => {
                let Ok(DidChangeTextDocumentParams { text_document: text, content_changes }) = read(params) else {
                    return Ok(());
                };
                let (uri, encoding) = (text.text_document_identifier.uri.0, self.client.encoding);
                if let Some(path) = self.documents.change(&uri, text.version, content_changes, encoding) {
                    self.check_after(Some(path));
                }
            }
            "textDocument/didClose" => {
                let Ok(DidCloseTextDocumentParams { text_document: text }) = read(params) else { return Ok(()) };
                if let Some(document) = self.documents.close(&text.uri.0) {
                    // What is in no folder was checked because it was open.
                    if root_of(&document.path, &self.client.folders) == document.path {
                        self.found.remove(&document.path);
                    }
                    self.publish(&document.path)?;
                    self.check_after(None);
                }
            }
            "textDocument/didSave" | "workspace/didChangeConfiguration" => self.check_after(None),
            "workspace/didChangeWatchedFiles" => self.check_later(),
            "workspace/didChangeWorkspaceFolders" => {
                self.client.change_folders(&params["event"]);
                self.check_after(None);
            }
            _ => {}
        }
        Ok(())
    }

    /// Shows what is known of a text that was opened: what stands aside as well, or nothing where the client asks for it.
    fn shown_anew(&mut self, uri: &str) -> io::Result<()> {
        let path = self.documents.get(uri).map(|document| document.path.clone());
        match path.filter(|path| self.found.contains_key(path)) {
            Some(path) => self.publish(&path),
            None => Ok(()),
        }
    }
}

/// The parameters of a method, or what is wrong with them.
fn read<P: DeserializeOwned>(params: Value) -> Result<P, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}
