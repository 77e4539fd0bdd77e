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

/// A connection whose question has not arrived yet.
pub(super) struct Waiting {
    stream: TcpStream,
    bytes: Vec<u8>,
    begun: Instant,
}

impl Waiting {
    /// Begins to wait; nothing is read yet.
    pub(super) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self { stream, bytes: Vec::new(), begun: Instant::now() })
    }

    /// Reads what is there, and answers when the question is whole. Whether the connection is done with, one way or
    /// another.
    pub(super) fn step(&mut self, say: impl FnOnce(&Request) -> Answer) -> bool {
        let mut part = [0; 1024];
        loop {
            match self.stream.read(&mut part) {
                Ok(0) => break,
                Ok(n) => self.bytes.extend_from_slice(&part[..n]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return self.begun.elapsed() > PATIENCE;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return true,
            }
            if self.bytes.windows(4).any(|four| four == b"\r\n\r\n") {
                break;
            }
            if self.bytes.len() > LARGEST {
                return true;
            }
        }
        // an answer that can not be given is no concern of the others
        let _ = self.answer(say);
        true
    }

    fn answer(&mut self, say: impl FnOnce(&Request) -> Answer) -> io::Result<()> {
        self.stream.set_nonblocking(false)?;
        self.stream.set_write_timeout(Some(PATIENCE))?;
        let request = parse(&self.bytes);
        let answer = request.as_ref().map_or_else(|| Answer::text(400, "this is no question of HTTP\n"), say);
        self.stream.write_all(answer.head().as_bytes())?;
        if request.is_none_or(|request| request.method != "HEAD") {
            self.stream.write_all(&answer.body)?;
        }
        self.stream.flush()
    }
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
