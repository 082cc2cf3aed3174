//! What befell those counted, and in which money: read by the whole program.

use sayso::{Given, Sayso, plain};

/// Sentences with the words of a number, and what befell those counted.
const BEFELL: [(&str, &str, Option<&str>); 156] = [
    ("We lost four comrades that morning.", "four", Some("killed")),
    ("We lost four matches that autumn.", "four", None),
    (
        "A seaplane crashed off Nuuk with the loss of all six aboard.",
        "six",
        Some("killed"),
    ),
    (
        "Doctors in Izmir looked after 23 survivors with burns.",
        "23",
        Some("wounded"),
    ),
    ("Doctors in Izmir looked after 23 men with beards.", "23", None),
    (
        "Gunmen marched 19 pupils into the forest near Zamfara.",
        "19",
        Some("captured"),
    ),
    ("The teacher marched 19 pupils into the hall.", "19", None),
    (
        "Eleven sailors died, including five cooks.",
        "five",
        Some("killed"),
    ),
    ("Of the wounded, nine were nurses.", "nine", Some("wounded")),
    ("None of the 120 passengers survived.", "120", Some("killed")),
    ("None of the 120 passengers complained.", "120", None),
    (
        "Of the 31 soldiers on the plane, not one survived.",
        "31",
        Some("killed"),
    ),
    (
        "There were no survivors among the 90 pilgrims.",
        "90",
        Some("killed"),
    ),
    (
        "The toll stood at 85 dead and 200 injured.",
        "200",
        Some("wounded"),
    ),
    ("Six clerks are in hospital with burns.", "Six", Some("wounded")),
    ("Six clerks are in critical condition.", "Six", Some("wounded")),
    ("Six clerks are in good condition.", "Six", None),
    ("The crash cost six clerks their lives.", "six", Some("killed")),
    ("Two bakers burned to death.", "Two", Some("killed")),
    (
        "As many as 60 editors are behind bars in Minsk.",
        "60",
        Some("captured"),
    ),
    ("Troops freed 178 people from a camp.", "178", Some("captured")),
    ("The group is holding 300 schoolgirls.", "300", Some("captured")),
    (
        "Agents picked up a dozen editors overnight.",
        "a dozen",
        Some("captured"),
    ),
    ("The minister picked up a dozen votes.", "a dozen", None),
    (
        "The 90 people aboard the missing ferry sent no signal.",
        "90",
        Some("missing"),
    ),
    (
        "Forty weavers are feared trapped under the mud.",
        "Forty",
        Some("missing"),
    ),
    (
        "Half a million Somalis left Mogadishu.",
        "Half a million",
        Some("displaced"),
    ),
    ("Forty delegates left Mogadishu.", "Forty", None),
    (
        "Half a million Gazans were told to get out of Rafah.",
        "Half a million",
        Some("displaced"),
    ),
    (
        "The war has driven 85,000 people into Chad.",
        "85,000",
        Some("displaced"),
    ),
    ("The junta admitted losing 19 soldiers.", "19", Some("killed")),
    (
        "A judge sentenced 13 former officers over the massacre.",
        "13",
        None,
    ),
    (
        "The insurgents, reckoned at 800 men, hold the heights.",
        "800",
        Some("troops"),
    ),
    (
        "Gunmen abducted 90 girls, of whom nine escaped.",
        "nine",
        Some("captured"),
    ),
    (
        "Of the 212 people killed in the siege, 31 were women.",
        "31",
        Some("killed"),
    ),
    (
        "Of those who died in the shelling, 31 were nurses.",
        "31",
        Some("killed"),
    ),
    (
        "The blast injured 14 clerks, nine of them badly.",
        "nine",
        Some("wounded"),
    ),
    ("France has lost 58 soldiers in the desert.", "58", Some("killed")),
    ("France has lost 58 seats in the chamber.", "58", None),
    (
        "The army has lost 58 conscripts to desertion.",
        "58",
        Some("troops"),
    ),
    (
        "Shelling drove 900 villagers out of the Sirte district.",
        "900",
        Some("displaced"),
    ),
    ("Militants took 300 boys from a school.", "300", Some("captured")),
    (
        "Dozens of barns burned and 4,500 residents of Gander fled.",
        "4,500",
        Some("displaced"),
    ),
    (
        "The storm sent 900 families into evacuation centres.",
        "900",
        Some("displaced"),
    ),
    (
        "Shrapnel hit nine schoolgirls in the yard.",
        "nine",
        Some("wounded"),
    ),
    ("The champion hit nine boundaries.", "nine", None),
    (
        "Five hundred of the garrison's men slept.",
        "Five hundred",
        Some("troops"),
    ),
    ("Both of the pilots died.", "Both", Some("killed")),
    ("None of the nurses was harmed.", "None", Some("wounded")),
    (
        "Floods have left a quarter of a million farmers homeless.",
        "a quarter",
        Some("displaced"),
    ),
    (
        "Sixty students blocked the road; nine were arrested.",
        "nine",
        Some("captured"),
    ),
    ("Gunmen shot dead six farmers near Bria.", "six", Some("killed")),
    (
        "Three bakers were knifed to death at their ovens.",
        "Three",
        Some("killed"),
    ),
    ("The army lost 40 men in the battle.", "40", Some("killed")),
    (
        "Fire took the lives of nine weavers in Lahore.",
        "nine",
        Some("killed"),
    ),
    ("The death toll was put at 31.", "31", Some("killed")),
    ("The dead included five children.", "five", Some("killed")),
    ("Frost killed 30 homeless men in Warsaw.", "30", Some("killed")),
    ("Nine miners did not survive the blast.", "Nine", Some("killed")),
    ("The landslide buried 40 villagers alive.", "40", Some("killed")),
    (
        "The blast killed three and wounded at least 17.",
        "17",
        Some("wounded"),
    ),
    (
        "The hospital in Beni admitted 16 wounded soldiers.",
        "16",
        Some("wounded"),
    ),
    (
        "Eight of the injured were flown to Nairobi.",
        "Eight",
        Some("wounded"),
    ),
    ("The hospital treated 40 people for burns.", "40", Some("wounded")),
    ("At least 200 Tamils lost limbs.", "200", Some("wounded")),
    (
        "Snipers shot and wounded nine protesters.",
        "nine",
        Some("wounded"),
    ),
    ("Thirty miners were taken to hospital.", "Thirty", Some("wounded")),
    ("Eleven hikers vanished in the Andes.", "Eleven", Some("missing")),
    ("There is no sign of the 16 crew.", "16", Some("missing")),
    (
        "Contact has been lost with five Swiss climbers.",
        "five",
        Some("missing"),
    ),
    (
        "Rescuers are searching for nine trekkers on the glacier.",
        "nine",
        Some("missing"),
    ),
    (
        "Twenty pilgrims have not been seen since the flood.",
        "Twenty",
        Some("missing"),
    ),
    (
        "The whereabouts of eleven Yemeni sailors is unknown.",
        "eleven",
        Some("missing"),
    ),
    ("Rebels are holding 14 aid workers.", "14", Some("captured")),
    ("Rebels took 40 policemen captive.", "40", Some("captured")),
    ("The kidnappers took 30 schoolgirls.", "30", Some("captured")),
    (
        "Twelve nurses are in the hands of the rebels.",
        "Twelve",
        Some("captured"),
    ),
    (
        "Gunmen carried off 60 women from Damasak.",
        "60",
        Some("captured"),
    ),
    (
        "Some 300 families were driven from their homes.",
        "300",
        Some("displaced"),
    ),
    (
        "The mayor said 5,000 people had lost their homes.",
        "5,000",
        Some("displaced"),
    ),
    (
        "The drought has forced 90,000 nomads off their land.",
        "90,000",
        Some("displaced"),
    ),
    (
        "Nearly 3,000 Syrians crossed into Turkey overnight.",
        "3,000",
        Some("displaced"),
    ),
    (
        "The blaze left 400 families without homes.",
        "400",
        Some("displaced"),
    ),
    (
        "Bulldozers flattened the homes of 900 Palestinians.",
        "900",
        Some("displaced"),
    ),
    (
        "More than 80,000 were made homeless.",
        "80,000",
        Some("displaced"),
    ),
    (
        "An army of 30,000 men crossed the river.",
        "30,000",
        Some("troops"),
    ),
    ("The army has 12,000 men on the island.", "12,000", Some("troops")),
    ("The rebel army has grown to 6,500.", "6,500", Some("troops")),
    (
        "Fighters numbering about 3,000 hold the town.",
        "3,000",
        Some("troops"),
    ),
    ("Denmark gave Kiev 19 F-16s.", "19", Some("equipment")),
    ("Jakarta bought 24 fighter jets.", "24", Some("equipment")),
    ("Sweden offered 14 Gripen fighters.", "14", Some("equipment")),
    (
        "Seoul will sell Warsaw 212 self-propelled guns.",
        "212",
        Some("equipment"),
    ),
    ("The storm killed 40 cows.", "40", None),
    ("Gunmen burned down 40 houses.", "40", None),
    ("Ethiopia expelled seven UN officials.", "seven", None),
    ("The choir has 40 singers.", "40", None),
    ("The bank laid off 2,000 clerks.", "2,000", None),
    ("About 3,000 farmers marched on Delhi.", "3,000", None),
    ("The dead number 40, a colonel said.", "40", Some("killed")),
    (
        "A death toll of 12 was given by the clinic.",
        "12",
        Some("killed"),
    ),
    (
        "Among the dead, a bishop said, were nine pupils.",
        "nine",
        Some("killed"),
    ),
    (
        "Not one of the nine miners came out alive.",
        "nine",
        Some("killed"),
    ),
    ("Not one of the nine miners came to work.", "nine", None),
    ("Injured: 27. Killed: 3.", "27", Some("wounded")),
    (
        "Twenty conscripts lie wounded in a clinic.",
        "Twenty",
        Some("wounded"),
    ),
    (
        "The blast left two drummers with broken legs.",
        "two",
        Some("wounded"),
    ),
    ("The blast left two drummers with nothing to play.", "two", None),
    ("Surgeons operated on 17 people.", "17", Some("wounded")),
    (
        "The council published the names of 900 people whose fate is unknown.",
        "900",
        Some("missing"),
    ),
    (
        "Eleven passengers were still being looked for at dusk.",
        "Eleven",
        Some("missing"),
    ),
    ("The junta has published the names of 900 people.", "900", None),
    (
        "Kidnappers took thirty pupils off a bus on Monday.",
        "thirty",
        Some("captured"),
    ),
    ("The tram took thirty pupils to the museum.", "thirty", None),
    (
        "Thirty clerks have been picked up since Friday.",
        "Thirty",
        Some("captured"),
    ),
    (
        "Thirty clerks were led off in handcuffs.",
        "Thirty",
        Some("captured"),
    ),
    (
        "Thirty clerks were sent to labour camps.",
        "Thirty",
        Some("captured"),
    ),
    ("Thirty clerks were sent to evening schools.", "Thirty", None),
    ("Arrests in the inquiry have reached 70.", "70", Some("captured")),
    ("Sales in the shop have reached 70.", "70", None),
    (
        "Nine hundred Roma were burned out of their houses.",
        "Nine hundred",
        Some("displaced"),
    ),
    (
        "Khartoum moved 50,000 farmers to the desert.",
        "50,000",
        Some("displaced"),
    ),
    ("Khartoum moved 50 clerks to the ministry.", "50", None),
    (
        "Over 90,000 Armenians crossed the bridge in five days.",
        "90,000",
        Some("displaced"),
    ),
    ("Nine Armenians crossed the bridge in five days.", "Nine", None),
    (
        "A 4,000-member peacekeeping force will leave.",
        "4,000",
        Some("troops"),
    ),
    ("A 22-member delegation will leave.", "22", None),
    ("The talks broke down after nine rounds.", "nine", None),
    ("Police found nine rounds in his coat.", "nine", Some("equipment")),
    (
        "They own hundreds of tanks; only 40 of them can drive.",
        "40",
        Some("equipment"),
    ),
    ("Six armoured cars blocked the road.", "Six", Some("equipment")),
    ("Six family cars blocked the road.", "Six", None),
    (
        "Cholera carried off 800 people in a month.",
        "800",
        Some("killed"),
    ),
    ("The ferry carried 800 people in a month.", "800", None),
    (
        "Six editors were put under house arrest.",
        "Six",
        Some("captured"),
    ),
    (
        "Six editors have spent a year in detention.",
        "Six",
        Some("captured"),
    ),
    ("Six editors have spent a year in Rome.", "Six", None),
    (
        "The club mourns the 96 victims of the stadium disaster.",
        "96",
        Some("killed"),
    ),
    ("The fund paid 96 victims of fraud.", "96", None),
    ("Storms hurt 81 people, 14 critically.", "14", Some("wounded")),
    ("Ten hikers have yet to be found.", "Ten", Some("missing")),
    ("Ten hikers have yet to be paid.", "Ten", None),
    (
        "Dozens of farmers were thought to be under the rubble.",
        "Dozens",
        Some("missing"),
    ),
    (
        "Dozens of farmers were thought to be under the influence.",
        "Dozens",
        None,
    ),
    (
        "Two engineers held by tribesmen were on the radio.",
        "Two",
        Some("captured"),
    ),
    ("Two dances held by tribesmen were on the radio.", "Two", None),
    (
        "State radio put the number of those killed at 31.",
        "31",
        Some("killed"),
    ),
    (
        "Some 400 families have been put up in two schools.",
        "400",
        Some("displaced"),
    ),
    ("Firemen brought out 18 survivors.", "18", None),
    (
        "The embassy will fly 40 doctors to the hospitals of Goma.",
        "40",
        None,
    ),
    (
        "Kuwait asked what became of 605 citizens.",
        "605",
        Some("missing"),
    ),
    ("Police put handcuffs on 33 dockers.", "33", Some("captured")),
    (
        "A dozen bishops are under lock and key.",
        "dozen",
        Some("captured"),
    ),
    (
        "Fumes from a stove did away with five shepherds.",
        "five",
        Some("killed"),
    ),
    ("Coastguards took 231 Tunisians off a sinking boat.", "231", None),
    ("Bulls gored two Basques at the feast.", "two", Some("wounded")),
];

