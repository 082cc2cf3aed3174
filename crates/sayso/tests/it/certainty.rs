//! How certain a happening is where it is told, through the whole pipeline: FactBank's value of the event at a word.

use crate::attribution::{read, value};

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
            // "Nor" denies its own clause, whatever the one before does.
            (
                "There was no curfew, nor had soldiers of the garrison shot at the crowd, the mayor said.",
                "shot",
            ),
            (
                "Nor had its rangers arrested any herder, the park said.",
                "arrested",
            ),
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
fn what_was_told_and_is_taken_back_or_called_untrue() {
    is(
        "CT-",
        &[
            (
                "The Delta Press retracts its report of Monday that the pilots had been released.",
                "released",
            ),
            (
                "The agency withdraws a passage of its report of 3 June which said that soldiers had shot a nurse.",
                "shot",
            ),
            (
                "The ministry took back its statement that police had beaten two students.",
                "beaten",
            ),
            (
                "The report that its troops had crossed the border was invented, the minister said.",
                "crossed",
            ),
            (
                "The story that rebels had attacked the barracks was made up, the army said.",
                "attacked",
            ),
            (
                "A report of the station that the hostages had been released is wrong, the embassy said.",
                "released",
            ),
            (
                "An earlier dispatch saying that rebels had seized the town was mistaken.",
                "seized",
            ),
            (
                "The claim of an air raid on the market is a lie, the spokesman said.",
                "raid",
            ),
            // What is called off after it was announced, whoever announced it.
            (
                "The union has called off the nationwide strike that it had announced for Tuesday.",
                "strike",
            ),
            (
                "The opposition has postponed the protest march announced for Saturday because of heavy rain.",
                "march",
            ),
            (
                "The planned visit of the president to Moscow fell through.",
                "visit",
            ),
        ],
    );
    is(
        "U",
        &[
            (
                "The office was unable to confirm that the militia had withdrawn from the fort.",
                "withdrawn",
            ),
            (
                "The prefect said he was unable to confirm that soldiers had crossed the border.",
                "crossed",
            ),
            (
                "The union knows nothing of the abduction of coach passengers.",
                "abduction",
            ),
        ],
    );
    is(
        "CT+",
        &[
            (
                "The police report that two men had been arrested was read out in court.",
                "arrested",
            ),
            (
                "The paper stood by its report that police had beaten the student.",
                "beaten",
            ),
            (
                "The claim that the militia had burned the village is no lie, the bishop said.",
                "burned",
            ),
            (
                "The government withdrew its ambassador over the report that agents had kidnapped a dissident.",
                "kidnapped",
            ),
            (
                "The story that the bishop had condemned the massacre was made up.",
                "massacre",
            ),
            (
                "The mayor withdrew her statement condemning the shelling of the town.",
                "shelling",
            ),
            (
                "The militia withdrew its claim of responsibility for the attack on the convoy.",
                "attack",
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

/// What people are called together for, or what is planned for a day, is yet to come, unless the sentence says what came of it.
#[test]
fn what_is_called_for_a_day_is_yet_to_come() {
    for (text, word, wanted) in [
        (
            "The union has called its followers in all cities to a protest march on Saturday.",
            "march",
            true,
        ),
        (
            "The governing party has announced a second protest rally in Bijeljina on 25 April.",
            "rally",
            true,
        ),
        (
            "The opposition announced a general strike and a protest march.",
            "march",
            true,
        ),
        (
            "Ministers rejected the strike proposed for Monday.",
            "strike",
            true,
        ),
        (
            "The protest march announced for Friday drew forty thousand people.",
            "march",
            false,
        ),
        (
            "The police announced the arrest of the mayor of Osh.",
            "arrest",
            false,
        ),
        ("Ministers rejected the strike of the miners.", "strike", false),
    ] {
        let document = read(text);
        let event = document
            .reading
            .statements
            .iter()
            .find(|s| s.trigger_span.of(&document.annotated.article.text) == word);
        assert_eq!(event.map(|e| e.auxiliary.future), Some(wanted), "{text}");
    }
}

/// A negation or a plan above a noun that is known, or above a participle, is not of what these tell.
#[test]
fn what_is_negated_beside_it() {
    is(
        "CT+",
        &[
            (
                "The Red Cross had no part in the release of seven soldiers near Lunsar on 14 October.",
                "release",
            ),
            (
                "He gave no order for the aggression of Sunday at Buenavista, which he condemns.",
                "aggression",
            ),
            ("There was no repetition of Sunday's clashes.", "clashes"),
            // What is false there tells of something else.
            (
                "The deputy made misleading statements about his debts after rebels attacked the port.",
                "attacked",
            ),
            (
                "The paper printed a fake letter and reported that rebels had attacked the port.",
                "attacked",
            ),
            (
                "Police say that nobody was arrested until the crowd had stormed the gate.",
                "arrested",
            ),
        ],
    );
    is(
        "CT-",
        &[
            (
                "Police maintain that no tear gas was used at the stadium.",
                "used",
            ),
            (
                "The manager of the ship yesterday called false a report that the pirates had killed a crew member.",
                "killed",
            ),
            (
                "The ministry complained of false reports that rebels had attacked the port.",
                "attacked",
            ),
            (
                "Deceitful statements about the army shelling the market have to stop, the spokesman said.",
                "shelling",
            ),
        ],
    );
}

/// What a clause only asks for, fears, denies or wonders about, and what it takes for granted all the same.
#[test]
fn what_is_taken_for_granted() {
    is(
        "CT+",
        &[
            (
                "The families want the governor to free the fishermen who were kidnapped off the coast in May.",
                "kidnapped",
            ),
            (
                "The union called on the ministry to punish the guards who had beaten two strikers.",
                "beaten",
            ),
            (
                "The envoy hoped that trade would resume after the army lifted the blockade of the port.",
                "lifted",
            ),
            (
                "The opposition demanded an inquiry into Monday's shooting of a student.",
                "shooting",
            ),
            (
                "Who ordered the attack on the convoy that killed four drivers?",
                "killed",
            ),
            (
                "Relatives believe the police know who abducted the editor.",
                "abducted",
            ),
            (
                "The bishop asked the rebels to release the hostages they seized at the mission.",
                "seized",
            ),
        ],
    );
    is(
        "U",
        &[
            (
                "The bishop asked the rebels to release the hostages they seized at the mission.",
                "release",
            ),
            (
                "The opposition demanded that the army withdraw from the valley.",
                "withdraw",
            ),
            (
                "The envoy hoped that the army would lift the blockade of the port.",
                "lift",
            ),
            ("Did soldiers shoot the student?", "shoot"),
            (
                "If the rebels attack the convoy, the drivers will turn back.",
                "attack",
            ),
        ],
    );
    is(
        "PR+",
        &[("Relatives believe the police abducted the editor.", "abducted")],
    );
    is(
        "CT-",
        &[("The minister denied that his men had raided the camp.", "raided")],
    );
}

#[test]
fn what_is_negotiated_or_under_a_modal_verb() {
    is(
        "U",
        &[
            (
                "Talks in Algiers ended without an accord on the withdrawal of troops from the border.",
                "withdrawal",
            ),
            ("Talks on the release of the hostages have failed.", "release"),
            (
                "The envoys discussed the deployment of a force of 4,000 soldiers.",
                "deployment",
            ),
            (
                "The minister warned that he would send troops into the capital if the opposition marched.",
                "send",
            ),
            (
                "Ottawa warned that it would introduce new sanctions if the shipments did not stop.",
                "sanctions",
            ),
        ],
    );
    // Talks about what was done.
    is(
        "CT+",
        &[("The envoys discussed the attack on the convoy.", "attack")],
    );
}
