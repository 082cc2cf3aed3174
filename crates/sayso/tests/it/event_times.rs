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
    (
        "The union has called a general [strike] from Monday.",
        "2013-08-26",
        "-",
    ),
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
    // Told in other ways: put off, at night, for so many days.
    (
        "The [vote], first set for 3 August, has been moved to the second Sunday of September.",
        "2013-09-08",
        "2013-09-08",
    ),
    (
        "The [summit] in Tunis has been put back from Friday to 2 September.",
        "2013-09-02",
        "2013-09-02",
    ),
    (
        "[Talks] due on Thursday have been postponed until 5 September.",
        "2013-09-05",
        "2013-09-05",
    ),
    (
        "Officials have brought the [ballot] forward to 1 September.",
        "2013-09-01",
        "2013-09-01",
    ),
    (
        "The [rally], originally scheduled for Wednesday, has been rescheduled for Friday.",
        "2013-08-23",
        "2013-08-23",
    ),
    (
        "The [rally] has been rescheduled for the week after next.",
        "2013-09-02",
        "2013-09-08",
    ),
    (
        "The judge adjourned the [trial] until 10 September.",
        "2013-09-10",
        "2013-09-10",
    ),
    (
        "The [meeting], due on Wednesday, has been delayed until Friday.",
        "2013-08-23",
        "2013-08-23",
    ),
    (
        "The president has moved the [election] from October to November.",
        "2013-11-01",
        "2013-11-30",
    ),
    (
        "Its first [sitting], put back from Sunday to Monday, lasted an hour.",
        "2013-08-19",
        "2013-08-19",
    ),
    (
        "The [strike] planned for Wednesday will now take place on Saturday.",
        "2013-08-24",
        "2013-08-24",
    ),
    (
        "Merchants put the damage from Friday's [riots] at a million dollars.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "The envoy flew in ahead of next week's [summit] of the league.",
        "2013-08-26",
        "2013-09-01",
    ),
    (
        "Hundreds of officers have been held since last week's [coup] attempt.",
        "2013-08-12",
        "2013-08-18",
    ),
    (
        "Hundreds of officers have been [held] since last week's coup attempt.",
        "2013-08-12",
        "2013-08-20",
    ),
    (
        "Families have left the valley since Saturday's [raid].",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "Police arrested six men before Sunday's [march].",
        "2013-08-18",
        "2013-08-18",
    ),
    (
        "Police arrested six men after the [attack] of 4 August.",
        "2013-08-04",
        "2013-08-04",
    ),
    (
        "Families [returned] only after the truce of 4 August.",
        "2013-08-04",
        "2013-08-20",
    ),
    (
        "He died of wounds from the [bombing] on 10 August.",
        "2013-08-10",
        "2013-08-10",
    ),
    ("Mali goes to the [polls] on Sunday.", "2013-08-25", "2013-08-25"),
    ("Nurses went on [strike] on Friday.", "2013-08-16", "2013-08-16"),
    (
        "A patrol came under [attack] near Gao on Monday.",
        "2013-08-19",
        "2013-08-19",
    ),
    (
        "Three officers went on [trial] on 5 August.",
        "2013-08-05",
        "2013-08-05",
    ),
    (
        "The parties will enter [talks] on Thursday.",
        "2013-08-22",
        "2013-08-22",
    ),
    (
        "On Saturday prisoners at Evin went on hunger [strike].",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "The country went into [mourning] on Sunday.",
        "2013-08-18",
        "2013-08-18",
    ),
    (
        "The general was put on [trial] in July.",
        "2013-07-01",
        "2013-07-31",
    ),
    (
        "The army entered the town on Friday morning after rebels had [fled] overnight.",
        "2013-08-15",
        "2013-08-16",
    ),
    (
        "The governor said on Saturday that gunmen had [stormed] the jail overnight.",
        "2013-08-16",
        "2013-08-17",
    ),
    (
        "Planes had [bombed] the port overnight, the ministry said on Sunday.",
        "2013-08-17",
        "2013-08-18",
    ),
    (
        "Planes [bombed] the port overnight, the ministry said on Tuesday.",
        "2013-08-19",
        "2013-08-20",
    ),
    (
        "Troops entered the town at dawn on Friday. The rebels had [left] during the night.",
        "2013-08-15",
        "2013-08-16",
    ),
    (
        "Troops entered the town at dawn on Friday. The rebels, who [left] in the night, had burned the archive.",
        "2013-08-15",
        "2013-08-16",
    ),
    (
        "The tanks drove in on Friday morning, the guards having [left] under cover of the previous night.",
        "2013-08-15",
        "2013-08-16",
    ),
    (
        "Rebels took the town on Friday. During the night they [burned] the archive.",
        "2013-08-16",
        "2013-08-17",
    ),
    (
        "The council proclaimed a state on Friday, and Oman [recognised] it before midnight.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "The ultimatum expired at noon on Friday. Before nightfall the two sides [exchanged] rockets.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Troops sealed off the port on Friday. At dusk they [opened] fire on the dockers.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Troops sealed off the port on Friday. After dark they [shelled] the docks.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Troops sealed off the port on Friday evening. Shortly after midnight they [stormed] the docks.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "The envoy crossed the lines late on Friday evening. Some two hours after midnight, both sides [agreed] on a truce.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "Rebels entered the town on 10 August. Around noon they [hanged] the mayor.",
        "2013-08-10",
        "2013-08-10",
    ),
    (
        "Rebels entered the town on 10 August. In the afternoon they [hanged] the mayor.",
        "2013-08-10",
        "2013-08-10",
    ),
    (
        "Rebels entered the town on 10 August. Towards evening they [hanged] the mayor.",
        "2013-08-10",
        "2013-08-10",
    ),
    (
        "Rebels entered the town on 10 August and by midday had [hanged] the mayor.",
        "2013-08-10",
        "2013-08-10",
    ),
    (
        "Rebels entered the town on 10 August. An hour before sunset they [hanged] the mayor.",
        "2013-08-10",
        "2013-08-10",
    ),
    (
        "Police cleared the square at dawn on Friday; at midday the crowd returned and [burned] a bus.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "The two houses will [elect] a president in the second half of the month.",
        "2013-08-20",
        "2013-08-31",
    ),
    (
        "The two houses will [elect] a president in the second half of the year.",
        "2013-08-20",
        "2013-12-31",
    ),
    (
        "A second [exchange] of prisoners is planned for the month after next.",
        "2013-10-01",
        "2013-10-31",
    ),
    (
        "The ministers will [meet] the week after next.",
        "2013-09-02",
        "2013-09-08",
    ),
    (
        "The country will [vote] the Sunday after next.",
        "2013-09-01",
        "2013-09-01",
    ),
    (
        "The league will [convene] the year after next.",
        "2015-01-01",
        "2015-12-31",
    ),
    (
        "The town has been shut since 7 August. On the two preceding days police had [shot] at crowds.",
        "2013-08-05",
        "2013-08-07",
    ),
    (
        "Tanks entered the town on Friday. For the two days preceding, guns had [pounded] it.",
        "2013-08-14",
        "2013-08-16",
    ),
    (
        "Tanks entered the town on Friday. On the previous three nights planes had [bombed] it.",
        "2013-08-13",
        "2013-08-16",
    ),
    (
        "Tanks entered the town on Friday. In the two days before, guns had [pounded] it.",
        "2013-08-14",
        "2013-08-16",
    ),
    (
        "Tanks entered the town on 5 August. Over the following three days soldiers [arrested] the elders.",
        "2013-08-05",
        "2013-08-08",
    ),
    (
        "Tanks entered the town on 5 August. In the three days that followed soldiers [arrested] the elders.",
        "2013-08-05",
        "2013-08-08",
    ),
    (
        "Tanks entered the town on 5 August. On the two days after that soldiers [arrested] the elders.",
        "2013-08-05",
        "2013-08-07",
    ),
    (
        "Soldiers detained the president on 5 August. It took the league three days to [suspend] the country.",
        "2013-08-08",
        "2013-08-08",
    ),
    (
        "Soldiers detained the president on 5 August. It was three days before the league [suspended] the country.",
        "2013-08-08",
        "2013-08-08",
    ),
    (
        "Soldiers detained the president on 5 August. The league needed three days to [suspend] the country.",
        "2013-08-08",
        "2013-08-08",
    ),
    (
        "The house decides on Friday; on the eve, protesters will [ring] the building.",
        "2013-08-22",
        "2013-08-22",
    ),
    (
        "The generals were to have left on Friday. Gunmen [killed] the minister on the eve of that deadline.",
        "2013-08-15",
        "2013-08-15",
    ),
    (
        "The rebels had until Friday to leave. A day before the deadline, jets [bombed] their camp.",
        "2013-08-15",
        "2013-08-15",
    ),
    (
        "A week before the end of July, jets [bombed] the port.",
        "2013-07-24",
        "2013-07-24",
    ),
    (
        "Police [arrested] the editor three days before the end of last month.",
        "2013-07-28",
        "2013-07-28",
    ),
    (
        "The minister was sacked on 6 July. Before the month was out, police had [arrested] his brother.",
        "2013-07-06",
        "2013-07-31",
    ),
    (
        "Police [killed] four suspects in the hours that followed the shooting on 7 August.",
        "2013-08-07",
        "2013-08-08",
    ),
    (
        "Police [killed] four suspects in the hours following the shooting on 7 August.",
        "2013-08-07",
        "2013-08-08",
    ),
    (
        "Police [killed] four suspects in the days after the shooting on 7 August.",
        "2013-08-07",
        "2013-08-17",
    ),
    (
        "On Thursday the powers agreed on a truce. Two hospitals have been [bombed] since.",
        "2013-08-15",
        "2013-08-20",
    ),
    (
        "Police broke up the camp on Wednesday. Six people have [died] since.",
        "2013-08-14",
        "2013-08-20",
    ),
    (
        "The league gave the generals until noon on Friday to [dissolve] their council.",
        "2013-08-20",
        "2013-08-23",
    ),
    (
        "The court set a deadline of Friday for the army to [leave] the town.",
        "2013-08-20",
        "2013-08-23",
    ),
    (
        "The kidnappers gave Oman until Friday to [pay].",
        "2013-08-20",
        "2013-08-23",
    ),
    (
        "Starting on Thursday, drivers will [block] the port for 48 hours.",
        "2013-08-22",
        "2013-08-24",
    ),
    (
        "Drivers will [block] the port for 48 hours from Thursday.",
        "2013-08-22",
        "2013-08-24",
    ),
    (
        "Drivers will hold a three-day [strike] that begins on Thursday.",
        "2013-08-22",
        "2013-08-24",
    ),
    (
        "The pope will make a two-day [visit] to Malta starting on Thursday.",
        "2013-08-22",
        "2013-08-23",
    ),
    (
        "Drivers began a three-day [strike] on Friday.",
        "2013-08-16",
        "2013-08-18",
    ),
    (
        "A two-day [strike], which began on Thursday, shut every port.",
        "2013-08-15",
        "2013-08-16",
    ),
    (
        "The minister arrived on Friday for a two-day [visit].",
        "2013-08-16",
        "2013-08-17",
    ),
    (
        "For exactly a week now rebels have [held] the town.",
        "2013-08-13",
        "2013-08-20",
    ),
    (
        "For a week now rebels have [held] the town.",
        "2013-08-13",
        "2013-08-20",
    ),
    (
        "Rebels have [held] the town for more than two weeks now.",
        "2013-08-06",
        "2013-08-20",
    ),
    (
        "Police [detained] the candidate four times in the eight days to Sunday.",
        "2013-08-11",
        "2013-08-18",
    ),
    (
        "Raiders [killed] 40 herders in the three days to 14 August.",
        "2013-08-12",
        "2013-08-14",
    ),
    (
        "It was twenty years ago last night that guards [lifted] the barrier.",
        "1993-08-19",
        "1993-08-19",
    ),
    (
        "Ten years ago this morning a lorry bomb [hit] the mission.",
        "2003-08-20",
        "2003-08-20",
    ),
    (
        "Next week, Monday to Wednesday, the senate will [host] envoys.",
        "2013-08-26",
        "2013-08-28",
    ),
    (
        "The senate will [host] envoys on Monday and Tuesday of next week.",
        "2013-08-26",
        "2013-08-27",
    ),
    (
        "The senate will [host] envoys from Monday to Wednesday next week.",
        "2013-08-26",
        "2013-08-28",
    ),
    (
        "Police fired at pupils in Atbara on Friday. It was in Gedaref, the following day, that crowds [torched] the town hall.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "Gunmen raided the hall on Friday evening. It was a week after embassies had [warned] of such a plot.",
        "2013-08-09",
        "2013-08-09",
    ),
    (
        "Gunmen raided the hall on Friday. That was two days after embassies had [warned] of such a plot.",
        "2013-08-14",
        "2013-08-14",
    ),
    (
        "The house is to [ratify] it within seven days of reconvening on 6 September.",
        "2013-09-06",
        "2013-09-13",
    ),
    (
        "The ministers [meet] once more, in Tunis, the day before unification on 3 October.",
        "2013-10-02",
        "2013-10-02",
    ),
    (
        "Between May and August of last year, settlers [uprooted] 1,100 olive trees.",
        "2012-05-01",
        "2012-08-31",
    ),
    (
        "Between May and July last year settlers [uprooted] 1,100 olive trees.",
        "2012-05-01",
        "2012-07-31",
    ),
    (
        "The party picks its candidate this weekend; a fortnight later the country will [elect] a president.",
        "2013-09-07",
        "2013-09-08",
    ),
    (
        "The decree was read out late on Friday and lifted on Sunday. In between, the house had [voted] it down.",
        "2013-08-16",
        "2013-08-18",
    ),
    (
        "The talks broke up last week, and the shelling [resumed].",
        "2013-08-12",
        "2013-08-18",
    ),
    (
        "The army will [free] its captives before troops start to pull out on Monday.",
        "2013-08-20",
        "2013-08-26",
    ),
    (
        "Tanks will start home on Friday, three weeks after they [captured] the town.",
        "2013-08-02",
        "2013-08-02",
    ),
    (
        "The cabinet agreed on Monday to ban rifles, seventy-two hours after the mosque [shootings].",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "On the night of 3 August the president imposed martial law, only to [lift] it the next day.",
        "2013-08-04",
        "2013-08-04",
    ),
    (
        "The [ballot] will be held before the president's term runs out on 2 September.",
        "2013-08-20",
        "2013-09-02",
    ),
    (
        "When the envoy reached the town on Monday, fighters had already [looted] the hospital.",
        "-",
        "2013-08-19",
    ),
    (
        "By the time the envoy reached the town on Monday, fighters had [looted] the hospital.",
        "-",
        "2013-08-19",
    ),
    (
        "The house will [vote] in a fortnight.",
        "2013-09-03",
        "2013-09-03",
    ),
    (
        "The minister flies to Oslo on Thursday for [talks].",
        "2013-08-22",
        "2013-08-22",
    ),
    (
        "Ministers from nine countries [meet] in Oslo on Thursday and Friday.",
        "2013-08-22",
        "2013-08-23",
    ),
    (
        "Friday's raid killed nine, and on Saturday the rebels [hit] back.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "Four years after the 2009 [coup], the army shot two students on Friday.",
        "2009-01-01",
        "2009-12-31",
    ),
    (
        "The union called off a [strike] due to begin on Friday.",
        "2013-08-23",
        "2013-08-23",
    ),
    (
        "Two weeks of [protests] ended on Friday with a truce.",
        "2013-08-02",
        "2013-08-16",
    ),
    (
        "[Protests] that began on 4 August have spread to nine towns.",
        "2013-08-04",
        "2013-08-20",
    ),
    (
        "The talks had been due to [open] in Oslo on Friday.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "The summit is on Friday. The day after, the ministers [fly] to Oslo.",
        "2013-08-24",
        "2013-08-24",
    ),
    (
        "After three days of [talks] the ministers signed the pact on Friday.",
        "2013-08-13",
        "2013-08-16",
    ),
    (
        "After three days of talks the ministers [signed] the pact on Friday.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "The army [shelled] the port for the first time since 1998.",
        "-",
        "2013-08-20",
    ),
    (
        "In the run-up to Sunday's vote police [arrested] nine monks.",
        "-",
        "2013-08-18",
    ),
    (
        "Last week, on Thursday, crowds [burned] shops.",
        "2013-08-15",
        "2013-08-15",
    ),
    (
        "Unions have called a [strike] for Friday.",
        "2013-08-23",
        "2013-08-23",
    ),
    (
        "A [visit] by the king in October was announced on Monday.",
        "2013-10-01",
        "2013-10-31",
    ),
    (
        "His [resignation], which he tendered on Friday, was accepted on Monday.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "For the first time since 1998 the army [shelled] the port.",
        "-",
        "2013-08-20",
    ),
    ("The rebels [left] by night.", "-", "2013-08-20"),
    (
        "Troops moved from Mali to Niger on Friday and [shelled] a fort.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "Rebels seized the fort on 5 August. By its tenth day the siege had [killed] nine.",
        "2013-08-05",
        "2013-08-14",
    ),
    (
        "The truce lasted from Friday until Monday. At its end guards [shelled] the port.",
        "2013-08-19",
        "2013-08-19",
    ),
    (
        "In the week that followed the vote of 4 August police [arrested] 40 monks.",
        "2013-08-04",
        "2013-08-11",
    ),
    (
        "The [attack] that killed nine people on Friday shocked the town.",
        "2013-08-16",
        "2013-08-16",
    ),
    (
        "The [priest] that buried nine people on Friday is ill.",
        "-",
        "2013-08-20",
    ),
    // Spells, days that are counted, and what stands behind.
    (
        "A week of [clashes] has left nine dead in the port.",
        "2013-08-13",
        "2013-08-20",
    ),
    (
        "Nurses began three days of [protests] on Monday.",
        "2013-08-19",
        "2013-08-21",
    ),
    (
        "Troops shut the port on Monday, the fifth day of [protests] over bread.",
        "2013-08-15",
        "2013-08-19",
    ),
    (
        "The [siege] of the mill ended on Sunday, its third day.",
        "2013-08-16",
        "2013-08-18",
    ),
    (
        "Herders had [camped] by the dam for a week when police came on Sunday.",
        "2013-08-11",
        "2013-08-18",
    ),
    (
        "A truce began on Friday. By Sunday thousands had [fled] the valley.",
        "2013-08-16",
        "2013-08-18",
    ),
    (
        "As of 15 August, nine cases had been [reported].",
        "-",
        "2013-08-15",
    ),
    (
        "The rebels have eight days left to [quit] the hills.",
        "2013-08-20",
        "2013-08-28",
    ),
    ("A first [report] is due by Friday.", "2013-08-20", "2013-08-23"),
    ("The court could [rule] as early as Thursday.", "2013-08-22", "-"),
    (
        "The mine shut on Sunday, more than two years after it was [flooded].",
        "2010-08-18",
        "2011-08-18",
    ),
    (
        "The mayor will resign before her rival is [sworn] in, in late September.",
        "2013-09-21",
        "2013-09-30",
    ),
    (
        "Envoys meet to weigh their answer to Saturday's [attack] on the mill.",
        "2013-08-17",
        "2013-08-17",
    ),
    (
        "The house voted to [raise] its rank on Monday.",
        "2013-08-19",
        "2013-08-19",
    ),
    (
        "By the end of the year the junta will [free] all monks, an abbot was assured.",
        "2013-08-20",
        "2013-12-31",
    ),
    (
        "It was on the first Sunday of this month that gunmen [stormed] the mill.",
        "2013-08-04",
        "2013-08-04",
    ),
    (
        "The guild, if elected on 8 September, will [abolish] the tax.",
        "2013-09-08",
        "-",
    ),
    (
        "Soldiers [seized] the ferry in the night to Sunday.",
        "2013-08-17",
        "2013-08-18",
    ),
    (
        "A [strike] has kept flour off the market for two weeks.",
        "2013-08-06",
        "2013-08-20",
    ),
    (
        "Tomorrow it will be twenty years since soldiers [burned] the mill.",
        "1993-08-21",
        "1993-08-21",
    ),
    (
        "In the months before the coup of 1 June the generals [bought] drones.",
        "2012-08-01",
        "2013-06-01",
    ),
    (
        "Police arrested six men over the [riots] of May and June last year.",
        "2012-05-01",
        "2012-06-30",
    ),
    (
        "The [priest] who kept bees shut the church on Friday.",
        "-",
        "2013-08-20",
    ),
    (
        "Envoys meet before Saturday's [summit] in Oslo.",
        "2013-08-24",
        "2013-08-24",
    ),
    (
        "The house agreed to [meet] on Monday.",
        "2013-08-26",
        "2013-08-26",
    ),
    ("A pound of [fish] cost a dollar on Friday.", "-", "2013-08-20"),
];

