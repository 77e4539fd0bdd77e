//! From a change in terms of the language to edits of the text, so that comments, order and form survive.
//!
//! What is not found as expected, such as a table that has no header of its own, gives no edit.

use std::collections::BTreeMap;
use std::ops::Range;

use super::scan::{scan, token_end};
use crate::diag::{Change, Edit, Fix, Patch};
use crate::source::{FileId, Sources, Span};

/// Makes the edits of any number of changes; walks over each text once.
pub struct Patcher<'s> {
    sources: &'s Sources,
    walked: BTreeMap<FileId, Walked>,
}

/// What is known of a text once it was walked over.
struct Walked {
    headers: Vec<Range<usize>>,
    line_end: &'static str,
}

impl Walked {
    fn new(text: &str) -> Self {
        Self { headers: scan(text).headers, line_end: if text.contains("\r\n") { "\r\n" } else { "\n" } }
    }
}

impl<'s> Patcher<'s> {
    /// A maker of edits for some files.
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, walked: BTreeMap::new() }
    }

    /// The edits of a patch; `None` when the text has no place for it.
    pub fn fix(&mut self, patch: &Patch) -> Option<Fix> {
        let edits = match &patch.change {
            Change::Set { table, key, value } => vec![self.set(*table, key, value)?],
            Change::SetAll { table, values } => self.set_all(*table, values)?,
            Change::Carry { table, id } => vec![self.carry(*table, id)?],
            Change::Unlist { table, key, id } => vec![self.unlist(*table, key, id)?],
            Change::Drop { entry } => vec![self.drop_entry(*entry)?],
            Change::Forget { comment, rule } => vec![forget(self.sources, *comment, *rule)?],
        };
        Some(Fix { title: patch.title.clone(), safety: patch.safety, edits })
    }

    /// The edit that accepts findings of `rules` in the table with a header at a place: entries of its own `allow`.
    pub fn accept(&mut self, table: Span, rules: &[&str], reason: &str) -> Option<Edit> {
        let text = &self.sources.file(table.file).text;
        let reason = toml::Value::String(reason.to_owned()).to_string();
        let entries: Vec<String> =
            rules.iter().map(|rule| format!("{{ rule = \"{rule}\", reason = {reason} }}")).collect();
        let entries = entries.join(", ");
        let section = self.section(table)?;
        let Some(value) = value(text, section.body.clone(), "allow") else {
            return Some(self.insertion(table, &section, &format!("allow = [{entries}]")));
        };
        appended(table.file, text, value, &entries)
    }

    /// What the walk over a text found.
    fn walked(&mut self, file: FileId) -> &Walked {
        let sources = self.sources;
        self.walked.entry(file).or_insert_with(|| Walked::new(&sources.file(file).text))
    }

    /// The table whose header holds a place.
    fn section(&mut self, table: Span) -> Option<Section> {
        let end_of_text = self.sources.file(table.file).text.len();
        let headers = &self.walked(table.file).headers;
        let at = headers.partition_point(|header| header.start <= table.start as usize).checked_sub(1)?;
        let header = headers[at].clone();
        // a table in braces lies behind the header of another
        if !header.contains(&(table.start as usize)) {
            return None;
        }
        let end = headers.get(at + 1).map_or(end_of_text, |next| next.start);
        Some(Section { body: header.end..end, header })
    }

    /// Sets a key.
    fn set(&mut self, table: Span, key: &str, new: &str) -> Option<Edit> {
        let text = &self.sources.file(table.file).text;
        if text.get(table.range())?.starts_with('{') {
            return set_in_braces(table.file, text, table.range(), key, new);
        }
        let section = self.section(table)?;
        Some(match value(&self.sources.file(table.file).text, section.body.clone(), key) {
            Some(value) => Edit { span: Span::new(table.file, value), replacement: new.to_owned() },
            None => self.insertion(table, &section, &format!("{key} = {new}")),
        })
    }

    /// Sets several keys of a table with a header: each in its place, and those that are not there behind the header.
    fn set_all(&mut self, table: Span, values: &[(&'static str, String)]) -> Option<Vec<Edit>> {
        let section = self.section(table)?;
        let text = &self.sources.file(table.file).text;
        let (mut edits, mut missing) = (Vec::new(), Vec::new());
        for (key, new) in values {
            match value(text, section.body.clone(), key) {
                Some(value) => edits.push(Edit { span: Span::new(table.file, value), replacement: new.clone() }),
                None => missing.push(format!("{key} = {new}")),
            }
        }
        if !missing.is_empty() {
            let line_end = self.walked(table.file).line_end;
            edits.push(self.insertion(table, &section, &missing.join(line_end)));
        }
        Some(edits)
    }

    /// Puts a component into what a region carries.
    fn carry(&mut self, table: Span, id: &str) -> Option<Edit> {
        let section = self.section(table)?;
        let text = &self.sources.file(table.file).text;
        let value = value(text, section.body, "carries")?;
        if text[value.clone()].starts_with('[') {
            return appended(table.file, text, value, &format!("{id:?}"));
        }
        self.drop_entry(Span::new(table.file, entry(text, value, id)?))
    }

    /// Takes a name out of a list.
    fn unlist(&mut self, table: Span, key: &str, id: &str) -> Option<Edit> {
        let section = self.section(table)?;
        let text = &self.sources.file(table.file).text;
        let value = value(text, section.body, key)?;
        self.drop_entry(Span::new(table.file, entry(text, value, id)?))
    }

    /// A new line behind the header.
    fn insertion(&mut self, table: Span, section: &Section, line: &str) -> Edit {
        let text = &self.sources.file(table.file).text;
        let end = text[section.header.end..].find('\n').map_or(text.len(), |n| section.header.end + n);
        let end = if text[..end].ends_with('\r') { end - 1 } else { end };
        let line_end = self.walked(table.file).line_end;
        Edit { span: Span::new(table.file, end..end), replacement: format!("{line_end}{line}") }
    }

    /// Takes an entry out of its list.
    fn drop_entry(&mut self, entry: Span) -> Option<Edit> {
        let text = &self.sources.file(entry.file).text;
        let edit = |range: Range<usize>| Some(Edit { span: Span::new(entry.file, range), replacement: String::new() });
        let section = self.section(entry).filter(|section| text[section.header.clone()].starts_with("[["));
        if let Some(section) = section {
            return edit(whole_table(text, &section));
        }
        let headers = &self.walked(entry.file).headers;
        let before = headers.partition_point(|header| header.start <= entry.start as usize);
        let start = before.checked_sub(1).map_or(0, |at| headers[at].end);
        edit(without_entry(text, entry.range(), start..entry.start as usize)?)
    }
}

impl std::fmt::Debug for Patcher<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Patcher({} texts)", self.walked.len())
    }
}

