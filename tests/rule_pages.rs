//! Holds the rules and their pages together: each rule file has a page and each page a rule, the families list all
//! their files, and the examples of each page raise what the page says.
#![allow(missing_docs, clippy::unwrap_used, clippy::format_push_string)]

use std::fs;
use std::path::{Path, PathBuf};

use isoplan::lint::{self, LintConfig};
use isoplan::model::resolve;
use isoplan::source::SourceFile;
use isoplan::syntax::{self, parse};

const HEADINGS: [&str; 8] = [
    "What it finds",
    "Why it matters",
    "How it decides",
    "Example",
    "What to do",
    "Settings",
    "When it is silent",
    "References",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// File names without their ending, sorted.
fn stems(folder: &Path, ending: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(ending).map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn families() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("src/lint/rules"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// One block of a page's examples.
struct Block {
    sort: String,
    text: String,
    line: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(words)) => {
                let sort = words.strip_prefix("toml ").unwrap_or_default().to_owned();
                open = Some(Block { sort, text: String::new(), line: at + 2 });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

/// Code and line of everything that reading, resolving and checking say of a text, sorted.
fn found(text: &str) -> Vec<(usize, String, String)> {
    let loaded = parse(SourceFile::new("example.toml", text));
    let mut findings = loaded.findings;
    let (model, more) = resolve(&loaded.document);
    findings.extend(more);
    let mut config = LintConfig::from_model(&model);
    let (comments, wrong) = syntax::ignores(&loaded.sources);
    config.comment(comments, wrong);
    findings.extend(lint::check(&model, &config).findings);
    let mut found: Vec<_> = findings
        .iter()
        .map(|finding| {
            let span = finding.primary.as_ref().map(|label| label.span);
            let line = span.map_or(0, |span| loaded.sources.file(span.file).position(span.start as usize).line);
            (line, finding.code.code.to_owned(), finding.message.clone())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_rule_has_a_file_and_a_page() {
    let mut files = Vec::new();
    for family in families() {
        for stem in stems(&root().join("src/lint/rules").join(&family), ".rs").into_iter().filter(|s| s != "mod") {
            let name = stem.replace('_', "-");
            let rule = lint::rule(&name).unwrap_or_else(|| panic!("{family}/{stem}.rs is not in the list of rules"));
            assert_eq!(rule.family, family, "{name}");
            files.push(name);
        }
    }
    files.sort();
    let mut rules: Vec<&str> = lint::rules().map(|rule| rule.code.name).collect();
    rules.sort_unstable();
    assert_eq!(rules, files, "rules and files");
    assert_eq!(stems(&root().join("docs/rules"), ".md"), files, "pages and files");
}

#[test]
fn families_list_all_their_files() {
    for family in families() {
        let folder = root().join("src/lint/rules").join(&family);
        let stems: Vec<String> = stems(&folder, ".rs").into_iter().filter(|stem| stem != "mod").collect();
        let mut text =
            format!("//! The rules of the family `{family}`. Written by `UPDATE=1 cargo test --test rule_pages`.\n\n");
        for stem in &stems {
            text += &format!("mod {stem};\n");
        }
        text += "\nuse crate::lint::Rule;\n\n/// All rules of the family.\n#[rustfmt::skip]\npub(super) static RULES: &[&Rule] = &[\n";
        for stem in &stems {
            text += &format!("    &{stem}::RULE,\n");
        }
        text += "];\n";
        let path = folder.join("mod.rs");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let now = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(now, text, "run `UPDATE=1 cargo test --test rule_pages`");
    }
}

#[test]
fn pages_have_their_headings_and_name_their_settings() {
    for rule in lint::rules() {
        let name = rule.code.name;
        assert!(rule.page.starts_with(&format!("# {name}\n")), "{name}: title");
        let headings: Vec<&str> = rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{name}");
        assert!(rule.page.lines().all(|line| line.chars().count() <= 120), "{name}: a line is longer than 120");
        let settings = rule.page.split("## Settings\n").nth(1).unwrap().split("\n## ").next().unwrap();
        for setting in rule.settings {
            assert!(settings.contains(&format!("- `{}`:", setting.key)), "{name}: setting `{}`", setting.key);
        }
        assert_eq!(settings.matches("\n- `").count() + usize::from(settings.starts_with("- `")), rule.settings.len());
    }
}

#[test]
fn examples_raise_what_they_say() {
    let mut faults = Vec::new();
    for rule in lint::rules() {
        let blocks = blocks(rule.page);
        for Block { sort, text, line } in &blocks {
            let found = found(text);
            let expected: Vec<usize> = match sort.as_str() {
                "bad" => {
                    let mark = format!("# <- {}", rule.code.code);
                    let lines = text.lines().enumerate();
                    lines.filter(|(_, line)| line.ends_with(&mark)).map(|(at, _)| at + 1).collect()
                }
                "good" | "unknown" | "fixed" => Vec::new(),
                other => panic!("{}: a block is called `{other}`", rule.code.name),
            };
            let right = found.len() == expected.len()
                && found.iter().zip(&expected).all(|((at, code, _), line)| at == line && code == rule.code.code);
            if !right || (sort == "bad") == expected.is_empty() {
                let page = rule.code.name;
                faults.push(format!(
                    "docs/rules/{page}.md:{line}: `{sort}` expects lines {expected:?}, found {found:#?}"
                ));
            }
        }
        let reader = matches!(rule.check, lint::Check::Reader);
        assert!(
            reader || ["bad", "good", "unknown"].iter().all(|s| blocks.iter().any(|b| b.sort == *s)),
            "{}",
            rule.code.name
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
