//! Chains of sources, kinds of sources, and what is no source, through the whole pipeline. What fails here is a bug or weights that
//! have become worse; how good attribution is, `cargo xtask eval` measures.

use sayso::model::statement::Attribution;
use sayso::{Document, Given, Sayso, plain};
use std::sync::LazyLock;

static SAYSO: LazyLock<Sayso> = LazyLock::new(|| Sayso::embedded().expect("the data are whole"));

pub fn read(text: &str) -> Document {
    SAYSO
        .read(vec![plain(text.to_owned(), "text", &Given::default())])
        .remove(0)
}

/// The words of the sources over a word, outermost first: the longest chain of attributions whose content has it.
fn chain(document: &Document, word: &str) -> Vec<String> {
    let text = &document.annotated.article.text;
    let at = text
        .find(word)
        .unwrap_or_else(|| panic!("{word:?} is in {text:?}"));
    let all = &document.reading.attributions;
    let holds = |a: &&Attribution| a.content.iter().any(|s| s.start() <= at && at < s.end());
    let above = |a: &Attribution| {
        let mut links = vec![a.clone()];
        while let Some(parent) = links.last().and_then(|l| l.parent) {
            links.push(all[parent.0 as usize].clone());
        }
        links.reverse();
        links
    };
    let longest = all
        .iter()
        .filter(holds)
        .map(above)
        .max_by_key(Vec::len)
        .unwrap_or_default();
    let words = |a: &Attribution| a.source.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ");
    longest
        .iter()
        .map(|a| words(a).trim_end_matches(',').to_owned())
        .collect()
}

#[track_caller]
fn says(text: &str, word: &str, sources: &[&str]) {
    assert_eq!(chain(&read(text), word), sources, "{text}");
}

/// FactBank's value of the event at a word.
#[track_caller]
pub fn value(text: &str, word: &str) -> String {
    let document = read(text);
    let at = text.find(word).expect("the word is in the text");
    let events = document.reading.statements.iter();
    let found = events.filter(|s| s.trigger_span.start() == at);
    found.map(|s| s.factuality.name().to_owned()).collect()
}

#[test]
fn tellers_behind_a_noun_and_states_of_an_object() {
    says(
        "Hopes among growers that the rains will come are fading.",
        "rains",
        &["growers"],
    );
    // Where they grow is no teller.
    says(
        "Hopes in vain that the rains will come are fading.",
        "rains",
        &[""],
    );
    says(
        "Boats stayed in port after a warning from Meteo-France that gusts could top 150 kph.",
        "gusts",
        &["Meteo-France"],
    );
    says(
        "The widow said the foreman had sworn that the inspector declared the shaft safe.",
        "safe",
        &["The widow", "the foreman", "the inspector"],
    );
    // What is made is not held to be so.
    says(
        "The widow said the inspector made the shaft safe.",
        "safe",
        &["The widow"],
    );
    says(
        "The bank let its depositors know that the vault was empty.",
        "vault",
        &["The bank"],
    );
    says(
        "The court heard from the constable that the gate was shut.",
        "gate",
        &["the constable"],
    );
    says(
        "The bank had been warned about the accounts, according to documents seen by the Irish Times.",
        "The bank",
        &["documents seen by the Irish Times"],
    );
}

#[test]
fn claims_that_are_denied() {
    // Who acts in the claim is not who makes it.
    says(
        "The ministry dismissed the allegation that its gunners had shelled Martuni.",
        "shelled",
        &["The ministry", ""],
    );
    says(
        "The governor rejected the rumour, spread by smugglers, that police had beaten strikers.",
        "beaten",
        &["The governor", "smugglers"],
    );
    // What is called false is denied by who calls it so.
    let untrue = "Reports that the army shelled the town are untrue, the ministry said.";
    says(untrue, "shelled", &["the ministry"]);
    assert_eq!(value(untrue, "shelled"), "CT-");
    let so = "Reports that the army shelled the town are not false, the ministry said.";
    assert_ne!(value(so, "shelled"), "CT-");
}

