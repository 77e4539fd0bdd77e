//! A page on this machine that shows a topology as it is now.
//!
//! One loop does all in turn: it answers the questions that have arrived, and looks a few times a second whether a file has
//! changed. A connection that asks nothing keeps nobody waiting; a question that comes while a picture is drawn waits.
//!
//! *Invariant*: only this machine is answered, and only under the name of this machine: a page from elsewhere that
//! leads its own name here gets nothing.

mod http;
mod state;

use std::io;
use std::net::TcpListener;
use std::time::{Duration, Instant};

pub(super) use state::Served;

use http::{Answer, Request, Waiting};

/// How long the loop rests when nothing is asked.
const REST: Duration = Duration::from_millis(20);

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Most connections that are kept open without a question.
const MOST_WAITING: usize = 64;

/// Answers questions for ever.
pub(super) fn run(listener: &TcpListener, port: u16, served: &mut Served) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let mut looked = Instant::now();
    let mut waiting: Vec<Waiting> = Vec::new();
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                waiting.extend(Waiting::new(stream).ok());
                if waiting.len() > MOST_WAITING {
                    waiting.remove(0);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(REST),
            Err(error) => match error.kind() {
                // a connection that was given up before it was taken
                io::ErrorKind::ConnectionAborted | io::ErrorKind::Interrupted => {}
                _ => return Err(error),
            },
        }
        waiting.retain_mut(|question| !question.step(|request| answer(request, port, served)));
        if looked.elapsed() >= LOOK {
            served.look();
            looked = Instant::now();
        }
    }
}

fn answer(request: &Request, port: u16, served: &Served) -> Answer {
    let ours = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
    let bare = port == 80 && ["127.0.0.1", "localhost"].contains(&request.host.as_str());
    if !bare && !ours.contains(&request.host) {
        return Answer::text(403, "this page is for this machine only\n");
    }
    if request.method != "GET" && request.method != "HEAD" {
        return Answer::text(405, "only GET and HEAD are answered\n");
    }
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    match path {
        "/" => Answer::new("text/html; charset=utf-8", include_str!("page.html")),
        "/page.css" => Answer::new("text/css; charset=utf-8", include_str!("page.css")),
        "/page.js" => Answer::new("text/javascript; charset=utf-8", include_str!("page.js")),
        "/state.json" => Answer::new("application/json", served.state()),
        "/picture.svg" => match served.picture() {
            Some(picture) => Answer::new("image/svg+xml", picture),
            None => Answer::text(404, "there is no picture yet\n"),
        },
        _ => Answer::text(404, "there is no such page\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Color;
    use crate::cli::terminal::Terminal;

    fn status(method: &str, target: &str, host: &str) -> u16 {
        let terminal = Terminal::new(Color::Never, true);
        let served = Served::new("none.toml".into(), None, None, None, terminal);
        let request = Request { method: method.into(), target: target.into(), host: host.into() };
        answer(&request, 8123, &served).status
    }

    #[test]
    fn only_this_machine_is_answered() {
        assert_eq!(status("GET", "/", "127.0.0.1:8123"), 200);
        assert_eq!(status("GET", "/state.json?since=1", "localhost:8123"), 200);
        for host in ["evil.example:8123", "127.0.0.1:8124", "127.0.0.1", "", "localhost:8123.evil.example"] {
            assert_eq!(status("GET", "/", host), 403, "{host}");
        }
        assert_eq!(status("POST", "/", "127.0.0.1:8123"), 405);
        assert_eq!(status("GET", "/../etc/passwd", "127.0.0.1:8123"), 404);
        assert_eq!(status("GET", "/picture.svg", "127.0.0.1:8123"), 404);
    }
}
