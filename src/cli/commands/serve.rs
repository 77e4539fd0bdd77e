//! `isoplan serve`: a page on this machine that shows a topology, and shows it again after each save.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

use crate::cli::ending::{Ending, Failure, words};
use crate::cli::serve::{self, Served};
use crate::cli::terminal::Terminal;

/// Show a topology in the browser, and show it again after each save
///
/// The page has the picture with the findings beside it. It keeps its zoom and its place when the picture changes; a
/// mistake is shown over the last good picture. Only this machine can reach it. Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan serve web.topology.toml
  isoplan serve web.topology.toml --port 8000 --theme dark
  isoplan serve web.topology.toml --view front")]
pub(in crate::cli) struct Args {
    /// The topology to show
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The port of the page [default: a free one]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// Show only what this view of the file selects
    #[arg(long, value_name = "ID")]
    view: Option<String>,

    /// Colours and lines: the name of a theme, or a theme file of your own
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,

    /// How the ground is seen: iso30, a45 or flat
    #[arg(long, value_name = "NAME")]
    projection: Option<String>,
}

/// Serves until it is stopped.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    if args.file.as_os_str() == "-" {
        return Err(Failure::new("standard input can not be watched").with_help("name a file"));
    }
    let mut served =
        Served::new(args.file.clone(), args.view.clone(), args.theme.clone(), args.projection.clone(), terminal);
    served.start()?;
    let refused = |error: std::io::Error| {
        let failure = Failure::new(format!("port {} can not be used: {}", args.port, words(&error)));
        failure.with_help("leave `--port` out, and a free one is taken")
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    terminal.print(&format!("http://127.0.0.1:{port}/\n"))?;
    terminal.note("the page is there until Ctrl-C");
    serve::run(&listener, port, &mut served).map_err(refused)?;
    Ok(Ending::Clean)
}
