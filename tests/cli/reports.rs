//! The forms of a report, each read by a parser of its own, and the JSON against its schema.

use serde_json::Value;

use super::folder::{Folder, SMALL};

/// A topology whose one finding is an error of reference with a fix, and one with findings of rules.
fn broken() -> String {
    SMALL.replace("\"db\"", "\"bd\"")
}

fn findings(folder: &Folder, format: &str) -> String {
    folder.run(&["lint", "--format", format, "--exit-zero", "main.toml"]).code(0).out
}

fn critical() -> String {
    SMALL.replace("multi-az = true", "criticality = \"critical\"\nzones = [\"a\"]\nmulti-az = false")
}

#[test]
fn the_json_obeys_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/lint.schema.json")).unwrap();
    for text in [SMALL.to_owned(), broken(), critical(), "[app.web]\nkind = \"ecc2\"\n".to_owned(), String::new()] {
        let folder = Folder::with(&text);
        let report: Value = serde_json::from_str(&findings(&folder, "json")).unwrap();
        assert_eq!(faults(&schema, &schema, &report, "$"), Vec::<String>::new());
        let finding = &schema["$defs"]["finding"];
        let lines = findings(&folder, "json-lines");
        assert_eq!(lines.lines().count(), report["findings"].as_array().unwrap().len());
        for line in lines.lines() {
            assert_eq!(faults(&schema, finding, &serde_json::from_str(line).unwrap(), "$"), Vec::<String>::new());
        }
    }
}

#[test]
fn accepted_findings_obey_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/lint.schema.json")).unwrap();
    let folder = Folder::with(&critical().replace("[store.db]", "# isoplan: ignore[AVL105] a copy of it\n[store.db]"));
    let arguments = ["lint", "--format", "json", "--exit-zero", "--show-suppressed", "main.toml"];
    let report: Value = serde_json::from_str(&folder.run(&arguments).code(0).out).unwrap();
    assert_eq!(faults(&schema, &schema, &report, "$"), Vec::<String>::new());
    assert_eq!(report["findings"].as_array().unwrap().iter().filter(|f| f["accepted"] == "a copy of it").count(), 1);
}

#[test]
fn the_reader_of_the_schema_sees_what_it_must() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/lint.schema.json")).unwrap();
    let folder = Folder::with(&broken());
    let report: Value = serde_json::from_str(&findings(&folder, "json")).unwrap();
    let broken_by = |change: fn(&mut Value)| {
        let mut report = report.clone();
        change(&mut report);
        faults(&schema, &schema, &report, "$").len()
    };
    assert_eq!(broken_by(|r| r["version"] = 2.into()), 1);
    assert_eq!(broken_by(|r| r["findings"][0]["severity"] = "bad".into()), 1);
    assert_eq!(broken_by(|r| r["findings"][0]["more"] = 1.into()), 1);
    assert_eq!(broken_by(|r| r["findings"][0]["start"]["line"] = 0.into()), 1);
    assert_eq!(broken_by(|r| r["findings"][0]["fix"]["edits"][0]["text"] = 0.into()), 1);
    assert_eq!(broken_by(|r| drop(r["summary"].as_object_mut().unwrap().remove("rules"))), 1);
}