#[test]
fn sources_within_sources() {
    says(
        "Radio Tamale, citing two officers, reported that the bridge had been closed.",
        "bridge",
        &["Radio Tamale", "two officers"],
    );
    says(
        "State television quoted the marshal as saying that the rebels would leave.",
        "leave",
        &["State television", "the marshal"],
    );
    says(
        "The envoy said the rebels had promised to lay down their arms.",
        "arms",
        &["The envoy", "the rebels"],
    );
    says(
        "The union said that the mayor had been told by engineers that the dam was safe.",
        "safe",
        &["The union", "engineers"],
    );
    says(
        "The paper said it had a letter in which the mayor begged the king to stay.",
        "stay",
        &["The paper", "a letter", "the mayor"],
    );
}

#[test]
fn sources_that_the_words_refer_to() {
    says(
        "The Gazette wrote, with reference to two officials of the port, that the grain had been sold.",
        "sold",
        &["The Gazette", "two officials of the port"],
    );
    says(
        "As follows from the contract, the ministry sold forty lorries to the rebels.",
        "sold",
        &["the contract"],
    );
    says(
        "In the harbour master's opinion, the tanker may sink within a day.",
        "sink",
        &["the harbour master's"],
    );
    says("The lorries, in her words, came at night.", "came", &["her"]);
    // No words of anybody's.
    says("In other words, the lorries came at night.", "came", &[]);
}

#[test]
fn sources_that_others_cite() {
    says(
        "The bridge had been closed for a week, the priest told the Herald, quoting two officers.",
        "bridge",
        &["the priest", "two officers"],
    );
    says(
        "The dam is safe, according to its operator, which cited a survey.",
        "safe",
        &["its operator", "a survey"],
    );
    says(
        "The ship was overloaded, the captain was quoted by the Gazette as saying.",
        "overloaded",
        &["the Gazette", "the captain"],
    );
    says(
        "A video verified by the Herald shows that soldiers burned the market.",
        "burned",
        &["the Herald", "A video verified by the Herald"],
    );
    says(
        "The ministry denied a Reuters report that the bank had collapsed.",
        "collapsed",
        &["The ministry", "Reuters"],
    );
    says(
        "The widow recalled her brother warning her that the police would come.",
        "police",
        &["The widow", "her brother"],
    );
}

#[test]
fn witnesses_and_documents() {
    says(
        "A nurse said that a porter had overheard guards promise to leave the ward.",
        "leave",
        &["A nurse", "a porter", "guards"],
    );
    says(
        "The ministry says that the recorder captured the mate telling the bridge that the pump had failed.",
        "failed",
        &["The ministry", "the recorder", "the mate"],
    );
    says(
        "Leaked minutes have one surgeon cautioning that the stock would run out.",
        "run out",
        &["Leaked minutes", "one surgeon"],
    );
    says(
        "The monks said that herders had seen soldiers burning the barn.",
        "burning",
        &["The monks", "herders"],
    );
    says(
        "The consul said that the courier has a brother working in Lima.",
        "working",
        &["The consul"],
    );
    says(
        "The court released a letter in which the widow begs the queen for mercy.",
        "begs",
        &["The court", "a letter"],
    );
    says(
        "The monks restored a chapel in which the abbot said that nobody prays.",
        "prays",
        &["the abbot"],
    );
}

#[test]
fn parentheses_and_what_they_part() {
    says(
        "The herders, a council of elders wrote in May, had promised to leave the valley.",
        "leave",
        &["a council of elders", "The herders"],
    );
    says(
        "The mayor, who the paper says resigned, denied that he had sold the well.",
        "sold",
        &["The mayor"],
    );
    says(
        "The envoys are hoping, a clerk there says, that the pass will open.",
        "open",
        &["a clerk there", "The envoys"],
    );
    says(
        "The crew are well, the minister said she had been told by the navy.",
        "well",
        &["the minister", "the navy"],
    );
    says(
        "Bonga has been asked by Lima, officials say, to withdraw its guards.",
        "withdraw",
        &["officials", "Lima"],
    );
    says(
        "The crew are well, the minister said as she left the pier.",
        "well",
        &["the minister"],
    );
}

#[test]
fn owners_of_what_is_said() {
    says(
        "Tanpress carried Lumo's warning to Bonga that any vote would be void.",
        "void",
        &["Tanpress", "Lumo"],
    );
    says(
        "The radio carried a denial from the party that it had moved rockets.",
        "moved",
        &["The radio", "the party"],
    );
    says(
        "The firm told shareholders it had received assurances from Lumo that the permit would be renewed.",
        "renewed",
        &["The firm", "Lumo"],
    );
    says(
        "The envoy said Lumo shared its allies' view that the cable had been cut.",
        "cut",
        &["The envoy", "Lumo", "its allies"],
    );
}

