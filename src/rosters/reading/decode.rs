//! The letters of a text file, whatever encoding it is in.

use super::Unreadable;
use encoding_rs::{Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::io::Read;

/// How the letters of a text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// GB 18030, with GBK and GB 2312 in it: what Excel writes on a Chinese machine.
    Gb18030,
}

/// How much of a text is looked at to guess what it is.
const BEGINNING: usize = 64 << 10;

impl Encoding {
    /// Tells the encoding: by its mark; by the zeros between the letters of UTF-16; by whether it is UTF-8; else GB 18030.
    pub fn of(bytes: &[u8]) -> Result<Encoding, Unreadable> {
        if bytes.starts_with(b"\xff\xfe") {
            return Ok(Encoding::Utf16Le);
        }
        if bytes.starts_with(b"\xfe\xff") {
            return Ok(Encoding::Utf16Be);
        }
        let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
        let zeros = |odd: usize| beginning.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        if (even + odd) * 40 > beginning.len() {
            // Commas, digits and line ends have a zero on one side only.
            return match (even * 10 < odd, odd * 10 < even) {
                (true, _) => Ok(Encoding::Utf16Le),
                (_, true) => Ok(Encoding::Utf16Be),
                _ => Err(Unreadable::NoTable),
            };
        }
        let is_odd = |byte: &&u8| **byte < 9 || (14..27).contains(*byte) || **byte == 127;
        if beginning.iter().filter(is_odd).count() * 100 > beginning.len() {
            return Err(Unreadable::NoTable);
        }
        Ok(if is_utf_8(bytes) { Encoding::Utf8 } else { Encoding::Gb18030 })
    }

    fn decoder(self) -> Decoder {
        match self {
            Encoding::Utf8 => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Gb18030 => GB18030,
        }
        .new_decoder_with_bom_removal()
    }
}

/// Whether a text is UTF-8, perhaps with a few letters damaged on the way.
fn is_utf_8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // Two bytes of GBK are seldom a letter of UTF-8.
    broken * 20 < whole
}

/// What stands between the cells of a line that have no sign of their own for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing to change.
    AsIs,
    /// The comma of Chinese text.
    WideComma,
    /// Blanks, several of which are one.
    Blanks,
}

/// A text as UTF-8, piece by piece: without its mark, every line with its end as one sign, and with a tab for what stands
/// between the cells where that is not one byte.
pub struct Decoded<'a> {
    rest: &'a [u8],
    decoder: Decoder,
    between: Between,
    ready: String,
    given: usize,
    last: char,
    is_over: bool,
}

/// Bytes decoded at a time.
const PIECE: usize = 16 << 10;

impl<'a> Decoded<'a> {
    pub fn new(bytes: &'a [u8], encoding: Encoding, between: Between) -> Decoded<'a> {
        let decoder = encoding.decoder();
        Decoded { rest: bytes, decoder, between, ready: String::new(), given: 0, last: '\n', is_over: false }
    }

    /// The beginning of a text, some 64 KB.
    pub fn beginning(bytes: &'a [u8], encoding: Encoding) -> String {
        let mut decoded = Decoded::new(bytes, encoding, Between::AsIs);
        let mut text = String::new();
        while text.len() < BEGINNING && decoded.decode_piece() {
            text.push_str(&decoded.ready);
        }
        text
    }

    /// Decodes the next piece; nothing is left if not.
    fn decode_piece(&mut self) -> bool {
        self.ready.clear();
        self.given = 0;
        if self.is_over {
            return false;
        }
        let mut piece = String::with_capacity(PIECE);
        let (piece_of, rest) = self.rest.split_at(self.rest.len().min(PIECE / 4));
        self.is_over = rest.is_empty();
        // Four times the bytes is room for any encoding: nothing is left over.
        let (_, read, _) = self.decoder.decode_to_string(piece_of, &mut piece, self.is_over);
        self.rest = self.rest.get(read..).unwrap_or(&[]);
        for c in piece.chars() {
            self.put(c);
        }
        // The last line ends like the others: whoever counts lines need not ask whether it does.
        if self.is_over && !matches!(self.last, '\n' | '\r') {
            self.put('\n');
        }
        true
    }

    fn put(&mut self, c: char) {
        let last = std::mem::replace(&mut self.last, c);
        match (c, self.between) {
            ('\n', _) if last == '\r' => {}
            ('\r', _) => self.ready.push('\n'),
            ('\0', _) => {}
            ('，', Between::WideComma) => self.ready.push('\t'),
            (' ' | '\u{3000}' | '\t', Between::Blanks) => {
                if !matches!(last, ' ' | '\u{3000}' | '\t' | '\n' | '\r') {
                    self.ready.push('\t');
                }
            }
            _ => self.ready.push(c),
        }
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given >= self.ready.len() {
            if !self.decode_piece() {
                return Ok(0);
            }
        }
        let ready = self.ready.as_bytes().get(self.given..).unwrap_or(&[]);
        let length = ready.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(ready.iter().take(length)) {
            *to = *from;
        }
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Encoding, String) {
        let encoding = Encoding::of(bytes).unwrap();
        let mut text = String::new();
        Decoded::new(bytes, encoding, Between::AsIs).read_to_string(&mut text).unwrap();
        (encoding, text)
    }

    #[test]
    fn the_same_table_is_read_from_every_encoding() {
        let text = "姓名,电话\r\n张䶮,15400000001\r\n李四,15400000002\n".repeat(400);
        let wanted = text.replace("\r\n", "\n");
        let wide = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let with = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let (gb, _, lost) = GB18030.encode(&text);
        assert!(!lost);
        let cases = [
            (Encoding::Utf8, text.clone().into_bytes()),
            (Encoding::Utf8, with(b"\xef\xbb\xbf", text.clone().into_bytes())),
            (Encoding::Utf16Le, with(b"\xff\xfe", wide(u16::to_le_bytes))),
            (Encoding::Utf16Be, with(b"\xfe\xff", wide(u16::to_be_bytes))),
            (Encoding::Utf16Le, wide(u16::to_le_bytes)),
            (Encoding::Utf16Be, wide(u16::to_be_bytes)),
            (Encoding::Gb18030, gb.into_owned()),
        ];
        for (encoding, bytes) in cases {
            assert_eq!(read(&bytes), (encoding, wanted.clone()));
        }
    }

    #[test]
    fn a_damaged_letter_leaves_utf_8_what_it_is_and_a_program_is_no_text() {
        let mut bytes = "姓名,电话\n张三,15400000001\n".repeat(20).into_bytes();
        bytes[1] = b'?';
        assert_eq!(Encoding::of(&bytes), Ok(Encoding::Utf8));
        assert_eq!(Encoding::of(&[1, 2, 3, 250, 7, 8, 200, 1]), Err(Unreadable::NoTable));
    }
}
