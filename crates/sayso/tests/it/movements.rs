//! Legs of movements: read by the whole program.

use sayso::model::statement::{Movement, PlaceRole};
use sayso::{Document, Given, Sayso, plain};

/// Sentences with their legs: `origin > way > destination means`, `-` for what is not told.
const LEGS: [(&str, &[&str]); 79] = [
    (
        "The president left Kyiv by helicopter for Kharkiv.",
        &["Kyiv > - > Kharkiv air"],
    ),
    (
        "Women were loaded on to buses in Gori and driven to Tbilisi.",
        &["Gori > - > - land", "- > - > Tbilisi land"],
    ),
    (
        "A regiment drove out of Jalalabad and reached Kabul by night.",
        &["Jalalabad > - > - land", "- > - > Kabul land"],
    ),
    (
        "A regiment drove to Jalalabad and reached Kabul by night.",
        &["- > - > Jalalabad land", "- > - > Kabul -"],
    ),
    (
        "The nurses crossed into Russia by train and continued to Omsk.",
        &["- > - > Russia rail", "- > - > Omsk rail"],
    ),
    (
        "Israeli tanks rolled into Lebanon at Metulla.",
        &["- > Metulla > Lebanon land"],
    ),
    (
        "After a month in Amman the general set out for Aqaba.",
        &["Amman > - > Aqaba -"],
    ),
    (
        "After a month in office the general set out for Aqaba.",
        &["- > - > Aqaba -"],
    ),
    (
        "The general left Britain for Santiago in a jet that refuelled in Dakar.",
        &["Britain > Dakar > Santiago air"],
    ),
    (
        "Shuttle buses ran from Lahaina to Kahului.",
        &["Lahaina > - > Kahului land"],
    ),
    ("The mayor ran from Lahaina to Kahului.", &[]),
    ("The highway that leads to Kandahar will be repaved.", &[]),
    (
        "A trawler was seized on Friday; it had set out from Tripoli for Ireland.",
        &["Tripoli > - > Ireland sea"],
    ),
    (
        "Bombers flew round Gibraltar to Tripoli.",
        &["- > Gibraltar > Tripoli air"],
    ),
    (
        "Rebels moved the men across Congo from Goma to Kitona.",
        &["Goma > Congo > Kitona -"],
    ),
    (
        "The nurses were flown to Juba, then to Entebbe.",
        &["- > - > Juba air", "- > - > Entebbe air"],
    ),
    (
        "The nurses were flown to Juba and then slept.",
        &["- > - > Juba air"],
    ),
    (
        "Fifty tonnes of rice are on their way by road from Niamey to Diffa.",
        &["Niamey > - > Diffa land"],
    ),
    (
        "Tanks rolled through Mosul on their way to Erbil.",
        &["- > Mosul > Erbil land"],
    ),
    (
        "Norway is sending two planes to Maputo with water tablets.",
        &["- > - > Maputo air"],
    ),
    (
        "Lorries were held up at the gate. They reached Lviv by night.",
        &["- > - > Lviv land"],
    ),
    (
        "Nurses were held up at the gate. They reached Lviv by night.",
        &["- > - > Lviv -"],
    ),
    // a name that the gazetteer does not know
    (
        "The pilgrims walked from Qarnabul to Aleppo.",
        &["Qarnabul > - > Aleppo land"],
    ),
    (
        "Aid was flown from Nairobi to Tubarak.",
        &["Nairobi > - > Tubarak air"],
    ),
    // "out of", "by way of", "on to", "back to"
    (
        "The nurses were bused out of Sanaa to Aden.",
        &["Sanaa > - > Aden land"],
    ),
    (
        "Grain is shipped to Beirut by way of Cyprus.",
        &["- > Cyprus > Beirut sea"],
    ),
    (
        "The minister flew on to Doha from Ankara.",
        &["Ankara > - > Doha air"],
    ),
    // what hangs on an object
    ("The trawler left Tunis for Malta.", &["Tunis > - > Malta sea"]),
    ("The family fled Homs for Tripoli.", &["Homs > - > Tripoli -"]),
    // what hangs on what a noun is of
    (
        "The withdrawal of the last regiment from Kabul took a week.",
        &["Kabul > - > - -"],
    ),
    (
        "The transfer of two prisoners from Baghdad to Basra was delayed.",
        &["Baghdad > - > Basra -"],
    ),
    // participles of the same leg
    (
        "The refugees left Tunis on Monday, bound for Italy.",
        &["Tunis > - > Italy -"],
    ),
    (
        "Engineers set off from Nairobi, heading for Juba.",
        &["Nairobi > - > Juba -"],
    ),
    ("The lorries were en route to Mosul.", &["- > - > Mosul land"]),
    (
        "He was put on a freighter bound for Odesa.",
        &["- > - > Odesa sea"],
    ),
    // stops by the way
    (
        "The envoy flew to Tokyo after a stop in Manila.",
        &["- > Manila > Tokyo air"],
    ),
    (
        "The jet flew from Lima to Madrid, stopping in Caracas.",
        &["Lima > Caracas > Madrid air"],
    ),
    ("The bishop stopped in Vienna to speak of hope.", &[]),
    // getting in
    (
        "She took a train from Vienna to Prague.",
        &["Vienna > - > Prague rail"],
    ),
    ("The students boarded a bus in Kyiv.", &["Kyiv > - > - land"]),
    (
        "The villagers were put on lorries and taken to Mostar.",
        &["- > - > Mostar land"],
    ),
    (
        "The singer hitched a ride to Belgrade on a lorry.",
        &["- > - > Belgrade land"],
    ),
    ("He took a bath in Vienna.", &[]),
    ("She shared a prize in Stockholm.", &[]),
    // verbs that need a particle, or no object
    (
        "The tourists got from Cairo to Aswan by train.",
        &["Cairo > - > Aswan rail"],
    ),
    ("He got a letter from Rome.", &[]),
    ("The frigate called at Djibouti.", &["- > - > Djibouti sea"]),
    ("The minister called for calm in Djibouti.", &[]),
    ("The jets touched down in Amman.", &["- > - > Amman air"]),
    ("The report touched on Amman.", &[]),
    ("Tanks advanced on Grozny.", &["- > - > Grozny land"]),
    ("Cars enter Poland at Medyka.", &["- > Medyka > Poland land"]),
    // vehicles
    ("A C-130 took the wounded to Dakar.", &["- > - > Dakar air"]),
    ("Soldiers in jeeps drove to Bangui.", &["- > - > Bangui land"]),
    ("Helicopters ferried rice to Gorkha.", &["- > - > Gorkha air"]),
    ("Mule trains carry salt to Mekelle.", &["- > - > Mekelle land"]),
    ("They travelled overland to Amman.", &["- > - > Amman land"]),
    (
        "The frigate's return to Toulon was delayed.",
        &["- > - > Toulon sea"],
    ),
    (
        "A convoy from Adana reached Aleppo.",
        &["Adana > - > Aleppo land"],
    ),
    // a vehicle that goes, and ways that do not
    (
        "A relief flight from Zagreb to Sarajevo carried blankets.",
        &["Zagreb > - > Sarajevo air"],
    ),
    (
        "A bus from Kampala to Juba was ambushed.",
        &["Kampala > - > Juba land"],
    ),
    ("The road from Kampala to Juba was mined.", &[]),
    (
        "The trip from Poti to Batumi, an hour by road, took the pilgrims all day.",
        &["Poti > - > Batumi land"],
    ),
    (
        "The trip from Poti to Batumi, praised by bus drivers, took all day.",
        &["Poti > - > Batumi -"],
    ),
    // by the way, and further
    (
        "The truck drove from Aleppo to Mersin, crossing at Kilis.",
        &["Aleppo > Kilis > Mersin land"],
    ),
    (
        "Grain ships sail from Odesa to Istanbul and on to Mombasa.",
        &["Odesa > - > Istanbul sea", "- > - > Mombasa sea"],
    ),
    (
        "Grain ships sail to Istanbul and Mombasa.",
        &["- > - > Istanbul, Mombasa sea"],
    ),
    ("The patrol boat was towed to Trieste.", &["- > - > Trieste sea"]),
    // figures of speech
    ("The protests have reached Rome.", &[]),
    ("Democracy arrived in Spain late.", &[]),
    ("The war moved from Libya to Mali.", &[]),
    ("Officials want to bring peace to Sudan.", &[]),
    (
        "Nurses were flown to Juba and from there to Entebbe.",
        &["- > - > Juba air", "Juba > - > Entebbe air"],
    ),
    (
        "Rice goes from Niamey to Zinder by rail and from there to Diffa by lorry.",
        &["Niamey > - > Zinder rail", "Zinder > - > Diffa land"],
    ),
    (
        "Nurses were flown to Juba, and people from there cheered.",
        &["- > - > Juba air"],
    ),
    (
        "Families went back to Aleppo in minibuses.",
        &["- > - > Aleppo land"],
    ),
    (
        "Buses shuttled between Aleppo and Mersin all night.",
        &["Aleppo > - > Mersin land"],
    ),
    (
        "Students slipped over the border at Kilis into Turkey.",
        &["- > Kilis > Turkey -"],
    ),
    (
        "A Hercules flew to Juba with water and lamps.",
        &["- > - > Juba air"],
    ),
];

