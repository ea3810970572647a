//! The limited API that sources ask for, and the tag of a wheel that has a module of the same name.

use crate::artifact::promise::stable_promise;
use crate::capi::predefined::LIMITED_API;
use crate::facts::Python;
use crate::finding::{Finding, Label};
use crate::rules::{Context, LIM002};

/// Modules of a wheel for older Pythons than their sources ask for.
pub(super) fn older(context: &Context<'_>) -> Vec<Finding> {
    let project = context.project;
    let mut out = Vec::new();
    for artifact in context.artifacts.iter().filter(|artifact| artifact.wheel().is_some()) {
        for binary in artifact.binaries() {
            let Some(floor) = stable_promise(artifact, binary).and_then(|promise| promise.floor) else { continue };
            let named = |name: &str| binary.exported_hooks().any(|hook| hook.module() == name);
            for module in project.modules.iter().filter(|module| named(&module.name)) {
                let file = module.init.file;
                let Some(limited) = project.limited(file).filter(|l| l.known && l.minor() > floor) else { continue };
                let (asked, promised) = (Python(limited.minor()), Python(floor));
                let message = format!(
                    "`{}` asks for the limited API of {asked}, and the tag of its wheel promises {promised}",
                    module.name
                );
                // The definition, where it is one of the sources.
                let defines = project.live_defines(file, LIMITED_API);
                let at = defines.first().map(|(at, define)| (*at, define.name_span));
                let (at, span) = at.unwrap_or((file, project.func(module.init).name_span));
                let finding = Finding::source(&LIM002, message, Label::new(at, span, format!("{asked} and newer")));
                out.push(
                    finding
                        .symbol(LIMITED_API)
                        .note(format!("installers give the wheel to Python {promised}, which may lack what it uses"))
                        .help(format!("tag the wheel cp3{}-abi3, or ask for 0x03{floor:02X}0000", limited.minor())),
                );
            }
        }
    }
    out
}
