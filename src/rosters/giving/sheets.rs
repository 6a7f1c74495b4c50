//! Writing a list as it is read: csv line by line, xlsx row by row. What a sheet would run is text.

use super::{
    columns::{OutColumn, value},
    listed::Listed,
};
use crate::{error::Error, web::harmless};
use actix_web::web::Bytes;
use rust_xlsxwriter::{Format, Workbook};
use std::io::{self, Write};
use tokio::sync::mpsc;

/// What kind of file a list becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Csv,
}

/// Bytes handed on at once.
const PIECE: usize = 32 * 1024;
/// Rows of one sheet: Excel has no more.
const MOST_ROWS: u32 = 1_000_000;

/// Hands bytes on to whoever reads them; waits while they are not wanted yet.
pub struct HandOn {
    to: mpsc::Sender<Bytes>,
    piece: Vec<u8>,
}

impl HandOn {
    pub fn new(to: mpsc::Sender<Bytes>) -> HandOn {
        HandOn { to, piece: Vec::with_capacity(PIECE) }
    }
}

impl Write for HandOn {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE)));
        self.to.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// Writes everybody who comes, in a thread of its own.
pub fn write<W: Write + Send>(
    kind: Kind,
    columns: &[OutColumn],
    mut people: mpsc::Receiver<Vec<Listed>>,
    to: W,
) -> Result<(), Error> {
    match kind {
        Kind::Csv => as_csv(columns, &mut people, to),
        Kind::Xlsx => as_xlsx(columns, &mut people, to),
    }
}

fn as_csv<W: Write>(
    columns: &[OutColumn],
    people: &mut mpsc::Receiver<Vec<Listed>>,
    mut to: W,
) -> Result<(), Error> {
    // Excel takes a text for UTF-8 only by this mark.
    to.write_all("\u{feff}".as_bytes()).map_err(Error::internal)?;
    let mut table = csv::Writer::from_writer(to);
    table.write_record(columns.iter().map(|one| harmless(&one.header))).map_err(Error::internal)?;
    while let Some(some) = people.blocking_recv() {
        for one in &some {
            let line = columns.iter().map(|column| harmless(&value(&column.field, one)));
            table.write_record(line).map_err(Error::internal)?;
        }
    }
    table.flush().map_err(Error::internal)
}

fn as_xlsx<W: Write + Send>(
    columns: &[OutColumn],
    people: &mut mpsc::Receiver<Vec<Listed>>,
    to: W,
) -> Result<(), Error> {
    let (mut workbook, bold) = (Workbook::new(), Format::new().set_bold());
    let page = workbook.add_worksheet_with_constant_memory().map_err(Error::internal)?;
    for (at, column) in (0u16..).zip(columns) {
        page.write_string_with_format(0, at, harmless(&column.header), &bold).map_err(Error::internal)?;
    }
    let mut row = 1;
    while let Some(some) = people.blocking_recv() {
        let room = usize::try_from(MOST_ROWS - row).unwrap_or(0);
        for one in some.iter().take(room) {
            for (at, column) in (0u16..).zip(columns) {
                let text = harmless(&value(&column.field, one));
                if !text.is_empty() {
                    page.write_string(row, at, text).map_err(Error::internal)?;
                }
            }
            row += 1;
        }
    }
    let mut to = to;
    workbook.save_to_writer(&mut to).map_err(Error::internal)?;
    to.flush().map_err(Error::internal)
}