#[test]
fn views_and_what_claims_rest_on() {
    says(
        "The agency wrote that, by the clerk's account, the vault had been empty.",
        "empty",
        &["The agency", "the clerk"],
    );
    says(
        "The general dismissed a claim by Lumo, based on phone data, that his men had crossed the river.",
        "crossed",
        &["The general", "Lumo", "phone data"],
    );
    says(
        "The union said that police put the number of marchers at 900.",
        "900",
        &["The union", "police"],
    );
    says(
        "The mayor said that the workers put the beams at the door.",
        "beams",
        &["The mayor"],
    );
    says(
        "A carter said that he had it from the abbot that the bridge would close.",
        "close",
        &["A carter", "the abbot"],
    );
    says(
        "A clerk said the widow had been given to understand by the bank that the debt was paid.",
        "paid",
        &["A clerk", "the bank"],
    );
    says(
        "The weekly said, without citing its sources, that the board had split.",
        "split",
        &["The weekly"],
    );
    says(
        "A guard phoned the station to say that the prefect had promised to resign.",
        "resign",
        &["A guard", "the prefect"],
    );
    says(
        "The marshal reportedly told guests that he considers the truce dead.",
        "considers",
        &["The marshal"],
    );
    says(
        "“They left us nothing, not even the doors of the barn.” — Ana Ruiz",
        "doors",
        &["Ana Ruiz"],
    );
    says(
        "The agency quoted the marshal as having said that the rebels had fled.",
        "fled",
        &["The agency", "the marshal"],
    );
}

#[test]
fn who_speaks_without_a_subject() {
    says(
        "The monk said that herders had heard guards vow that the gate would stay shut.",
        "gate",
        &["The monk", "herders", "guards"],
    );
    says(
        "The clerk said that a maid had seen the duke lift his glass and swear that the heirs would get nothing.",
        "heirs",
        &["The clerk", "a maid", "the duke"],
    );
    says(
        "The clip shows a foreman telling his crew that the pump is safe.",
        "pump",
        &["The clip", "a foreman"],
    );
    says(
        "The weekly said that brokers expect the bank to announce that the fund is closed.",
        "fund",
        &["The weekly", "brokers", "the bank"],
    );
    says(
        "The clerk accused the bank of claiming that the vault was empty.",
        "vault",
        &["The clerk", "the bank"],
    );
    says(
        "The king is understood by courtiers to have decided that the heir must leave.",
        "heir",
        &["courtiers", "The king"],
    );
    says(
        "The abbot said he had fainted on hearing from the miller that the dam had burst.",
        "dam",
        &["The abbot", "the miller"],
    );
    says(
        "When the barman called at noon, the inquest heard, he informed the guard that the pier was dark.",
        "pier",
        &["the inquest", "he"],
    );
    says(
        "The monks said that an orphan recounted how guards had ordered her to kneel.",
        "kneel",
        &["The monks", "an orphan", "guards"],
    );
    says(
        "The envoy told the agency that the army had been asked by the court, acting on a tip, to search the mill.",
        "search",
        &["The envoy", "the court"],
    );
    says(
        "The guards, one of the widows told the inquiry, had sworn that the gate was shut.",
        "gate",
        &["one of the widows", "The guards"],
    );
    says(
        "The mayor thanked tenants who, an audit has found, had been told by builders that the roof was sound.",
        "roof",
        &["an audit", "builders"],
    );
    says(
        "The inquiry concluded with confidence that the order came from the duke.",
        "order",
        &["The inquiry"],
    );
    says(
        "The weekly said that lawyer Ana Ruiz feared that the roof would fall.",
        "roof",
        &["The weekly", "lawyer Ana Ruiz"],
    );
    // Who is heard or seen does not speak here.
    says(
        "The saleswoman heard the bell and said that the shop was shut.",
        "shop",
        &["The saleswoman"],
    );
    says(
        "The abbess saw the fire and swore that the roof would be mended.",
        "roof",
        &["The abbess"],
    );
    says(
        "The guide used the map to claim that the pass was open.",
        "pass",
        &["The guide"],
    );
}

