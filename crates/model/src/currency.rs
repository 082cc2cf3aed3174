//! Currencies by their names; the table is `data/currencies.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A currency that a noun can mean.
struct Currency {
    code: &'static str,
    /// ISO 3166-1 alpha-3; `None` for the one that the noun means by itself.
    country: Option<&'static str>,
    /// Words that name the country: `Pakistani`.
    words: Vec<&'static str>,
}

static CURRENCIES: LazyLock<HashMap<&'static str, Vec<Currency>>> = LazyLock::new(|| {
    let mut table: HashMap<&str, Vec<Currency>> = HashMap::new();
    let lines = include_str!("../data/currencies.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(noun), Some(code), Some(country)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        table.entry(noun).or_default().push(Currency {
            code,
            country: (country != "-").then_some(country),
            words: fields.next().unwrap_or_default().split_whitespace().collect(),
        });
    }
    table
});

fn currencies(noun: &str) -> Option<&'static [Currency]> {
    let noun = noun.to_lowercase();
    let get = |noun: &str| CURRENCIES.get(noun).map(Vec::as_slice);
    get(&noun).or_else(|| get(noun.strip_suffix('s')?))
}

/// The ISO 4217 code of the currency that a noun means where no country is said; the noun stands in singular or plural.
pub fn currency(noun: &str) -> Option<&'static str> {
    let means = currencies(noun)?;
    means
        .iter()
        .find(|c| c.country.is_none() && c.words.is_empty())
        .map(|c| c.code)
}

/// The currency with that name of the country that a word names: `rupees` with `Pakistani`.
pub fn currency_with(noun: &str, word: &str) -> Option<&'static str> {
    let means = currencies(noun)?;
    means.iter().find(|c| c.words.contains(&word)).map(|c| c.code)
}

/// The currency with that name of a country, given by its ISO 3166-1 alpha-3 code.
pub fn currency_in(noun: &str, country: &str) -> Option<&'static str> {
    let means = currencies(noun)?;
    means.iter().find(|c| c.country == Some(country)).map(|c| c.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_noun_and_country() {
        assert_eq!(currency("rupees"), Some("INR"));
        assert_eq!(currency_with("rupees", "Pakistani"), Some("PKR"));
        assert_eq!(currency_in("Rupees", "LKA"), Some("LKR"));
        assert_eq!(currency("baht"), Some("THB"));
        assert_eq!(currency("francs"), Some("CHF"));
        assert_eq!(currency_with("francs", "CFA"), Some("XOF"));
        assert_eq!(currency_in("kroner", "DNK"), Some("DKK"));
        assert_eq!(currency("tank"), None);
        assert_eq!(currency_in("yen", "LKA"), None);
    }

    #[test]
    fn codes_have_three_letters() {
        for means in CURRENCIES.values() {
            for currency in means {
                assert!(
                    currency.code.len() == 3 && currency.code.bytes().all(|b| b.is_ascii_uppercase()),
                    "{}",
                    currency.code
                );
                assert!(currency.country.is_none_or(|c| c.len() == 3), "{}", currency.code);
            }
        }
    }
}
