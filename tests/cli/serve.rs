//! The page of `isoplan serve`, asked over TCP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use snapbox::cmd::cargo_bin;

use super::folder::{Folder, SMALL};

/// A running server, stopped at the end of the test.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Folder, file: &str) -> Self {
        let mut child = Command::new(cargo_bin!("isoplan"))
            .current_dir(folder.path(""))
            .args(["serve", "--quiet", file])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("http://127.0.0.1:").unwrap().trim_end_matches('/').parse().unwrap();
        Self { child, port }
    }

    /// The whole answer to a question.
    fn ask(&self, question: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(question.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port))
    }

    fn state(&self) -> Value {
        serde_json::from_str(self.get("/state.json").split("\r\n\r\n").nth(1).unwrap()).unwrap()
    }

    /// Waits until the state is as wanted.
    fn wait(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let state = self.state();
            if wanted(&state) {
                return state;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{state}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_page_follows_the_file_and_what_it_includes() {
    let folder = Folder::with(&format!("include = [\"more*.toml\"]\n{SMALL}")).add("more.toml", "");
    let server = Server::start(&folder, "main.toml");
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("default-src 'none'"), "{page}");
    assert!(server.get("/page.js").contains("state.json"));
    assert!(server.get("/page.css").contains("#stage"));
    let first = server.state();
    assert_eq!(first["trouble"], Value::Null);
    assert_eq!(first["drawn"], 1);
    let picture = server.get("/picture.svg?1");
    assert!(picture.contains("image/svg+xml") && picture.contains("<svg"));

    let folder = folder.add("more.toml", "[store.second]\nkind = \"s3\"\n");
    let second = server.wait(|state| state["drawn"] == 2);
    assert!(second["version"].as_u64() > first["version"].as_u64());
    assert_ne!(server.get("/picture.svg?2"), picture);

    // a mistake is shown, and the last good picture stays
    let good = server.get("/picture.svg");
    let folder = folder.add("more.toml", "[store.second]\nknid = \"s3\"\n");
    let bad = server.wait(|state| state["trouble"].is_string());
    assert_eq!(bad["drawn"], 2);
    let finding = &bad["findings"][0];
    assert!(finding["message"].as_str().unwrap().contains("`knid`"), "{bad}");
    assert_eq!(finding["place"], "more.toml:2:1");
    assert_eq!(server.get("/picture.svg"), good);

    // and so when the file is gone for a moment, as some editors do it
    std::fs::remove_file(folder.path("main.toml")).unwrap();
    server.wait(|state| state["trouble"].as_str().is_some_and(|why| why.contains("does not exist")));
    let folder = folder.add("more.toml", "");
    let _folder = folder.add("main.toml", SMALL);
    server.wait(|state| state["trouble"].is_null());
}

#[test]
fn only_this_machine_is_answered_under_its_own_name() {
    let folder = Folder::with(SMALL);
    let server = Server::start(&folder, "main.toml");
    let foreign = server.ask("GET /state.json HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert!(foreign.starts_with("HTTP/1.1 403 "), "{foreign}");
    assert!(!foreign.contains("findings"));
    assert!(server.ask("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 403 "));
    assert!(server.ask("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
    let post = format!("POST / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    assert!(server.ask(&post).starts_with("HTTP/1.1 405 "));
    assert!(server.get("/main.toml").starts_with("HTTP/1.1 404 "));
    let head = server.ask(&format!("HEAD / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port));
    assert!(head.ends_with("\r\n\r\n") && head.contains("Content-Length: "));
    // a connection that says nothing keeps the others waiting for a moment only
    let silent = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    assert!(server.get("/").starts_with("HTTP/1.1 200 "));
    drop(silent);
}

#[test]
fn what_can_not_be_served_is_told_at_once() {
    let folder = Folder::with(SMALL);
    folder.run(&["serve", "none.toml"]).code(2).says(&["`none.toml` does not exist"]);
    folder.run(&["serve", "-"]).code(2).says(&["standard input can not be watched"]);
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    folder.run(&["serve", "main.toml", "--port", &port]).code(2).says(&["can not be used", "leave `--port` out"]);
}
