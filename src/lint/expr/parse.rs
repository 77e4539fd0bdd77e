//! From the text of a selector to a tree.

use std::ops::Range;

use super::Fault;

/// Most levels of brackets and signs in each other.
const DEEPEST: usize = 32;

/// A part of a selector with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Range<usize>,
    pub(super) what: What,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(super) enum What {
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    /// A name with its dots, such as `node.kind`.
    Field(String),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Compare(Op, Box<Node>, Box<Node>),
    /// A function or method: the object of a method comes first.
    Call(Call, Vec<Node>),
}

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    In,
}

/// A function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Call {
    Size,
    Has,
    StartsWith,
    EndsWith,
    Contains,
}

impl Call {
    /// Functions, then methods, by name.
    const ALL: [(&str, Self); 5] = [
        ("size", Self::Size),
        ("has", Self::Has),
        ("startsWith", Self::StartsWith),
        ("endsWith", Self::EndsWith),
        ("contains", Self::Contains),
    ];

    /// Whether it stands after a dot.
    fn is_method(self) -> bool {
        matches!(self, Self::StartsWith | Self::EndsWith | Self::Contains)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, call)| *call == self).map_or("", |(name, _)| name)
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Token {
    Word(String),
    Number(f64),
    Text(String),
    Mark(&'static str),
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0, end: text.len(), depth: 0 };
    let node = reader.or()?;
    match reader.tokens.get(reader.at) {
        None => Ok(node),
        Some((range, _)) => {
            let found = &text[range.clone()];
            let help = match found {
                "=" => Some("two signs compare: `==`".to_owned()),
                "-" => Some("names have `_` where the language has `-`".to_owned()),
                _ => None,
            };
            Err(fault(range.clone(), format!("`{found}` is not expected here"), help))
        }
    }
}

fn fault(at: Range<usize>, message: impl Into<String>, help: Option<String>) -> Fault {
    Fault { at, message: message.into(), help }
}

/// Signs, the longer first.
const MARKS: [&str; 19] =
    ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", ".", "-", "=", "+", "?"];

fn tokens(text: &str) -> Result<Vec<(Range<usize>, Token)>, Fault> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_ascii_alphabetic() || first == '_' {
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            out.push((at..at + length, Token::Word(rest[..length].to_owned())));
            length
        } else if first.is_ascii_digit() {
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = rest[..length]
                .parse()
                .map_err(|_| fault(at..at + length, format!("`{}` is no number", &rest[..length]), None))?;
            out.push((at..at + length, Token::Number(number)));
            length
        } else if first == '\'' || first == '"' {
            let (text, length) =
                string(rest, first).ok_or_else(|| fault(at..text.len(), "the text is never closed", None))?;
            out.push((at..at + length, Token::Text(text)));
            length
        } else if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            out.push((at..at + mark.len(), Token::Mark(mark)));
            mark.len()
        } else {
            let shown: String = first.escape_default().collect();
            let shown = if first.is_control() { shown } else { first.to_string() };
            let help = matches!(first, '&' | '|').then(|| "write `&&` for and, `||` for or".to_owned());
            return Err(fault(at..at + first.len_utf8(), format!("`{shown}` is not expected here"), help));
        };
        at += length;
    }
    Ok(out)
}

/// The text of a string that begins with a quote, and its length with both quotes. A backslash keeps what follows.
fn string(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => out.push(chars.next()?.1),
            c if c == quote => return Some((out, at + 1)),
            c => out.push(c),
        }
    }
    None
}

struct Reader {
    tokens: Vec<(Range<usize>, Token)>,
    at: usize,
    end: usize,
    depth: usize,
}

impl Reader {
    fn or(&mut self) -> Result<Node, Fault> {
        self.chain("||", Self::and, What::Or)
    }

    fn and(&mut self) -> Result<Node, Fault> {
        self.chain("&&", Self::comparison, What::And)
    }

