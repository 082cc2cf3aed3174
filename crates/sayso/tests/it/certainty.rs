//! How certain a happening is where it is told, through the whole pipeline: FactBank's value of the event at a word.

use crate::attribution::value;

#[track_caller]
fn is(wanted: &str, cases: &[(&str, &str)]) {
    for (text, word) in cases {
        assert_eq!(value(text, word), wanted, "{text}");
    }
}

#[test]
fn what_did_not_come_about() {
    is(
        "CT-",
        &[
            (
                "Heavy snow kept the gendarmes from arresting the minister.",
                "arresting",
            ),
            ("The garrison has yet to withdraw from the fort.", "withdraw"),
            (
                "Instead of attacking the town, the militia dug trenches around it.",
                "attacking",
            ),
            (
                "The parliament stopped short of condemning the coup.",
                "condemning",
            ),
            ("A court acquitted the colonel of killing the student.", "killing"),
            (
                "If the scouts had warned them, the rebels would have attacked the bridge.",
                "attacked",
            ),
            ("The general should have arrested the gunmen.", "arrested"),
        ],
    );
}

#[test]
fn what_did_although_it_is_negated() {
    is(
        "CT+",
        &[
            (
                "There is no doubt that the soldiers attacked the village.",
                "attacked",
            ),
            (
                "Police did not release the students until their parents had paid a fine.",
                "release",
            ),
            (
                "Not only did the army shell the town, it also arrested its mayor.",
                "shell",
            ),
            (
                "She became the first American secretary of state to visit Vientiane.",
                "visit",
            ),
        ],
    );
}

#[test]
fn what_is_likely() {
    is(
        "PR+",
        &[
            ("The militia is poised to attack the town.", "attack"),
            ("The raiders must have killed the guards at dawn.", "killed"),
            (
                "The embassy warned of the high likelihood of an attack.",
                "attack",
            ),
        ],
    );
    is(
        "PR-",
        &[
            (
                "Investigators found no evidence that the army had shelled the school.",
                "shelled",
            ),
            ("The minister is not expected to visit Riga.", "visit"),
        ],
    );
}

#[test]
fn what_is_possible() {
    is(
        "PS+",
        &[
            (
                "The report raises the possibility of a blockade of the port.",
                "blockade",
            ),
            (
                "The spokesman did not exclude a meeting between the two presidents.",
                "meeting",
            ),
            (
                "There is a danger that militants will attack the embassy.",
                "attack",
            ),
        ],
    );
}

#[test]
fn what_stays_certain() {
    is(
        "CT+",
        &[
            // A verb that does away with something else.
            (
                "The guards kept reporters from the meeting of the two presidents.",
                "meeting",
            ),
            ("Blocking the road, farmers protested in Lyon.", "protested"),
            ("Rebels attacked the convoy in a rare show of force.", "attacked"),
        ],
    );
}
