//! The types of an extension that are to know their module: where they are made, and how that is written.

use rustc_hash::FxHashMap;

use super::Home;
use super::access::Access;
use super::parts::At;
use crate::capi::creators::{self, Creator};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, Expr, Name, Python, Span};
use crate::link::FuncRef;
use crate::link::types::{Creation, ModuleArg, TypeId, TypeKind};

use super::super::Edits;

/// Types know their module since.
const SINCE: Python = Python(9);

/// Whether a type of C is a pointer to a type object.
pub(super) fn is_type_pointer(ty: &CType) -> bool {
    ty.pointers == 1 && ty.arrays == 0 && struct_roles::is(&ty.base, Kind::TypeObject)
}

/// The structs of the instances of types, by name; those of types that stay static lead to no module.
pub(super) struct Objects(FxHashMap<Name, Option<Vec<TypeId>>>);

impl Objects {
    pub(super) fn of(home: &Home<'_>) -> Objects {
        let project = home.project();
        let mut out: FxHashMap<Name, Option<Vec<TypeId>>> = FxHashMap::default();
        for (id, object) in project.types.iter().filter(|(_, object)| home.parts.has(object.file)) {
            let ast = &project.file(object.file).ast;
            let Some(size) = object.basicsize.map(|size| ast.expr(ast.strip_casts(size))) else { continue };
            let base = match size {
                Expr::SizeofType(ty) if ty.pointers == 0 => ty.base,
                Expr::SizeofExpr(of) => match ast.expr(of) {
                    Expr::Name(name) => name,
                    _ => continue,
                },
                _ => continue,
            };
            let types = out.entry(base).or_insert_with(|| Some(Vec::new()));
            match types.as_mut().filter(|_| object.kind == TypeKind::Spec) {
                Some(types) => types.push(id),
                None => *types = None,
            }
        }
        Objects(out)
    }

    /// The types whose instances a pointer may point to.
    pub(super) fn types(&self, ty: &CType) -> Option<&[TypeId]> {
        let own = ty.pointers == 1 && ty.arrays == 0 && !struct_roles::is(&ty.base, Kind::Object);
        self.0.get(&ty.base).filter(|_| own)?.as_deref()
    }
}

/// Why a type cannot know its module, as the end of a sentence about one of its functions.
pub(super) fn obstacle(home: &Home<'_>, access: &Access, id: TypeId) -> Option<String> {
    let project = home.project();
    let object = project.types.get(id);
    let name = object.short_name();
    if project.targets.min_python < SINCE {
        return Some(format!("is one of `{name}`, and types know their module from Python {SINCE} on"));
    }
    if object.kind != TypeKind::Spec || object.creations.is_empty() {
        return Some(format!("is one of `{name}`, and it was not found where that is made"));
    }
    for creation in &object.creations {
        let by = creation.func.map(|id| FuncRef { file: creation.file, id });
        if !by.is_some_and(|by| access.has_module(by)) {
            let why = by.and_then(|by| access.way(by).err()).map(|why| format!(": {why}")).unwrap_or_default();
            return Some(format!("is one of `{name}`, which is made where no module is at hand{why}"));
        }
        if made(home, creation).is_none() {
            return Some(format!("is one of `{name}`, which is made in a way that is not understood"));
        }
    }
    None
}

/// How a type is made: the token of the function, and what that takes. None where it cannot be changed.
fn made(home: &Home<'_>, creation: &Creation) -> Option<(At, Creator)> {
    let ast = &home.project().file(creation.file).ast;
    let callee = ast.callee_name(creation.call)?;
    let start = ast.expr_span(creation.call).start;
    let token = home.parts.get(creation.file).layout.at(start);
    let at = At { file: creation.file, token };
    let written = home.parts.word(at, 0) == callee.as_str() && home.parts.word(at, 1) == "(";
    let creator = creators::lookup(&callee).filter(|c| written && c.spec == c.module.map_or(0, |m| m + 1))?;
    // The one that takes an array of slots and no bases is told its module by a slot.
    let known = creator.module.is_some() || creator.bases.is_some() || !creator.slots_alone;
    (known && (creator.module.is_none() || creation.module == ModuleArg::Given)).then_some((at, creator))
}

/// The functions that make some types, where their calls do not name a module yet.
pub(super) fn makers(home: &Home<'_>, types: &[TypeId]) -> Vec<FuncRef> {
    let all = types.iter().flat_map(|&id| &home.project().types.get(id).creations);
    let without = all.filter(|c| c.module != ModuleArg::Given);
    let mut out: Vec<FuncRef> = without.filter_map(|c| Some(FuncRef { file: c.file, id: c.func? })).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Lets types be made with their module; `module` is what it is called in a function.
pub(super) fn with_module(home: &Home<'_>, types: &[TypeId], module: &dyn Fn(FuncRef) -> String, own: &mut Edits) {
    let with = |name: &&str| creators::lookup(name).is_some_and(|c| c.module.is_some() && c.metaclass.is_none());
    let Some(instead) = creators::names().find(with) else { return };
    let mut done: Vec<At> = Vec::new();
    for creation in types.iter().flat_map(|&id| &home.project().types.get(id).creations) {
        let Some((at, creator)) = made(home, creation).filter(|(_, creator)| creator.module.is_none()) else {
            continue;
        };
        let (Some(func), false) = (creation.func, done.contains(&at)) else { continue };
        done.push(at);
        let layout = home.parts.layout(at.file);
        let Some(close) = layout.closing(at.token + 1) else { continue };
        let (name, open) = (home.parts.span(at), layout.tokens()[at.token + 1]);
        own.replace(at.file, Span::new(name.start, name.end), instead);
        own.insert(at.file, open.end, format!("{}, ", module(FuncRef { file: at.file, id: func })));
        if creator.bases.is_none() {
            own.insert(at.file, layout.tokens()[close].start, ", NULL");
        }
    }
}
