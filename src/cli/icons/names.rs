//! Which file of a pack is the icon of a kind: by its id, its aliases, its title, as vendors write them.
//!
//! AWS names files `Arch_Amazon-Simple-Queue-Service_64.svg` in dated folders, Azure `10130-icon-service-SQL-Database.svg`,
//! Iconify `aws-rds`. A name of one vendor is never taken for a kind of another.

use std::cmp::Reverse;

use crate::catalog::{Kind, Trait};

/// Words that a vendor puts before its names.
const VENDORS: [(&str, &str); 7] = [
    ("amazon", "aws"),
    ("aws", "aws"),
    ("microsoft", "azure"),
    ("azure", "azure"),
    ("google", "google"),
    ("gcp", "google"),
    ("alibaba", "alibaba"),
];
/// Words that have no letter in an abbreviation.
const SMALL: [&str; 5] = ["and", "for", "of", "the", "on"];
/// The largest number that a name says of its size, in pixels.
const LARGEST: u32 = 4096;

/// The name of an icon in a pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Name {
    /// As it stands there, in small letters.
    stem: String,
    words: Vec<String>,
    vendor: Option<&'static str>,
    form: Form,
    /// Whether it is made for a dark ground, or says that it is made for a light one.
    ground: u8,
    size: u32,
    /// The day of its folder: year, month, day.
    date: u32,
    /// Whether it lies in no folder of the pack.
    is_flat: bool,
}

/// What sort of icon a name says it is; the first is taken where several fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Form {
    /// A service of AWS.
    Service,
    /// A name without a prefix.
    Plain,
    /// A part of a service of AWS.
    Resource,
    /// A family of services of AWS.
    Category,
}

/// How well a name fits a kind; the least is taken.
pub(super) type Fit = (u8, Form, u8, Reverse<u32>, Reverse<u32>);

impl Name {
    /// The name of a file without its suffix, in folders of the pack.
    pub(super) fn of(stem: &str, folders: &[&str]) -> Self {
        let prefixes = [("Arch-Category_", Form::Category), ("Arch_", Form::Service), ("Res_", Form::Resource)];
        let prefix = prefixes.iter().find(|(prefix, _)| stem.starts_with(prefix));
        let (form, rest) = prefix.map_or((Form::Plain, stem), |(prefix, form)| (*form, &stem[prefix.len()..]));
        let mut words = words(rest);
        let mut ground = 0;
        let mut size = 0;
        if form != Form::Plain {
            while let Some(last) = words.last() {
                match last.as_str() {
                    "light" => ground = 1,
                    "dark" => ground = 2,
                    // `64@5x`: five times as large
                    times if times.len() == 2 && times.ends_with('x') => {}
                    digits => match digits.parse() {
                        Ok(pixels) if pixels >= 8 => size = pixels,
                        _ => break,
                    },
                }
                words.pop();
                if size > 0 {
                    break;
                }
            }
        }
        let is_azure = words.len() > 3
            && words[0].bytes().all(|b| b.is_ascii_digit())
            && words[1] == "icon"
            && words[2] == "service";
        let mut vendor = None;
        if is_azure {
            words.drain(..3);
            vendor = Some("azure");
        }
        let folder_size = folders.last().and_then(|folder| folder.parse().ok());
        let size = if size == 0 { folder_size.unwrap_or(0) } else { size };
        let (said, words) = without_vendor(words);
        // resources and families without a vendor's word are for everyone, such as users and servers
        let is_aws = form == Form::Service;
        Self {
            stem: stem.to_lowercase(),
            words,
            vendor: vendor.or(said).or(is_aws.then_some("aws")),
            form,
            ground,
            size: size.min(LARGEST),
            date: folders.iter().filter_map(|folder| date(folder)).max().unwrap_or(0),
            is_flat: folders.is_empty(),
        }
    }

    /// How well this is the icon of a kind; `None` when it is not.
    pub(super) fn fits(&self, kind: &Kind) -> Option<Fit> {
        let place = self.place(kind)?;
        Some((place, self.form, self.ground, Reverse(self.date), Reverse(self.size)))
    }

    fn place(&self, kind: &Kind) -> Option<u8> {
        if self.is_flat && self.stem == kind.id {
            return Some(0);
        }
        if self.is_flat && kind.aliases.contains(&self.stem.as_str()) {
            return Some(1);
        }
        let (vendor, title) = without_vendor(words(kind.title));
        let is_foreign = match (vendor, self.vendor) {
            (Some(kind), Some(name)) => kind != name,
            // a managed service whose title has no vendor may be anyone's
            (None, Some(_)) => !kind.traits.has(Trait::Managed),
            (_, None) => false,
        };
        if is_foreign || self.words.is_empty() {
            return None;
        }
        let own = self.words.concat();
        if self.words == title {
            return Some(2);
        }
        let same = |name: &str| without_vendor(words(name)).1.concat() == own;
        if same(kind.id) {
            return Some(3);
        }
        if same(kind.label) || kind.aliases.iter().any(|alias| same(alias)) {
            return Some(4);
        }
        if vendor == Some("aws") && self.form == Form::Service {
            let short = abbreviation(&self.words);
            let names = std::iter::once(&kind.id).chain(kind.aliases);
            if short.len() > 1 && (title.concat() == short || names.into_iter().any(|name| *name == short)) {
                return Some(5);
            }
        }
        None
    }
}

