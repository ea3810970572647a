//! Runs targets in this process: no libFuzzer, any compiler, the same inputs in every run of a seed.
//!
//! ```sh
//! cargo run --manifest-path fuzz/Cargo.toml --profile loop --bin loop -- item=1000000 plain=500000
//! cargo run … --bin loop -- --seed 2 --seconds 600 source wheel
//! ```
//!
//! A target starts from what is kept of it in `corpus`. Each execution takes one of these inputs, or one that was made
//! before, and changes it. Most targets take bytes for words: to put in a byte there is to put in a word. Printed for each
//! target: executions, seconds, those that failed, and the longest in milliseconds. What panics is made as short as it can
//! be and goes to `artifacts`, as does what takes more than ten seconds, which ends the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use extlint_fuzz::entries::{ALL, Target, on_thread};
use extlint_fuzz::start::start;

/// What takes longer than this has no end that anybody waits for.
const LONGEST: Duration = Duration::from_secs(10);
/// Inputs that were made are kept, so many of them: more than one change comes together.
const MADE: usize = 512;
/// Failures of one target that are looked into.
const FAILURES: usize = 20;

/// Pieces of what the targets read; they are put into inputs as they are.
const DICTIONARY: &[&str] = &[
    "static PyObject *kept;\n",
    "static int f(PyObject *self, visitproc visit, void *arg) { Py_VISIT(self); return 0; }\n",
    "static PyType_Slot slots[] = { {Py_tp_dealloc, d}, {0, NULL} };\n",
    "static PyTypeObject T = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T\" };\n",
    "typedef struct { PyObject_HEAD PyObject *a; } T;\n",
    "PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def); }\n",
    "#define M(x) M(x) x\n",
    "#if defined(A) && !B\n",
    "#else\n",
    "#endif\n",
    "#include \"m.h\"\n",
    "\\\n",
    "/*",
    "*/",
    "//",
    "\"",
    "'",
    "R\"(",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "::",
    ";",
    ",",
    "=",
    "*",
    "&",
    "->",
    "...",
    "##",
    "\0",
    "\u{feff}",
    "\u{e9}",
    "\r\n",
    "\t",
    "extlint: ignore[",
    "Extension(",
    "PK\x03\x04",
    "\x7fELF",
    "MZ",
    "18446744073709551615",
    "-1",
    "0x",
];

/// Numbers after Marsaglia (xorshift64): the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        ((self.next() >> 11) % limit.max(1) as u64) as usize
    }

    /// A place in a text, and the end of a run from there, most of them short.
    fn run(&mut self, length: usize) -> (usize, usize) {
        let at = self.below(length + 1);
        let most = 1 << self.below(7);
        let count = self.below(most) + 1;
        (at, (at + count).min(length))
    }
}

/// What inputs are made of.
struct Pool {
    kept: Vec<Vec<u8>>,
    made: Vec<Vec<u8>>,
    /// Bytes of the longest input that is made.
    longest: usize,
}

impl Pool {
    fn pick(&self, numbers: &mut Numbers) -> &[u8] {
        let list = if self.made.is_empty() || numbers.below(2) == 0 { &self.kept } else { &self.made };
        &list[numbers.below(list.len())]
    }

    /// The next input.
    fn input(&mut self, numbers: &mut Numbers) -> Vec<u8> {
        let mut out = self.pick(numbers).to_vec();
        for _ in 0..=numbers.below(5) {
            self.change(&mut out, numbers);
        }
        out.truncate(self.longest);
        if numbers.below(16) == 0 {
            let new = out.clone();
            if self.made.len() < MADE {
                self.made.push(new);
            } else {
                self.made[numbers.below(MADE)] = new;
            }
        }
        out
    }

    fn change(&self, out: &mut Vec<u8>, numbers: &mut Numbers) {
        let (at, end) = numbers.run(out.len());
        match numbers.below(10) {
            0 | 1 if at < out.len() => out[at] = numbers.below(256) as u8,
            2 if at < out.len() => out[at] ^= 1 << numbers.below(8),
            3 => {
                let new = (0..=numbers.below(4)).map(|_| numbers.below(256) as u8);
                let new: Vec<u8> = new.collect();
                drop(out.splice(at..at, new));
            }
            4 => drop(out.drain(at..end)),
            5 => {
                let part = out[at..end].to_vec();
                let to = numbers.below(out.len() + 1);
                drop(out.splice(to..to, part));
            }
            6 => {
                let word = DICTIONARY[numbers.below(DICTIONARY.len())].bytes();
                drop(out.splice(at..at, word));
            }
            7 | 8 => {
                let other = self.pick(numbers);
                let (from, to) = numbers.run(other.len());
                drop(out.splice(at..end, other[from..to].iter().copied()));
            }
            _ => {
                let other = self.pick(numbers);
                let from = numbers.below(other.len() + 1);
                out.truncate(at);
                out.extend(&other[from..]);
            }
        }
    }
}

/// What runs now: when it began, which target, its input.
static RUNNING: Mutex<Option<(Instant, String, Vec<u8>)>> = Mutex::new(None);
/// What the last panic said.
static SAID: Mutex<String> = Mutex::new(String::new());

