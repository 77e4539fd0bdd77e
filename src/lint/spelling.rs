//! Finds misspelled words: those of a table of known misspellings, and those one slip away from a word that the file
//! uses often.
//!
//! The table holds corrections rather than a dictionary, as the `typos` program does: names of products and people,
//! which no dictionary knows, then raise no false alarm. Of slips only three are looked for, because they seldom turn
//! one right word into another: two letters swapped, a letter left out, a letter too many. Each frequent word is indexed
//! by itself with every single letter taken away (symmetric deletion, Garbe 2012), so that a look-up costs the length of
//! the word and not the number of words. The index holds no words but sums over their letters: a swap leaves the sum as
//! it is, and a letter is taken away by a subtraction.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt as _};

// `MISSPELLINGS`: wrong and right words, sorted by the length of the wrong one, then by itself; made by `build.rs`
include!(concat!(env!("OUT_DIR"), "/misspellings.rs"));

/// The right word for a misspelled one of the table, in the case in which it was written.
pub(super) fn correction(word: &str) -> Option<String> {
    if let Some(name) = right(word) {
        return Some(name.to_owned());
    }
    match lower_case(word) {
        Cow::Borrowed(_) => None,
        Cow::Owned(lower) => Some(in_case_of(word, right(&lower)?)),
    }
}

/// The right word for a wrong one that stands in the table just so.
fn right(word: &str) -> Option<&'static str> {
    let at = MISSPELLINGS.binary_search_by(|(wrong, _)| wrong.len().cmp(&word.len()).then_with(|| (*wrong).cmp(word)));
    Some(MISSPELLINGS[at.ok()?].1)
}

/// The word in small letters; borrowed if it is so already.
fn lower_case(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// Words of letters in a text, with the byte offset of each.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphabetic)?;
        let rest = &text[start..];
        let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        at = start + word.len();
        Some((start, word))
    })
}

/// How often the file uses each word, and an index of the frequent ones.
pub(super) struct Vocabulary<'a> {
    /// Words in small letters.
    counts: HashMap<Cow<'a, str>, usize>,
    /// Those that are frequent, sorted.
    frequent: Vec<Cow<'a, str>>,
    /// The sum of a frequent word, whole or with a letter taken away, and the place of the word among them; sorted.
    near: Vec<(u64, usize)>,
    /// Which sums there may be: a bit for each by some of their digits, to pass over most others.
    marks: [u64; MARKS],
}

/// Words of 64 bits that tell which sums there may be.
const MARKS: usize = 64;

/// The place of a sum among the marks.
fn mark(sum: u64) -> (usize, u64) {
    ((sum >> 58) as usize % MARKS, 1 << (sum >> 52 & 63))
}

/// Shortest word that is looked at: short words are near too many others.
const SHORTEST: usize = 6;

/// How often a word must be used to be taken for right.
const FREQUENT: usize = 3;