/// The words of a name, in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The vendor before a name, and the rest.
fn without_vendor(mut words: Vec<String>) -> (Option<&'static str>, Vec<String>) {
    let mut vendor = None;
    while words.len() > 1
        && let Some((_, of)) = VENDORS.iter().find(|(word, _)| *word == words[0])
    {
        vendor = Some(*of);
        words.remove(0);
    }
    (vendor, words)
}

/// First letters, with a number for letters that come again: `sqs`, `s3`, `ec2`.
fn abbreviation(words: &[String]) -> String {
    let letters: Vec<char> =
        words.iter().filter(|word| !SMALL.contains(&word.as_str())).filter_map(|word| word.chars().next()).collect();
    let mut out = String::new();
    for run in letters.chunk_by(|a, b| a == b) {
        out.push(run[0]);
        if run.len() > 1 {
            out.push_str(&run.len().to_string());
        }
    }
    out
}

/// The day at the end of a folder's name, as `Architecture-Service-Icons_01312024`, to be compared.
fn date(folder: &str) -> Option<u32> {
    let (_, digits) = folder.rsplit_once('_')?;
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let [month, day, year] = [&digits[..2], &digits[2..4], &digits[4..]].map(|part| part.parse::<u32>().unwrap_or(0));
    Some(year * 10_000 + month * 100 + day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::builtin;

    fn fit(kind: &str, stem: &str) -> Option<u8> {
        Name::of(stem, &["Arch_Any", "64"]).fits(builtin().kind(kind).unwrap()).map(|fit| fit.0)
    }

    #[test]
    fn names_of_vendors_lead_to_kinds() {
        for (kind, stem) in [
            ("rds", "Arch_Amazon-RDS_64"),
            ("ec2", "Arch_Amazon-EC2_64"),
            ("s3", "Arch_Amazon-Simple-Storage-Service_64"),
            ("sqs", "Arch_Amazon-Simple-Queue-Service_64"),
            ("sns", "Arch_Amazon-Simple-Notification-Service_48"),
            ("ses", "Arch_Amazon-Simple-Email-Service_64@5x"),
            ("ebs", "Arch_Amazon-Elastic-Block-Store_64"),
            ("efs", "Arch_Amazon-EFS_64"),
            ("vpc", "Arch_Amazon-Virtual-Private-Cloud_64"),
            ("iam", "Arch_AWS-Identity-and-Access-Management_64"),
            ("kms", "Arch_AWS-Key-Management-Service_64"),
            ("route53", "Arch_Amazon-Route-53_64"),
            ("elb", "Arch_Elastic-Load-Balancing_64"),
            ("lambda", "Arch_AWS-Lambda_64"),
            ("dynamodb", "Arch_Amazon-DynamoDB_64"),
            ("people", "Res_Users_48_Light"),
            ("rds", "aws-rds"),
            ("s3", "aws-s3"),
        ] {
            assert!(fit(kind, stem).is_some(), "{kind} {stem}");
        }
    }

    #[test]
    fn names_of_others_do_not() {
        for (kind, stem) in [
            ("rds", "Arch_Amazon-RDS-on-VMware_64"),
            ("ec2", "Res_Amazon-EC2_AMI_48"),
            ("ec2", "Arch_Amazon-EC2-Auto-Scaling_64"),
            ("s3", "Arch_Amazon-Simple-Storage-Service-Glacier_64"),
            ("sqs", "Arch_Some-Quick-Service_64_Dark_Extra"),
            ("haproxy", "Arch_Elastic-Load-Balancing_64"),
            ("lambda", "10029-icon-service-Lambda"),
            ("rds", "64"),
            ("rds", ""),
        ] {
            assert_eq!(fit(kind, stem), None, "{kind} {stem}");
        }
    }

    #[test]
    fn the_largest_and_newest_wins_and_an_own_name_before_all() {
        let rds = builtin().kind("rds").unwrap();
        let of = |stem: &str, folders: &[&str]| Name::of(stem, folders).fits(rds).unwrap();
        let (old, new) = ("Architecture-Service-Icons_01312024", "Architecture-Service-Icons_07312025");
        let small = of("Arch_Amazon-RDS_16", &[new, "Arch_Database", "16"]);
        let large = of("Arch_Amazon-RDS_64", &[new, "Arch_Database", "64"]);
        let older = of("Arch_Amazon-RDS_64", &[old, "Arch_Database", "64"]);
        let own = of("rds", &[]);
        assert!(own < large && large < small && small < older);
        let people = builtin().kind("people").unwrap();
        let of = |stem: &str| Name::of(stem, &["x"]).fits(people).unwrap();
        assert!(of("Res_Users_48_Light") < of("Res_Users_48_Dark"));
    }
}
