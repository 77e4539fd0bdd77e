//! Reads the plain part of TOML that the catalogue's own files keep to.
//!
//! A line is a header `[group.id]`, a comment, or `key = value` with a number, a string without escapes, or a list of
//! such strings. Splitting lines takes a tenth of the time of a full TOML reader, which matters because the
//! catalogue is read at every start.
//!
//! *Invariant*: a full TOML reader reads the shipped files to the same tables; the tests compare the two.

/// One table of a file.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// The second part of its header.
    pub(super) id: &'a str,
    lines: Vec<(&'a str, &'a str)>,
}

impl<'a> Table<'a> {
    /// The string or number under a key.
    pub(super) fn value(&self, key: &str) -> Option<&'a str> {
        self.lines.iter().find(|(name, _)| *name == key).map(|(_, value)| value.trim_matches('"'))
    }

    /// The strings of the list under a key; none when it is absent.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = &'a str> {
        let found = self.lines.iter().find(|(name, _)| *name == key);
        // every other piece between quotes is a string
        found.into_iter().flat_map(|(_, value)| value.split('"').skip(1).step_by(2))
    }
}

/// The key and the value of a line.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    Some((key.strip_suffix(' ')?, value.strip_prefix(' ')?))
}

/// The tables of a group, in the order of the file.
pub(super) fn tables<'a>(text: &'a str, group: &str) -> Vec<Table<'a>> {
    let mut tables: Vec<Table<'a>> = Vec::new();
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let header = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(id) = header.and_then(|path| path.strip_prefix(group)?.strip_prefix('.')) {
            tables.push(Table { id, lines: Vec::with_capacity(8) });
        } else if let (Some(table), Some(pair)) = (tables.last_mut(), pair(line)) {
            table.lines.push(pair);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_values_and_lists() {
        let text = "# a = \"comment\"\n[kind.a]\ntitle = \"A = B\"\norder = 3\ntraits = [\"x\", \"y z\"]\n\n[kind.b]\n# c = 1\n";
        let tables = tables(text, "kind");
        assert_eq!(tables.iter().map(|table| table.id).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(tables[0].value("title"), Some("A = B"));
        assert_eq!(tables[0].value("order"), Some("3"));
        assert_eq!(tables[0].list("traits").collect::<Vec<_>>(), ["x", "y z"]);
        assert_eq!(tables[1].value("c"), None);
        assert_eq!(tables[1].list("traits").count(), 0);
    }
}
