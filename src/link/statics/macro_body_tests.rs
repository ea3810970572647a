//! Tests of the macro reader.

use super::*;
use crate::facts::{CondId, Span};

fn effects(params: &[&str], body: &str) -> Vec<Effect> {
    let define = Define {
        name: Name::from("M"),
        name_span: Span::default(),
        params: Some(params.iter().map(|p| Name::from(p)).collect()),
        body: body.to_owned(),
        cond: CondId::ALWAYS,
    };
    read(&define).expect("a short body").effects.into_iter().filter(|e| matches!(e, Effect::Write { .. })).collect()
}

#[test]
fn an_argument_that_is_assigned_is_written() {
    let found = effects(&["v", "s"], "v = PyUnicode_InternFromString(s); if (v == NULL) { goto error; }");
    let [Effect::Write { root, path, stored, step: false }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(*root, Root::Param(0));
    assert_eq!(*path, Path::Object { part: false });
    assert_eq!(*stored, Stored::Value(Value::Call(Name::from("PyUnicode_InternFromString"))));
}

#[test]
fn a_pasted_name_is_written() {
    let found = effects(&["S"], "if (!(str##S = PyUnicode_FromString(#S))) return -1");
    let [Effect::Write { root: Root::Pasted(pasted), .. }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(**pasted, ("str".to_owned(), 0, String::new()));
}

#[test]
fn a_local_of_the_body_is_not_written_from_outside() {
    let found =
        effects(&["r", "v"], "do { PyObject *tmp = (PyObject *)r; r = v; tmp = NULL; Py_DECREF(tmp); } while (0)");
    let [Effect::Write { root, stored, .. }] = &found[..] else { panic!("{found:?}") };
    assert_eq!((root, stored), (&Root::Param(0), &Stored::Param(1)));
}

#[test]
fn fields_elements_and_pointees_are_told_apart() {
    let path = |body: &str| match &effects(&["p"], body)[..] {
        [Effect::Write { path, .. }] => *path,
        other => panic!("{other:?}"),
    };
    assert_eq!(path("p->x = 1"), Path::Pointee);
    assert_eq!(path("(p)->x = 1"), Path::Pointee);
    assert_eq!(path("*(p) = 1"), Path::Pointee);
    assert_eq!(path("p.x = 1"), Path::Object { part: true });
    assert_eq!(path("(p)[2] += 1"), Path::Element);
    assert_eq!(path("p++"), Path::Object { part: false });
}

#[test]
fn an_alias_is_seen_through_parentheses() {
    let alias = |body: &str| {
        let tokens: Vec<&str> = tokens(body).into_iter().map(Token::text).collect();
        Body { tokens: &tokens, params: &[] }.alias()
    };
    let of = |name: &str, kind| Some(Alias { name: Name::from(name), kind });
    assert_eq!(alias("(&_global)"), of("_global", AliasKind::Address));
    assert_eq!(alias("((_state->cache))"), of("_state", AliasKind::Pointee));
    assert_eq!(alias("state.cache"), of("state", AliasKind::Object));
    assert_eq!(alias("(*PyFoo_Ptr)"), of("PyFoo_Ptr", AliasKind::Pointee));
    assert_eq!(alias("a + b"), None);
}