fn set<T>(place: &Mutex<T>, value: T) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

/// Puts an input aside.
fn keep(target: &str, kind: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(target);
    fs::create_dir_all(&folder).expect("a folder for what failed");
    let sum =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, &b| (sum ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let path = folder.join(format!("{kind}-{sum:016x}"));
    fs::write(&path, bytes).expect("what failed is written");
    path
}

/// Ends the program where an input takes too long.
fn watch() {
    loop {
        thread::sleep(Duration::from_secs(1));
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, target, bytes)) = &*running
            && since.elapsed() > LONGEST
        {
            println!("{target}: takes too long: {}", keep(target, "slow", bytes).display());
            process::exit(1);
        }
    }
}

fn fails(run: Target, bytes: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| run(bytes))).is_err()
}

/// The shortest input found that fails as this one does: in the same place.
fn shortest(run: Target, mut bytes: Vec<u8>) -> Vec<u8> {
    let place = || SAID.lock().unwrap_or_else(PoisonError::into_inner).lines().next().map(str::to_owned);
    let first = place();
    let mut step = bytes.len().next_power_of_two() / 2;
    while step > 0 {
        let (mut at, mut any) = (0, false);
        while at < bytes.len() {
            let mut less = bytes.clone();
            less.drain(at..(at + step).min(bytes.len()));
            if fails(run, &less) && place() == first {
                (bytes, any) = (less, true);
            } else {
                at += step;
            }
        }
        if step > 1 || !any {
            step /= 2;
        }
    }
    bytes
}

/// When a target has been run enough.
enum Enough {
    Executions(u64),
    Time(Duration),
}

/// One target; how many inputs failed.
fn target(name: &str, run: Target, enough: &Enough, seed: u64) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut paths: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => panic!("{}: {error}", folder.display()),
    };
    paths.sort();
    let mut kept: Vec<Vec<u8>> = paths.iter().filter_map(|path| fs::read(path).ok()).collect();
    kept.push(Vec::new());
    // What bytes pick words for is a unit: short ones go many times where a long one goes once.
    let longest = if matches!(name, "item" | "plain") { 64 } else { 4096 };
    kept.iter_mut().for_each(|bytes| bytes.truncate(longest));
    let mut pool = Pool { kept, made: Vec::new(), longest };
    let mut numbers = Numbers(name.bytes().fold(seed | 1, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)));
    let begin = Instant::now();
    let (mut done, mut failed, mut slowest) = (0u64, 0, Duration::ZERO);
    let more = |done: u64| match enough {
        Enough::Executions(count) => done < *count,
        Enough::Time(time) => begin.elapsed() < *time,
    };
    while more(done) && failed < FAILURES {
        let bytes = pool.input(&mut numbers);
        let since = Instant::now();
        set(&RUNNING, Some((since, name.to_owned(), bytes.clone())));
        let fault = fails(run, &bytes);
        set(&RUNNING, None);
        slowest = slowest.max(since.elapsed());
        done += 1;
        if fault {
            failed += 1;
            let bytes = shortest(run, bytes);
            fails(run, &bytes);
            let said = SAID.lock().unwrap_or_else(PoisonError::into_inner).clone();
            println!("{name}: {}\n{said}", keep(name, "fault", &bytes).display());
        }
    }
    let (seconds, slowest) = (begin.elapsed().as_secs_f64(), slowest.as_secs_f64() * 1e3);
    println!("{name:14} {done:>10} {seconds:>8.0} {failed:>4} {slowest:>8.1}");
    failed
}

fn main() {
    start();
    let (mut seed, mut enough, mut wanted) = (1, Enough::Executions(100_000), Vec::new());
    let mut words = env::args().skip(1);
    let number = |text: Option<String>| -> u64 { text.and_then(|n| n.parse().ok()).expect("a number") };
    while let Some(word) = words.next() {
        match word.split_once('=') {
            _ if word == "--seed" => seed = number(words.next()),
            _ if word == "--seconds" => enough = Enough::Time(Duration::from_secs(number(words.next()))),
            Some((name, count)) => {
                wanted.push((name.to_owned(), Some(Enough::Executions(number(Some(count.to_owned()))))));
            }
            None => wanted.push((word, None)),
        }
    }
    if wanted.is_empty() {
        wanted.extend(ALL.iter().map(|(name, _)| ((*name).to_owned(), None)));
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        set(&SAID, format!("{place}\n{}", panic.payload_as_str().unwrap_or_default()));
    }));
    thread::spawn(watch);
    println!("{:14} {:>10} {:>8} {:>4} {:>8}", "target", "executions", "seconds", "bad", "longest");
    let failed = on_thread(|| {
        let run = |(name, own): &(String, Option<Enough>)| match ALL.iter().find(|(known, _)| known == name) {
            Some(&(name, run)) => target(name, run, own.as_ref().unwrap_or(&enough), seed),
            None => panic!("{name} is no target"),
        };
        wanted.iter().map(run).sum::<usize>()
    });
    process::exit(i32::from(failed > 0));
}
