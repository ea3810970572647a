//! The forced header: `Python.h`, with the statement macros of the C API made calls again so that bodies keep their
//! form; and its precompiled form, kept in a cache folder.

use std::{
    collections::HashMap,
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, SystemTime},
};

use super::{extract::PREFIX, library::Library, unit::Index};
use crate::capi::syntax::{self, Calls};
use crate::facts::Language;

/// Unused for so long, a precompiled header is removed.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// Sets of macros for which one run precompiles a header; more are read without.
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
    /// It is precompiled: a unit that does not parse with it may parse without.
    pub(super) precompiled: bool,
}

type Slot = Arc<OnceLock<Option<PathBuf>>>;

/// The forced headers of a run, precompiled at most once for every set of flags.
#[derive(Debug)]
pub(super) struct Headers {
    folder: Option<PathBuf>,
    /// The text on disk.
    plain: PathBuf,
    made: Mutex<HashMap<u64, Slot>>,
}

impl Headers {
    /// Puts the text of the header into the cache folder, or where there is none into a temporary one. None where
    /// neither can be written.
    pub(super) fn prepare(precompile: bool) -> Option<Headers> {
        let text = text();
        let temporary = env::temp_dir().join("extlint");
        let folders = cache_folder().into_iter().chain([temporary]);
        let (folder, plain) = folders.into_iter().find_map(|folder| {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            let plain = folder.join(format!("forced-{:016x}.h", hasher.finish()));
            fs::create_dir_all(&folder).ok()?;
            if fs::read_to_string(&plain).is_ok_and(|old| old == text) {
                return Some((folder, plain));
            }
            let own = folder.join(format!("forced-{}.tmp", std::process::id()));
            fs::write(&own, &text).and_then(|()| fs::rename(&own, &plain)).ok()?;
            Some((folder, plain))
        })?;
        Some(Headers { folder: precompile.then_some(folder), plain, made: Mutex::default() })
    }

    /// Without a precompiled form.
    pub(super) fn included(&self) -> Forced {
        let arguments = vec!["-include".to_owned(), self.plain.to_string_lossy().into_owned()];
        Forced { arguments, precompiled: false }
    }

    /// The header for units with `flags`, precompiled where that is possible. The library must be entered.
    pub(super) fn forced(
        &self,
        library: &Library,
        flags: &[String],
        language: Language,
        includes: &[PathBuf],
    ) -> Forced {
        let Some(folder) = &self.folder else { return self.included() };
        let key = key(library, flags, language, includes);
        let slot = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            if made.len() >= SETS && !made.contains_key(&key) {
                return self.included();
            }
            Arc::clone(made.entry(key).or_default())
        };
        let path = slot.get_or_init(|| {
            let path = folder.join(format!("python-{key:016x}.pch"));
            (path.is_file() || self.precompile(&path, flags, language)).then_some(path)
        });
        match path {
            Some(path) => Forced {
                arguments: vec!["-include-pch".to_owned(), path.to_string_lossy().into_owned()],
                precompiled: true,
            },
            None => self.included(),
        }
    }

    fn precompile(&self, path: &Path, flags: &[String], language: Language) -> bool {
        let kind = if language == Language::Cpp { "c++-header" } else { "c-header" };
        let arguments: Vec<String> = ["-x", kind].map(str::to_owned).into_iter().chain(flags.iter().cloned()).collect();
        let index = Index::new(false);
        let Some(unit) = index.parse_header(&self.plain, &arguments) else { return false };
        if !unit.complaints().is_empty() {
            return false;
        }
        sweep(path.parent());
        let own = path.with_extension(format!("{}.tmp", std::process::id()));
        unit.save(&own) && fs::rename(&own, path).is_ok()
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

/// Where caches belong: `EXTLINT_CACHE_DIR`, else the user's folder for caches.
fn cache_folder() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    of("EXTLINT_CACHE_DIR").or_else(|| {
        let user = of("XDG_CACHE_HOME").or_else(|| of("LOCALAPPDATA")).or_else(|| Some(of("HOME")?.join(".cache")));
        user.map(|folder| folder.join("extlint"))
    })
}

/// Removes precompiled headers that nobody used for long.
fn sweep(folder: Option<&Path>) {
    let Some(entries) = folder.and_then(|f| fs::read_dir(f).ok()) else { return };
    for entry in entries.flatten().filter(|e| e.path().extension().is_some_and(|x| x == "pch")) {
        let used = entry.metadata().ok().and_then(|m| m.accessed().or_else(|_| m.modified()).ok());
        let old = used.and_then(|at| SystemTime::now().duration_since(at).ok()).is_some_and(|age| age > KEPT);
        if old {
            // Another process may have removed it.
            let _ = fs::remove_file(entry.path());
        }
    }
}