/// Sentences, the words of a number, and the unit.
const MONEY: [(&str, &str, &str); 4] = [
    ("The mill in Lahore owes the bank 90 million rupees.", "90", "PKR"),
    ("The Kampala bank lost 3 billion shillings.", "3", "UGX"),
    ("He paid 500 kroner in Copenhagen.", "500", "DKK"),
    (
        "The mill in Lahore owes the bank 90 million Indian rupees.",
        "90",
        "INR",
    ),
];

#[test]
fn what_befell_those_counted() {
    let sayso = Sayso::embedded().expect("the tables and rules are part of the program");
    let sentences = BEFELL
        .iter()
        .map(|(text, ..)| *text)
        .chain(MONEY.iter().map(|(text, ..)| *text));
    let articles = sentences
        .enumerate()
        .map(|(at, text)| plain(text.to_owned(), &at.to_string(), &Given::default()))
        .collect();
    let documents = sayso.read(articles);
    let found = |at: usize, text: &str, number: &str| {
        let start = text.find(number).expect("the number is in the sentence");
        let quantities = &documents[at].annotated.quantities;
        let of = quantities
            .iter()
            .position(|q| q.span.start() <= start && start < q.span.end());
        of.unwrap_or_else(|| panic!("no quantity at {number}: {text}"))
    };
    // The rules alone, as if there were no network.
    let mut alone = Vec::new();
    for document in &documents {
        let mut annotated = document.annotated.clone();
        annotated.quantities.iter_mut().for_each(|q| q.toll = None);
        alone.push(sayso.extractor().extract(&annotated, sayso.knowledge()).counted);
    }
    for (at, (text, number, befell)) in BEFELL.iter().enumerate() {
        assert_eq!(alone[at][found(at, text, number)], *befell, "{text}");
    }
    for (more, (text, number, unit)) in MONEY.iter().enumerate() {
        let at = BEFELL.len() + more;
        let quantity = &documents[at].annotated.quantities[found(at, text, number)];
        assert_eq!(quantity.unit.as_deref(), Some(*unit), "{text}");
    }
}