impl<'a> Vocabulary<'a> {
    /// Takes words as they are written and how often each is.
    pub(super) fn of(written: &[(&'a str, usize)]) -> Self {
        let mut counts: HashMap<Cow<str>, usize> = HashMap::with_capacity(written.len());
        for (word, n) in written.iter().filter(|(word, _)| is_long(word)) {
            *counts.entry(lower_case(word)).or_default() += n;
        }
        let is_frequent = |(word, n): (&Cow<'a, str>, &usize)| (*n >= FREQUENT).then(|| word.clone());
        let mut frequent: Vec<Cow<str>> = counts.iter().filter_map(is_frequent).collect();
        frequent.sort_unstable();
        let mut near = Vec::new();
        for (at, word) in frequent.iter().enumerate() {
            each_sum(word, |sum| near.push((sum, at)));
        }
        near.sort_unstable();
        near.dedup();
        let mut marks = [0; MARKS];
        for (at, bit) in near.iter().map(|(sum, _)| mark(*sum)) {
            marks[at] |= bit;
        }
        Self { counts, frequent, near, marks }
    }

    /// The frequent word that a rare one is a slip of, in the case in which it was written.
    pub(super) fn slip_of(&self, word: &str) -> Option<String> {
        if !is_long(word) {
            return None;
        }
        let lower = lower_case(word);
        if self.counts.get(&lower) != Some(&1) {
            return None;
        }
        // the first of the alphabet
        let mut best: Option<usize> = None;
        each_sum(&lower, |sum| {
            let (at, bit) = mark(sum);
            if self.marks[at] & bit == 0 {
                return;
            }
            let from = self.near.partition_point(|(known, _)| *known < sum);
            let candidates = self.near[from..].iter().take_while(|(known, _)| *known == sum).map(|(_, at)| *at);
            best = candidates.filter(|&at| is_slip(&lower, &self.frequent[at])).chain(best).min();
        });
        Some(in_case_of(word, &self.frequent[best?]))
    }
}

fn is_long(word: &str) -> bool {
    word.len() >= SHORTEST && word.chars().count() >= SHORTEST
}

/// Hands on the sum over the letters of a word, then that without each single letter but the first and the last one.
fn each_sum(word: &str, mut take: impl FnMut(u64)) {
    let whole = word.chars().map(weight).fold(0, u64::wrapping_add);
    take(whole);
    let inner = word.chars().skip(1).take(word.chars().count().saturating_sub(2));
    inner.for_each(|letter| take(whole.wrapping_sub(weight(letter))));
}

/// A number for a letter, so far from all others that sums of different letters are hardly ever the same.
fn weight(letter: char) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = u64::from(letter).wrapping_mul(ODD);
    (mixed ^ (mixed >> 32)).wrapping_mul(ODD)
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
        const TABLE: &str = include_str!("../../icons/misspellings.tsv");
        assert!(MISSPELLINGS.is_sorted_by_key(|(wrong, _)| (wrong.len(), *wrong)));
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

    fn vocabulary<'a>(words: &[&'a str]) -> Vocabulary<'a> {
        Vocabulary::of(&words.iter().map(|word| (*word, 1)).collect::<Vec<_>>())
    }

    #[test]
    fn a_slip_of_a_frequent_word() {
        let text = ["narwhal", "Narwhal", "narwhal", "Narwahl", "narwhals", "narwal", "harwhal", "mobile", "unrelated"];
        let vocabulary = vocabulary(&text);
        assert_eq!(vocabulary.slip_of("Narwahl").as_deref(), Some("Narwhal"));
        assert_eq!(vocabulary.slip_of("narwal").as_deref(), Some("narwhal"));
        for right in ["narwhals", "harwhal", "narwhal", "mobile", "unrelated"] {
            assert_eq!(vocabulary.slip_of(right), None, "{right}");
        }
    }

    #[test]
    fn every_slip_is_found_by_its_sums() {
        let right = "\u{e9}lastiquement";
        let letters: Vec<char> = right.chars().collect();
        for at in 1..letters.len() - 2 {
            let (mut swapped, mut shorter, mut longer) = (letters.clone(), letters.clone(), letters.clone());
            swapped.swap(at, at + 1);
            shorter.remove(at);
            longer.insert(at, 'x');
            for wrong in [swapped, shorter, longer].map(String::from_iter) {
                let vocabulary = vocabulary(&[right, right, right, &wrong, "another"]);
                let expected = is_slip(&wrong, right).then_some(right);
                assert_eq!(vocabulary.slip_of(&wrong).as_deref(), expected, "{wrong}");
                assert!(expected.is_some() || at + 3 >= letters.len(), "{wrong}");
            }
        }
    }

    #[test]
    fn two_right_words_are_not_slips() {
        for pair in ["county country", "server servers", "thread threaded", "report reports", "united untied"] {
            let (one, other) = pair.split_once(' ').unwrap_or_default();
            assert_eq!(vocabulary(&[one, other, other, other]).slip_of(one), None, "{pair}");
        }
    }
}
