//! When events happen, through the whole pipeline: passages of our own, each with the word of an event and its days.

use sayso::model::TokenIx;
use sayso::{Given, Sayso, plain};

/// All passages are published on this day, a Tuesday.
const PUBLISHED: &str = "2013-08-20";

/// Passage, with the word of the event in [brackets]; first and last day, `-` where open.
const PASSAGES: &[(&str, &str, &str)] = &[
    // The side of publication.
    (
        "The ministers will [meet] in Doha this week.",
        "2013-08-20",
        "2013-08-25",
    ),
    (
        "Miners [blocked] the road this month.",
        "2013-08-01",
        "2013-08-20",
    ),
    (
        "The league would [leave] the talks, its envoy promised.",
        "2013-08-20",
        "-",
    ),
    ("Rebels threatened to [burn] the bridge.", "2013-08-20", "-"),
    ("Rebels [threatened] to burn the bridge.", "-", "2013-08-20"),
    // Times that clauses share.
    (
        "Last summer soldiers [closed] the port and jailed its manager.",
        "2012-06-01",
        "2012-08-31",
    ),
    (
        "Last summer soldiers closed the port and [jailed] its manager.",
        "2012-06-01",
        "2012-08-31",
    ),
    (
        "Guards fired on a crowd in Sirte on Friday, [wounding] six.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "After police cleared the square on 14 August, crowds [burned] a church.",
        "2013-08-14",
        "2013-08-20",
    ),
    (
        "Police cleared the square on 14 August, the day on which Oman [recalled] its envoy.",
        "2013-08-14",
        "2013-08-14",
    ),
    // Counted from the time told before.
    (
        "The fleet sailed on 3 July. Four days later it [shelled] the fort.",
        "2013-07-07",
        "2013-07-07",
    ),
    (
        "The fleet sailed on 3 July. The same night it [shelled] the fort.",
        "2013-07-03",
        "2013-07-03",
    ),
    (
        "The fleet sailed on 3 July, the admiral said on Monday. The day before, its gunners had [mutinied].",
        "2013-07-02",
        "2013-07-02",
    ),
    (
        "Two days before the garrison fell on Sunday, rebels [attacked] its gate.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Farmers voted on 12 May. Thugs [beat] their leaders before the poll.",
        "-",
        "2013-05-12",
    ),
    (
        "The fort fell in 1973. The king had [expelled] its builders two years earlier.",
        "1971-01-01",
        "1971-12-31",
    ),
    (
        "Thirty years ago to the day troops [massacred] the villagers.",
        "1983-08-20",
        "1983-08-20",
    ),
    (
        "In three days' time the judges will [sentence] the general.",
        "2013-08-23",
        "2013-08-23",
    ),
    // Two that make one, and what prepositions say.
    (
        "The brigades are to [withdraw] between 15 and 29 October.",
        "2013-10-15",
        "2013-10-29",
    ),
    (
        "Between 1981 and 1983 officers [sold] rifles to the clan.",
        "1981-01-01",
        "1983-12-31",
    ),
    (
        "Since Sunday police have [detained] ninety people.",
        "2013-08-18",
        "2013-08-20",
    ),
    (
        "The envoys must [leave] by 1 September.",
        "2013-08-20",
        "2013-09-01",
    ),
    (
        "Over the past three days crowds have [toppled] four statues.",
        "2013-08-17",
        "2013-08-20",
    ),
    (
        "For the fourth consecutive day nurses [picketed] the palace.",
        "2013-08-17",
        "2013-08-20",
    ),
    // Counted back from the clause that "after" hangs on.
    (
        "Rebels fled on Friday, two days after troops [took] the mill.",
        "2013-08-14",
        "2013-08-14",
    ),
    (
        "The raid on Monday came five days after gunmen [struck] the mill.",
        "2013-08-14",
        "2013-08-14",
    ),
    (
        "On Sunday, a year to the day after troops [took] the mill, it burned.",
        "2012-08-18",
        "2012-08-18",
    ),
    (
        "On Sunday, a year to the day after troops took the mill, it [burned].",
        "2013-08-18",
        "2013-08-18",
    ),
    (
        "Mourners met on Sunday, the tenth anniversary of the day when planes [bombed] the mill.",
        "2003-08-18",
        "2003-08-18",
    ),
    (
        "In the three weeks since planes bombed the mill on 30 July, thousands have [fled].",
        "2013-07-30",
        "2013-08-20",
    ),
    // Days, weeks and months that are told by their place.
    (
        "The court [jailed] him on the fifth of this month.",
        "2013-08-05",
        "2013-08-05",
    ),
    (
        "The court [jailed] him on Wednesday of last week.",
        "2013-08-14",
        "2013-08-14",
    ),
    (
        "Police [raided] the club the week before last.",
        "2013-08-05",
        "2013-08-11",
    ),
    (
        "Police [raided] the club two nights ago.",
        "2013-08-18",
        "2013-08-18",
    ),
    (
        "Police [raided] the club two weeks ago.",
        "2013-08-05",
        "2013-08-07",
    ),
    (
        "Police [raided] the club on 3 and 5 August.",
        "2013-08-03",
        "2013-08-05",
    ),
    (
        "In the past month gunmen have [killed] nine guards.",
        "2013-07-20",
        "2013-08-20",
    ),
    (
        "In the twelve months to 31 July police [raided] ninety clubs.",
        "2012-08-01",
        "2013-07-31",
    ),
    (
        "In the second half of July gunmen [attacked] four convoys.",
        "2013-07-16",
        "2013-07-31",
    ),
    (
        "From 3 to 6 August planes [bombed] the mill.",
        "2013-08-03",
        "2013-08-06",
    ),
    (
        "He was [jailed] on the first day of the year.",
        "2013-01-01",
        "2013-01-01",
    ),
    (
        "He was [jailed] two days before Christmas.",
        "2012-12-23",
        "2012-12-23",
    ),
    (
        "The judges will [hear] him before the month is out.",
        "2013-08-20",
        "2013-08-31",
    ),
    (
        "The envoys have until 10 September to [leave] the base.",
        "2013-08-20",
        "2013-09-10",
    ),
    (
        "The siege began on 3 August, and on its third day a shell [hit] the mill.",
        "2013-08-05",
        "2013-08-05",
    ),
    (
        "Police [arrested] the mayor and closed his office on Monday.",
        "2013-08-19",
        "2013-08-19",
    ),
    (
        "The parties will [sign] the pact on the 29th.",
        "2013-08-29",
        "2013-08-29",
    ),
];

#[test]
fn events_have_their_days() {
    let sayso = Sayso::embedded().expect("the data of a release is whole");
    let given = Given {
        date: PUBLISHED.parse().ok(),
        ..Given::default()
    };
    let bare = |text: &str| text.replace(['[', ']'], "");
    let articles = PASSAGES
        .iter()
        .map(|(text, ..)| plain(bare(text), "passage", &given));
    let documents = sayso.read(articles.collect());
    let mut failures = Vec::new();
    for ((text, start, end), document) in PASSAGES.iter().zip(documents) {
        let at = text.find('[').expect("a word in brackets");
        let token = document.annotated.tokens.partition_point(|t| t.span.end() <= at);
        let when = sayso
            .extractor()
            .time_of(&document.annotated, TokenIx::new(token));
        let open = || "-".to_owned();
        let days = when.interval;
        let found = (
            days.start.map_or_else(open, |d| d.to_string()),
            days.end.map_or_else(open, |d| d.to_string()),
        );
        if found != ((*start).to_owned(), (*end).to_owned()) {
            failures.push(format!("{text}\n   {start} {end}, but {found:?}"));
        }
    }
    // The syntax of a passage is sometimes misread.
    assert!(failures.len() <= 2, "{}", failures.join("\n"));
}
