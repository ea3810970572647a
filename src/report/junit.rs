//! The format `junit`: a test report, one suite a file, one failed case a finding.

use std::io::{self, BufWriter, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{concise, plain, told};
use crate::{
    check::Outcome,
    facts::FileId,
    finding::{Finding, Severity},
};

/// Writes the report. A note is a case that passed with a word about it: test reports fail on failures.
pub(super) fn write(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let fails = |f: &&Finding| f.severity > Severity::Note;
    let mut xml = Writer::new_with_indent(BufWriter::new(&mut *out), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let findings: Vec<&Finding> = told(outcome).collect();
    let (tests, failures) = (findings.len(), findings.iter().filter(|f| fails(f)).count());
    let errors = outcome.errors.len();
    xml.create_element("testsuites")
        .with_attributes([("name", "extlint"), ("tests", &(tests + errors).to_string())])
        .with_attributes([("failures", &*failures.to_string()), ("errors", &errors.to_string())])
        .write_inner_content(|xml| {
            for group in findings.chunk_by(|a, b| a.file() == b.file()) {
                suite(group, group[0].file(), outcome, xml)?;
            }
            for error in &outcome.errors {
                xml.create_element("testsuite")
                    .with_attributes([("name", &*plain(&error.path)), ("tests", "1"), ("failures", "0")])
                    .with_attribute(("errors", "1"))
                    .write_inner_content(|xml| {
                        xml.create_element("testcase").with_attribute(("name", "read")).write_inner_content(|xml| {
                            let message = plain(&error.cause);
                            xml.create_element("error").with_attribute(("message", &*message)).write_empty()?;
                            Ok(())
                        })?;
                        Ok(())
                    })?;
            }
            Ok(())
        })?;
    let mut out = xml.into_inner();
    out.write_all(b"\n")?;
    out.flush()
}

fn suite<W: Write>(group: &[&Finding], file: FileId, outcome: &Outcome, xml: &mut Writer<W>) -> io::Result<()> {
    let failures = group.iter().filter(|f| f.severity > Severity::Note).count();
    xml.create_element("testsuite")
        .with_attribute(("name", &*plain(&outcome.sources.get(file).name)))
        .with_attributes([("tests", &*group.len().to_string()), ("failures", &failures.to_string()), ("errors", "0")])
        .write_inner_content(|xml| group.iter().try_for_each(|finding| case(finding, outcome, xml)))?;
    Ok(())
}

fn case<W: Write>(finding: &Finding, outcome: &Outcome, xml: &mut Writer<W>) -> io::Result<()> {
    let place = plain(&concise::place(finding, &outcome.sources));
    let message = plain(&finding.headline());
    let mut text = format!("{place}: {message}");
    finding.notes.iter().for_each(|note| text += &format!("\nnote: {}", plain(note)));
    finding.help.iter().for_each(|help| text += &format!("\nhelp: {}", plain(help)));
    let name = format!("{} {} {place}", finding.rule.code, finding.rule.name);
    xml.create_element("testcase")
        .with_attributes([("name", &*name), ("classname", finding.rule.category)])
        .write_inner_content(|xml| {
            if finding.severity > Severity::Note {
                xml.create_element("failure")
                    .with_attributes([("type", finding.severity.as_str()), ("message", &*message)])
                    .write_text_content(BytesText::new(&text))?;
            } else {
                xml.create_element("system-out").write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?;
    Ok(())
}
