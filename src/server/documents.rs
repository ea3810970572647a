//! The texts that are open in the editor, as it changes them. Reads no file.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use gen_lsp_types::TextDocumentContentChangeEvent as Change;

use super::{
    engine::Open,
    position::{Encoding, Lines},
    uri,
};

/// An open text.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) version: i32,
    pub(super) text: Arc<Vec<u8>>,
}

/// The open texts by their addresses.
#[derive(Debug, Default)]
pub(super) struct Documents {
    by_uri: HashMap<String, Document>,
}

impl Documents {
    /// A text that is open.
    pub(super) fn get(&self, uri: &str) -> Option<&Document> {
        self.by_uri.get(uri)
    }

    /// The open text at a path, with its address.
    pub(super) fn at(&self, path: &std::path::Path) -> Option<(&str, &Document)> {
        let found = self.by_uri.iter().find(|(_, document)| document.path == path);
        found.map(|(uri, document)| (uri.as_str(), document))
    }

    /// Opens a text; false where its address is no file's.
    pub(super) fn open(&mut self, uri: String, version: i32, text: String) -> bool {
        let Some(path) = uri::path(&uri) else { return false };
        self.by_uri.insert(uri, Document { path, version, text: Arc::new(text.into_bytes()) });
        true
    }

    /// Changes an open text; the path of the file, where it is another text then.
    pub(super) fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<Change>,
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let document = self.by_uri.get_mut(uri)?;
        let mut text = document.text.to_vec();
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => text = whole.text.into_bytes(),
                Change::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::of(&text);
                    let start = lines.offset(&text, part.range.start, encoding);
                    let end = lines.offset(&text, part.range.end, encoding).max(start);
                    text.splice(start..end, part.text.into_bytes());
                }
            }
        }
        document.version = version;
        if text == *document.text {
            return None;
        }
        document.text = Arc::new(text);
        Some(document.path.clone())
    }

    /// Closes a text.
    pub(super) fn close(&mut self, uri: &str) -> Option<Document> {
        self.by_uri.remove(uri)
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Open> {
        let open = self.by_uri.iter().map(|(uri, document)| Open {
            path: document.path.clone(),
            uri: uri.clone(),
            text: Arc::clone(&document.text),
        });
        let mut open: Vec<Open> = open.collect();
        open.sort_by(|a, b| (&a.path, &a.uri).cmp(&(&b.path, &b.uri)));
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_order() {
        let mut documents = Documents::default();
        assert!(!documents.open("untitled:1".to_owned(), 1, String::new()));
        assert!(documents.open("file:///a.c".to_owned(), 1, "a\u{1F600}b\nc\n".to_owned()));
        let change = |from: (u32, u32), to: (u32, u32), text: &str| {
            let at = |(line, character)| serde_json::json!({"line": line, "character": character});
            let change = serde_json::json!({"range": {"start": at(from), "end": at(to)}, "text": text});
            serde_json::from_value::<Change>(change).expect("a change")
        };
        let changes = vec![change((0, 1), (0, 3), "x"), change((0, 1), (0, 2), "yy"), change((9, 0), (9, 9), "end")];
        assert!(documents.change("file:///a.c", 2, changes, Encoding::Utf16).is_some());
        assert_eq!(documents.get("file:///a.c").expect("it is open").text[..], *b"ayyb\nc\nend");
        assert!(documents.change("file:///a.c", 3, Vec::new(), Encoding::Utf16).is_none());
        assert!(documents.close("file:///a.c").is_some() && documents.all().is_empty());
    }
}