#[test]
fn legs_of_movements() {
    let sayso = Sayso::embedded().expect("its own data");
    let articles = LEGS
        .iter()
        .enumerate()
        .map(|(at, (text, _))| plain((*text).to_owned(), &at.to_string(), &Given::default()));
    let documents = sayso.read(articles.collect());
    let mut wrong = Vec::new();
    for ((text, wanted), document) in LEGS.iter().zip(&documents) {
        let found: Vec<String> = document
            .reading
            .movements
            .iter()
            .map(|m| written(document, m))
            .collect();
        if found != *wanted {
            wrong.push(format!("{text}\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A leg as the list has it.
fn written(document: &Document, leg: &Movement) -> String {
    let text = &document.annotated.article.text;
    let places = leg
        .places
        .iter()
        .map(|(place, role)| (document.reading.places[*place].span, *role));
    let stops: Vec<_> = places.chain(leg.names.iter().copied()).collect();
    let of = |role: PlaceRole| {
        let names: Vec<&str> = stops
            .iter()
            .filter(|(_, r)| *r == role)
            .map(|(span, _)| span.of(text))
            .collect();
        if names.is_empty() {
            "-".to_owned()
        } else {
            names.join(", ")
        }
    };
    format!(
        "{} > {} > {} {}",
        of(PlaceRole::Origin),
        of(PlaceRole::Via),
        of(PlaceRole::Destination),
        leg.means.unwrap_or("-")
    )
}
