//! Times counted from what stands beside them, and those that no rule gives to an event: which are taken for its own, and which must not be.

use crate::event_times::failures;

/// A passage with its event in brackets, the first and the last day; published on Tuesday 2013-08-20.
type Passage = (&'static str, &'static str, &'static str);

fn check(passages: &[Passage]) {
    let failures = failures(passages);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn counted_from_what_stands_beside() {
    let passages: &[Passage] = &[
        (
            "Shells gutted the mint yesterday, six years to the day after the [attack] on its gates.",
            "2007-08-19",
            "2007-08-19",
        ),
        (
            "The league will vote on 28 October, clerks announced on Monday, the morning after a storm had [sunk] the ferry.",
            "2013-08-18",
            "2013-08-18",
        ),
        (
            "Queues grew longer yesterday, the fortieth day since Utopia [closed] the pass.",
            "2013-07-11",
            "2013-07-11",
        ),
        (
            "Villagers lit candles on Saturday, a year to the day since the dam [burst].",
            "2012-08-17",
            "2012-08-17",
        ),
        (
            "Gunners [shelled] the mill for the third day running on Sunday.",
            "2013-08-16",
            "2013-08-18",
        ),
        (
            "The mill was sold on 18 August 2008. Two and a half years later peasants [marched].",
            "2010-12-18",
            "2011-04-18",
        ),
        (
            "Rebels fired on the port on Friday at dusk, and next morning they [sank] the tug.",
            "2013-08-17",
            "2013-08-17",
        ),
        (
            "The curfew, which was [imposed] on the fifth, ends on Friday.",
            "2013-08-05",
            "2013-08-05",
        ),
        (
            "The guild does not expect the bridge to be [reopened] before October.",
            "2013-10-01",
            "-",
        ),
        (
            "The guild will [reopen] the bridge before October.",
            "2013-08-20",
            "2013-09-30",
        ),
        (
            "The losers had until Sunday evening to [lodge] complaints, and none did.",
            "-",
            "2013-08-18",
        ),
        (
            "The captain was the last to be [led] out of the cave on Sunday.",
            "2013-08-18",
            "2013-08-18",
        ),
        (
            "The envoy [leaves] Geneva in ten days.",
            "2013-08-30",
            "2013-08-30",
        ),
        ("The bus [covers] the road in ten days.", "-", "2013-08-20"),
        (
            "Crowds stoned the embassy, enraged by the bombs which [hit] the mission on Friday.",
            "2013-08-16",
            "2013-08-16",
        ),
        (
            "Four weeks ago tonight the ferry [capsized] off the cape.",
            "2013-07-23",
            "2013-07-23",
        ),
        (
            "The man whom soldiers [captured] ten years ago this November was sworn in.",
            "2003-11-01",
            "2003-11-30",
        ),
        (
            "The cable that Saturday's [eruption] tore may take a month to splice.",
            "2013-08-17",
            "2013-08-17",
        ),
        (
            "The choir will [sing] in the square on Christmas morning.",
            "2013-12-25",
            "2013-12-25",
        ),
    ];
    check(passages);
}

#[test]
fn likely_and_not() {
    let passages: &[Passage] = &[
        (
            "On Saturday gunmen stormed the hall at Ruko. They [shot] the guard and two clerks.",
            "2013-08-17",
            "2013-08-17",
        ),
        (
            "The mob broke through the gates on Friday, and by the time the police came it had [burned] the archive.",
            "2013-08-16",
            "2013-08-16",
        ),
        // What is said on a day was before it.
        (
            "Herders near Ruko said on Monday that a militia had [burned] their huts.",
            "-",
            "2013-08-20",
        ),
        (
            "A driver was [abducted] on his way to the mine, his employer confirmed on Monday.",
            "-",
            "2013-08-20",
        ),
        (
            "The quarrel grew on Sunday when the minister told the house that rebels had [attacked] a post.",
            "-",
            "2013-08-20",
        ),
        // What somebody has done has no day that is over.
        (
            "Students marched to the mint on Friday, but guards have [freed] their leader.",
            "-",
            "2013-08-20",
        ),
        // A bound of something else.
        (
            "If the president has not gone by Friday, miners will [march] on his palace.",
            "2013-08-20",
            "-",
        ),
        (
            "The army [shelled] the port for the first time since 1998.",
            "-",
            "2013-08-20",
        ),
    ];
    check(passages);
}
