//! The patterns of time expressions.

use super::hits::{Hit, Match};
use super::{dates, holidays, relative, years};
use crate::lexical::numbers;
use regex::Regex;

type Make = fn(&Match<'_>) -> Option<Hit>;

/// A pattern.
pub(super) struct Pattern {
    pub(super) regex: Regex,
    pub(super) make: Make,
}

const DAYS: &str = "(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)";
const DAYS_SHORT: &str = "(?:(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)\
    \\.?,? )?";
const MONTHS: &str = "(?P<month>(?-i:January|February|March|April|May|June|July|August|September|October|November\
    |December|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER))";
const MONTHS_SHORT: &str = "(?P<month>(?-i:January|February|March|April|May|June|July|August|September|October\
    |November|December|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER\
    |(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\\b\\.?))";
const DAY: &str = "(?P<day>0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?";
const TO: &str = "(?:(?:-|(?u:[–—])| to )(?P<to>[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?)?";
const YEAR: &str = "(?P<year>(?:1\\d|20)\\d\\d)";
const UNITS: &str = "(?P<unit>seconds?|minutes?|hours?|days?|weekends?|weeks?|fortnights?|months?|quarters?|years?\
    |decades?|century|centuries)";
const ONE: &str = "(?P<unit>day|weekend|week|month|quarter|year|decade|century)";
const SEASON: &str = "(?P<season>spring|summer|autumn|fall|winter)";
const WHICH: &str = "(?P<which>last|this past|past|this coming|coming|this|next|the (?:previous|following|coming|past|last\
    |next|same))";
const ABOUT: &str = "(?:(?:about|around|nearly|almost|more than|less than|no more than|no less than|at least\
    |up to|fewer than|roughly|approximately|just over|just under|well over) )?";
const OTHER: &str =
    "(?:(?:more|additional|consecutive|straight|full|whole|long|working|trading|business|further|fiscal) )?";
const ZONE: &str = "(?:,? \\(?(?:(?-i:[ECMP][SD]?T|GMT|UTC|BST|CES?T|EES?T|MSK|IST|JST)\\b\\)?|local time))?";
const HALVES: &str = "(?:(?P<hour>\\d{1,2})(?:[:.](?P<minute>[0-5]\\d))? ?(?P<half>[ap])(?:\\.m\\.|\\.?m\\b)\
    |(?P<hour24>[01]?\\d|2[0-3])[:.](?P<minute24>[0-5]\\d)(?: ?hours)?|(?P<noon>noon|midday|midnight))";

/// All patterns. Of two that match in the same place the longer match counts, then the earlier pattern.
pub(super) fn all() -> Vec<Pattern> {
    let number = numbers::number();
    let count = format!(
        "(?P<count>several|a few|few|many|a couple of|a couple|couple of|a number of|countless|half an?|{number}|an?)"
    );
    let days = [
        "(?P<year>\\d{4})-(?P<month>\\d\\d)-(?P<day>\\d\\d)(?:[T ](?P<hour24>\\d\\d):(?P<minute24>\\d\\d)\
            (?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?"
            .to_owned(),
        "(?P<first>\\d{1,2})(?:/(?P<second>\\d{1,2})/(?P<year>\\d{4}|\\d\\d)|\\.(?P<second2>\\d{1,2})\\.(?P<year2>\\d{4}))"
            .to_owned(),
        format!("{DAYS_SHORT}{MONTHS_SHORT} (?:the )?{DAY}{TO}(?:,? {YEAR})?"),
        format!("{DAYS_SHORT}(?:the )?{DAY}{TO}(?: of)? {MONTHS_SHORT}(?:,? {YEAR})?"),
        format!("{WHICH} {MONTHS}"),
        format!("(?:{WHICH} )?{DAYS}"),
    ];
    let mut list: Vec<(String, Make)> = days.into_iter().zip(DAYS_MADE).collect();
    list.extend([
        (format!("{MONTHS_SHORT}(?:(?: of|,)? {YEAR})?"), dates::month_of as Make),
        (format!("(?:{WHICH} )?{}(?:,? (?:of |in )?{YEAR})?", holidays::names()), holidays::holiday),
        (format!("(?P<every>(?:every|each) )?{DAYS}(?P<part>s| mornings| afternoons| evenings| nights)?"), dates::every_day),
        (format!("(?:every|each) {MONTHS}"), dates::every_month),
        (
            "(?P<day>today|yesterday|tomorrow|tonight|overnight|last night|the day before yesterday\
             |the day after tomorrow)".to_owned(),
            dates::day,
        ),
        (
            "(?P<this>this |later this |earlier this )?(?:early |late |mid[- ])?(?P<part>morning|afternoon|evening|night)"
                .to_owned(),
            dates::part_of_day,
        ),
        (
            format!("(?:{WHICH}|(?P<which2>the current|current|that|the latest)) (?:fiscal |calendar |financial )?{ONE}"),
            relative::unit,
        ),
        (format!("the (?:fiscal |full )?{ONE}"), relative::the_unit),
        ("year(?:'s |’s |-| )end".to_owned(), years::year_end),
        (
            format!("(?:the )?(?P<which>past|last|next|coming|previous|first|final|latest) {count} {OTHER}{UNITS}(?: or so)?"),
            relative::length,
        ),
        (
            format!("(?P<which>recent|coming|the coming|future|past|the past|upcoming) {ONE}s(?: and (?:weeks|months|years))?"),
            relative::recent,
        ),
        (format!("the {ONE}s (?P<which>ahead)"), relative::recent),
        (
            format!("{ABOUT}(?:{count}[ -])?{UNITS}(?: or (?:so|more))? (?P<way>ago|earlier|later|from now|hence|before|after)"),
            relative::away,
        ),
        (
            format!("{ABOUT}(?:the |another |an additional |a further )?{count} {OTHER}{UNITS}(?:[- ]long)?(?P<old> old)?"),
            relative::length,
        ),
        (format!("{count}[- ]{UNITS}(?:-long)?(?P<old>-olds?)?"), relative::length),
        (format!("(?P<count>an?|one|two|three|four|five|six|seven) {ONE} or (?:so|two|three|four|more)"), relative::length),
        (format!("{ABOUT}(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|\\d+)(?: to |-| or |(?u:–)){number} {UNITS}"), relative::length),
        (format!("(?:each|every|per)(?: (?P<count>other|{number}))? {UNITS}"), relative::every),
        (format!("an? {ONE}"), relative::a_unit),
        ("(?P<how>hourly|daily|nightly|weekly|fortnightly|monthly|yearly|annually)".to_owned(), relative::every_word),
        ("(?:(?:days|weeks|months) or )?(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)(?P<long>-long)?".to_owned(), relative::lengths),
        (format!("(?P<sure>the year |fiscal year |fiscal |FY ?)?{YEAR}"), years::year),
        (
            format!("(?P<sure>the year )?(?P<hundred>nineteen|two thousand)(?:[- ](?:and )?(?P<rest>{}))?", numbers::SMALL),
            years::spelled_year,
        ),
        (
            "(?:the )?(?:(?P<decade>1[5-9]\\d0|20\\d0)(?u:['’])?s|(?u:['’])(?P<short>\\d0)s\
             |(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))".to_owned(),
            years::decade,
        ),
        (
            "(?:the )?(?:(?:early|mid|late)[- ])?(?:(?P<number>\\d{1,2})(?:st|nd|rd|th)|(?P<word>eighteenth|nineteenth\
             |twentieth|twenty-first))[- ]centur(?:y|ies)".to_owned(),
            years::century,
        ),
        (
            format!("(?:the )?(?:{YEAR} )?(?:fiscal[- ])?(?P<number>first|second|third|fourth|1st|2nd|3rd|4th|last|final|closing) quarter\
                (?:(?: of|,)? (?P<year2>(?:19|20)\\d\\d))?"),
            years::quarter,
        ),
        ("(?P<number>first|second|third|fourth)-quarter".to_owned(), years::quarter),
        (format!("(?-i:Q(?P<number>[1-4]))(?:,? (?:of )?{YEAR})?"), years::quarter),
        (
            format!("(?:the )?(?P<number>first|second|last|latter) half of (?:{YEAR}|(?P<of>the year|this year|last year\
                |next year))"),
            years::half,
        ),
        (format!("(?:(?:{WHICH}|(?P<the>the)) )?{SEASON}(?:(?: of)? {YEAR})?"), years::season),
        (
            "right now|just now|now|currently|at present|at the moment|nowadays|these days|presently".to_owned(),
            relative::present,
        ),
        ("(?:more |most |very )?recently|lately|the (?:recent )?past".to_owned(), relative::past),
        (
            "(?:very )?soon|as soon as possible|the (?:(?:near|foreseeable|immediate) )?future|the (?:near|short) term"
                .to_owned(),
            relative::future,
        ),
        (format!("{HALVES}{ZONE}"), dates::time_of_day),
        (
            "(?:the )?year-(?:ago|earlier) (?:quarter|period|(?P<number>first|second|third|fourth) quarter)|year-(?:ago|earlier)"
                .to_owned(),
            years::year_ago,
        ),
    ]);
    let compile = |(pattern, make): (String, Make)| {
        let pattern = format!(r"(?i-u)\b{{start-half}}(?:{pattern})\b{{end-half}}");
        Pattern {
            regex: Regex::new(&pattern).expect("the pattern is part of the program"),
            make,
        }
    };
    list.into_iter().map(compile).collect()
}

/// What the patterns of days mean.
const DAYS_MADE: [Make; 6] = [
    dates::iso,
    dates::figures,
    dates::date,
    dates::date,
    dates::date,
    dates::date,
];
