//! Which of several files an `#include` means, by their paths alone.

/// Of the candidates (what they stand for and their paths, with `/` or `\`) the one that `include`, written in the file
/// `from`, means: the file beside the including one where the path says so, else the one that shares most folders with
/// it among those whose path ends as the include says, the shorter path first.
pub fn included<'p, T>(from: &str, include: &str, candidates: impl IntoIterator<Item = (T, &'p str)>) -> Option<T> {
    let mut folder = parts(from);
    folder.pop();
    let named: Vec<&str> = parts(include).into_iter().filter(|p| *p != ".").collect();
    let tail: Vec<&str> = named.iter().copied().filter(|p| *p != "..").collect();
    let mut beside = folder.clone();
    for part in named {
        if part == ".." {
            beside.pop();
        } else {
            beside.push(part);
        }
    }
    let agreement = |path: &str| {
        let at = parts(path);
        let common = at.iter().zip(&folder).take_while(|(a, b)| a == b).count();
        at.ends_with(&tail).then(|| (at == beside, common, std::cmp::Reverse(at.len())))
    };
    let mut best = None;
    for (candidate, path) in candidates {
        if let Some(score) = agreement(path)
            && best.as_ref().is_none_or(|(known, _)| score > *known)
        {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn parts(path: &str) -> Vec<&str> {
    path.split(['/', '\\']).filter(|p| !p.is_empty() && *p != ".").collect()
}

#[cfg(test)]
mod tests {
    use super::included;

    fn of<'p>(from: &str, include: &str, paths: &[&'p str]) -> Option<&'p str> {
        included(from, include, paths.iter().map(|p| (*p, *p)))
    }

    #[test]
    fn beside_the_including_file_first() {
        let paths = ["src/include/compat.h", "src/compat.h", "other/compat.h"];
        assert_eq!(of("src/base.c", "compat.h", &paths), Some("src/compat.h"));
        assert_eq!(of("src/compat.h", "include/compat.h", &paths), Some("src/include/compat.h"));
        assert_eq!(of("src/include/api.h", "compat.h", &paths), Some("src/include/compat.h"));
        assert_eq!(of("src/include/api.h", "../compat.h", &paths), Some("src/compat.h"));
        assert_eq!(of("./src/base.c", "./compat.h", &paths), Some("src/compat.h"));
    }

    #[test]
    fn then_the_nearest() {
        let paths = ["a/include/x.h", "b/include/x.h", "a/include/deep/x.h"];
        assert_eq!(of("a/src/m.c", "x.h", &paths), Some("a/include/x.h"));
        assert_eq!(of("b/src/m.c", "include/x.h", &paths), Some("b/include/x.h"));
        assert_eq!(of("a/src/m.c", "y/x.h", &paths), None);
    }
}
