//! The forced header: `Python.h`, with the statement macros of the C API made calls again so that bodies keep their
//! form; and its precompiled form.

use std::{
    collections::HashMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{cache::Cache, extract::PREFIX, library::Library, unit::Index};
use crate::capi::syntax::{self, Calls};
use crate::facts::Language;

/// Sets of macros for which one run precompiles a header; more are read without, which takes longer and says the same.
const SETS: usize = 12;

fn has_arguments(calls: Calls) -> bool {
    matches!(calls, Calls::StatementWith | Calls::Call)
}

/// The text of the forced header.
pub(super) fn text() -> String {
    let mut out = String::from("#include <Python.h>\n#include <stddef.h>\n");
    let mut redefine = |name: &str, parameters: bool, end: &str| {
        let (list, arguments) = if parameters { ("(...)", "(__VA_ARGS__)") } else { ("", "") };
        out.push_str(&format!(
            "#ifdef {name}\n#undef {name}\n#define {name}{list} {PREFIX}{name}{arguments}{end}\n#endif\n"
        ));
    };
    for (name, calls) in syntax::calls() {
        let end = if matches!(calls, Calls::Statement | Calls::StatementWith) { ";" } else { "" };
        redefine(name, has_arguments(calls), end);
    }
    let of = |arguments| syntax::calls().filter(move |(_, c)| has_arguments(*c) == arguments).map(|(name, _)| name);
    let (functions, objects): (Vec<&str>, Vec<&str>) = (of(true).collect(), of(false).collect());
    let mut declare = |guard: &str, form: &dyn Fn(&str) -> String| {
        out.push_str(guard);
        functions.iter().for_each(|name| out.push_str(&form(name)));
    };
    declare("#if defined(__cplusplus)\n", &|name| format!("template<class... T> int {PREFIX}{name}(T&&...);\n"));
    declare("#elif __STDC_VERSION__ > 201710L\n", &|name| format!("int {PREFIX}{name}(...);\n"));
    declare("#else\n", &|name| format!("int {PREFIX}{name}();\n"));
    out.push_str("#endif\n");
    objects.iter().for_each(|name| out.push_str(&format!("extern int {PREFIX}{name};\n")));
    out
}

/// How the forced header gets into a unit.
#[derive(Clone, Debug)]
pub(super) struct Forced {
    /// Arguments that force it.
    pub(super) arguments: Vec<String>,
    /// Its precompiled form, where it has one: a unit that does not parse with it may parse without.
    pub(super) precompiled: Option<PathBuf>,
}

type Slot = Arc<OnceLock<Option<PathBuf>>>;

/// The forced headers of a run, precompiled at most once for every set of flags.
#[derive(Debug)]
pub(super) struct Headers {
    cache: Cache,
    precompile: bool,
    /// The text on disk.
    plain: PathBuf,
    made: Mutex<HashMap<u64, Slot>>,
}

impl Headers {
    /// Puts the text of the header into the cache folder, or where there is none into a temporary one. None where
    /// neither can be written.
    pub(super) fn prepare(precompile: bool) -> Option<Headers> {
        let cache = Cache::open()?;
        let plain = cache.keep_text(&text())?;
        Some(Headers { cache, precompile, plain, made: Mutex::default() })
    }

    /// Without a precompiled form.
    pub(super) fn included(&self) -> Forced {
        let arguments = vec!["-include".to_owned(), self.plain.to_string_lossy().into_owned()];
        Forced { arguments, precompiled: None }
    }

    /// The header for units with `flags`, precompiled where that is possible. The library must be entered.
    pub(super) fn forced(
        &self,
        library: &Library,
        flags: &[String],
        language: Language,
        includes: &[PathBuf],
    ) -> Forced {
        if !self.precompile {
            return self.included();
        }
        let key = key(library, flags, language, includes);
        let slot = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            if made.len() >= SETS && !made.contains_key(&key) {
                return self.included();
            }
            Arc::clone(made.entry(key).or_default())
        };
        let path = slot.get_or_init(|| {
            self.cache.find(key).or_else(|| self.cache.make(key, |path| self.precompile(path, flags, language)))
        });
        match path {
            Some(path) => Forced {
                arguments: vec!["-include-pch".to_owned(), path.to_string_lossy().into_owned()],
                precompiled: Some(path.clone()),
            },
            None => self.included(),
        }
    }

    /// Removes a precompiled header that libclang does not take, say for a header of Python that changed meanwhile: the
    /// next run makes it anew.
    pub(super) fn discard(&self, precompiled: &Path) {
        // Another thread may have removed it.
        let _ = fs::remove_file(precompiled);
    }

    fn precompile(&self, path: &Path, flags: &[String], language: Language) -> bool {
        let kind = if language == Language::Cpp { "c++-header" } else { "c-header" };
        let arguments: Vec<String> = ["-x", kind].map(str::to_owned).into_iter().chain(flags.iter().cloned()).collect();
        let index = Index::new(false);
        let Some(unit) = index.parse_header(&self.plain, &arguments) else { return false };
        unit.complaints().is_empty() && unit.save(path)
    }
}

/// What a precompiled header depends on: the library, the flags and the headers of Python.
fn key(library: &Library, flags: &[String], language: Language, includes: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&library.version.text, &library.path, flags, text(), language == Language::Cpp).hash(&mut hasher);
    for folder in includes {
        for name in ["Python.h", "pyconfig.h", "patchlevel.h", "object.h"] {
            let known = fs::metadata(folder.join(name)).ok().map(|m| (m.len(), m.modified().ok()));
            (name, known).hash(&mut hasher);
        }
    }
    hasher.finish()
}
