//! Changes of files as a unified diff, which `patch` and `git apply` read.

use similar::TextDiff;

/// The difference between two texts of a file; empty when there is none.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let (from, to) = if name.starts_with('/') {
        (name.to_owned(), name.to_owned())
    } else {
        (format!("a/{name}"), format!("b/{name}"))
    };
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(&from, &to).to_string()
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_changed_line_stands_with_its_neighbours() {
        let text = unified("x.toml", "a = 1\nb = 2\nc = 3\n", "a = 1\nb = 4\nc = 3\n");
        assert_eq!(text, "--- a/x.toml\n+++ b/x.toml\n@@ -1,3 +1,3 @@\n a = 1\n-b = 2\n+b = 4\n c = 3\n");
        assert_eq!(unified("x.toml", "a\n", "a\n"), "");
    }
}
