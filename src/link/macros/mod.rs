//! What the project's macros stand for. Their bodies are text: [`tokens`] is the only place that takes it apart, [`values`]
//! and [`words`] read what it says; [`constants`] folds expressions that use macros.

pub mod constants;
pub mod tokens;
pub mod values;
pub mod words;