/// Sentences, the words of a number, and what the network says befell those counted where no rule knows.
const LIKELY: [(&str, &str, Option<&str>); 11] = [
    (
        "Smoke from the tyre dump sent 31 pupils to the emergency ward at Tshwane.",
        "31",
        Some("wounded"),
    ),
    (
        "Twelve boatmen have not been seen since the squall off Zanzibar.",
        "Twelve",
        Some("missing"),
    ),
    (
        "The river came up to the altar, and 700 parishioners are sleeping in the cattle market.",
        "700",
        Some("displaced"),
    ),
    (
        "Lisbon keeps 260 Portuguese under the flag of the mission in Bangui.",
        "260",
        Some("troops"),
    ),
    (
        "Customs men at Odesa found 40 mortar tubes under the onions.",
        "40",
        Some("equipment"),
    ),
    ("Nine weavers carried the banner through Oldham.", "Nine", None),
    (
        "The market closed early, and fourteen shoppers complained to the council.",
        "fourteen",
        None,
    ),
    (
        "The museum at Tshwane took 31 pupils through the mine.",
        "31",
        None,
    ),
    (
        "The bishop came up to the altar, and 700 parishioners stood.",
        "700",
        None,
    ),
    (
        "Lisbon keeps 260 paintings under the roof of the palace.",
        "260",
        None,
    ),
    (
        "Customs men at Odesa found 40 water pipes under the onions.",
        "40",
        None,
    ),
];

#[test]
fn what_the_network_knows_of_those_counted() {
    let sayso = Sayso::embedded().expect("the tables and rules are part of the program");
    for (text, number, befell) in LIKELY {
        let document = sayso
            .read(vec![plain(text.to_owned(), "sentence", &Given::default())])
            .remove(0);
        let start = text.find(number).expect("the number is in the sentence");
        let quantities = &document.annotated.quantities;
        let at = quantities
            .iter()
            .position(|q| q.span.start() <= start && start < q.span.end());
        let at = at.unwrap_or_else(|| panic!("no quantity at {number}: {text}"));
        assert_eq!(document.reading.counted[at], befell, "{text}");
    }
}
