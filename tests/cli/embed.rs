//! Diagrams in documents: drawn once, left alone while nothing changes, told when they are stale.

use super::folder::{Folder, SMALL, assert_harmless};

const BEFORE: &str = "# Title  \r\n\ttext of mine \u{e4}\r\n\r\n";
const AFTER: &str = "\r\nmore of mine, without an end";

fn document() -> String {
    let block = format!("```isoplan\n{SMALL}```\n").replace('\n', "\r\n");
    format!("{BEFORE}{block}{AFTER}")
}

#[test]
fn a_block_gets_its_picture_and_the_rest_stays() {
    let folder = Folder::new().add("README.md", document());
    folder.run(&["embed", "README.md"]).code(0).says(&["drew 1 picture for `README.md`"]);
    let once = folder.read("README.md");
    assert!(once.starts_with(BEFORE) && once.ends_with(AFTER));
    assert!(!once.replace("\r\n", "").contains('\n'), "line breaks are those of the document");
    assert!(once.contains("media=\"(prefers-color-scheme: dark)\" srcset=\"diagrams/README-1-dark.svg\""));
    assert!(once.contains("components"), "the picture has a text for readers who can not see it");
    for name in ["diagrams/README-1.svg", "diagrams/README-1-dark.svg"] {
        assert_harmless(&folder.read(name));
    }
    assert_ne!(folder.read("diagrams/README-1.svg"), folder.read("diagrams/README-1-dark.svg"));
    folder.run(&["embed", "README.md"]).code(0).says(&["`README.md` is up to date"]);
    assert_eq!(folder.read("README.md"), once);
    folder.run(&["embed", "--all", "README.md"]).code(0).says(&["drew 1 picture"]);
    assert_eq!(folder.read("README.md"), once);
}

