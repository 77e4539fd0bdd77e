//! As much of HTTP/1.1 as one page needs: the head of a question, an answer, the end.
//!
//! Source: RFC 9112. Each connection bears one question; what takes too long or is too large is broken off.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Most bytes of the head of a question.
const LARGEST: usize = 16 << 10;

/// Longest time that a question may take to arrive, or an answer to leave.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is asked.
#[derive(Debug)]
pub(super) struct Request {
    /// `GET`.
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    /// The name under which we are asked, in small letters; empty when it is not said, or said twice.
    pub(super) host: String,
}

/// What is answered.
#[derive(Debug)]
pub(super) struct Answer {
    /// 200 is fine.
    pub(super) status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Answer {
    /// An answer of a media type.
    pub(super) fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, kind, body: body.into() }
    }

    /// A refusal in words.
    pub(super) fn text(status: u16, words: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: words.into() }
    }

    fn head(&self) -> String {
        let reason = match self.status {
            200 => "OK",
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            _ => "Method Not Allowed",
        };
        format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nReferrer-Policy: no-referrer\r\n\
             Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\nConnection: close\r\n\r\n",
            self.status,
            self.kind,
            self.body.len()
        )
    }
}

/// Reads the question of a connection and writes the answer to it.
pub(super) fn answer(stream: &mut TcpStream, say: impl FnOnce(&Request) -> Answer) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = head(stream)?;
    let request = parse(&head);
    let answer = request.as_ref().map_or_else(|| Answer::text(400, "this is no question of HTTP\n"), say);
    stream.write_all(answer.head().as_bytes())?;
    if request.is_none_or(|request| request.method != "HEAD") {
        stream.write_all(&answer.body)?;
    }
    stream.flush()
}

/// The bytes up to the first empty line.
fn head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let mut part = [0; 1024];
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        let left = PATIENCE.saturating_sub(begun.elapsed());
        if left.is_zero() || bytes.len() > LARGEST {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part)? {
            0 => break,
            n => bytes.extend_from_slice(&part[..n]),
        }
    }
    Ok(bytes)
}

/// The question in the head of a request.
fn parse(head: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(head).ok()?;
    let mut lines = text.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    let mut hosts = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.eq_ignore_ascii_case("host"))
        .map(|(_, value)| value.trim().to_ascii_lowercase());
    let host = hosts.next().unwrap_or_default();
    let host = if hosts.next().is_some() { String::new() } else { host };
    Some(Request { method: method.to_owned(), target: target.to_owned(), host })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let request = parse(b"GET /a?b HTTP/1.1\r\nhOst: LocalHost:80\r\n\r\n");
        assert!(request.is_some_and(|r| r.method == "GET" && r.target == "/a?b" && r.host == "localhost:80"));
        let twice = parse(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        assert!(twice.is_some_and(|r| r.host.is_empty()));
        for wrong in [&b""[..], b"GET", b"GET /\r\n", b"\xff\xfe / HTTP/1.1", b"GET / FTP/1.1\r\n"] {
            assert!(parse(wrong).is_none());
        }
    }
}