#[test]
fn events_have_their_days() {
    let failures = failures(PASSAGES);
    // The syntax of a passage is sometimes misread.
    assert!(failures.len() <= 2, "{}", failures.join("\n"));
}

/// The passages whose event is read with other days.
pub fn failures(passages: &[(&str, &str, &str)]) -> Vec<String> {
    let sayso = Sayso::embedded().expect("the data of a release is whole");
    let given = Given {
        date: PUBLISHED.parse().ok(),
        ..Given::default()
    };
    let bare = |text: &str| text.replace(['[', ']'], "");
    let articles = passages
        .iter()
        .map(|(text, ..)| plain(bare(text), "passage", &given));
    let documents = sayso.read(articles.collect());
    let mut failures = Vec::new();
    for ((text, start, end), document) in passages.iter().zip(documents) {
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
    failures
}

#[test]
fn what_lengths_mean() {
    let sayso = Sayso::embedded().expect("its own data");
    let given = Given {
        date: PUBLISHED.parse().ok(),
        ..Given::default()
    };
    let text = "Dushanbe promised to transfer the money within two weeks. The talks lasted four hours.";
    let document = sayso
        .read(vec![plain(text.to_owned(), "lengths", &given)])
        .remove(0);
    let days = document
        .reading
        .meant
        .iter()
        .map(|m| m.map(|days| format!("{} {}", days.start.expect("a day"), days.end.expect("a day"))));
    let days: Vec<Option<String>> = days.collect();
    assert_eq!(days, [Some("2013-08-20 2013-09-03".to_owned()), None]);
}
