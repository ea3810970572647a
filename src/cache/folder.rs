//! The user's folder for what can be made again: one that nobody else can write. Knows nothing of what is kept there.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// `EXTLINT_CACHE_DIR`, else the program's folder among the user's caches; None where there is no place for caches.
pub fn of_user() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    of("EXTLINT_CACHE_DIR").or_else(|| {
        let user = of("XDG_CACHE_HOME").or_else(|| of("LOCALAPPDATA")).or_else(|| Some(of("HOME")?.join(".cache")));
        user.map(|folder| folder.join("extlint"))
    })
}

/// Makes a folder that only its owner can enter; with `parents` it may be there.
///
/// # Errors
/// What the system says.
pub fn create(folder: &Path, parents: bool) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(parents);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether the folder is ours and only we can write it.
#[cfg(unix)]
pub fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let probe = folder.join(format!("probe-{}.tmp", std::process::id()));
    // A file of ours tells who we are.
    let ours = fs::File::options().write(true).create_new(true).open(&probe).and_then(|file| file.metadata());
    let of_folder = fs::metadata(folder);
    let private = match (&ours, &of_folder) {
        (Ok(ours), Ok(of_folder)) => ours.uid() == of_folder.uid() && of_folder.mode() & 0o022 == 0,
        _ => false,
    };
    if ours.is_ok() {
        let _ = fs::remove_file(&probe);
    }
    private
}

/// Elsewhere the user's folders are nobody else's.
#[cfg(not(unix))]
pub fn is_private(_: &Path) -> bool {
    true
}
