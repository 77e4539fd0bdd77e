//! Severities, settings, allowances and selections of the linter.
#![allow(missing_docs, clippy::unwrap_used)]

use isoplan::diag::Severity;
use isoplan::lint::{self, LintConfig, Outcome};
use isoplan::model::resolve;
use isoplan::source::SourceFile;
use isoplan::syntax::attributes::Date;
use isoplan::syntax::parse;

const REGION: &str = "[region.r]\nzones = [\"a\", \"b\", \"c\"]\n";

/// A component in one zone, with more attributes, and a `[lint]` table.
fn check_with(attributes: &str, lint: &str, change: impl FnOnce(&mut LintConfig)) -> Outcome {
    let text = format!("{lint}\n{REGION}\n[app.web]\nzones = [\"a\"]\nper-zone = 2\n{attributes}\n");
    let loaded = parse(SourceFile::new("x.toml", text));
    assert_eq!(loaded.findings, [], "reading");
    let (model, findings) = resolve(&loaded.document);
    assert_eq!(findings, [], "resolving");
    let mut config = LintConfig::from_model(&model);
    change(&mut config);
    lint::check(&model, &config)
}

fn check(attributes: &str, lint: &str) -> Outcome {
    check_with(attributes, lint, |_| {})
}

/// Severity and code of each finding.
fn said(outcome: &Outcome) -> Vec<(Severity, &'static str)> {
    outcome.findings.iter().map(|f| (f.severity, f.code.code)).collect()
}

#[test]
fn severity_follows_criticality() {
    assert_eq!(said(&check("criticality = \"critical\"", "")), [(Severity::Error, "AVL101")]);
    assert_eq!(said(&check("", "")), [(Severity::Warning, "AVL101")]);
    assert_eq!(said(&check("criticality = \"low\"", "")), []);
    let lint = "[lint.rule.too-few-zones]\nmin-zones = { low = 2 }";
    assert_eq!(said(&check("criticality = \"low\"", lint)), [(Severity::Info, "AVL101")]);
}

#[test]
fn the_file_sets_severity_and_switches_off() {
    assert_eq!(said(&check("", "[lint.rule.AVL101]\nseverity = \"error\"")), [(Severity::Error, "AVL101")]);
    let off = check("", "[lint.rule.AVL101]\nseverity = \"off\"");
    assert_eq!(said(&off), []);
    assert_eq!(off.rules_run + 1, check("", "").rules_run);
    assert_eq!(said(&check("", "[lint]\nignore = [\"AVL\"]")), []);
    assert_eq!(said(&check("", "[lint]\nselect = [\"capacity\"]")), []);
    assert_eq!(said(&check("", "[lint]\nselect = [\"ALL\"]")), [(Severity::Warning, "AVL101")]);
}

#[test]
fn settings_change_what_is_found() {
    assert_eq!(said(&check("", "[lint.rule.AVL101]\nmin-zones = { standard = 1 }")), []);
    assert_eq!(said(&check("", "[lint.rule.AVL101]\nmin-zones = 1")), []);
}

#[test]
fn mistakes_in_the_settings_are_findings() {
    let outcome = check("", "[lint]\nselect = [\"AVL\"]\nignore = [\"to-few-zones\"]\n");
    assert_eq!(said(&outcome), [(Severity::Error, "SYN002"), (Severity::Warning, "AVL101")]);
    assert_eq!(outcome.findings[0].help.as_deref(), Some("did you mean `too-few-zones`?"));
    let outcome = check("", "[lint.rule.AVL101]\nmin-zone = 1\nmin-zones = \"two\"");
    assert_eq!(
        said(&outcome),
        [(Severity::Error, "SYN001"), (Severity::Error, "SYN008"), (Severity::Warning, "AVL101")]
    );
    assert_eq!(outcome.findings[0].help.as_deref(), Some("did you mean `min-zones`?"));
}

#[test]
fn an_allowance_needs_a_reason_and_may_run_out() {
    let allowed = check("allow = [{ rule = \"AVL101\", reason = \"a batch job\" }]", "");
    assert_eq!((said(&allowed), allowed.suppressed), (vec![], 1));

    let silent = check("allow = [{ rule = \"too-few-zones\", reason = \" \" }]", "");
    assert_eq!(said(&silent), [(Severity::Warning, "AVL101"), (Severity::Warning, "LNT002")]);
    assert_eq!(silent.suppressed, 0);
    assert!(silent.findings[0].notes[0].contains("`reason`"), "{:?}", silent.findings[0].notes);

    let until = "allow = [{ rule = \"AVL101\", reason = \"a batch job\", until = 2026-06-30 }]";
    let day = |month, day| move |config: &mut LintConfig| config.today = Some(Date { year: 2026, month, day });
    assert_eq!(check_with(until, "", day(6, 30)).suppressed, 1);
    let late = check_with(until, "", day(7, 1));
    assert_eq!(said(&late), [(Severity::Warning, "AVL101"), (Severity::Warning, "LNT002")]);
    assert_eq!(late.suppressed, 0);
    assert!(late.findings[0].notes[0].contains("2026-06-30"), "{:?}", late.findings[0].notes);

    let unknown = check("allow = [{ rule = \"AVL10\", reason = \"a slip\" }]", "");
    assert_eq!(said(&unknown), [(Severity::Warning, "AVL101"), (Severity::Error, "SYN002")]);
    assert_eq!(unknown.findings[1].message, "there is no rule `AVL10`");

    let other = check("allow = [{ rule = \"AVL104\", reason = \"another rule\" }]", "");
    assert_eq!(said(&other), [(Severity::Warning, "AVL101"), (Severity::Warning, "LNT001")]);
    assert_eq!(other.suppressed, 0);

    // whether a rule that did not run would have met something is not known
    let other = check("allow = [{ rule = \"AVL104\", reason = \"-\" }]", "[lint]\nignore = [\"AVL104\"]");
    assert_eq!(said(&other), [(Severity::Warning, "AVL101"), (Severity::Warning, "LNT002")]);
}

#[test]
fn the_order_of_tables_changes_nothing() {
    let tables = [
        REGION,
        "[external.users]\nuses = [\"www\"]\n",
        "[app.www]\nzones = [\"a\"]\nper-zone = 2\nuses = [\"api\"]\n",
        "[app.api]\nzones = [\"a\", \"b\", \"c\"]\ncriticality = \"critical\"\nuses = [\"db\"]\n",
        "[store.db]\nkind = \"mysql\"\nzones = [\"a\"]\ncount = 1\ncriticality = \"low\"\n",
    ];
    let said = |order: &[usize]| {
        let text: String = order.iter().map(|at| tables[*at]).collect();
        let (model, _) = resolve(&parse(SourceFile::new("x.toml", text)).document);
        let mut said: Vec<_> = lint::check(&model, &LintConfig::default())
            .findings
            .into_iter()
            .map(|f| (f.code.code, f.severity, f.message, f.help, f.notes, f.witness))
            .collect();
        said.sort();
        said
    };
    let first = said(&[0, 1, 2, 3, 4]);
    assert!(first.len() >= 4, "{first:#?}");
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 1, 4, 0, 2]] {
        assert_eq!(said(&order), first);
    }
}
