//! Speed of the pipeline's parts. Filled with the front end.
fn main() {
    divan::main();
}
