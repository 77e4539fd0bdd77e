//! Writes elements and attributes, escaped, one element a line.

use crate::scene::Tag;

/// The text so far.
#[derive(Default)]
pub(super) struct Writer {
    out: String,
}

impl Writer {
    /// Begins an element; attributes follow, then [`Writer::close`].
    pub(super) fn open(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
    }

    /// One attribute; the value is escaped here.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_escaped(&mut self.out, value);
        self.out.push('"');
    }

    /// Ends the beginning of an element, or the whole of an empty one.
    pub(super) fn close(&mut self, is_empty: bool) {
        self.out.push_str(if is_empty { "/>\n" } else { ">\n" });
    }

    /// Ends the beginning of an element that holds text alone, and the element.
    pub(super) fn close_with_text(&mut self, name: &str, text: &str) {
        self.out.push('>');
        push_escaped(&mut self.out, text);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// An element that holds text alone.
    pub(super) fn element_with_text(&mut self, name: &str, text: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.close_with_text(name, text);
    }

    /// Class, id and data of an entry.
    pub(super) fn tag(&mut self, tag: &Tag) {
        if !tag.class.is_empty() {
            self.attribute("class", tag.class);
        }
        if let Some(id) = &tag.id {
            self.attribute("id", id);
        }
        for (key, value) in &tag.data {
            self.out.push_str(" data-");
            self.out.push_str(key);
            self.out.push_str("=\"");
            push_escaped(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// A text as it may stand in XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Characters that XML 1.0 does not allow are left out; line ends and tabs become spaces.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

/// A matrix. Its first four numbers are shares, which need more decimals than places do.
pub(super) fn matrix([a, b, c, d, e, f]: [f64; 6]) -> String {
    let shares = [a, b, c, d].map(share).join(" ");
    format!("matrix({shares} {} {})", crate::geom::number(e), crate::geom::number(f))
}

/// A number with up to six decimals, rounded through a whole number as [`crate::geom::number`] does.
pub(super) fn share(v: f64) -> String {
    let millionths = (v * 1e6).round() as i64;
    let sign = if millionths < 0 { "-" } else { "" };
    let a = millionths.unsigned_abs();
    let text = format!("{sign}{}.{:06}", a / 1_000_000, a % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(escaped("]]><script>\"a\" & b\u{0}\u{1b}\n\u{85}"), "]]&gt;&lt;script&gt;&quot;a&quot; &amp; b ");
    }

    #[test]
    fn shares_keep_six_decimals() {
        assert_eq!(matrix([0.009_093_266, -0.5, 0.0, 1.0, 2.0, -0.001]), "matrix(0.009093 -0.5 0 1 2 0)");
    }
}
