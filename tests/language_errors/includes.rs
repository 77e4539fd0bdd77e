//! What is said about files that include others.

use super::*;

#[test]
fn includes_are_joined() {
    let mut files = Memory::new([
        (
            "main.toml",
            "include = [\"apps/*.toml\", \"lint.toml\"]\n[diagram]\ntitle = \"T\"\n[[step]]\nat = \"b\"\ntext = \"1\"\n",
        ),
        ("apps/a.toml", "include = [\"../shared.toml\"]\n[app.a]\n[[step]]\nat = \"a\"\ntext = \"2\"\n"),
        ("apps/b.toml", "include = [\"../shared.toml\"]\n[app.b]\n"),
        ("shared.toml", "[region.r]\n[diagram]\nsubtitle = \"S\"\n"),
        ("lint.toml", "[lint]\nselect = [\"ALL\"]\n"),
    ]);
    let loaded = load("main.toml", &mut files);
    assert_eq!(lines(&loaded), [""; 0]);
    assert_eq!(loaded.sources.iter().count(), 5);
    let d = &loaded.document;
    assert_eq!((d.components.len(), d.regions.len()), (2, 1));
    assert_eq!(d.diagram.title.as_ref().unwrap().value, "T");
    assert_eq!(d.diagram.subtitle.as_ref().unwrap().value, "S");
    assert_eq!(d.steps.iter().map(|s| s.text.value.as_str()).collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn the_same_id_or_key_in_two_files_shows_both_places() {
    let mut files = Memory::new([
        ("main.toml", "include = [\"a.toml\", \"b.toml\"]\n"),
        ("a.toml", "[app.web]\n[diagram]\ntitle = \"A\"\n"),
        ("b.toml", "\n[app.web]\n[diagram]\ntitle = \"B\"\n"),
    ]);
    let loaded = load("main.toml", &mut files);
    assert_eq!(
        lines(&loaded),
        ["b.toml:2 SYN003 the id `web` is taken", "b.toml:4 SYN003 `title` of `[diagram]` stands in two files"]
    );
    assert_eq!(related(&loaded, 0), ["a.toml:1"]);
    assert_eq!(related(&loaded, 1), ["a.toml:3"]);
    assert_eq!(loaded.document.diagram.title.as_ref().unwrap().value, "A");
}

#[test]
fn a_cycle_of_includes_shows_the_chain() {
    let mut files = Memory::new([
        ("main.toml", "include = [\"a.toml\"]\n[app.web]\n"),
        ("a.toml", "include = [\"b.toml\"]\n"),
        ("b.toml", "include = [\"a.toml\"]\n"),
    ]);
    let loaded = load("main.toml", &mut files);
    assert_eq!(lines(&loaded), ["b.toml:1 SYN011 includes lead back: `a.toml` -> `b.toml` -> `a.toml`"]);
    assert_eq!(related(&loaded, 0), ["a.toml:1"]);
    let mut files = Memory::new([("main.toml", "include = [\"*.toml\"]\n[app.web]\n")]);
    assert_eq!(lines(&load("main.toml", &mut files)), ["main.toml:1 SYN011 `main.toml` includes itself"]);
}

#[test]
fn bad_includes_are_refused() {
    let mut files = Memory::new([
        (
            "main.toml",
            "include = [\n\"../x.toml\",\n\"/etc/passwd\",\n\"none/*.toml\",\n\"gone.toml\",\n\"bin.toml\",\n\"big.toml\",\n\"link.toml\",\n\"locked.toml\",\n]\n[app.web]\n",
        ),
        ("bin.toml", "(binary)"),
        ("big.toml", "(huge)"),
        ("link.toml", "(link)"),
        ("locked.toml", "(locked)"),
    ]);
    assert_eq!(
        lines(&load("main.toml", &mut files)),
        [
            "main.toml:2 SYN010 `include` can not be `../x.toml`",
            "main.toml:3 SYN010 `include` can not be `/etc/passwd`",
            "main.toml:4 SYN010 `none/*.toml` matches no file",
            "main.toml:5 SYN010 `gone.toml` does not exist",
            "main.toml:6 SYN013 `bin.toml` is not UTF-8 text",
            "main.toml:7 SYN014 `big.toml` is larger than 64 MiB",
            "main.toml:8 SYN010 `link.toml` lies outside the folder of the root file",
            "main.toml:9 SYN013 `locked.toml` can not be read: permission denied",
        ]
    );
}

#[test]
fn long_chains_of_includes_end() {
    let paths: Vec<String> = (0..100).map(|i| format!("f{i}.toml")).collect();
    let files = paths.iter().enumerate().map(|(i, path)| {
        let path: &'static str = Box::leak(path.clone().into_boxed_str());
        (path, format!("include = [\"f{}.toml\"]\n", i + 1))
    });
    let loaded = load("f0.toml", &mut Memory(files.collect()));
    assert_eq!(loaded.findings.len(), 1);
    assert_eq!(loaded.findings[0].code.code, "SYN010");
}

#[test]
fn a_root_file_that_can_not_be_read_is_fatal() {
    for (text, expected) in
        [("(binary)", "SYN013 `main.toml` is not UTF-8 text"), ("(huge)", "SYN014 `main.toml` is larger than 64 MiB")]
    {
        let loaded = load("main.toml", &mut Memory::new([("main.toml", text)]));
        assert!(loaded.fatal);
        assert_eq!(lines(&loaded), [expected]);
    }
    let loaded = load("none.toml", &mut Memory::new([]));
    assert!(loaded.fatal);
    assert_eq!(lines(&loaded), ["SYN013 `none.toml` does not exist"]);
}