/// A table in the text.
struct Section {
    header: Range<usize>,
    body: Range<usize>,
}

/// Puts entries at the end of a list.
fn appended(file: FileId, text: &str, list: Range<usize>, entries: &str) -> Option<Edit> {
    let inner = text[list.clone()].strip_prefix('[')?.strip_suffix(']')?;
    let start = list.start + 1;
    // what is said, and whether a comma and a comment come behind it
    let (mut said, mut comma, mut comment) = (start, true, None);
    let mut at = start;
    while at < start + inner.len() {
        let end = token_end(text.as_bytes(), at);
        let token = &text[at..end];
        if token.starts_with('#') {
            comment = Some(at);
        } else if !token.trim().is_empty() {
            (said, comma, comment) = (end, token == ",", None);
        }
        at = end;
    }
    let edit = |range: Range<usize>, replacement: String| Some(Edit { span: Span::new(file, range), replacement });
    let Some(comment) = comment else {
        let comma = match (said == start, comma) {
            (true, _) => "",
            (false, true) => " ",
            (false, false) => ", ",
        };
        return edit(said..said, format!("{comma}{entries}"));
    };
    // a comment would swallow what is put behind it on its line, so the entries get a line of their own
    let close = list.end - 1;
    let comment_end = text[comment..close].trim_end().len() + comment;
    let line = text[..said].rfind('\n').map_or(0, |n| n + 1);
    let own_line = text[line..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let own_line = if line > list.start { &text[line..line + own_line] } else { "  " };
    let line_end = if text[comment_end..].starts_with("\r\n") { "\r\n" } else { "\n" };
    let comma = if comma { "" } else { "," };
    let between = &text[said..comment_end];
    edit(said..comment_end, format!("{comma}{between}{line_end}{own_line}{entries},"))
}

/// Where a name stands in a list, or in one that a table in braces holds.
fn entry(text: &str, list: Range<usize>, id: &str) -> Option<Range<usize>> {
    let mut at = list.start;
    while at < list.end {
        let end = token_end(text.as_bytes(), at);
        let token = &text[at..end];
        let bare = ['"', '\''].into_iter().find_map(|quote| token.strip_prefix(quote)?.strip_suffix(quote));
        if bare == Some(id) {
            return Some(at..end);
        }
        at = end;
    }
    None
}

/// Sets a key of a table in braces: in the place of its value, or behind the last one.
fn set_in_braces(file: FileId, text: &str, table: Range<usize>, key: &str, new: &str) -> Option<Edit> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut awaited) = (table.start, 0usize, false);
    // the key that was read, the start of its value, and one past the last word
    let (mut wanted, mut start, mut last) = (false, None, table.start + 1);
    while at < table.end {
        let end = token_end(bytes, at);
        let token = &text[at..end];
        let closes = depth == 1 && matches!(token, "," | "}");
        if let (true, Some(from)) = (closes, start) {
            return Some(Edit { span: Span::new(file, from..last), replacement: new.to_owned() });
        }
        if closes && token == "}" {
            let bare = text[table.start + 1..last].trim().is_empty();
            let comma = if bare || text[..last].ends_with(',') { " " } else { ", " };
            let replacement = format!("{comma}{key} = {new}");
            return Some(Edit { span: Span::new(file, last..last), replacement });
        }
        if !token.trim().is_empty() && !token.starts_with('#') {
            if wanted && depth == 1 && start.is_none() && token != "=" {
                start = Some(at);
            }
            wanted |= awaited && depth == 1 && token == key;
            awaited = (depth == 0 && token == "{") || (depth == 1 && token == ",");
            last = end;
        }
        match token {
            "[" | "{" => depth += 1,
            "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        at = end;
    }
    None
}