#[test]
fn whose_claims_and_documents() {
    says(
        "The union dismissed a note by the ministry explaining that the pits would close.",
        "pits",
        &["The union", "the ministry"],
    );
    says(
        "The union welcomed a ruling by the court which found that the pits were unsafe.",
        "pits",
        &["The union", "the court"],
    );
    says(
        "The aide said the minister was furious at suggestions from the palace that the vote was lost.",
        "vote",
        &["The aide", "the palace"],
    );
    says(
        "The monks said that the duke had ignored a plea from the abbot to spare the orchard.",
        "spare",
        &["The monks", "the abbot"],
    );
    says(
        "The mayor recalled that a clerk had begged her not to print the claim by bank staff that the vault was empty.",
        "vault",
        &["The mayor", "a clerk", "bank staff"],
    );
    says(
        "The bank shrugged off fears voiced by the union that the mill would close.",
        "mill",
        &["The bank", "the union"],
    );
    says(
        "The weekly jeered that Lima was parroting American claims that the reef had been mined.",
        "reef",
        &["The weekly", "Lima", "American"],
    );
    says(
        "The agency trimmed its outlook, pointing to remarks by millers that sales had fallen.",
        "sales",
        &["The agency", "millers"],
    );
    says(
        "The clerk said that, in the reading of the court, the lease had lapsed.",
        "lease",
        &["The clerk", "the court"],
    );
    // What lies beside is no claim.
    says(
        "The monks said that the duke sent a box from the abbey to spare the porters a walk.",
        "spare",
        &["The monks"],
    );
    says(
        "The clerk said that, in the middle of the court, the lamp had burst.",
        "lamp",
        &["The clerk"],
    );
}

#[test]
fn who_hands_on_and_who_declines() {
    says(
        "A memo seen by the Herald says that the mill will close.",
        "mill",
        &["the Herald", "A memo seen by the Herald"],
    );
    says(
        "A survey published in the Herald found that most bakers are poor.",
        "bakers",
        &["the Herald", "A survey published in the Herald"],
    );
    says(
        "Herders interviewed by the Herald said that the wells were dry.",
        "wells",
        &["the Herald", "Herders interviewed by the Herald"],
    );
    says(
        "The pits were flooded for months, according to an audit citing a foreman.",
        "flooded",
        &["an audit", "a foreman"],
    );
    says(
        "The agency, citing a colonel, said that the camp was full.",
        "camp",
        &["The agency", "a colonel"],
    );
    says(
        "The bishop, quoting from a letter, said that the choir would sing.",
        "choir",
        &["The bishop", "a letter"],
    );
    says(
        "The consul refused to comment on a claim by Lima that the ferry had been shelled.",
        "ferry",
        &["Lima"],
    );
    says(
        "The consul did not comment on the claim by the union that the ferry was unsafe.",
        "ferry",
        &["the union"],
    );
    // Who comments speaks; who orders a survey or robs somebody hands on nothing.
    says(
        "The consul commented on a claim by Lima that the ferry had been shelled.",
        "ferry",
        &["The consul", "Lima"],
    );
    says(
        "The mill will close, according to a memo seen by the Herald.",
        "mill",
        &["a memo seen by the Herald"],
    );
    says(
        "A survey published in May found that most bakers are poor.",
        "bakers",
        &["A survey published in May"],
    );
    says(
        "A survey ordered by the mayor found that most bakers are poor.",
        "bakers",
        &["A survey ordered by the mayor"],
    );
    says(
        "Herders robbed by the guards said that the wells were dry.",
        "wells",
        &["Herders robbed by the guards"],
    );
}

#[test]
fn who_is_named_at_the_end() {
    says(
        "The ferrymen told the harbour board that the buoys had gone, one of the pilots recalled in a letter this week.",
        "buoys",
        &["one of the pilots", "The ferrymen"],
    );
    says(
        "Growers had complained for months that the sluice was shut, the inquiry into the flood heard on Monday.",
        "sluice",
        &["the inquiry", "Growers"],
    );
    says(
        "Relatives learned from the airline in a text message that the flight was lost, their lawyer said.",
        "flight",
        &["their lawyer", "the airline"],
    );
    says("The army left the town, the rebels took the bridge.", "town", &[]);
    says("When the levee broke, the mayor said nothing.", "levee", &[]);
}

