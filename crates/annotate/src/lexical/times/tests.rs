//! Sentences and the times in them.

use crate::lexical::samples::document;
use jiff::civil::{Date, date};
use sayso_model::{ParagraphKind, TokenIx};

/// Monday.
const DAY: Date = date(2024, 10, 28);

/// `expected`: words and value of each expression, parted by ` = `.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_in(text, ParagraphKind::Body, Some(DAY), expected);
}

#[track_caller]
fn check_in(text: &str, kind: ParagraphKind, published: Option<Date>, expected: &[&str]) {
    let times = super::find(&document(text, kind, published));
    let found: Vec<String> = times
        .iter()
        .map(|time| format!("{} = {}", time.span.of(text), time.value))
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// The days of the first expression, open ends as `..`.
#[track_caller]
fn check_days(text: &str, expected: &str) {
    let times = super::find(&document(text, ParagraphKind::Body, Some(DAY)));
    let day = |day: Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
    let interval = times[0].interval;
    assert_eq!(
        format!("{} {}", day(interval.start), day(interval.end)),
        expected,
        "{text}"
    );
}

#[test]
fn days_in_all_forms() {
    check("The log ends on 2024-10-27.", &["2024-10-27 = 2024-10-27"]);
    check(
        "Updated 2024-10-28T09:30:00Z by the desk.",
        &["2024-10-28T09:30:00Z = 2024-10-28T09:30"],
    );
    check(
        "The raid of 28 October 2023 failed.",
        &["28 October 2023 = 2023-10-28"],
    );
    check(
        "They landed on October 9, 2023, at dawn.",
        &["October 9, 2023 = 2023-10-09"],
    );
    check("They landed on Oct. 9 and left.", &["Oct. 9 = 2024-10-09"]);
    check("They landed on October 9th.", &["October 9th = 2024-10-09"]);
    check(
        "They met on the 3rd of May 2022.",
        &["the 3rd of May 2022 = 2022-05-03"],
    );
    check("The form is dated 10/28/2023.", &["10/28/2023 = 2023-10-28"]);
    check("The form is dated 28/10/2023.", &["28/10/2023 = 2023-10-28"]);
    check("The form is dated 28.10.2023.", &["28.10.2023 = 2023-10-28"]);
    check(
        "They met on Friday, October 25, 2024.",
        &["Friday, October 25, 2024 = 2024-10-25"],
    );
    check("They met on Fri. Oct. 25 again.", &["Fri. Oct. 25 = 2024-10-25"]);
    check("They met from Oct. 3-5 in Oslo.", &["Oct. 3-5 = 2024-10-03"]);
    check("The fair of September 31 was a joke.", &[]);
    check("The army fell back on Dec. 20.", &["Dec. 20 = 2024-12-20"]);
    check("The leaders will meet on 20 March.", &["20 March = 2025-03-20"]);
}

#[test]
fn months_and_years() {
    check("It was signed in July 1953.", &["July 1953 = 1953-07"]);
    check("It has held since July 1953.", &["July 1953 = 1953-07"]);
    check("The war began in 2021.", &["2021 = 2021"]);
    check("As of 2021, it had ten ships.", &["2021 = 2021"]);
    check(
        "Between 2019 and 2021 they fought.",
        &["2019 = 2019", "2021 = 2021"],
    );
    check("The treaty (1999) lapsed.", &["1999 = 1999"]);
    check("It was founded in 1789 in Paris.", &["1789 = 1789"]);
    check("He was jailed in August.", &["August = 2024-08"]);
    check("He was jailed in November.", &["November = 2023-11"]);
    check("They will vote in May.", &["May = 2025-05"]);
    check("He left last June.", &["last June = 2024-06"]);
    check("They fell back in early 2024.", &["early 2024 = 2024"]);
    check("It rose by mid-2023.", &["mid-2023 = 2023"]);
    check(
        "It fell at the end of September.",
        &["the end of September = 2024-09"],
    );
    check("In June last year they left.", &["June last year = 2023-06"]);
    check("Costs rose in fiscal 2023.", &["fiscal 2023 = 2023"]);
}

#[test]
fn no_times() {
    check("The town has 2,021 people.", &[]);
    check("They sent 1500 troops and 2000 soldiers.", &[]);
    check("Council Resolution 1973 was broken.", &[]);
    check("They may march to the sea.", &[]);
    check("An F-2000 jet landed on Route 1950.", &[]);
    check("The second blast was louder.", &[]);
    check("He asked for a second and a third chance.", &[]);
    check("The fall of the city came as a shock.", &[]);
    check("The score was 3:16 and then 12/7.", &[]);
    check("Theresa May spoke first.", &[]);
    check("The 52-year-old man fled.", &[]);
    check("Three quarters of the force left.", &[]);
    check("It cost $2020 or 2020%.", &[]);
    check("The Daily Mail bought it.", &[]);
}

#[test]
fn long_spans() {
    check_days("They fought in the early 1990s.", "1990-01-01 1993-12-31");
    check_days("They fought in the 1990s.", "1990-01-01 1999-12-31");
    check("It was built in the 1980s.", &["the 1980s = 198"]);
    check("It was built in the late 1970s.", &["the late 1970s = 197"]);
    check("Music of the ’90s", &["the ’90s = 199"]);
    check("A song of the nineties", &["the nineties = 199"]);
    check("A church of the 11th century", &["the 11th century = 10"]);
    check("It rose in the third quarter.", &["the third quarter = 2024-Q3"]);
    check(
        "It fell in the first quarter of 2023.",
        &["the first quarter of 2023 = 2023-Q1"],
    );
    check("Profit rose in Q2 2024.", &["Q2 2024 = 2024-Q2"]);
    check(
        "It fell in the second half of 2022.",
        &["the second half of 2022 = 2022-H2"],
    );
    check(
        "They fought in the summer of 2023.",
        &["the summer of 2023 = 2023-SU"],
    );
    check("They fought last winter.", &["last winter = 2023-WI"]);
    check("They attacked this spring.", &["this spring = 2024-SP"]);
}

#[test]
fn holidays() {
    check("He fled on Christmas Eve.", &["Christmas Eve = 2023-12-24"]);
    check(
        "The court will hear him before Christmas.",
        &["Christmas = 2024-12-25"],
    );
    check("They struck on Good Friday.", &["Good Friday = 2024-03-29"]);
    check(
        "The region will mourn the dead of the Assumption Day flood.",
        &["Assumption Day = 2024-08-15"],
    );
    check(
        "The choir will sing on Christmas morning.",
        &["Christmas = 2024-12-25"],
    );
    check(
        "They struck on Easter Sunday 2019.",
        &["Easter Sunday 2019 = 2019-04-21"],
    );
    check("He has fasted since Ramadan.", &["Ramadan = 2024-03-11"]);
    check("The truce began on Eid al-Adha.", &["Eid al-Adha = 2024-06-16"]);
    check(
        "They marched on New Year’s Day.",
        &["New Year’s Day = 2024-01-01"],
    );
    check("The minister of Easter Ross spoke.", &[]);
    check("A Christmas tree fell on the car.", &[]);
    check("Ramadan Shalah led the group.", &[]);
}

#[test]
fn days_of_the_week() {
    check("He resigned on Friday.", &["Friday = 2024-10-25"]);
    check("He resigned on Monday.", &["Monday = 2024-10-28"]);
    check("He will resign on Friday.", &["Friday = 2024-11-01"]);
    check("He resigned last Tuesday.", &["last Tuesday = 2024-10-22"]);
    check("He resigned last Monday.", &["last Monday = 2024-10-21"]);
    check("They meet next Wednesday.", &["next Wednesday = 2024-10-30"]);
    check(
        "The talks are scheduled for Thursday.",
        &["Thursday = 2024-10-31"],
    );
    check("It struck late Tuesday.", &["late Tuesday = 2024-10-22"]);
    check(
        "It struck on Wednesday night.",
        &["Wednesday night = 2024-10-23TNI"],
    );
    check("They pray every Friday.", &["every Friday = XXXX-WXX-5"]);
}

#[test]
fn near_the_day_of_publication() {
    check(
        "He flies today and not tomorrow.",
        &["today = 2024-10-28", "tomorrow = 2024-10-29"],
    );
    check(
        "He came yesterday and left tonight.",
        &["yesterday = 2024-10-27", "tonight = 2024-10-28TNI"],
    );
    check("He left this morning.", &["this morning = 2024-10-28TMO"]);
    check(
        "He left yesterday evening.",
        &["yesterday evening = 2024-10-27TEV"],
    );
    check(
        "It fell last week, last month and last year.",
        &["last week = 2024-W43", "last month = 2024-09", "last year = 2023"],
    );
    check(
        "They vote next week or next month.",
        &["next week = 2024-W45", "next month = 2024-11"],
    );
    check("He quit earlier this month.", &["earlier this month = 2024-10"]);
    check("It struck two weeks ago.", &["two weeks ago = 2024-W42"]);
    check("It struck three days ago.", &["three days ago = 2024-10-25"]);
    check(
        "It opened almost ten years ago.",
        &["almost ten years ago = 2014"],
    );
    check("It closed over the weekend.", &["the weekend = 2024-W43-WE"]);
    check("He will go in three days.", &["three days = 2024-10-31"]);
}

#[test]
fn vague_times() {
    check(
        "He will go in the coming days.",
        &["the coming days = FUTURE_REF"],
    );
    check("It grew in recent weeks.", &["recent weeks = PAST_REF"]);
    check("It has recently grown.", &["recently = PAST_REF"]);
    check("He is now in Rome.", &["now = PRESENT_REF"]);
    check("It is currently shut.", &["currently = PRESENT_REF"]);
    check("It will soon end.", &["soon = FUTURE_REF"]);
    check("It ended as soon as he left.", &[]);
}

#[test]
fn beside_the_date_told_last() {
    check(
        "It began on May 3, 2022. Two days later it was over.",
        &["May 3, 2022 = 2022-05-03", "Two days later = 2022-05-05"],
    );
    check(
        "He was shot on 3 May 2022 and died the same day.",
        &["3 May 2022 = 2022-05-03", "the same day = 2022-05-03"],
    );
    check(
        "He was shot on 3 May 2022 and died the following day.",
        &["3 May 2022 = 2022-05-03", "the following day = 2022-05-04"],
    );
    check(
        "It was founded in 1999. A decade later it had gone.",
        &["1999 = 1999", "A decade later = 2009"],
    );
}

#[test]
fn times_of_day() {
    check("It opens at 5 p.m. and shuts.", &["5 p.m. = 2024-10-28T17:00"]);
    check(
        "It struck at 5:30 a.m. on Friday.",
        &["5:30 a.m. on Friday = 2024-10-25T05:30"],
    );
    check("It struck at noon.", &["noon = 2024-10-28T12:00"]);
    check("It struck at 16:45 GMT.", &["16:45 GMT = 2024-10-28T16:45"]);
    check(
        "It struck at 12:15 a.m. EST.",
        &["12:15 a.m. EST = 2024-10-28T00:15"],
    );
}

#[test]
fn lengths_and_sets() {
    check("They fought for three years.", &["three years = P3Y"]);
    check("They fought for a decade.", &["a decade = P10Y"]);
    check("They fought for months.", &["months = PXM"]);
    check("The past two years were hard.", &["The past two years = P2Y"]);
    check("It can strike within hours.", &["hours = PTXH"]);
    check(
        "They stayed for more than four hours.",
        &["more than four hours = PT4H"],
    );
    check("A three-day truce ended.", &["three-day = P3D"]);
    check("It took several weeks.", &["several weeks = PXW"]);
    check("It happens every year.", &["every year = P1Y"]);
    check("They met daily, then weekly.", &["daily = P1D", "weekly = P1W"]);
    check("They meet every two weeks.", &["every two weeks = P2W"]);
    check("He calls twice a day.", &["a day = P1D"]);
}

#[test]
fn kinds_of_paragraphs() {
    check_in(
        "Oct. 28, 2024 - 10:15 a.m.",
        ParagraphKind::Header,
        Some(DAY),
        &["Oct. 28, 2024 = 2024-10-28", "10:15 a.m. = 2024-10-28T10:15"],
    );
    check_in(
        "KYIV, 2 November",
        ParagraphKind::Header,
        Some(DAY),
        &["2 November = 2024-11-02"],
    );
    check_in(
        "Minister quits on Friday",
        ParagraphKind::Headline,
        Some(DAY),
        &["Friday = 2024-10-25"],
    );
    check_in("A tank on Friday.", ParagraphKind::Caption, Some(DAY), &[]);
    check_in("© 2024 The Desk", ParagraphKind::Boilerplate, Some(DAY), &[]);
}

#[test]
fn without_a_day_of_publication() {
    let check = |text: &str, expected: &[&str]| check_in(text, ParagraphKind::Body, None, expected);
    check("He left on Friday.", &["Friday = XXXX-WXX-5"]);
    check("He left yesterday.", &["yesterday = XXXX-XX-XX"]);
    check("He left on 20 March.", &["20 March = XXXX-03-20"]);
    check("He left last year.", &["last year = XXXX"]);
    check("He left last week.", &["last week = XXXX-WXX"]);
    check("He left in 2021.", &["2021 = 2021"]);
    check(
        "He left on 3 May 2022 and came back two days later.",
        &["3 May 2022 = 2022-05-03", "two days later = 2022-05-05"],
    );
    let doc = document("He left on Friday.", ParagraphKind::Body, None);
    assert_eq!(super::find(&doc)[0].interval, sayso_model::Interval::default());
}

#[test]
fn days_meant() {
    check_days("In the coming days", "2024-10-28 2024-11-11");
    check_days("It grew in recent weeks.", "2024-09-02 2024-10-28");
    check_days("It has recently grown.", ".. 2024-10-28");
    check_days("It will soon end.", "2024-10-28 ..");
    check_days("In July 1953", "1953-07-01 1953-07-31");
    check_days("earlier this month", "2024-10-01 2024-10-28");
    check_days("in early 2024", "2024-01-01 2024-05-01");
    check_days("from Oct. 3-5", "2024-10-03 2024-10-05");
    check_days("last week", "2024-10-21 2024-10-27");
    check_days("for three years", ".. ..");
}

#[test]
fn syntax_tells_the_tense() {
    // "will" stands before, but "arrived" is the verb of the day.
    let text = "He will stay though they arrived on Friday.";
    let mut doc = document(text, ParagraphKind::Body, Some(DAY));
    let friday = doc
        .tokens
        .iter()
        .position(|token| token.span.of(text) == "Friday")
        .expect("is there");
    let arrived = friday - 2;
    doc.tokens[friday].head = Some(TokenIx::new(arrived));
    (doc.tokens[arrived].upos, doc.tokens[arrived].xpos) = ("VERB", "VBD");
    assert_eq!(super::find(&doc)[0].value, "2024-10-25");
}
