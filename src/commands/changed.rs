//! Which lines changed, by the program git: since a commit, or what is staged.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::CommandError;
use crate::{
    check::Outcome,
    cli::ChangeArgs,
    facts::FileId,
    finding::{Finding, Place},
    input::normal,
};

/// Lines from one to another, both included, from 1.
type Range = (usize, usize);

/// A hunk of a diff without context: start and length on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hunk {
    old: (usize, usize),
    new: (usize, usize),
}

/// What changed in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lines {
    All,
    Some(Vec<Range>),
}

/// Keeps the findings that stand on changed lines; gives how many others there were. git is asked where the `paths` are.
pub(super) fn keep(
    args: &ChangeArgs,
    outcome: &mut Outcome,
    paths: &[PathBuf],
    cwd: &Path,
) -> Result<usize, CommandError> {
    let mut changed: HashMap<PathBuf, Lines> = HashMap::new();
    for top in repositories(paths, cwd)? {
        let here = match &args.git_since {
            Some(commit) => since(&top, commit)?,
            None => staged(&top)?,
        };
        changed.extend(here.into_iter().map(|(path, lines)| (top.join(path), lines)));
    }
    let mut lines_of: HashMap<FileId, Option<&Lines>> = HashMap::new();
    let sources = &outcome.sources;
    let mut on_change = |file: FileId, span| {
        let text = sources.get(file);
        let path = normal(cwd, &text.path);
        let lines = lines_of
            .entry(file)
            .or_insert_with(|| changed.get(&path).or_else(|| changed.get(&fs::canonicalize(&path).ok()?)));
        match (*lines, span) {
            (None, _) => false,
            (Some(Lines::All), _) | (Some(_), None) => true,
            (Some(Lines::Some(ranges)), Some(span)) => {
                let (start, end) = text.range(span);
                ranges.iter().any(|&(from, to)| start.line <= to && from <= end.line)
            }
        }
    };
    let mut stands = |finding: &Finding| match &finding.place {
        Place::Source(labels) => labels.iter().any(|label| on_change(label.file, Some(label.span))),
        Place::Binary { file, .. } => on_change(*file, None),
    };
    let before = outcome.findings.len();
    outcome.findings.retain(|finding| stands(finding));
    Ok(before - outcome.findings.len())
}

/// The repositories that paths are in, each once.
fn repositories(paths: &[PathBuf], cwd: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let folders: BTreeSet<PathBuf> = paths
        .iter()
        .map(|path| {
            let path = normal(cwd, path);
            let folder = path.ancestors().find(|folder| folder.is_dir());
            folder.unwrap_or(cwd).to_owned()
        })
        .collect();
    let mut tops: Vec<PathBuf> = Vec::new();
    let mut asked: Vec<PathBuf> = Vec::new();
    for folder in folders {
        // A repository in a repository has a `.git` of its own.
        let known = |top: &PathBuf| folder.ancestors().find(|f| f.join(".git").exists()) == Some(top);
        if asked.iter().any(known) {
            continue;
        }
        let top = git(&folder, &["rev-parse", "--show-toplevel"])?;
        let top = PathBuf::from(String::from_utf8_lossy(&top).trim_end_matches(['\n', '\r']));
        asked.push(top.clone());
        let top = fs::canonicalize(&top).unwrap_or(top);
        if !tops.contains(&top) {
            tops.push(top);
        }
    }
    Ok(tops)
}

