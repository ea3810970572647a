//! Folders of what is built beside a library and not into it, by their names below the folder that holds all files.

use std::path::Path;

use super::Units;
use crate::facts::FileId;
use crate::facts::folders::{self, Holds};

/// Headers of frameworks for tests of C++, by the ends of their paths.
const FRAMEWORKS: [&str; 6] =
    ["gtest/gtest.h", "gmock/gmock.h", "doctest.h", "catch.hpp", "catch_test_macros.hpp", "boost/test/unit_test.hpp"];

/// The folder that holds all files of a run.
pub(crate) struct Aside<'a> {
    project: &'a Units,
    top: &'a Path,
}

impl<'a> Aside<'a> {
    pub(crate) fn new(project: &'a Units) -> Self {
        let mut folders = project.files.iter().filter_map(|f| Path::new(project.path(f.file)).parent());
        let first = folders.next().unwrap_or(Path::new(""));
        let top = folders
            .fold(first, |top, folder| top.ancestors().find(|top| folder.starts_with(top)).unwrap_or(Path::new("")));
        Aside { project, top }
    }

    /// Whether a file stands in a folder of tests, programs or extras.
    pub(crate) fn has(&self, file: FileId) -> bool {
        self.in_one(file, &[Holds::Tests, Holds::Examples, Holds::Extras])
    }

    /// Whether a file stands in a folder of tests.
    pub(crate) fn is_test(&self, file: FileId) -> bool {
        self.in_one(file, &[Holds::Tests])
    }

    /// Whether a file stands in a folder of tests and is compiled with a framework for tests.
    pub(crate) fn is_framed_test(&self, file: FileId) -> bool {
        let framed = |file: FileId| {
            let mut paths = self.project.file(file).includes.iter().map(|include| include.path.as_str());
            paths.any(|path| FRAMEWORKS.iter().any(|end| path.ends_with(end)))
        };
        self.is_test(file) && self.project.includes.below(file).into_iter().any(framed)
    }

    fn in_one(&self, file: FileId, wanted: &[Holds]) -> bool {
        let path = Path::new(self.project.path(file));
        let above = path.strip_prefix(self.top).ok().and_then(Path::parent).into_iter().flat_map(Path::components);
        let mut held = above.filter_map(|folder| folders::holds(&folder.as_os_str().to_string_lossy()));
        held.any(|holds| wanted.contains(&holds))
    }
}
