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
    // Feasts, and days that are told by their place in a month.
    (
        "Miners [occupied] the weir on Bastille Day.",
        "2013-07-14",
        "2013-07-14",
    ),
    (
        "Monks [blocked] the bridge on the eve of Assumption Day.",
        "2013-08-14",
        "2013-08-14",
    ),
    (
        "The committee for the Assumption procession [blocked] the bridge.",
        "-",
        "2013-08-20",
    ),
    (
        "Police [searched] the mill on the first Monday of July.",
        "2013-07-01",
        "2013-07-01",
    ),
    (
        "Police will [search] the mill on the last Friday of September.",
        "2013-09-27",
        "2013-09-27",
    ),
    (
        "Police [searched] the mill on the last day but one of June.",
        "2013-06-29",
        "2013-06-29",
    ),
    (
        "Smugglers [sold] tusks in the mid-1980s.",
        "1984-01-01",
        "1986-12-31",
    ),
    (
        "Clerks [forged] the deeds in the closing decade of the nineteenth century.",
        "1890-01-01",
        "1899-12-31",
    ),
    (
        "Police [raided] ninety clubs in the last quarter of 2011.",
        "2011-10-01",
        "2011-12-31",
    ),
    // What happened before is told behind, or by another noun.
    (
        "The general [resigned] on the eve of the budget debate. It opened on Thursday.",
        "2013-08-14",
        "2013-08-14",
    ),
    (
        "The general [resigned] on the eve of the budget debate. He flew home on Thursday.",
        "-",
        "2013-08-20",
    ),
    (
        "Deputies put him in charge on 14 July. Five days after the choice the house [reversed] it.",
        "2013-07-19",
        "2013-07-19",
    ),
    (
        "Deputies met on 14 July; two days after that the house [reversed] the decree.",
        "2013-07-16",
        "2013-07-16",
    ),
    (
        "A storm closed the port on 3 August, and two days passed before troops [arrived].",
        "2013-08-05",
        "2013-08-05",
    ),
    (
        "The king died on Saturday, three years, two months and five days after rebels [took] his palace.",
        "2010-06-12",
        "2010-06-12",
    ),
    (
        "On Sunday, half a century to the day after troops [took] the mill, it burned.",
        "1963-08-18",
        "1963-08-18",
    ),
    // Lengths of time.
    (
        "Guards will [strike] for three days from Thursday.",
        "2013-08-22",
        "2013-08-24",
    ),
    (
        "Guards [blocked] the gate for six days from 1 August.",
        "2013-08-01",
        "2013-08-06",
    ),
    (
        "Since 1 August guards have [blocked] the gate.",
        "2013-08-01",
        "2013-08-20",
    ),
    (
        "Since Easter Monday, 1 April, police have [arrested] nine smugglers.",
        "2013-04-01",
        "2013-08-20",
    ),
    (
        "The [siege] of the port, which ended on 12 August after two weeks, cost forty lives.",
        "2013-07-29",
        "2013-08-12",
    ),
    (
        "The [strike], which was in its fifth day on Monday, has closed the mine.",
        "2013-08-15",
        "2013-08-19",
    ),
    (
        "The number of smugglers [arrested] rose to ninety in the second quarter.",
        "2013-04-01",
        "2013-06-30",
    ),
    (
        "Envoys are expected to [visit] the port in the next two weeks.",
        "2013-08-20",
        "2013-09-03",
    ),
    (
        "Since the turn of the year police have [arrested] nine smugglers.",
        "2013-01-01",
        "2013-08-20",
    ),
    // Counted from other days ahead, or from the day of saying.
    (
        "The judges will [hear] him a week from tomorrow.",
        "2013-08-28",
        "2013-08-28",
    ),
    (
        "The judges will [hear] him on Friday week.",
        "2013-08-30",
        "2013-08-30",
    ),
    ("The judges [heard] him on Friday.", "2013-08-16", "2013-08-16"),
    (
        "\"Troops will [leave] the mill tomorrow,\" the general said on Friday.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "Troops will [leave] the mill tomorrow, the general said on Friday.",
        "2013-08-21",
        "2013-08-21",
    ),
    // Fiscal years.
    (
        "Coastguards [seized] forty boats in fiscal 2011, which ended on 31 March.",
        "2011-04-01",
        "2012-03-31",
    ),
    (
        "American agents [seized] forty boats in fiscal 2012.",
        "2011-10-01",
        "2012-09-30",
    ),
    (
        "American agents [seized] forty boats in 2012.",
        "2012-01-01",
        "2012-12-31",
    ),
    (
        "Agents [seized] forty boats in the financial year to June 2012.",
        "2011-07-01",
        "2012-06-30",
    ),
    // What is told elsewhere of the same happening.
    (
        "Gunmen stormed a hotel. The [raid] killed six guests. The raid took place on Friday.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Troops [shelled] the mill. It happened on Friday, the miller said.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Troops [shelled] the mill. The miller left on Friday.",
        "-",
        "2013-08-20",
    ),
    (
        "Police held nine men over the [riot] that broke out in Sirte on 9 August.",
        "2013-08-09",
        "2013-08-09",
    ),
    (
        "The country will vote on Sunday. Three parties will [boycott] it.",
        "2013-08-25",
        "2013-08-25",
    ),
    (
        "The country will vote on Sunday. Three parties will [ban] it.",
        "2013-08-20",
        "-",
    ),
    // Counted from the time told before, or joined.
    (
        "On 3 July the army deposed the king. Miners have [protested] ever since.",
        "2013-07-03",
        "2013-08-20",
    ),
    (
        "The hostages, seized on 4 August, were [freed] after eleven days.",
        "2013-08-15",
        "2013-08-15",
    ),
    (
        "Rebels took the mill in May and [left] it the next month.",
        "2013-06-01",
        "2013-06-30",
    ),
    (
        "The town fell on 9 May after a [siege] of three weeks.",
        "2013-04-18",
        "2013-05-09",
    ),
    ("The judges will not [rule] before October.", "2013-10-01", "-"),
    (
        "Gunmen [killed] the priest late on Friday or early on Saturday.",
        "2013-08-16",
        "2013-08-17",
    ),
    (
        "Gunmen [killed] the priest on Friday and fled on Saturday.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Gunmen [killed] the priest a week ago on Sunday.",
        "2013-08-11",
        "2013-08-11",
    ),
    (
        "Forty years ago next month, planes [bombed] the mill.",
        "1973-09-01",
        "1973-09-30",
    ),
    (
        "Hours before the truce was to begin on Friday, guns [shelled] the mill.",
        "2013-08-16",
        "2013-08-16",
    ),
    // One scene; what is ahead; parts of months and years.
    (
        "Students marched to the mint on Friday, where guards [fired] tear gas at them.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Students marched to the mint on Friday, and guards [fired] tear gas at them.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Students marched to the mint on Friday, but guards have [freed] their leader.",
        "-",
        "2013-08-20",
    ),
    (
        "The flood struck Poti at dawn on 3 July. By evening sappers had [evacuated] the port.",
        "2013-07-03",
        "2013-07-03",
    ),
    (
        "The flood struck Poti on 3 July. Over the next two days sappers [evacuated] the port.",
        "2013-07-03",
        "2013-07-05",
    ),
    (
        "Over the next two days sappers will [evacuate] the port.",
        "2013-08-20",
        "2013-08-22",
    ),
    (
        "On the eve of Sunday's vote gunmen [shot] a clerk.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "Unions called for a [strike] on Friday.",
        "2013-08-23",
        "2013-08-23",
    ),
    (
        "When the senate meets on Friday it will [elect] a speaker.",
        "2013-08-23",
        "2013-08-23",
    ),
    (
        "The senate, which meets tomorrow, will [elect] a speaker.",
        "2013-08-21",
        "2013-08-21",
    ),
    (
        "The [strike] began on 2 July and ended on Friday.",
        "2013-07-02",
        "2013-08-16",
    ),
    (
        "The [march] planned for Saturday was called off on Monday.",
        "2013-08-24",
        "2013-08-24",
    ),
    (
        "Rebels [burned] the mill shortly before midnight on Friday.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Rebels must [leave] the mill before midnight on Saturday.",
        "2013-08-20",
        "2013-08-24",
    ),
    (
        "Rebels [burned] the mill this summer.",
        "2013-06-01",
        "2013-08-20",
    ),
    (
        "Rebels [burned] the mill late last year.",
        "2012-09-01",
        "2012-12-31",
    ),
    (
        "Rebels [burned] the mill at the end of 2003.",
        "2003-11-01",
        "2003-12-31",
    ),
    (
        "Rebels [burned] the mill in the first four months of the year.",
        "2013-01-01",
        "2013-04-30",
    ),
    (
        "Rebels [burned] the mill during the last week of April.",
        "2013-04-24",
        "2013-04-30",
    ),
    (
        "On this day in 1974 rebels [burned] the mill.",
        "1974-08-20",
        "1974-08-20",
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
