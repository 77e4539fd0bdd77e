//! Blocks are found where they are, and nowhere else; places are replaced and nothing round them.

#![allow(clippy::unwrap_used)]

use super::*;

const PICTURE: Picture =
    Picture { light: "diagrams/a b.svg", dark: Some("diagrams/a b-dark.svg"), alt: "A \"shop\"\n<b>" };

/// The document with pictures put in.
fn embedded(form: Form, text: &str) -> String {
    let mut out = text.to_owned();
    for block in form.blocks(text).unwrap().iter().rev() {
        out.replace_range(block.place.clone(), &form.place(block, text, &PICTURE, "00ff"));
    }
    out
}

#[test]
fn fences_in_markdown() {
    let text = "# T\n\n```isoplan view=x\n[app.a]\n```\n\nmore\n\n````md\n```isoplan\n```\n````\n\n  ~~~ isoplan\n  [app.b]\n  ~~~\n";
    let blocks = Form::Markdown.blocks(text).unwrap();
    assert_eq!(blocks.len(), 2, "a fence within a fence is text");
    assert_eq!((blocks[0].line, blocks[0].info.as_str()), (3, "view=x"));
    assert_eq!(blocks[0].text.as_deref(), Some("\n\n\n[app.a]\n"), "lines keep their numbers");
    assert_eq!(blocks[1].indent, "  ");
    assert!(Form::Markdown.blocks("```isoplan\n[app.a]\n").is_err_and(|(line, _)| line == 1));
    assert_eq!(Form::Markdown.blocks("```isoplanner\n```\n").unwrap(), []);
}

#[test]
fn comments_in_each_form() {
    for (form, text) in [
        (Form::Markdown, "<!-- isoplan file=a.toml -->\n"),
        (Form::AsciiDoc, "// isoplan file=a.toml\n"),
        (Form::Rst, ".. isoplan file=a.toml\n"),
    ] {
        let blocks = form.blocks(text).unwrap();
        assert_eq!(blocks.len(), 1, "{form:?}");
        assert_eq!((blocks[0].info.as_str(), &blocks[0].text), ("file=a.toml", &None), "{form:?}");
    }
}

#[test]
fn one_picture_is_an_image_of_markdown() {
    let text = "<!-- isoplan file=a.toml theme=color -->\n";
    let block = &Form::Markdown.blocks(text).unwrap()[0];
    let picture = Picture { light: "d/a (1).svg", dark: None, alt: "A [shop]\n*b* & c" };
    assert_eq!(
        Form::Markdown.place(block, text, &picture, "00ff"),
        "\n<!-- isoplan: begin 00ff -->\n\n![A \\[shop\\] \\*b\\* \\& c](d/a%20%281%29.svg)\n\n<!-- isoplan: end -->\n"
    );
}

#[test]
fn listings_in_asciidoc() {
    let text = "= T\n\n[source,isoplan,view=x]\n----\n[app.a]\n----\n\n----\n[isoplan]\n----\n";
    let blocks = Form::AsciiDoc.blocks(text).unwrap();
    assert_eq!(blocks.len(), 1);
    assert_eq!(blocks[0].info, "view=x");
    assert_eq!(blocks[0].text.as_deref(), Some("\n\n\n\n[app.a]\n"));
    assert!(embedded(Form::AsciiDoc, text).contains("image::diagrams/a%20b.svg[\"A 'shop' <b>\"]\n// isoplan: end\n"));
}

#[test]
fn bodies_in_restructuredtext() {
    let text = "T\n=\n\n.. isoplan view=x\n   [app.a]\n\n   [app.b]\n\nmore\n";
    let blocks = Form::Rst.blocks(text).unwrap();
    assert_eq!(blocks[0].text.as_deref(), Some("\n\n\n\n   [app.a]\n\n   [app.b]\n"));
    let code = ".. code-block:: isoplan\n   :caption: x\n\n   [app.a]\n";
    assert_eq!(Form::Rst.blocks(code).unwrap()[0].text.as_deref(), Some("\n\n\n   [app.a]\n"));
}

#[test]
fn a_second_time_changes_nothing() {
    for (form, text) in [
        (Form::Markdown, "a\n```isoplan\n[app.a]\n```\nb\n"),
        (Form::Markdown, "a\r\n\r\n```isoplan\r\n[app.a]\r\n```\r\n\r\nb\r\n"),
        (Form::Markdown, "```isoplan\n[app.a]\n```"),
        (Form::Markdown, "- x\n\n  ```isoplan\n  [app.a]\n  ```\n\n- y"),
        (Form::AsciiDoc, "[isoplan]\n----\n[app.a]\n----\n\nb\n"),
        (Form::Rst, ".. isoplan\n   [app.a]\n\nb\n"),
        (Form::Rst, "* x\n\n  .. isoplan file=a\n\n* y\n"),
    ] {
        let once = embedded(form, text);
        assert_eq!(form.blocks(&once).unwrap()[0].hash.as_deref(), Some("00ff"), "{once}");
        assert_eq!(embedded(form, &once), once, "{form:?}");
        let block = form.blocks(&once).unwrap().remove(0);
        let without = format!("{}{}", &once[..block.place.start], &once[block.place.end..]);
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(plain(&without), plain(text), "only the place is ours");
        assert_eq!(once.contains("\r\n"), text.contains("\r\n"));
        assert!(!text.contains("\r\n") || !once.replace("\r\n", "").contains('\n'));
    }
}

#[test]
fn a_place_without_an_end_is_refused() {
    let text = "```isoplan\n[app.a]\n```\n\n<!-- isoplan: begin 00 -->\n<picture>\n\nmy own text\n";
    assert!(Form::Markdown.blocks(text).is_err_and(|(line, _)| line == 5));
}

#[test]
fn the_hash_heeds_neither_system_nor_place() {
    let digits = |parts: &[&str]| {
        let mut hash = Hash::new();
        for part in parts {
            hash.add(part);
        }
        hash.digits()
    };
    assert_eq!(digits(&["\n\na\r\nb"]), digits(&["a\nb"]));
    assert_ne!(digits(&["ab", "c"]), digits(&["a", "bc"]));
    assert_ne!(digits(&["a b"]), digits(&["ab"]));
}

#[test]
fn options_are_words_with_values() {
    let read = Options::parse("file=a.toml  alt=\"two words\" view=x").unwrap();
    assert_eq!(read.alt.as_deref(), Some("two words"));
    assert_eq!(read.view.as_deref(), Some("x"));
    assert!(Options::parse("flie=a").unwrap_err().help.unwrap().contains("`file`"));
    for wrong in ["file", "view=\"x", "view=a view=b"] {
        assert!(Options::parse(wrong).is_err(), "{wrong}");
    }
}