#[test]
fn verbs_that_add_no_source() {
    says(
        "Norway's consul declined on Friday to repeat his assertion that the trawlers carried rifles.",
        "rifles",
        &["Norway's consul", "his"],
    );
    says(
        "The consul declined to leave the island.",
        "island",
        &["The consul"],
    );
    says(
        "The skippers reported hearing a coastguard crew say that the strait was closed.",
        "strait",
        &["The skippers", "a coastguard crew"],
    );
    says(
        "The ministry said it was relying on the vicar's estimate that 90 families had fled.",
        "fled",
        &["The ministry", "the vicar"],
    );
    says(
        "The envoy said he doubted the general's claim that the pass was open.",
        "open",
        &["The envoy", "he", "the general"],
    );
    says(
        "The monks said people trapped in the cellar were calling the wardens to say the roof was sinking.",
        "sinking",
        &["The monks", "people"],
    );
}

#[test]
fn who_passes_on_what_others_say() {
    says(
        "The Tribune published the letter of a cook who says the guards told him that the well was poisoned.",
        "well",
        &["The Tribune", "who", "the guards"],
    );
    says(
        "The Tribune could not verify the account of a cook who says the well was poisoned.",
        "well",
        &["who"],
    );
    says(
        "Lisbon radio broadcast an appeal by the abbot for all pilgrims to stay away.",
        "pilgrims",
        &["Lisbon radio", "the abbot"],
    );
    says(
        "The ferry was sound, the ministry told its inspectors in a telegram published by the Herald.",
        "sound",
        &["the Herald", "the ministry"],
    );
    says(
        "The health minister was quoted in the Herald as saying that the wells were clean.",
        "wells",
        &["the Herald", "The health minister"],
    );
    says(
        "Villagers contacted by the Herald said the dam was leaking.",
        "dam",
        &["the Herald", "Villagers contacted by the Herald"],
    );
    says(
        "Villagers contacted by telephone said the dam was leaking.",
        "dam",
        &["Villagers contacted by telephone"],
    );
    says(
        "The Herald reported on Tuesday, citing two brokers, that Oslo would cut duties on Danish butter.",
        "duties",
        &["The Herald", "two brokers"],
    );
}

#[test]
fn what_is_told_in_a_phrase() {
    says(
        "According to Radio Delta, a Danish source said the ferry had sunk.",
        "ferry",
        &["Radio Delta", "a Danish source"],
    );
    says(
        "The pilot's conclusion was that the engine had failed, his lawyer said.",
        "engine",
        &["his lawyer", "The pilot"],
    );
    says(
        "Commuters had been complaining since May about trains that did not stop, the rail union said.",
        "trains",
        &["the rail union", "Commuters"],
    );
    says(
        "The harbour office said the crew had reported smoke in the hold.",
        "smoke",
        &["The harbour office", "the crew"],
    );
    says(
        "The union said soldiers had given them two hours to leave the shaft.",
        "shaft",
        &["The union", "soldiers"],
    );
    says(
        "The union said the firm had given them two hours of rest.",
        "rest",
        &["The union"],
    );
}

#[test]
fn sayings_turned_around() {
    says(
        "The ministry does not believe that, as the governor has alleged, the wells were poisoned.",
        "wells",
        &["The ministry", "the governor"],
    );
    says(
        "As the widow tells it, the company promised that the dam would hold.",
        "hold",
        &["the widow", "the company"],
    );
    says(
        "The ombudsman said that what the colonel had told her was that his men were unarmed.",
        "unarmed",
        &["The ombudsman", "the colonel"],
    );
    says(
        "The roads will open on Friday. That is what the rebels have promised, an envoy said.",
        "roads",
        &["an envoy", "the rebels"],
    );
    says(
        "It emerged at the inquest that the captain had warned that the hull was cracked.",
        "hull",
        &["", "the captain"],
    );
    says(
        "Residents asked, their lawyer said, whether the dam would hold.",
        "hold",
        &["their lawyer", "Residents"],
    );
    // When, not what.
    says(
        "An aide said that the tent caught fire as the governor announced his plan.",
        "fire",
        &["An aide"],
    );
}

