//! Messages of the language server protocol on a stream: a header with a length, then JSON. Knows no method.
//!
//! Whatever comes in is answered or passed over: nothing that a client writes ends the server, or makes it take memory
//! that the client only spoke of.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// Longest line of a header, in bytes.
const LINE: u64 = 8 << 10;

/// Longest message, in bytes: more than a source that is checked may have, escaped.
const MESSAGE: u64 = 128 << 20;

/// What is wrong with a message, as JSON-RPC numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    Parse = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    NotInitialized = -32002,
    Cancelled = -32800,
}

/// A message that came in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Incoming {
    /// It wants an answer.
    Request { id: Value, method: String, params: Value },
    /// It wants none.
    Notification { method: String, params: Value },
    /// The answer to a request of ours.
    Response,
    /// It is none.
    Malformed { id: Value, code: Code, cause: String },
}

/// Reads the next message; None at the end.
///
/// # Errors
/// Where the stream cannot be read.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let malformed = |cause: String| Incoming::Malformed { id: Value::Null, code: Code::InvalidRequest, cause };
    let (mut length, mut any, mut wrong) = (None, false, None);
    loop {
        let mut line = Vec::new();
        input.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            if any {
                break;
            }
            continue;
        }
        any = true;
        match text.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("Content-Length") => match value.trim().parse() {
                Ok(bytes) => length = Some(bytes),
                Err(_) => wrong = Some(format!("`{}` is no length", value.trim())),
            },
            Some(_) => {}
            None => wrong = Some("a header without a colon".to_owned()),
        }
    }
    let length: u64 = match (length, wrong) {
        (Some(length), _) => length,
        (None, wrong) => {
            return Ok(Some(malformed(wrong.unwrap_or_else(|| "a header without `Content-Length`".to_owned()))));
        }
    };
    if length > MESSAGE {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(Some(malformed(format!("a message of {length} bytes; the limit is {MESSAGE}"))));
    }
    let mut body = Vec::new();
    if input.by_ref().take(length).read_to_end(&mut body)? < length as usize {
        return Ok(None);
    }
    Ok(Some(parse(&body)))
}

/// What the bytes of a message say.
fn parse(body: &[u8]) -> Incoming {
    let malformed = |id, code, cause: &str| Incoming::Malformed { id, code, cause: cause.to_owned() };
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return malformed(Value::Null, Code::Parse, &format!("the message is no JSON: {error}")),
    };
    let Value::Object(mut fields) = value else {
        return malformed(Value::Null, Code::InvalidRequest, "the message is no object");
    };
    let id = fields.remove("id");
    let params = fields.remove("params").unwrap_or_default();
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), None) => Incoming::Notification { method, params },
        (Some(Value::String(method)), Some(id @ (Value::Number(_) | Value::String(_)))) => {
            Incoming::Request { id, method, params }
        }
        (Some(Value::String(_)), Some(_)) => {
            malformed(Value::Null, Code::InvalidRequest, "`id` is neither a number nor a string")
        }
        (Some(_), id) => malformed(id.unwrap_or_default(), Code::InvalidRequest, "`method` is no string"),
        (None, Some(_)) if fields.contains_key("result") || fields.contains_key("error") => Incoming::Response,
        (None, id) => malformed(id.unwrap_or_default(), Code::InvalidRequest, "there is no `method`"),
    }
}

/// Writes a message.
///
/// # Errors
/// Where the stream cannot be written.
fn write(out: &mut dyn Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}

/// Answers a request.
pub(super) fn answer(out: &mut dyn Write, id: &Value, result: &Value) -> io::Result<()> {
    write(out, &json!({"jsonrpc": "2.0", "id": id, "result": result}))
}

/// Refuses a request.
pub(super) fn refuse(out: &mut dyn Write, id: &Value, code: Code, cause: &str) -> io::Result<()> {
    write(out, &json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": cause}}))
}

/// Says something.
pub(super) fn notify(out: &mut dyn Write, method: &str, params: &Value) -> io::Result<()> {
    write(out, &json!({"jsonrpc": "2.0", "method": method, "params": params}))
}

/// Asks for something.
pub(super) fn request(out: &mut dyn Write, id: u64, method: &str, params: &Value) -> io::Result<()> {
    write(out, &json!({"jsonrpc": "2.0", "id": format!("extlint-{id}"), "method": method, "params": params}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Incoming> {
        let mut input = bytes;
        std::iter::from_fn(|| read(&mut input).expect("memory can be read")).collect()
    }

    fn message(body: &str) -> Vec<u8> {
        format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }

    #[test]
    fn what_is_malformed_is_said_and_the_next_message_is_read() {
        let last = message(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        let exit = Incoming::Notification { method: "exit".to_owned(), params: Value::Null };
        for (first, code) in [
            (message("{nonsense"), Code::Parse),
            (message("[1]"), Code::InvalidRequest),
            (message(r#"{"id":1}"#), Code::InvalidRequest),
            (message(r#"{"id":[],"method":"x"}"#), Code::InvalidRequest),
            (message(r#"{"id":1,"method":2}"#), Code::InvalidRequest),
            (message(&"[".repeat(100_000)), Code::Parse),
            (b"Content-Length: many\r\n\r\n".to_vec(), Code::InvalidRequest),
            (b"rubbish\r\n\r\n".to_vec(), Code::InvalidRequest),
            (b"Content-Type: x\r\n\r\n".to_vec(), Code::InvalidRequest),
        ] {
            let found = all(&[first.clone(), last.clone()].concat());
            let shown = String::from_utf8_lossy(&first[..first.len().min(80)]).into_owned();
            assert!(matches!(&found[0], Incoming::Malformed { code: c, .. } if *c == code), "{shown}: {found:?}");
            assert_eq!(found[1..], *std::slice::from_ref(&exit), "{shown}");
        }
    }

    #[test]
    fn a_length_that_nothing_stands_behind_takes_no_memory() {
        assert_eq!(all(b"Content-Length: 99999999999999\r\n\r\n{}").len(), 1);
        assert_eq!(all(b"Content-Length: 1000000\r\n\r\n{}"), []);
        assert_eq!(all(b"Content-Length: 18446744073709551616\r\n\r\n").len(), 1);
        assert_eq!(all(&[b'x'; 20_000]).len(), 0);
    }

    #[test]
    fn requests_answers_and_notes() {
        let found =
            all(&[message(r#"{"id":"a","method":"m","params":[1]}"#), message(r#"{"id":1,"result":null}"#)].concat());
        let asked = Incoming::Request { id: json!("a"), method: "m".to_owned(), params: json!([1]) };
        assert_eq!(found, [asked, Incoming::Response]);
    }
}