/// The value of a key that stands in a table itself.
fn value(text: &str, body: Range<usize>, key: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut line_start) = (body.start, 0usize, false);
    while at < body.end {
        let end = token_end(bytes, at);
        let token = &text[at..end];
        if line_start && depth == 0 && token == key {
            let equals = end + text[end..].find(|c: char| c != ' ' && c != '\t')?;
            if bytes.get(equals) == Some(&b'=') {
                let start = equals + 1 + text[equals + 1..].find(|c: char| c != ' ' && c != '\t')?;
                return Some(start..value_end(text, start));
            }
        }
        match token {
            "[" | "{" => depth += 1,
            "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        line_start = token == "\n" || (line_start && matches!(token, " " | "\t"));
        at = end;
    }
    None
}

/// One past the value that begins at a byte.
fn value_end(text: &str, start: usize) -> usize {
    let (mut at, mut depth) = (start, 0usize);
    while at < text.len() {
        let end = token_end(text.as_bytes(), at);
        match &text[at..end] {
            "[" | "{" => depth += 1,
            "]" | "}" => depth = depth.saturating_sub(1),
            token if depth == 0 && (token == "\n" || token.starts_with('#')) => break,
            _ => {}
        }
        at = end;
    }
    start + text[start..at].trim_end().len()
}

