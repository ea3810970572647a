//! What a client said of itself when it began: its folders, and what it understands.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{position::Encoding, uri};
use crate::input::normal;

/// What a client understands.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Its folders, absolute.
    pub(super) folders: Vec<PathBuf>,
    /// It shows how far a run is.
    pub(super) progress: bool,
    /// It asks for the diagnostics of open texts.
    pub(super) pulls: bool,
    /// It asks again when told to.
    pub(super) refreshes: bool,
    /// It shows places beside a diagnostic.
    pub(super) related: bool,
    /// It tells of files that change, where asked to.
    pub(super) watches: bool,
}

impl Client {
    /// From the parameters of `initialize`.
    pub(super) fn of(params: &Value) -> Self {
        let can =
            |place: &str| params.pointer(&format!("/capabilities/{place}")).and_then(Value::as_bool) == Some(true);
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.into_iter().flatten().any(|encoding| encoding == Encoding::Utf8.as_str());
        Client {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            folders: folders(params),
            progress: can("window/workDoneProgress"),
            pulls: params.pointer("/capabilities/textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: can("workspace/diagnostics/refreshSupport"),
            related: can("textDocument/publishDiagnostics/relatedInformation")
                || can("textDocument/diagnostic/relatedInformation"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }

    /// Takes up folders that were added, and gives up those that were removed.
    pub(super) fn change_folders(&mut self, event: &Value) {
        let of = |key: &str| -> Vec<PathBuf> {
            event[key].as_array().into_iter().flatten().filter_map(|folder| path(&folder["uri"])).collect()
        };
        let removed = of("removed");
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(of("added"));
        self.folders.sort();
        self.folders.dedup();
    }
}

fn path(uri: &Value) -> Option<PathBuf> {
    uri.as_str().and_then(uri::path)
}

/// The folders, or the root of clients of old.
fn folders(params: &Value) -> Vec<PathBuf> {
    let named = params["workspaceFolders"].as_array().into_iter().flatten();
    let mut folders: Vec<PathBuf> = named.filter_map(|folder| path(&folder["uri"])).collect();
    if folders.is_empty() {
        let old = || params["rootPath"].as_str().map(|path| normal(Path::new(""), Path::new(path)));
        folders.extend(path(&params["rootUri"]).or_else(old).filter(|path| path.is_absolute()));
    }
    folders.sort();
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[cfg(unix)]
    #[test]
    fn what_clients_say() {
        let client = Client::of(&json!({
            "rootUri": "file:///old",
            "workspaceFolders": [{"uri": "file:///b", "name": "b"}, {"uri": "file:///a", "name": "a"}, {"uri": 1}],
            "capabilities": {"general": {"positionEncodings": ["utf-16", "utf-8"]}, "textDocument": {"diagnostic": {}}},
        }));
        assert_eq!((client.encoding, client.pulls, client.progress), (Encoding::Utf8, true, false));
        assert_eq!(client.folders, [PathBuf::from("/a"), PathBuf::from("/b")]);
        let mut client = Client::of(&json!({"rootUri": "file:///old", "workspaceFolders": null}));
        assert_eq!((client.folders.len(), client.encoding), (1, Encoding::Utf16));
        client.change_folders(&json!({"added": [{"uri": "file:///new"}], "removed": [{"uri": "file:///old"}]}));
        assert_eq!(client.folders, [PathBuf::from("/new")]);
        assert!(Client::of(&json!([1])).folders.is_empty());
    }
}
