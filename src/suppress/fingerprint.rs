//! A finding's fingerprint: the same after lines move, the same on every machine.

use std::collections::HashMap;

use crate::{
    finding::{Finding, Place},
    text::Sources,
};

/// Fingerprints of a run's findings, in their order: equal ones are told apart by their number.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 16 hexadecimal digits over rule, file, member and symbol.
    pub fn of(&mut self, finding: &Finding, sources: &Sources) -> String {
        let base = hash(finding, sources);
        let ordinal = self.seen.entry(base).or_default();
        let hash = if *ordinal == 0 { base } else { add(base, &ordinal.to_le_bytes()) };
        *ordinal += 1;
        format!("{hash:016x}")
    }
}

/// The fingerprint of a finding as the first of its kind: the same for all of them.
pub(super) fn base(finding: &Finding, sources: &Sources) -> String {
    format!("{:016x}", hash(finding, sources))
}

/// What a finding is about: its symbol, else its message.
pub(super) fn subject(finding: &Finding) -> &str {
    finding.symbol.as_deref().unwrap_or(&finding.message)
}

/// What stays of a finding where its folder gets another name: rule, name of the file, subject.
pub fn moved(code: &str, path: &str, about: &str) -> (String, String, String) {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    (code.to_owned(), name.to_owned(), about.to_owned())
}

fn hash(finding: &Finding, sources: &Sources) -> u64 {
    let member = match &finding.place {
        Place::Binary { member, .. } => member.as_deref(),
        Place::Source(_) => None,
    };
    let parts = [finding.rule.code, &sources.get(finding.file()).key, member.unwrap_or_default(), subject(finding)];
    parts.iter().fold(BASIS, |hash, part| add(add(hash, part.as_bytes()), &[0]))
}

/// Offset basis of FNV-1a, 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, 64 bits: no seed, the same for ever.
fn add(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv_1a_of_known_strings() {
        assert_eq!(add(BASIS, b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(add(BASIS, b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(add(BASIS, b"foobar"), 0x8594_4171_f739_67e8);
    }
}