#[test]
fn what_is_said_in_an_object() {
    says(
        "The envoy said that a Turkish general had offered the rebels a truce.",
        "truce",
        &["The envoy", "a Turkish general"],
    );
    says(
        "The minister said that an old map places the temple in Siam.",
        "temple",
        &["The minister", "an old map"],
    );
    says(
        "The coroner said that the doctor had logged the death as an accident.",
        "accident",
        &["The coroner", "the doctor"],
    );
    says(
        "The bishop said that the militia gave the families until noon to leave.",
        "leave",
        &["The bishop", "the militia"],
    );
    says(
        "It is said that Lisbon has assured the strikers of a pardon.",
        "pardon",
        &["", "Lisbon"],
    );
    says(
        "The envoy said that the militia used the school as a barracks.",
        "barracks",
        &["The envoy"],
    );
    says(
        "The envoy said that the men had put the boat at the quay.",
        "quay",
        &["The envoy"],
    );
}

#[test]
fn whom_a_claim_comes_from() {
    says(
        "Word reached the capital from shepherds that the dam had burst, the ministry said.",
        "burst",
        &["the ministry", "shepherds"],
    );
    says(
        "The talks have failed. The warning came from the archbishop.",
        "failed",
        &["the archbishop"],
    );
    says(
        "The Red Cross reports, on the strength of aerial photographs, that the road is open.",
        "open",
        &["The Red Cross", "aerial photographs"],
    );
    says(
        "The paper learned from the dockers that the ship had sunk.",
        "sunk",
        &["The paper", "the dockers"],
    );
    says(
        "The agency wrote, quoting what it called a mainland source, that the premier was ill.",
        "ill",
        &["The agency", "a mainland source"],
    );
    says(
        "The observatory has collected testimony from villagers, who say that the army burned the mill.",
        "mill",
        &["The observatory", "who"],
    );
    says(
        "The bishop said, in remarks carried by the Herald, that the strike was lawful.",
        "lawful",
        &["the Herald", "The bishop"],
    );
    says(
        "The consul reported calls from miners asking the army not to fire.",
        "fire",
        &["The consul", "miners"],
    );
    says(
        "On the tape a guard tells a prisoner that nobody will come.",
        "come",
        &["the tape", "a guard"],
    );
    says("Unicef: Peru says the wells are dry", "dry", &["Unicef", "Peru"]);
    says("The harvest: drivers say the road is shut", "shut", &["drivers"]);
}

#[test]
fn sources_that_the_parser_parts() {
    says(
        "The prime minister's director-general said that the talks were over.",
        "talks",
        &["The prime minister's director-general"],
    );
    says(
        "Leaflets dropped over the camp ordered the women to leave.",
        "leave",
        &["Leaflets"],
    );
    says(
        "The envoy left the hall convinced that the rebels were bluffing, a diplomat said.",
        "bluffing",
        &["a diplomat", "The envoy"],
    );
    says(
        "The mayor told the paper that the ministry had alerted the port a week earlier that ships would come.",
        "ships",
        &["The mayor", "the ministry"],
    );
    says("Police put the number of dead at 18.", "18", &["Police"]);
    // One saying, not two.
    says(
        "The colonel apologised for having said that the town was lost.",
        "lost",
        &["The colonel"],
    );
    says(
        "A surgeon said that the prisoners had described being beaten in the yard.",
        "beaten",
        &["A surgeon", "the prisoners"],
    );
}

#[test]
fn no_sources_within_sources() {
    // A reason is no source.
    says(
        "The court, citing a threat to public health, said that the market would stay shut.",
        "shut",
        &["The court"],
    );
    // Side by side
    says(
        "The minister said his brigade held the bank, while exiles claimed that the last bridge had fallen.",
        "fallen",
        &["exiles"],
    );
    // A clause that nobody says
    says(
        "The ministry said that the reform means that prices will rise.",
        "rise",
        &["The ministry"],
    );
}

#[test]
fn kinds_numbers_and_countries() {
    for (source, kind, number, countries) in [
        (
            "A Ukrainian and two American officials",
            "anonymous",
            Some(3),
            &["UKR", "USA"][..],
        ),
        ("Two diplomats", "anonymous", Some(2), &[]),
        ("A senior Turkish official", "anonymous", Some(1), &["TUR"]),
        ("The defence minister", "role", Some(1), &[]),
        ("Analysts", "group", None, &[]),
        ("A leaked memo", "document", None, &[]),
        ("The paper", "organisation", None, &[]),
    ] {
        let document = read(&format!("{source} said that the talks were over."));
        let a = document
            .reading
            .attributions
            .first()
            .unwrap_or_else(|| panic!("{source} says it"));
        assert_eq!(
            (a.source_kind.name(), a.number, &a.countries[..]),
            (
                kind,
                number,
                &countries.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..]
            ),
            "{source}"
        );
    }
}

