//! Module state: the struct that `m_size` measures, which of its fields own objects.

use crate::facts::{CType, Expr, ExprId, Field, FileId, FuncId, Name, Record};
use crate::link::modules::ModuleDef;
use crate::link::{FuncRef, Local, Relations};

/// A function or value that an object field gets.
const STRINGS: &[&str] = &["PyUnicode_", "PyLong_", "PyBytes_", "PyFloat_", "PyBool_"];

/// A field of a module state that owns a reference.
#[derive(Clone, Copy, Debug)]
pub struct OwnedField {
    /// The field.
    pub field: Field,
    /// All that it ever gets are strings and numbers, which are in no cycle.
    pub constant: bool,
}

impl Relations {
    /// The struct in the `sizeof` of a definition's `m_size`.
    pub fn module_state(&self, def: &ModuleDef) -> Option<(FileId, &Record)> {
        let file = def.var.file;
        let facts = self.file(file);
        let sizes = def.fields.iter().filter(|f| f.0 == "m_size");
        sizes.filter(|f| !facts.conds.live(facts.conds.at_span(f.2), &self.targets).is_empty()).find_map(
            |&(_, value, _)| match facts.ast.expr(facts.ast.strip_casts(value)) {
                Expr::SizeofType(CType { base, pointers: 0, .. }) => self.resolve_record(file, base),
                Expr::SizeofExpr(of) => match facts.ast.expr(of) {
                    Expr::Name(name) => self.resolve_record(file, name),
                    _ => None,
                },
                _ => None,
            },
        )
    }

    /// The object fields of a state struct that surely own what they hold: something puts a new reference there, or
    /// releases one.
    pub fn owned_state_fields(&self, file: FileId, record: &Record) -> Vec<OwnedField> {
        let object = |field: &&Field| {
            let pointer = field.ty.pointers == 1 && field.ty.arrays == 0 && !field.ty.function_pointer;
            let base = field.ty.bare_base();
            pointer && !field.ty.const_base && (base == "PyObject" || base == "PyTypeObject")
        };
        let judge = |field: &Field| {
            let (mut owned, mut constant, mut given) = (false, true, false);
            for site in self.sites.assignments_to(field.name).iter().filter(|s| s.op.is_none()) {
                let ast = &self.file(site.file).ast;
                let is_field = site.target.is_some_and(|t| self.is_field(site.file, site.func, t, field.name, record));
                if !is_field || !self.same_extension(file, site.file) {
                    continue;
                }
                let value = ast.strip_casts(site.value);
                if matches!(ast.expr(value), Expr::Int(0)) || ast.referred_name(value).is_some_and(|n| n == "NULL") {
                    continue;
                }
                given = true;
                let callee = ast.callee_name(value);
                let text = |n: Name| STRINGS.iter().any(|p| n.starts_with(p));
                constant &= callee.is_some_and(text) || self.local_is(site.file, site.func, value, &text);
                let new = |n: Name| gives_new(n.as_str());
                owned |= callee.is_some_and(new) || self.local_is(site.file, site.func, value, &new);
            }
            owned |= self.is_released(file, field.name, record);
            (owned && given).then_some(OwnedField { field: *field, constant })
        };
        record.fields.iter().filter(object).filter_map(judge).collect()
    }

    /// Whether `Py_CLEAR(st->field)` or the like stands in the extension.
    fn is_released(&self, file: FileId, field: Name, record: &Record) -> bool {
        ["Py_CLEAR", "Py_DECREF", "Py_XDECREF"].iter().any(|callee| {
            self.sites.calls_of(callee).iter().any(|site| {
                let ast = &self.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
                let first = ast.exprs(args).first();
                first.is_some_and(|&a| self.is_field(site.file, site.func, a, field, record))
                    && self.same_extension(file, site.file)
            })
        })
    }

    /// Whether an expression is this field of this struct: by the type of the variable before the arrow, else by a
    /// field name that no other struct has.
    fn is_field(&self, file: FileId, func: Option<FuncId>, e: ExprId, field: Name, record: &Record) -> bool {
        let ast = &self.file(file).ast;
        let Expr::Member { base, field: named, .. } = ast.expr(ast.strip_casts(e)) else { return false };
        if named != field {
            return false;
        }
        if let (Expr::Name(name), Some(id)) = (ast.expr(ast.strip_casts(base)), func) {
            let ty = match self.local(FuncRef { file, id }, name) {
                Some(Local::Var(var)) => Some(self.file(file).var(var).ty),
                Some(Local::Param(i)) => Some(self.file(file).func(id).params[i].ty),
                None => None,
            };
            if let Some(ty) = ty {
                let found = self.resolve_record(file, ty.base);
                return found.is_some_and(|(_, r)| std::ptr::eq(r, record));
            }
        }
        let with_field = |r: &Record| r.fields.iter().any(|f| f.name == field);
        self.files.iter().flat_map(|f| &f.records).filter(|r| with_field(r)).count() == 1
    }

    /// Whether a value is a local that only gets the results of calls with such names.
    fn local_is(&self, file: FileId, func: Option<FuncId>, value: ExprId, text: &dyn Fn(Name) -> bool) -> bool {
        let ast = &self.file(file).ast;
        let (Expr::Name(name), Some(id)) = (ast.expr(value), func) else { return false };
        let Some(Local::Var(_)) = self.local(FuncRef { file, id }, name) else { return false };
        let plain = |target: Option<ExprId>| target.is_none_or(|t| matches!(ast.expr(t), Expr::Name(_)));
        let here = self.sites.assignments_to(name).iter().filter(|a| a.file == file && a.func == func);
        let mut sites = here.filter(|a| plain(a.target)).peekable();
        sites.peek().is_some() && sites.all(|a| ast.callee_name(ast.strip_casts(a.value)).is_some_and(text))
    }
}

/// Whether a function of CPython gives a new reference; those of the project are not known.
fn gives_new(name: &str) -> bool {
    const NEW: &[&str] = &[
        "PyType_From",
        "PyErr_NewException",
        "PyImport_Import",
        "PyUnicode_From",
        "PyUnicode_Intern",
        "PyLong_From",
        "PyFloat_From",
        "PyBytes_From",
        "PyDict_New",
        "PyList_New",
        "PyTuple_New",
        "PyTuple_Pack",
        "PySet_New",
        "PyFrozenSet_New",
        "PyObject_GetAttr",
        "PyObject_Call",
        "PyStructSequence_NewType",
        "Py_NewRef",
        "Py_XNewRef",
        "Py_BuildValue",
        "PyCapsule_New",
        "PyCFunction_New",
    ];
    NEW.iter().any(|prefix| name.starts_with(prefix))
}