/// What changed between the commit where this branch left `commit` and the files as they are; new files as a whole.
fn since(top: &Path, commit: &str) -> Result<HashMap<PathBuf, Lines>, CommandError> {
    if commit.starts_with('-') {
        return Err(CommandError::Git(format!("`{commit}` is not a commit")));
    }
    let named = git(top, &["rev-parse", "--verify", "--quiet", &format!("{commit}^{{commit}}")]);
    named.map_err(|_| CommandError::Git(format!("`{commit}` is not a commit in this repository")))?;
    // A repository that was fetched in part may not hold where the two parted.
    let base = git(top, &["merge-base", commit, "HEAD"]).ok();
    let base = base.map(|out| String::from_utf8_lossy(&out).trim().to_owned());
    let base = base.filter(|base| !base.is_empty()).unwrap_or_else(|| commit.to_owned());
    let mut changed: HashMap<PathBuf, Lines> = HashMap::new();
    for (path, hunks) in diff(top, &[&base])? {
        changed.insert(path, Lines::Some(hunks.iter().filter_map(|hunk| range(hunk.new)).collect()));
    }
    let others = git(top, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    for name in others.split(|&b| b == 0).filter(|name| !name.is_empty()) {
        changed.insert(PathBuf::from(String::from_utf8_lossy(name).into_owned()), Lines::All);
    }
    Ok(changed)
}

/// What is staged, at the lines where it stands in the files as they are.
fn staged(top: &Path) -> Result<HashMap<PathBuf, Lines>, CommandError> {
    let unstaged: HashMap<PathBuf, Vec<Hunk>> = diff(top, &[])?.into_iter().collect();
    let of = |(path, hunks): (PathBuf, Vec<Hunk>)| {
        let ranges = hunks.iter().filter_map(|hunk| range(hunk.new));
        let later = unstaged.get(&path).map_or(&[][..], Vec::as_slice);
        let lines = ranges.flat_map(|(from, to)| (from..=to).filter_map(|line| moved(line, later)));
        (path, Lines::Some(lines.map(|line| (line, line)).collect()))
    };
    Ok(diff(top, &["--cached"])?.into_iter().map(of).collect())
}

/// Where a line stands after some hunks; None where one of them replaced it.
fn moved(line: usize, hunks: &[Hunk]) -> Option<usize> {
    let mut to = line as isize;
    for &Hunk { old: (start, count), new: (_, new) } in hunks {
        if count > 0 && (start..start + count).contains(&line) {
            return None;
        }
        // Without old lines a hunk stands behind the line that it names.
        if if count == 0 { start < line } else { start + count <= line } {
            to += new as isize - count as isize;
        }
    }
    usize::try_from(to).ok()
}

fn range((start, count): (usize, usize)) -> Option<Range> {
    (count > 0).then(|| (start, start + count - 1))
}

/// The hunks of a diff by file, paths from the top of the repository.
fn diff(top: &Path, arguments: &[&str]) -> Result<Vec<(PathBuf, Vec<Hunk>)>, CommandError> {
    let fixed = ["-c", "core.quotePath=false", "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv"];
    let prefixes = ["--no-renames", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/"];
    let out = git(top, &[&fixed[..], &prefixes, arguments, &["--"]].concat())?;
    Ok(parse(&String::from_utf8_lossy(&out)))
}

fn parse(text: &str) -> Vec<(PathBuf, Vec<Hunk>)> {
    let mut files: Vec<(PathBuf, Vec<Hunk>)> = Vec::new();
    // Lines of a hunk that follow: they may look like anything.
    let mut body = 0;
    for line in text.lines() {
        if body > 0 && line.starts_with(['+', '-']) {
            body -= 1;
        } else if let Some(name) = line.strip_prefix("+++ ") {
            // git ends a name with blanks in it by a tab.
            let name = name.trim_end_matches('\t');
            let unquoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).map(unquote);
            let name = unquoted.unwrap_or_else(|| name.to_owned());
            files.push((PathBuf::from(name.strip_prefix("b/").unwrap_or(&name)), Vec::new()));
        } else if let (Some(hunk), Some((_, hunks))) = (hunk(line), files.last_mut()) {
            body = hunk.old.1 + hunk.new.1;
            hunks.push(hunk);
        }
    }
    files
}

/// `@@ -12,3 +14 @@ …`
fn hunk(line: &str) -> Option<Hunk> {
    let (sides, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
    let (old, new) = sides.split_once(" +")?;
    let side = |text: &str| {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    Some(Hunk { old: side(old)?, new: side(new)? })
}

/// A name as git quotes it, with `\"`, `\\`, `\t` and octal bytes.
fn unquote(name: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = name.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(next) = bytes.next() else { break };
        if !matches!(next, b'0'..=b'3') {
            out.push(match next {
                b't' => b'\t',
                b'n' => b'\n',
                b'r' => b'\r',
                other => other,
            });
            continue;
        }
        let mut value = next - b'0';
        while let Some(digit) = bytes.next_if(|b| matches!(b, b'0'..=b'7')) {
            value = value.wrapping_mul(8).wrapping_add(digit - b'0');
        }
        out.push(value);
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, CommandError> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| CommandError::Git(format!("cannot run git: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // What to do about a repository of another owner stands in the lines behind.
    let whole = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let said = if said.contains("safe.directory") { &whole } else { said.lines().next().unwrap_or("failed") };
    let said = said.trim_start_matches("fatal: ");
    let outside = said.starts_with("not a git repository");
    let said = if outside { format!("{} is not in a git repository", folder.display()) } else { said.to_owned() };
    Err(CommandError::Git(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_read_by_file() {
        let text = "diff --git a/x y.c b/x y.c\n--- a/x y.c\n+++ b/x y.c\t\n@@ -3 +3,2 @@ f\n-a\n+++ b/no.c\n+c\n\
                    @@ -9,2 +9,0 @@\n-a\n-b\n--- /dev/null\n+++ \"b/t\\303\\274\\\"r.c\"\n@@ -0,0 +1,3 @@\n+a\n+b\n+c\n";
        let files = parse(text);
        let names: Vec<_> = files.iter().map(|(path, hunks)| (path.to_str().unwrap_or(""), hunks.len())).collect();
        assert_eq!(names, [("x y.c", 2), ("t\u{FC}\"r.c", 1)]);
        assert_eq!(range(files[0].1[0].new), Some((3, 4)));
        assert_eq!(range(files[0].1[1].new), None);
    }

    #[test]
    fn staged_lines_move_with_what_is_not_staged() {
        let hunks = [Hunk { old: (2, 0), new: (3, 2) }, Hunk { old: (5, 2), new: (8, 1) }];
        let lines: Vec<_> = (1..=8).map(|line| moved(line, &hunks)).collect();
        assert_eq!(lines, [Some(1), Some(2), Some(5), Some(6), None, None, Some(8), Some(9)]);
    }
}
