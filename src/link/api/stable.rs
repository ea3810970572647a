//! What keeps files from the stable ABI, whatever they are compiled with today: names that no limited API has, structs that
//! it does not show, and what builds without the GIL do not show besides. Facts, no judgement.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Serialize as _;

use super::{FieldUse, NameUse};
use crate::capi::limited::{self, ABI3T};
use crate::capi::names;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CondId, Expr, ExprId, Field, FileFacts, FileId, Python, Record, Span, Targets, Var, VersionSet};
use crate::link::Relations;
use crate::link::types::TypeKind;

/// The value of the newest limited API that is known.
const NEWEST: u32 = 0x0300_0000 | (Targets::NEWEST.0 as u32) << 16;

/// What of some files the stable ABI does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Obstacles {
    /// Functions, macros, constants and types that no limited API has.
    pub names: BTreeSet<&'static str>,
    /// Structs of CPython whose fields or size are used, and that it does not show.
    pub structs: BTreeSet<&'static str>,
    /// Static types.
    pub types: BTreeSet<&'static str>,
    /// The oldest limited API that has all other names which the oldest target uses; None where its own has them.
    #[serde(serialize_with = "version")]
    pub needs: Option<Python>,
    /// What abi3t lacks besides: structs that begin with the header of an object, module definitions, sizes of types
    /// that include the header, macros.
    pub without_gil: BTreeSet<&'static str>,
}

impl Obstacles {
    /// How much stands in the way of abi3.
    pub fn to_abi3(&self) -> usize {
        self.names.len() + self.structs.len() + self.types.len()
    }

    /// How much stands in the way of abi3t.
    pub fn to_abi3t(&self) -> usize {
        self.to_abi3() + self.without_gil.len()
    }

    /// Adds those of another file.
    fn add(&mut self, other: &Obstacles) {
        self.names.extend(&other.names);
        self.structs.extend(&other.structs);
        self.types.extend(&other.types);
        self.without_gil.extend(&other.without_gil);
        self.needs = self.needs.max(other.needs);
    }
}

fn version<S: serde::Serializer>(needs: &Option<Python>, to: S) -> Result<S::Ok, S::Error> {
    needs.map(|python| python.to_string()).serialize(to)
}

/// Those of each file that has some.
#[derive(Debug, Default)]
pub(super) struct ByFile(FxHashMap<FileId, Obstacles>);

impl ByFile {
    pub(super) fn collect(project: &Relations, names: &[NameUse], fields: &[FieldUse]) -> ByFile {
        let mut out: FxHashMap<FileId, Obstacles> = FxHashMap::default();
        let mut with_limited: FxHashMap<FileId, Vec<VersionSet>> = FxHashMap::default();
        // Whether a place of a file is compiled with the limited API as well.
        let mut there = |file: FileId, span: Span| {
            let conds = &project.file(file).conds;
            let live = with_limited.entry(file).or_insert_with(|| conds.with_limited_api(NEWEST));
            live.get(conds.at_span(span).0 as usize).is_some_and(|live| !live.is_empty())
        };
        for used in names.iter().filter(|used| !used.certain.is_empty()) {
            let needs = limited_since(&used.name);
            let (Some(needs), true) = (needs, there(used.file, used.span)) else { continue };
            let found = out.entry(used.file).or_default();
            match needs {
                Since::Never => _ = found.names.insert(used.name.as_str()),
                // What the oldest target does without has another branch there.
                Since::Minor(minor) if used.certain.contains(project.targets.min_python) => {
                    let newer = Some(Python(minor)).filter(|&minor| minor > project.targets.min_python);
                    found.needs = found.needs.max(newer);
                }
                Since::Minor(_) => {}
            }
            if limited::gone_with_abi3t(&used.name) {
                found.without_gil.insert(used.name.as_str());
            }
        }
        for used in fields.iter().filter(|used| !limited::shows(used.of, Targets::NEWEST.0)) {
            if !used.certain.is_empty() && there(used.file, used.span) {
                out.entry(used.file).or_default().structs.insert(used.of);
            }
        }
        for (_, object) in project.types.iter() {
            let facts = project.file(object.file);
            let span = object.basicsize.map_or(object.span, |size| facts.ast.expr_span(size));
            if object.kind == TypeKind::Static && there(object.file, object.span) {
                out.entry(object.file).or_default().types.insert(object.symbol.as_str());
            } else if object.kind != TypeKind::Static
                && object.basicsize.is_some_and(|size| is_whole_size(facts, size))
                && is_with_abi3t(facts, facts.conds.at_span(span))
            {
                out.entry(object.file).or_default().without_gil.insert(object.symbol.as_str());
            }
        }
        for facts in project.files.iter().filter(|facts| !project.includes.dead.contains(&facts.file)) {
            let heads = facts.records.iter().filter(|r| is_with_abi3t(facts, r.cond) && head(r).is_some());
            let heads = heads.filter_map(|r| r.typedef.or(r.tag));
            let definitions = facts.vars.iter().filter(|v| is_module_definition(v) && is_with_abi3t(facts, v.cond));
            for name in heads.chain(definitions.map(|v| v.name)) {
                out.entry(facts.file).or_default().without_gil.insert(name.as_str());
            }
        }
        ByFile(out)
    }

    /// Those of some files together.
    pub(super) fn of(&self, files: &[FileId]) -> Obstacles {
        let mut out = Obstacles::default();
        files.iter().filter_map(|file| self.0.get(file)).for_each(|other| out.add(other));
        out
    }
}

/// Which limited API has a name.
enum Since {
    Never,
    Minor(u8),
}

/// Which limited API has a name; None for one that is none of the API, or gone from the newest Python.
fn limited_since(name: &str) -> Option<Since> {
    let known = match names::versions(name) {
        Some(versions) => versions & (1 << Targets::NEWEST.0) != 0 && !names::is_accepted(name),
        None => names::is_private(name) && names::exported(name) != 0,
    };
    let since = names::limited(name).or_else(|| names::shown_in_limited(name));
    known.then(|| since.map_or(Since::Never, Since::Minor))
}

/// Whether nothing but a limited API newer than the oldest target has a name, or none at all.
pub(super) fn is_obstacle(name: &str, targets: &Targets) -> bool {
    match limited_since(name) {
        Some(Since::Never) => true,
        Some(Since::Minor(minor)) => minor > targets.min_python.0,
        None => false,
    }
}

/// Whether code under a condition may be compiled where `Py_TARGET_ABI3T` is defined.
pub fn is_with_abi3t(facts: &FileFacts, cond: CondId) -> bool {
    !facts.conds.live_with(ABI3T, cond).is_empty()
}

/// The header of an object that a struct begins with.
pub fn head(record: &Record) -> Option<&Field> {
    record.fields.first().filter(|field| field.ty.is_value() && field.name == "ob_base")
}

/// Whether a variable is the definition of a module.
pub fn is_module_definition(var: &Var) -> bool {
    var.is_static_definition() && var.ty.pointers == 0 && struct_roles::is(var.ty.bare_base(), Kind::ModuleDef)
}

/// Whether the basicsize of a type counts its whole object, the header as well.
pub fn is_whole_size(facts: &FileFacts, size: ExprId) -> bool {
    match facts.ast.expr(facts.ast.strip_casts(size)) {
        Expr::SizeofType(_) | Expr::SizeofExpr(_) => true,
        Expr::Int(size) => size > 0,
        _ => false,
    }
}