#[test]
fn whom_when_and_where() {
    let document =
        read("Two diplomats told Reuters in Warsaw on Monday that the convoy had crossed the border.");
    let a = &document.reading.attributions[0];
    let text = &document.annotated.article.text;
    let channel = a
        .channel
        .map(|id| document.reading.entities[id.0 as usize].mentions[0].span.of(text));
    assert_eq!(channel, Some("Reuters"));
    assert_eq!(
        a.place.map(|at| document.reading.places[at].name.as_str()),
        Some("Warsaw")
    );
    assert_eq!(
        a.time.map(|at| document.annotated.times[at].span.of(text)),
        Some("Monday")
    );
    // What is said to happen there is not where it is said.
    let document = read("The envoy said that a convoy had left Warsaw on Monday.");
    let a = &document.reading.attributions[0];
    assert_eq!((a.channel, a.place, a.time), (None, None, None));
}

#[test]
fn turns_of_a_transcript_are_told_once() {
    let text = "The two met on air on Sunday.\n\n\"RUIZ: Let us begin with the harbour. Was it shelled last night?\n\n\"ANDERS: It was shelled \
                twice before dawn, and the cranes are gone.\n\n\"RUIZ: And the workers there?\n\n\"ANDERS: The workers left for the hills on Friday.\n";
    let document = read(text);
    let over = |word: &str| {
        let text = &document.annotated.article.text;
        let at = text.find(word).unwrap();
        let holds = |a: &&Attribution| a.content.iter().any(|s| s.start() <= at && at < s.end());
        let found = document.reading.attributions.iter().filter(holds);
        found
            .map(|a| a.source.iter().map(|s| s.of(text)).collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(over("twice before"), ["ANDERS"]);
    assert_eq!(over("the hills"), ["ANDERS"]);
    assert_eq!(over("shelled last"), ["RUIZ"]);
}

/// Cues of no list, by the network of cues, and words that look like them.
#[test]
fn cues_that_no_list_has() {
    says(
        "The abbess hinted to pilgrims that the well had been poisoned, a carter recalls.",
        "poisoned",
        &["a carter", "The abbess"],
    );
    says(
        "The bailiff alleges that the tanner bragged in a tavern of having robbed the mint.",
        "robbed",
        &["The bailiff", "the tanner"],
    );
    says(
        "Herders near Kidal, the Lagos Standard wrote, burned the depot.",
        "burned",
        &["the Lagos Standard"],
    );
    says(
        "Fourteen divers had told staff that the hull was cracked, port records show.",
        "cracked",
        &["port records", "Fourteen divers"],
    );
    // What looks like a cue and is none.
    says(
        "The clerk says the guard maintains the pumps.",
        "maintains",
        &["The clerk"],
    );
    says(
        "The clerk says the pump house holds forty barrels of tar.",
        "barrels",
        &["The clerk"],
    );
    says(
        "Nuns at Lourdes, dressed in white, burned the letters.",
        "burned",
        &[],
    );
    says(
        "The tanner boarded a train of having no better plan.",
        "plan",
        &[],
    );
}

/// Sources and contents that syntax does not tell, by the network of sides.
#[test]
fn sources_and_contents_by_the_network() {
    says(
        "The inspector said the owners harboured a suspicion about the second pump.",
        "pump",
        &["The inspector", "the owners"],
    );
    says(
        "Miners say the foreman shrugged off the smell of gas.",
        "smell",
        &["Miners", "the foreman"],
    );
    // Outside of what anybody says.
    says(
        "Under the treaty, signed in Gdynia, both coastguards undertake to inform one another of any wreck that a fisherman reports.",
        "inform",
        &["both coastguards"],
    );
    // Who is said to tell it is not who tells it.
    says(
        "Drovers in the upper valley tell the same story: riders come at noon and say the fields must be bare by dusk.",
        "bare",
        &["Drovers", "riders"],
    );
    // To whom something is said is no source of it.
    says(
        "The consul said the divers had been promised a second boat.",
        "boat",
        &["The consul", ""],
    );
    // Who gives or keeps a thing says nothing.
    says(
        "The guide said the museum keeps forty swords and a saddle.",
        "swords",
        &["The guide"],
    );
    says(
        "The clerk said the mayor gave the school ten desks.",
        "desks",
        &["The clerk"],
    );
}