/// The page shows what becomes of the document that it shows.
#[test]
fn the_page_is_true() {
    let page = include_str!("../../docs/embed.md");
    let document = page.split("````md\n").nth(1).unwrap().split("````").next().unwrap();
    let picture = page.split("```html\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = Folder::new().add("README.md", document);
    folder.run(&["embed", "README.md"]).code(0);
    assert_eq!(folder.read("README.md"), format!("{document}\n{picture}"));
}

#[test]
fn check_tells_what_is_stale_and_writes_nothing() {
    let text = "<!-- isoplan file=web.topology.toml theme=color name=web -->\n";
    let folder = Folder::new().add("doc.md", text).add("web.topology.toml", SMALL);
    folder.run(&["embed", "--check", "doc.md"]).code(1).shows(&["doc.md:1: the diagram has no picture"]);
    assert_eq!(folder.names(), ["doc.md", "web.topology.toml"]);
    folder.run(&["embed", "doc.md"]).code(0);
    folder.run(&["embed", "--check", "doc.md"]).code(0);
    assert!(!folder.read("doc.md").contains("<picture>"), "one theme is one picture");
    let folder = folder.add("web.topology.toml", SMALL.replace("per-zone = 2", "per-zone = 3"));
    folder
        .run(&["embed", "--check", "doc.md"])
        .code(1)
        .shows(&["doc.md:1: the picture is stale; run `isoplan embed doc.md`"]);
    folder.run(&["embed", "doc.md"]).code(0);
    std::fs::remove_file(folder.path("diagrams/doc-web.svg")).unwrap();
    folder.run(&["embed", "--check", "doc.md"]).code(1).shows(&["the picture `diagrams/doc-web.svg` is missing"]);
}

#[test]
fn included_files_count_too() {
    let folder = Folder::new()
        .add("docs/a.md", "```isoplan\ninclude = [\"parts/*.toml\"]\n```\n")
        .add("docs/parts/one.toml", SMALL);
    folder.run(&["embed", "docs/a.md"]).code(0);
    folder.run(&["embed", "--check", "docs/a.md"]).code(0);
    let folder = folder.add("docs/parts/one.toml", SMALL.replace("per-zone = 2", "per-zone = 1"));
    folder.run(&["embed", "--check", "docs/a.md"]).code(1);
}

#[test]
fn asciidoc_and_restructuredtext() {
    let indented = format!("   {}\n", SMALL.trim_end().replace('\n', "\n   "));
    let folder = Folder::new()
        .add("a.adoc", format!("= T\n\n[isoplan]\n----\n{SMALL}----\n\nend\n"))
        .add("b.rst", format!("T\n=\n\n.. isoplan\n{indented}\nend\n"));
    folder.run(&["embed", "a.adoc", "b.rst", "--pictures", "img"]).code(0);
    assert!(folder.read("a.adoc").contains("image::img/a.adoc-1.svg[\""));
    assert!(folder.read("b.rst").contains(".. image:: img/b.rst-1.svg\n   :alt: "));
    folder.run(&["embed", "--check", "a.adoc", "b.rst", "--pictures", "img"]).code(0);
    assert_eq!(std::fs::read_dir(folder.path("img")).unwrap().count(), 2, "no picture that nothing refers to");
}

#[test]
fn documents_of_one_name_have_pictures_of_their_own() {
    let indented = format!("   {}\n", SMALL.trim_end().replace("web", "www").replace('\n', "\n   "));
    let folder = Folder::new()
        .add("a.md", format!("```isoplan\n{SMALL}```\n"))
        .add("a.rst", format!("T\n=\n\n.. isoplan\n{indented}\nend\n"));
    folder.run(&["embed", "a.md"]).code(0);
    let first = folder.read("diagrams/a-1.svg");
    folder.run(&["embed", "a.rst"]).code(0);
    assert_eq!(folder.read("diagrams/a-1.svg"), first);
    assert!(folder.read("a.rst").contains("diagrams/a.rst-1.svg"));
    folder.run(&["embed", "--check", "a.md", "a.rst"]).code(0);
    folder.run(&["embed", "--check", "a.rst"]).code(0);
}

#[test]
fn documents_that_share_a_folder_of_pictures_have_pictures_of_their_own() {
    let other = SMALL.replace("web", "www");
    let folder = Folder::new()
        .add("x/README.md", format!("```isoplan\n{SMALL}```\n"))
        .add("y/README.md", format!("```isoplan\n{other}```\n"));
    for document in ["x/README.md", "y/README.md"] {
        folder.run(&["embed", "--pictures", "../pics", document]).code(0);
    }
    assert!(folder.read("x/README.md").contains("src=\"../pics/x-README-1.svg\""));
    assert!(folder.read("y/README.md").contains("src=\"../pics/y-README-1.svg\""));
    assert_ne!(folder.read("pics/x-README-1.svg"), folder.read("pics/y-README-1.svg"));
    folder.run(&["embed", "--check", "--pictures", "../pics", "y/README.md", "x/README.md"]).code(0);
}

#[test]
fn pictures_are_told_in_words() {
    let folder = Folder::new().add("a.md", format!("```isoplan\n{SMALL}```\n"));
    folder.run(&["embed", "a.md"]).code(0);
    let text = folder.read("a.md");
    let alt = text.split("alt=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(alt, "Small: 3 components, 2 connections, 1 region. Gateways: dns. Apps: web. Stores: db.");
}

#[test]
fn mistakes_have_the_lines_of_the_document_and_nothing_is_written() {
    let bad = "# T\n\n```isoplan\n[app.web]\nknid = \"ec2\"\n```\n";
    let folder = Folder::new().add("good.md", document()).add("bad.md", bad);
    folder.run(&["embed", "good.md", "bad.md"]).code(1).says(&["bad.md:5:1", "did you mean `kind`?"]);
    assert_eq!(folder.names(), ["bad.md", "good.md"]);
    assert_eq!(folder.read("good.md"), document());
    folder.run(&["embed", "x.txt"]).code(2).says(&["the form of `x.txt` is not known"]);
    folder.run(&["embed", "x.md"]).code(2).says(&["there is no such file"]);
    let folder = folder.add("c.md", "text\n\n```isoplan veiw=x\n[app.a]\n```\n").add("d.md", "```isoplan\n```\n");
    folder.run(&["embed", "c.md"]).code(2).says(&["c.md:3: there is no option `veiw`", "did you mean `view`?"]);
    folder.run(&["embed", "d.md"]).code(2).says(&["d.md:1: the block is empty"]);
}

#[test]
fn a_book_gets_its_pictures() {
    let folder = Folder::new().add("src/part/web.topology.toml", SMALL);
    folder.run(&["mdbook", "supports", "html"]).code(0);
    folder.run(&["mdbook", "supports", "epub"]).code(1);
    let chapter = |content: &str, path: &str, below: serde_json::Value| {
        serde_json::json!({ "Chapter": { "name": "n", "content": content, "number": [1], "sub_items": below,
            "path": path, "source_path": path, "parent_names": [] } })
    };
    let inner = chapter("a\n\n<!-- isoplan file=web.topology.toml -->\n\nb\n", "part/x.md", serde_json::json!([]));
    let outer = chapter(&format!("```isoplan\n{SMALL}```\n"), "a.md", serde_json::json!([inner]));
    for key in ["sections", "items"] {
        let book = serde_json::json!([
            { "root": folder.path(""), "config": { "book": { "src": "src" } }, "renderer": "html", "mdbook_version": "0.5.0" },
            { key: ["Separator", outer], "__non_exhaustive": null }
        ]);
        let answer = folder.run_with_input(&["mdbook"], &book.to_string()).code(0);
        let drawn: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        let first = &drawn[key][1]["Chapter"];
        assert_eq!(drawn[key][0], "Separator");
        for content in [&first["content"], &first["sub_items"][0]["Chapter"]["content"]] {
            let content = content.as_str().unwrap();
            assert!(content.contains("src=\"data:image/svg+xml;base64,PHN2Zy"), "{content}");
            assert!(!content.contains("isoplan file=") && !content.contains("```"));
        }
    }
    folder.run_with_input(&["mdbook"], "[]").code(2).says(&["standard input is no book"]);
    folder.run_with_input(&["mdbook"], "no").code(2).says(&["standard input is no book"]);
}
