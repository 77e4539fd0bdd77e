//! Finds misspelled words: those of a table of known misspellings, and those one slip away from a word that the file
//! uses often.
//!
//! The table holds corrections rather than a dictionary, as the `typos` program does: names of products and people,
//! which no dictionary knows, then raise no false alarm. Of slips only three are looked for, because they seldom turn
//! one right word into another: two letters swapped, a letter left out, a letter too many. Each frequent word is indexed
//! by itself with every single letter taken away (symmetric deletion, Garbe 2012), so that a look-up costs the length of
//! the word and not the number of words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use foldhash::HashMap;

const TABLE: &str = include_str!("../../icons/misspellings.tsv");

/// The right word for a misspelled one of the table, in the case in which it was written.
pub(super) fn correction(word: &str) -> Option<String> {
    static KNOWN: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let table = KNOWN.get_or_init(|| {
        TABLE.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t')).collect()
    });
    if let Some(name) = table.get(word) {
        return Some((*name).to_owned());
    }
    let right = table.get(word.to_lowercase().as_str())?;
    Some(in_case_of(word, right))
}

/// Words of letters in a text, with the byte offset of each.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphabetic()).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        (!word.is_empty()).then_some((start, word))
    })
}

/// How often the file uses each word, and an index of the frequent ones.
pub(super) struct Vocabulary {
    counts: BTreeMap<String, usize>,
    /// A frequent word, or one with a letter taken away, with the frequent words that it comes from.
    near: HashMap<String, Vec<String>>,
}

/// Shortest word that is looked at: short words are near too many others.
const SHORTEST: usize = 6;

/// How often a word must be used to be taken for right.
const FREQUENT: usize = 3;

impl Vocabulary {
    /// Counts words, in any case.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut written: HashMap<&str, usize> = HashMap::default();
        for word in words.filter(|word| word.len() >= SHORTEST) {
            *written.entry(word).or_default() += 1;
        }
        let mut written: Vec<(&str, usize)> = written.into_iter().collect();
        written.sort_unstable();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (word, n) in written.into_iter().filter(|(word, _)| word.chars().count() >= SHORTEST) {
            *counts.entry(word.to_lowercase()).or_default() += n;
        }
        let mut near: HashMap<String, Vec<String>> = HashMap::default();
        for word in counts.iter().filter(|(_, n)| **n >= FREQUENT).map(|(word, _)| word) {
            near.entry(word.clone()).or_default().push(word.clone());
            each_without_one(word, |shorter| near.entry(shorter.to_owned()).or_default().push(word.clone()));
        }
        Self { counts, near }
    }

    /// The frequent word that a rare one is a slip of, in the case in which it was written.
    pub(super) fn slip_of(&self, word: &str) -> Option<String> {
        let lower = word.to_lowercase();
        if lower.chars().count() < SHORTEST || self.counts.get(&lower).is_none_or(|n| *n != 1) {
            return None;
        }
        let mut best: Option<&String> = None;
        let mut look = |key: &str| {
            let candidates = self.near.get(key).into_iter().flatten();
            best = candidates.filter(|right| is_slip(&lower, right)).chain(best).min();
        };
        look(&lower);
        each_without_one(&lower, look);
        Some(in_case_of(word, best?))
    }
}

/// Hands on the word with each single letter taken away, but for the last one.
fn each_without_one(word: &str, mut take: impl FnMut(&str)) {
    let last = word.char_indices().next_back().map_or(0, |(at, _)| at);
    let mut shorter = String::with_capacity(word.len());
    for (at, gone) in word.char_indices().take_while(|(at, _)| *at < last) {
        shorter.clear();
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + gone.len_utf8()..]);
        take(&shorter);
    }
}

/// Right words that are one slip away from other right words.
const BOTH_RIGHT: &[&str] = &[
    "casual", "causal", "country", "county", "united", "untied", "dessert", "desert", "martial", "marital", "sever",
    "severs", "server", "servers", "through", "though", "thorough", "charged", "changed", "custom", "process",
    "princes", "princess", "adverse", "averse", "contact", "contract", "passage", "message", "district", "distinct",
    "reality", "realty", "sacred", "scared", "diary", "dairy", "filter", "flier", "border", "boarder", "planning",
    "planing",
];

/// Two letters swapped, one left out or one too many, within the word; a beginning or an ending is a form of the word.
fn is_slip(word: &str, right: &str) -> bool {
    if word == right || (BOTH_RIGHT.contains(&word) && BOTH_RIGHT.contains(&right)) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), right.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    if same_start == 0 || same_end == 0 {
        return false;
    }
    match a.len().abs_diff(b.len()) {
        0 => {
            let at = same_start;
            at + 1 < a.len() && a[at] == b[at + 1] && a[at + 1] == b[at] && a[at + 2..] == b[at + 2..]
        }
        // `thread` and `threaded` are two forms; so are words that differ by an `s` or an `e` near the end
        1 => {
            let shorter = a.len().min(b.len());
            same_start + same_end >= shorter && same_start + 2 < a.len().max(b.len())
        }
        _ => false,
    }
}

/// The right word in the case of the wrong one: all capitals, a capital first, or as it is.
fn in_case_of(wrong: &str, right: &str) -> String {
    let mut letters = right.chars();
    let all_upper = wrong.chars().all(|c| !c.is_lowercase());
    match (wrong.chars().next(), letters.next()) {
        _ if all_upper => right.to_uppercase(),
        (Some(w), Some(r)) if w.is_uppercase() => r.to_uppercase().chain(letters).collect(),
        _ => right.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_corrects_and_keeps_the_case() {
        assert_eq!(correction("recieve").as_deref(), Some("receive"));
        assert_eq!(correction("Enviroment").as_deref(), Some("Environment"));
        assert_eq!(correction("GATWAY").as_deref(), Some("GATEWAY"));
        assert_eq!(correction("Elasticache").as_deref(), Some("ElastiCache"));
        // an id in small letters is no name
        assert_eq!(correction("elasticache"), None);
        assert_eq!(correction("ElastiCache"), None);
        assert_eq!(correction("receive"), None);
    }

    #[test]
    fn no_correction_is_in_need_of_one() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 2 && cells[0] != cells[1], "{line}");
            assert_eq!(correction(cells[1]), None, "{line}");
            assert_eq!(correction(cells[0]).as_deref(), Some(cells[1]), "{line}");
        }
    }

    #[test]
    fn words_have_their_places() {
        assert_eq!(words("a-bc éd2").collect::<Vec<_>>(), [(0, "a"), (2, "bc"), (5, "éd")]);
    }

    #[test]
    fn a_slip_of_a_frequent_word() {
        let text = ["narwhal", "Narwhal", "narwhal", "Narwahl", "narwhals", "narwal", "harwhal", "mobile", "unrelated"];
        let vocabulary = Vocabulary::of(text.into_iter());
        assert_eq!(vocabulary.slip_of("Narwahl").as_deref(), Some("Narwhal"));
        assert_eq!(vocabulary.slip_of("narwal").as_deref(), Some("narwhal"));
        for right in ["narwhals", "harwhal", "narwhal", "mobile", "unrelated"] {
            assert_eq!(vocabulary.slip_of(right), None, "{right}");
        }
    }

    #[test]
    fn two_right_words_are_not_slips() {
        for pair in ["county country", "server servers", "thread threaded", "report reports", "united untied"] {
            let (one, other) = pair.split_once(' ').unwrap_or_default();
            let vocabulary = Vocabulary::of([one, other, other, other].into_iter());
            assert_eq!(vocabulary.slip_of(one), None, "{pair}");
        }
    }
}
