//! A cheap HTTP/1.1 client: one connection, kept alive, one request after the other.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// How long an answer may take before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// What came back. Only its status is looked at while the load runs.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Connection {
    pub fn open(address: SocketAddr) -> std::io::Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection { stream, read: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads its answer to the end; the status alone.
    pub fn status_of(&mut self, request: &[u8]) -> std::io::Result<u16> {
        self.exchange(request).map(|(status, ..)| status)
    }

    /// Sends a request and keeps all of its answer.
    pub fn send(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        let (status, body_at, is_chunked) = self.exchange(request)?;
        let head = String::from_utf8_lossy(&self.read[..body_at]).into_owned();
        let body = &self.read[body_at..];
        let body = if is_chunked { joined(body) } else { body.to_vec() };
        Ok(Answer { status, head, body })
    }

    fn exchange(&mut self, request: &[u8]) -> std::io::Result<(u16, usize, bool)> {
        self.stream.write_all(request)?;
        self.read.clear();
        let (mut body_at, mut rest) = (None, Rest::Unknown);
        loop {
            let known = self.read.len();
            self.read.resize(known + 32 * 1024, 0);
            let got = self.stream.read(&mut self.read[known..])?;
            self.read.truncate(known + got);
            if got == 0 {
                return Err(std::io::Error::other("the server closed the connection"));
            }
            if body_at.is_none() {
                body_at = self.read.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
                rest = body_at.map_or(Rest::Unknown, |at| Rest::of(&self.read[..at]));
            }
            let Some(at) = body_at else { continue };
            if rest.is_complete(&self.read[at..]) {
                let digits = self.read.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
                let status = digits.and_then(|digits| digits.parse().ok()).unwrap_or_default();
                return Ok((status, at, rest == Rest::Chunks));
            }
        }
    }
}

/// How the end of a body is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Unknown,
    Bytes(usize),
    Chunks,
}

impl Rest {
    fn of(head: &[u8]) -> Rest {
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        match (value("transfer-encoding:"), value("content-length:")) {
            (Some("chunked"), _) => Rest::Chunks,
            (_, length) => Rest::Bytes(length.and_then(|digits| digits.parse().ok()).unwrap_or_default()),
        }
    }

    fn is_complete(self, body: &[u8]) -> bool {
        match self {
            Rest::Unknown => false,
            Rest::Bytes(length) => body.len() >= length,
            Rest::Chunks => body == b"0\r\n\r\n" || body.ends_with(b"\r\n0\r\n\r\n"),
        }
    }
}

/// A chunked body as one.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(at) = chunks.windows(2).position(|two| two == b"\r\n") {
        let size =
            std::str::from_utf8(&chunks[..at]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && at + 4 + size <= chunks.len()) else { break };
        body.extend_from_slice(&chunks[at + 2..at + 2 + size]);
        chunks = &chunks[at + 4 + size..];
    }
    body
}

/// A request for a page.
pub fn get(path: &str, cookie: &str, accepts: &str) -> Vec<u8> {
    let accepts = if accepts.is_empty() { String::new() } else { format!("Accept-Encoding: {accepts}\r\n") };
    format!("GET {path} HTTP/1.1\r\nHost: kith\r\nCookie: {cookie}\r\n{accepts}\r\n").into_bytes()
}

/// A form as a page of ours sends it.
pub fn post(path: &str, cookie: &str, form: &str) -> Vec<u8> {
    post_bytes(path, cookie, "application/x-www-form-urlencoded", form.as_bytes())
}

/// A form of another type.
pub fn post_bytes(path: &str, cookie: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: kith\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}