    /// Parts with the same sign between them, as one list.
    fn chain(
        &mut self,
        mark: &str,
        part: fn(&mut Self) -> Result<Node, Fault>,
        what: fn(Vec<Node>) -> What,
    ) -> Result<Node, Fault> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.takes(mark) {
            parts.push(part(self)?);
        }
        if parts.len() == 1 {
            return parts.pop().ok_or_else(|| self.early());
        }
        let at = parts[0].at.start..parts[parts.len() - 1].at.end;
        Ok(Node { at, what: what(parts) })
    }

    fn comparison(&mut self) -> Result<Node, Fault> {
        let left = self.unary()?;
        let op = match self.peek() {
            Some(Token::Mark("==")) => Op::Equal,
            Some(Token::Mark("!=")) => Op::NotEqual,
            Some(Token::Mark("<")) => Op::Less,
            Some(Token::Mark("<=")) => Op::AtMost,
            Some(Token::Mark(">")) => Op::Greater,
            Some(Token::Mark(">=")) => Op::AtLeast,
            Some(Token::Word(word)) if word == "in" => Op::In,
            _ => return Ok(left),
        };
        self.at += 1;
        let right = self.unary()?;
        let at = left.at.start..right.at.end;
        Ok(Node { at, what: What::Compare(op, Box::new(left), Box::new(right)) })
    }

    fn unary(&mut self) -> Result<Node, Fault> {
        let start = self.place();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(fault(start, "the selector is too deep", Some("split it into several rules".to_owned())));
        }
        let node = if self.takes("!") {
            let inner = self.unary()?;
            Node { at: start.start..inner.at.end, what: What::Not(Box::new(inner)) }
        } else if self.takes("-") {
            match self.next()? {
                (at, Token::Number(n)) => Node { at: start.start..at.end, what: What::Number(-n) },
                (at, _) => return Err(fault(at, "expected a number after `-`", None)),
            }
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn primary(&mut self) -> Result<Node, Fault> {
        let (at, token) = self.next()?;
        let mut node = match token {
            Token::Number(n) => Node { at, what: What::Number(n) },
            Token::Text(text) => Node { at, what: What::Text(text) },
            Token::Mark("(") => {
                let inner = self.or()?;
                self.expect(")")?;
                inner
            }
            Token::Mark("[") => {
                let parts = self.parts("]")?;
                Node { at: at.start..self.before(), what: What::List(parts) }
            }
            Token::Word(word) if word == "true" || word == "false" => Node { at, what: What::Bool(word == "true") },
            Token::Word(word) if self.takes("(") => {
                let call = call(&word, &at, false)?;
                let parts = self.parts(")")?;
                Node { at: at.start..self.before(), what: What::Call(call, parts) }
            }
            Token::Word(word) => Node { at, what: What::Field(word) },
            Token::Mark(mark) => return Err(fault(at, format!("`{mark}` is not expected here"), None)),
        };
        while self.takes(".") {
            let (at, token) = self.next()?;
            let Token::Word(word) = token else { return Err(fault(at, "expected a name after `.`", None)) };
            if self.takes("(") {
                let call = call(&word, &at, true)?;
                let start = node.at.start;
                let mut parts = vec![node];
                parts.extend(self.parts(")")?);
                node = Node { at: start..self.before(), what: What::Call(call, parts) };
            } else if let What::Field(name) = &mut node.what {
                name.push('.');
                name.push_str(&word);
                node.at.end = at.end;
            } else {
                return Err(fault(at, format!("`.{word}` is not expected here"), None));
            }
        }
        Ok(node)
    }

    /// Parts with commas between them, up to a closing sign.
    fn parts(&mut self, close: &'static str) -> Result<Vec<Node>, Fault> {
        let mut parts = Vec::new();
        while !self.takes(close) {
            parts.push(self.or()?);
            if !self.takes(",") {
                self.expect(close)?;
                break;
            }
        }
        Ok(parts)
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn takes(&mut self, mark: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Mark(found)) if *found == mark);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: &'static str) -> Result<(), Fault> {
        if self.takes(mark) {
            return Ok(());
        }
        match self.tokens.get(self.at) {
            None => Err(self.early()),
            Some((at, _)) => Err(fault(at.clone(), format!("expected `{mark}` here"), None)),
        }
    }

    fn next(&mut self) -> Result<(Range<usize>, Token), Fault> {
        let token = self.tokens.get(self.at).cloned().ok_or_else(|| self.early())?;
        self.at += 1;
        Ok(token)
    }

    /// Where the next part begins.
    fn place(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |(at, _)| at.clone())
    }

    /// Where the part before ends.
    fn before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |(at, _)| at.end)
    }

    fn early(&self) -> Fault {
        fault(self.end..self.end, "the selector ends too early", None)
    }
}

fn call(word: &str, at: &Range<usize>, method: bool) -> Result<Call, Fault> {
    let known = Call::ALL.iter().filter(|(_, call)| call.is_method() == method);
    if let Some((_, call)) = known.clone().find(|(name, _)| *name == word) {
        return Ok(*call);
    }
    if Call::ALL.iter().any(|(name, _)| *name == word) {
        let help = if method { format!("write `{word}(x)`") } else { format!("write `x.{word}('a')`") };
        return Err(fault(at.clone(), format!("`{word}` is written otherwise"), Some(help)));
    }
    let names: Vec<&str> = known.map(|(name, _)| *name).collect();
    let help = match crate::syntax::nearest(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected one of `{}`", names.join("`, `")),
    };
    Err(fault(at.clone(), format!("there is no function `{word}`"), Some(help)))
}