/// What of a value is not as a schema says. Knows the keywords that our schema uses.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return faults(root, root.pointer(&name[1..]).unwrap(), value, at);
    }
    let mut wrong = Vec::new();
    if let Some(options) = schema["oneOf"].as_array() {
        let mut each: Vec<Vec<String>> = options.iter().map(|option| faults(root, option, value, at)).collect();
        if each.iter().filter(|faults| faults.is_empty()).count() != 1 {
            each.sort_by_key(Vec::len);
            wrong.extend(each.into_iter().find(|faults| value.is_null() || !faults[0].contains("is no null")).unwrap());
        }
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the test does not know the type {other}"),
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().map(|name| name.as_str().unwrap()).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name)) {
        wrong.push(format!("{at} is no {}", types.join(" or ")));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        wrong.push(format!("{at} is none of the words"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        wrong.push(format!("{at} is not the constant"));
    }
    if let (Some(least), Some(number)) = (schema["minimum"].as_u64(), value.as_u64())
        && number < least
    {
        wrong.push(format!("{at} is below {least}"));
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate().map(|(n, item)| (format!("{at}[{n}]"), item)) {
        wrong.extend(faults(root, &schema["items"], item, &at));
    }
    let Some(object) = value.as_object() else { return wrong };
    for key in schema["required"].as_array().into_iter().flatten().map(|key| key.as_str().unwrap()) {
        if !object.contains_key(key) {
            wrong.push(format!("{at} has no {key}"));
        }
    }
    for (key, inner) in object {
        match schema["properties"].get(key) {
            Some(schema) => wrong.extend(faults(root, schema, inner, &format!("{at}.{key}"))),
            None if schema["additionalProperties"] == false => wrong.push(format!("{at} has an unknown {key}")),
            None => {}
        }
    }
    wrong
}

#[test]
fn sarif_holds_rules_places_and_fixes() {
    let folder = Folder::with(&broken());
    let log: Value = serde_json::from_str(&findings(&folder, "sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!((&rule["id"], &rule["name"]), (&"SYN002".into(), &"unresolved-reference".into()));
    assert!(rule["shortDescription"]["text"].as_str().unwrap().len() > 10);
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert!(region["startLine"].as_u64() > Some(1), "{region}");
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replaced["insertedContent"]["text"], "\"db\"");
    assert_eq!(&replaced["deletedRegion"], region);
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let prints = |text: &str| -> Vec<String> {
        let log: Value = serde_json::from_str(&findings(&Folder::with(text), "sarif")).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|r| r["partialFingerprints"]["ruleAndIds/v1"].as_str().unwrap().to_owned()).collect()
    };
    let first = prints(&critical());
    assert!(!first.is_empty());
    assert_eq!(first, prints(&format!("\n# moved\n\n{}", critical())));
    assert_ne!(first, prints(&critical().replace("db", "orders")));
}

#[test]
fn xml_forms_are_well_formed_whatever_the_file_is_called() {
    let name = "a <b> & \"c\".toml";
    let folder = Folder::new().add(name, broken()).add("good.toml", SMALL);
    let run = |format: &str| folder.run(&["lint", "--format", format, "--exit-zero", name, "good.toml"]).code(0).out;
    let (junit, checkstyle) = (run("junit"), run("checkstyle"));
    let junit = roxmltree::Document::parse(&junit).unwrap();
    let suites: Vec<&str> =
        junit.descendants().filter(|n| n.has_tag_name("testsuite")).map(|n| n.attribute("name").unwrap()).collect();
    assert_eq!(suites, [name, "good.toml"]);
    let count = |tag: &str| junit.descendants().filter(|n| n.has_tag_name(tag)).count().to_string();
    let whole = junit.root_element();
    assert_eq!(whole.attribute("tests"), Some(count("testcase").as_str()));
    assert_eq!(whole.attribute("failures"), Some(count("failure").as_str()));
    let checkstyle = roxmltree::Document::parse(&checkstyle).unwrap();
    let error = checkstyle.descendants().find(|n| n.has_tag_name("error")).unwrap();
    assert_eq!(error.parent().unwrap().attribute("name"), Some(name));
    assert_eq!((error.attribute("severity"), error.attribute("source")), (Some("error"), Some("isoplan.SYN002")));
}

#[test]
fn an_id_can_not_break_out_of_any_form() {
    let folder = Folder::with("[external.users]\nuses = [\"x\\u001b[31m%0A|<b>\\n::error::y\"]\n");
    for format in ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "checkstyle"]
        .into_iter()
        .chain(["rdjson", "markdown"])
    {
        let out = folder.run(&["lint", "--format", format, "main.toml"]).code(1).out;
        assert!(!out.lines().any(|line| line.starts_with("::error::y")), "{format}: {out}");
        assert!(!out.is_empty());
    }
}

#[test]
fn findings_are_counted_by_rule() {
    let folder = Folder::with(&broken());
    let text = folder.run(&["lint", "--statistics", "main.toml"]).code(1).out;
    assert!(
        text.lines().next().unwrap().starts_with("1  error    SYN002  unresolved-reference  1 with a fix"),
        "{text}"
    );
    let json = folder.run(&["lint", "--statistics", "--format", "json", "main.toml"]).code(1).out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json[0]["code"], &json[0]["count"]), (&"SYN002".into(), &1.into()));
    folder.run(&["lint", "--statistics", "--format", "junit", "main.toml"]).code(2).says(&["`--statistics`"]);
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let folder = Folder::with(&broken());
    let run = |to: &str| folder.run(&["lint", "--quiet", "--color", "always", "--output-file", to, "main.toml"]);
    assert_eq!(run("report.txt").code(1).out, "");
    let text = folder.read("report.txt");
    assert!(text.contains("did you mean `db`?") && !text.contains('\u{1b}'), "{text}");
    folder.run(&["lint", "--output-file", "none/x.txt", "main.toml"]).code(2).says(&["there is no folder `none`"]);
    assert!(!folder.run(&["lint", "--output-file", "-", "main.toml"]).code(1).out.is_empty());
    assert_eq!(folder.names(), ["main.toml", "report.txt"]);
}

#[test]
fn a_line_for_agents_says_what_to_do() {
    let folder = Folder::with(&broken());
    let out = findings(&folder, "agent");
    let line = out.lines().find(|line| line.contains("[SYN002]")).unwrap();
    assert!(line.starts_with("main.toml:") && line.contains(" | help: did you mean `db`?"), "{line}");
    assert!(line.ends_with(" | fix: rename to `db` (--unsafe-fixes)"), "{line}");
    let cycle = "[region.r]\nzones = [\"a\"]\n[app.web]\nuses = [\"api\"]\n[app.api]\nuses = [\"web\"]\n";
    let out = findings(&Folder::with(cycle), "agent");
    assert!(out.contains("[DEP503] sync-cycle: ") && out.contains(" | path: api -> web"), "{out}");
}

#[test]
fn text_for_people_ends_with_how_to_mend_it() {
    let folder = Folder::with(&broken());
    for format in ["full", "concise"] {
        let out = findings(&folder, format);
        assert!(out.ends_with("rules\n1 fix with `--unsafe-fixes`\n"), "{out}");
    }
}
