//! A stream that outlives its reader: the exit code tells what a run found, whoever listens.

use std::io::{self, Write};

/// Writes to another stream until nobody reads it any more (`… | head`); what comes after that is lost.
#[derive(Debug)]
pub struct Stream<W> {
    inner: W,
    gone: bool,
    /// Every failure is one of the reader.
    forgiving: bool,
}

impl<W> Stream<W> {
    /// For results: that the other end is closed is no error, a full disk is one.
    pub fn results(inner: W) -> Self {
        Stream { inner, gone: false, forgiving: false }
    }

    /// For messages: nobody could be told that they were not written.
    pub fn messages(inner: W) -> Self {
        Stream { inner, gone: false, forgiving: true }
    }

    fn settle<T>(&mut self, done: io::Result<T>, lost: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) if self.forgiving || error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(lost)
            }
            Err(error) => {
                let text = error.to_string();
                let cause = text.split(" (os error").next().unwrap_or(&text);
                Err(io::Error::new(error.kind(), format!("cannot write the results: {cause}")))
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Stream<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let done = self.inner.write(bytes);
        self.settle(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let done = self.inner.flush();
        self.settle(done, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many bytes, then fails.
    struct Pipe(usize, io::ErrorKind);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(self.1)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_no_error_and_a_full_disk_is_one() {
        let mut left = Stream::results(Pipe(3, io::ErrorKind::BrokenPipe));
        assert!(left.write_all(b"abc").is_ok() && left.write_all(b"d").is_ok() && left.flush().is_ok());
        let mut full = Stream::results(Pipe(3, io::ErrorKind::StorageFull));
        assert_eq!(full.write_all(b"abcd").map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
        assert!(Stream::messages(Pipe(0, io::ErrorKind::StorageFull)).write_all(b"a").is_ok());
    }
}
