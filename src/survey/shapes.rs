//! The tables: their names, and their columns behind those that every table begins with. What they mean stands in
//! `docs/src/survey.md`.

use super::table::Shape;

const fn text(name: &'static str) -> (&'static str, bool) {
    (name, false)
}

const fn number(name: &'static str) -> (&'static str, bool) {
    (name, true)
}

pub(super) static DISTRIBUTIONS: Shape = Shape {
    name: "distributions",
    columns: &[
        text("kind"),
        number("bytes"),
        number("unpacked_bytes"),
        text("pythons"),
        text("abis"),
        text("platforms"),
        number("sources"),
        number("binaries"),
        number("modules"),
        number("errors"),
        number("warnings"),
        number("notes"),
        number("gaps"),
        text("status"),
    ],
};

pub(super) static MODULES: Shape = Shape {
    name: "modules",
    columns: &[
        text("module"),
        text("path"),
        text("input"),
        text("phase"),
        text("interpreters"),
        text("gil"),
        number("blocks_subinterpreters"),
        number("blocks_own_gil"),
        number("blocks_free_threading"),
        number("blocks_abi3"),
        number("shares_types"),
        number("shares_objects"),
        number("shares_state"),
        number("to_abi3"),
        number("to_abi3t"),
        number("unknown"),
    ],
};

pub(super) static FINDINGS: Shape = Shape {
    name: "findings",
    columns: &[
        text("code"),
        text("rule"),
        text("category"),
        text("severity"),
        text("confidence"),
        text("message"),
        text("path"),
        number("line"),
        number("col"),
        text("symbol"),
        text("aside"),
        text("fingerprint"),
    ],
};

pub(super) static USES: Shape = Shape {
    name: "uses",
    columns: &[text("name"), text("path"), text("input"), number("count"), number("stable_since")],
};

pub(super) static SYMBOLS: Shape = Shape {
    name: "symbols",
    columns: &[text("path"), text("machine"), text("direction"), text("name"), text("library"), text("symbol_version")],
};

pub(super) static GAPS: Shape =
    Shape { name: "gaps", columns: &[text("path"), text("cause"), text("stage"), number("bytes")] };

pub(super) static REQUIREMENTS: Shape = Shape { name: "requirements", columns: &[text("requirement")] };

pub(super) static EFFORT: Shape =
    Shape { name: "effort", columns: &[number("milliseconds"), number("peak_kilobytes")] };
