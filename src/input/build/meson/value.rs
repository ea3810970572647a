//! What variables of a meson.build hold, as far as it leads to source files. What may be one of several is all of them.

use std::path::{Path, PathBuf};

use crate::input::normal;

/// Values inside of lists are followed so deep.
const DEPTH: usize = 64;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    /// A file, from the root of the file system on.
    File(PathBuf),
    List(Vec<Value>),
    Dict(Vec<(String, Value)>),
    /// One of these: the branches of an `if` give several.
    Any(Vec<Value>),
    /// A file that the build makes.
    Made,
    /// What is not known of a library that the project builds.
    Hole,
    /// No source file, or one that is not known.
    Unknown,
}

/// The sources in a value.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) paths: Vec<PathBuf>,
    /// There may be others.
    pub(super) open: bool,
    /// There may be others that the project builds.
    pub(super) hole: bool,
    /// The build makes some.
    pub(super) made: bool,
}

impl Value {
    /// How many values it holds.
    pub(super) fn size(&self) -> usize {
        match self {
            Value::List(all) | Value::Any(all) => 1 + all.iter().map(Value::size).sum::<usize>(),
            Value::Dict(all) => 1 + all.iter().map(|(_, value)| value.size()).sum::<usize>(),
            _ => 1,
        }
    }

    /// This or another.
    pub(super) fn or(self, other: Value) -> Value {
        if self == other {
            return self;
        }
        let parts = |value| if let Value::Any(all) = value { all } else { vec![value] };
        let mut all = parts(self);
        parts(other).into_iter().for_each(|value| {
            if !all.contains(&value) {
                all.push(value);
            }
        });
        Value::Any(all)
    }

    /// Does `f` to what it may be.
    pub(super) fn each(&self, f: &dyn Fn(&Value) -> Value) -> Value {
        match self {
            Value::Any(all) => all.iter().map(f).reduce(Value::or).unwrap_or(Value::Unknown),
            value => f(value),
        }
    }

    /// `self + other`
    pub(super) fn plus(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Any(all), other) => {
                all.iter().map(|one| one.plus(other)).reduce(Value::or).unwrap_or(Value::Unknown)
            }
            (Value::List(one), other) => {
                let mut all = one.clone();
                match other {
                    Value::List(more) => all.extend(more.iter().cloned()),
                    other => all.push(other.clone()),
                }
                Value::List(all)
            }
            (Value::Text(one), Value::Text(other)) => Value::Text(format!("{one}{other}")),
            (Value::Text(_), Value::Any(all)) => {
                all.iter().map(|o| self.plus(o)).reduce(Value::or).unwrap_or(Value::Unknown)
            }
            (Value::Dict(one), Value::Dict(other)) => Value::Dict(one.iter().chain(other).cloned().collect()),
            _ => Value::Unknown,
        }
    }

    /// `self / other`
    pub(super) fn below(&self, other: &Value) -> Value {
        match (self, other) {
            (Value::Any(all), other) => {
                all.iter().map(|one| one.below(other)).reduce(Value::or).unwrap_or(Value::Unknown)
            }
            (_, Value::Any(all)) => all.iter().map(|o| self.below(o)).reduce(Value::or).unwrap_or(Value::Unknown),
            (Value::Text(one), Value::Text(other)) => Value::Text(format!("{one}/{other}")),
            (Value::File(one), Value::Text(other)) => Value::File(normal(one, Path::new(other))),
            _ => Value::Unknown,
        }
    }

    /// `self[index]`
    pub(super) fn at(&self, index: &Value) -> Value {
        self.each(&|value| match (value, index) {
            (Value::List(all), Value::Text(digits)) => {
                digits.parse::<usize>().ok().and_then(|i| all.get(i)).cloned().unwrap_or(Value::Unknown)
            }
            (Value::Dict(all), Value::Text(key)) => {
                all.iter().rev().find(|(known, _)| known == key).map_or(Value::Unknown, |(_, value)| value.clone())
            }
            _ => Value::Unknown,
        })
    }

    /// The one text that it is.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// Puts its source files in `out`; a text is a path below `folder`.
    pub(super) fn sources(&self, folder: &Path, out: &mut Sources) {
        self.collect(folder, out, DEPTH);
    }

    fn collect(&self, folder: &Path, out: &mut Sources, depth: usize) {
        match self {
            Value::Text(text) => out.paths.push(normal(folder, Path::new(text))),
            Value::File(path) => out.paths.push(path.clone()),
            Value::List(all) | Value::Any(all) if depth > 0 => {
                all.iter().for_each(|v| v.collect(folder, out, depth - 1))
            }
            Value::Made => out.made = true,
            Value::Hole => (out.open, out.hole) = (true, true),
            Value::List(_) | Value::Any(_) | Value::Dict(_) | Value::Unknown => out.open = true,
        }
    }
}