/// What goes when an entry is taken out of its list: it and a comma, with the line if nothing else stands there, or the
/// whole key if nothing else is in the list. Comments of the list stay.
fn without_entry(text: &str, entry: Range<usize>, body: Range<usize>) -> Option<Range<usize>> {
    let Range { start, end } = entry;
    // the last token before the entry that says something
    let (mut at, mut before) = (body.start, None);
    while at < start {
        let next = token_end(text.as_bytes(), at);
        let token = &text[at..next];
        if !token.trim().is_empty() && !token.starts_with('#') {
            before = Some((at, token));
        }
        at = next;
    }
    let (before_at, before) = before?;
    let after = text.get(end..)?;
    let comma = after.trim_start().strip_prefix(',').map(|rest| text.len() - rest.len());
    let behind = comma.unwrap_or(end);
    let list_end = text.len() - text[behind..].trim_start().len();
    let alone = before == "[" && text[before_at + 1..start].trim().is_empty();
    if alone && text[list_end..].starts_with(']') {
        return Some(whole_key(text, before_at, list_end + 1).unwrap_or(before_at + 1..list_end));
    }
    // the comma before it goes when none is behind it, unless a comment stands between
    if comma.is_none() && before == "," && text[before_at + 1..start].trim().is_empty() {
        return Some(before_at..end);
    }
    if comma.is_none() && !text[behind..].trim_start().starts_with([']', '#']) {
        return None;
    }
    let line = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let to = text.len() - text[behind..].trim_start_matches([' ', '\t']).len();
    // an entry with lines of its own goes with them
    let line_end = ["\n", "\r\n"].into_iter().find(|line_end| text[to..].starts_with(line_end));
    match line_end {
        Some(line_end) if text[line..start].trim().is_empty() => Some(line..to + line_end.len()),
        _ if comma.is_some() => Some(start..to),
        _ => Some(start..end),
    }
}

/// The lines of a table of a list, with one empty line behind them; comments behind it stay.
fn whole_table(text: &str, section: &Section) -> Range<usize> {
    let (mut at, mut last) = (section.body.start, section.header.end);
    while at < section.body.end {
        let end = token_end(text.as_bytes(), at);
        let token = &text[at..end];
        if !token.trim().is_empty() && !token.starts_with('#') {
            last = end;
        }
        at = end;
    }
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |n| from + n + 1);
    let start = text[..section.header.start].rfind('\n').map_or(0, |n| n + 1);
    let mut end = line_end(last);
    if end < text.len() && text[end..line_end(end)].trim().is_empty() {
        end = line_end(end);
    }
    start..end
}

/// The lines of `key = [ … ]` whose list lies between two places, when nothing else stands on them.
fn whole_key(text: &str, list: usize, list_end: usize) -> Option<Range<usize>> {
    let line = text[..list].rfind('\n').map_or(0, |n| n + 1);
    let key = text[line..list].trim().strip_suffix('=')?.trim_end();
    if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
        return None;
    }
    let rest = &text[list_end..];
    let to_end = rest.find('\n').unwrap_or(rest.len());
    match rest[..to_end].trim() {
        "" => Some(line..(list_end + to_end + 1).min(text.len())),
        // a comment behind it stays
        remark if remark.starts_with('#') => Some(line..list_end + rest.find('#')?),
        _ => None,
    }
}

/// Takes a rule out of a comment.
fn forget(sources: &Sources, comment: Span, rule: Span) -> Option<Edit> {
    let text = &sources.file(comment.file).text;
    let edit = |range: Range<usize>| Some(Edit { span: Span::new(comment.file, range), replacement: String::new() });
    let (before, after) = (text.get(..rule.start as usize)?, text.get(rule.end as usize..)?);
    if let Some(rest) = after.trim_start().strip_prefix(',') {
        return edit(rule.start as usize..text.len() - rest.trim_start().len());
    }
    if before.trim_end().ends_with(',') {
        return edit(before.trim_end().len() - 1..rule.end as usize);
    }
    let line = text[..comment.start as usize].rfind('\n').map_or(0, |n| n + 1);
    let end = comment.end as usize;
    if text[line..comment.start as usize].trim().is_empty() {
        let rest = text[end..].find('\n').map_or(text.len(), |n| end + n + 1);
        return edit(line..rest);
    }
    edit(text[..comment.start as usize].trim_end().len()..end)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::diag::Safety;
    use crate::source::SourceFile;

    fn apply(text: &str, make: impl Fn(&Sources, &dyn Fn(&str) -> Span) -> Option<Vec<Edit>>) -> Option<String> {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("t", text));
        let span = |part: &str| {
            let at = text.find(part).unwrap();
            Span::new(id, at..at + part.len())
        };
        crate::diag::edited(text, &make(&sources, &span)?)
    }

    fn change(text: &str, of: impl Fn(&dyn Fn(&str) -> Span) -> Change) -> Option<String> {
        apply(text, |sources, span| {
            let patch = Patch { title: String::new(), safety: Safety::Safe, change: of(span) };
            Patcher::new(sources).fix(&patch).map(|fix| fix.edits)
        })
    }

    #[test]
    fn a_key_is_set_where_it_stands_or_behind_the_header() {
        let set = |text: &str, key: &'static str, value: &str| {
            change(text, |span| Change::Set { table: span("[app.web]"), key, value: value.into() })
        };
        let text = "[app.web] # front\nzones = [\n  \"a\", # only\n] # why\nlabel = \"zones = 1\"\n\n[app.b]\nx = 1\n";
        assert_eq!(
            set(text, "zones", "[\"a\", \"b\"]").unwrap(),
            text.replace("[\n  \"a\", # only\n]", "[\"a\", \"b\"]")
        );
        assert_eq!(set(text, "x", "2").unwrap(), text.replace("# front\n", "# front\nx = 2\n"));
        assert_eq!(set("[app.web]", "x", "2").unwrap(), "[app.web]\nx = 2");
        assert_eq!(set("[app.web]\r\ny = 1\r\n", "x", "2").unwrap(), "[app.web]\r\nx = 2\r\ny = 1\r\n");
    }

    #[test]
    fn several_keys_are_set_at_once() {
        let values = vec![("engine", "\"mysql\"".to_owned()), ("zones", "[\"a\"]".to_owned()), ("x", "1".to_owned())];
        let all = |text: &str| {
            change(text, |span| Change::SetAll { table: span("[app.web]"), values: values.clone() }).unwrap()
        };
        assert_eq!(
            all("[app.web] # front\nzones = [\"b\"] # why\n\n[app.b]\nx = 2\n"),
            "[app.web] # front\nengine = \"mysql\"\nx = 1\nzones = [\"a\"] # why\n\n[app.b]\nx = 2\n"
        );
        assert_eq!(
            all("[app.web]\nx = 3\nengine = 'b'\nzones = []\n"),
            "[app.web]\nx = 1\nengine = \"mysql\"\nzones = [\"a\"]\n"
        );
    }

    #[test]
    fn a_key_is_set_in_braces() {
        let set = |text: &str, key: &'static str, value: &str| {
            let table = text[text.find('{').unwrap()..=text.rfind('}').unwrap()].to_owned();
            change(text, |span| Change::Set { table: span(&table), key, value: value.into() }).unwrap()
        };
        let text = "uses = [{ to = \"paths\", paths = 1, port = 80 }] # why\n";
        assert_eq!(set(text, "paths", "2"), text.replace("paths = 1", "paths = 2"));
        assert_eq!(set(text, "port", "443"), text.replace("80", "443"));
        assert_eq!(set(text, "lag", "\"1s\""), text.replace("80 }", "80, lag = \"1s\" }"));
        assert_eq!(set("x = {}\n", "lag", "1"), "x = { lag = 1}\n");
        assert_eq!(
            set("x = { a = { lag = 2 }, b = [1] }\n", "lag", "1"),
            "x = { a = { lag = 2 }, b = [1], lag = 1 }\n"
        );
        assert_eq!(set("x = {\n  a = 1, # one\n}\n", "lag", "1"), "x = {\n  a = 1, lag = 1 # one\n}\n");
        assert_eq!(set("x = {\n  lag = [1,\n 2] # one\n}\n", "lag", "1"), "x = {\n  lag = 1 # one\n}\n");
    }

    #[test]
    fn a_region_carries_one_more_and_a_list_loses_a_name() {
        let carry = |text: &str| change(text, |span| Change::Carry { table: span("[region.q]"), id: "db".into() });
        assert_eq!(
            carry("[region.q]\ncarries = [\"web\"] # w\n").unwrap(),
            "[region.q]\ncarries = [\"web\", \"db\"] # w\n"
        );
        assert_eq!(carry("[region.q]\ncarries = []\n").unwrap(), "[region.q]\ncarries = [\"db\"]\n");
        assert_eq!(
            carry("[region.q]\ncarries = { except = ['db', \"x\"] }\n").unwrap(),
            "[region.q]\ncarries = { except = [\"x\"] }\n"
        );
        assert_eq!(
            carry("[region.q]\ncarries = { except = [\"db\"] }\n").unwrap(),
            "[region.q]\ncarries = { except = [] }\n"
        );
        assert_eq!(
            carry("[region.q]\ncarries = [\n  \"web\" # w\n]\n").unwrap(),
            "[region.q]\ncarries = [\n  \"web\", # w\n  \"db\",\n]\n"
        );
        assert_eq!(
            carry("[region.q]\r\ncarries = [\r\n\t'web', # w, [\r\n\t# all\r\n]\r\n").unwrap(),
            "[region.q]\r\ncarries = [\r\n\t'web', # w, [\r\n\t# all\r\n\t\"db\",\r\n]\r\n"
        );
        assert_eq!(
            carry("[region.q]\ncarries = [ # none\n]\n").unwrap(),
            "[region.q]\ncarries = [ # none\n  \"db\",\n]\n"
        );
        assert_eq!(carry("[region.q]\ncarries = \"all\"\n"), None);
        assert_eq!(carry("[region.q]\n"), None);
        let unlist = |text: &str| {
            change(text, |span| Change::Unlist { table: span("[environment.s]"), key: "except", id: "db".into() })
        };
        assert_eq!(
            unlist("[environment.s]\nexcept = [\"web\", \"db\"] # why\n").unwrap(),
            "[environment.s]\nexcept = [\"web\"] # why\n"
        );
        assert_eq!(unlist("[environment.s]\nexcept = [\"db\"]\nscale = 1\n").unwrap(), "[environment.s]\nscale = 1\n");
        assert_eq!(unlist("[environment.s]\nexcept = [\"web\"]\n"), None);
        // comments stay, whatever stands in them
        for (before, after) in [
            ("[\n  \"web\", # w,\n  # heavy\n  \"db\"\n]", "[\n  \"web\", # w,\n  # heavy\n]"),
            ("[\n  \"web\",\n  \"db\" # last\n]", "[\n  \"web\" # last\n]"),
            ("[\n  \"db\" # why\n]", "[\n   # why\n]"),
            ("[\n  # only [\n  \"db\", # why\n]", "[\n  # only [\n  # why\n]"),
            ("[\n  # only,\n  \"db\",\n]", "[\n  # only,\n]"),
            ("[\n  \"db\",\n  # more to come\n]", "[\n  # more to come\n]"),
        ] {
            let text = |list: &str| format!("[environment.s]\nexcept = {list}\nscale = 1\n");
            assert_eq!(unlist(&text(before)).unwrap(), text(after));
        }
    }

    #[test]
    fn an_entry_goes_with_its_comma_and_the_last_with_its_key() {
        let drop = |text: &str, entry: &str| change(text, |span| Change::Drop { entry: span(entry) }).unwrap();
        assert_eq!(drop("allow = [{ a }, { b }]\n", "{ a }"), "allow = [{ b }]\n");
        assert_eq!(drop("allow = [{ a }, { b }]\n", "{ b }"), "allow = [{ a }]\n");
        assert_eq!(drop("x = 1\nallow = [{ a }]\ny = 2\n", "{ a }"), "x = 1\ny = 2\n");
        assert_eq!(drop("x = 1\nallow = [{ a },\n] # why\ny = 2\n", "{ a }"), "x = 1\n# why\ny = 2\n");
        assert_eq!(drop("allow = [\n  { a },\n  { b }, # b\n]\n", "{ a }"), "allow = [\n  { b }, # b\n]\n");
        assert_eq!(drop("web = { allow = [{ a }] }\n", "{ a }"), "web = { allow = [] }\n");
        let tables = "# all\n\n[[allow]] # one\nat = \"a\"\nreason = \"# no\" # why\n\n# two\n[[allow]]\nat = \"b\"\n";
        assert_eq!(drop(tables, "[[allow]] # one"), "# all\n\n# two\n[[allow]]\nat = \"b\"\n");
        assert_eq!(drop("x = 1\n\n[[allow]]\nat = \"a\"", "[[allow]]"), "x = 1\n\n");
    }

    #[test]
    fn a_comment_loses_a_rule_or_goes() {
        let forget = |text: &str, comment: &str, rule: &str| {
            change(text, |span| Change::Forget { comment: span(comment), rule: span(rule) }).unwrap()
        };
        let two = "# isoplan: ignore[A1, B2] why\nx = 1\n";
        assert_eq!(forget(two, "# isoplan: ignore[A1, B2] why", "A1"), "# isoplan: ignore[B2] why\nx = 1\n");
        assert_eq!(forget(two, "# isoplan: ignore[A1, B2] why", "B2"), "# isoplan: ignore[A1] why\nx = 1\n");
        let one = "y = 2\n  # isoplan: ignore[A1] why\nx = 1 # isoplan: ignore[B2] why\n";
        assert_eq!(forget(one, "# isoplan: ignore[A1] why", "A1"), "y = 2\nx = 1 # isoplan: ignore[B2] why\n");
        assert_eq!(forget(one, "# isoplan: ignore[B2] why", "B2"), "y = 2\n  # isoplan: ignore[A1] why\nx = 1\n");
    }

    #[test]
    fn findings_are_accepted_in_the_table() {
        let accepted = |text: &str| {
            apply(text, |sources, span| {
                let edit = Patcher::new(sources).accept(span("[app.web]"), &["A1", "B2"], "say \"why\"");
                edit.map(|edit| vec![edit])
            })
        };
        let entry = |rule: &str| format!("{{ rule = \"{rule}\", reason = 'say \"why\"' }}");
        let both = format!("{}, {}", entry("A1"), entry("B2"));
        assert_eq!(accepted("[app.web]\nx = 1\n").unwrap(), format!("[app.web]\nallow = [{both}]\nx = 1\n"));
        assert_eq!(accepted("[app.web]\nallow = []\n").unwrap(), format!("[app.web]\nallow = [{both}]\n"));
        assert_eq!(
            accepted("[app.web]\nallow = [{ a }]\n").unwrap(),
            format!("[app.web]\nallow = [{{ a }}, {both}]\n")
        );
        assert_eq!(
            accepted("[app.web]\nallow = [\n{ a },\n]\n").unwrap(),
            format!("[app.web]\nallow = [\n{{ a }}, {both}\n]\n")
        );
        assert_eq!(
            accepted("[app.web]\nallow = [\n{ a } # x\n]\n").unwrap(),
            format!("[app.web]\nallow = [\n{{ a }}, # x\n{both},\n]\n")
        );
    }
}
