//! CAMEO codes: scores and roots.

use sayso_model::EventType;

/// Goldstein's score of a code.
pub fn goldstein(code: &str) -> f64 {
    let rows = include_str!("../../data/goldstein.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1);
    let fitting = rows
        .filter_map(|line| line.split_once('\t'))
        .filter(|(known, _)| code.starts_with(known));
    let longest = fitting.max_by_key(|(known, _)| known.len());
    longest.and_then(|(_, score)| score.parse().ok()).unwrap_or(0.0)
}

/// The root: two digits.
pub fn root(code: &str) -> &str {
    code.get(..2).unwrap_or(code)
}

/// The general code of a PLOVER type, where a statement has no CAMEO code of its own.
pub fn of_type(event: EventType) -> &'static str {
    match event {
        EventType::Agree => "030",
        EventType::Consult => "040",
        EventType::Support => "050",
        EventType::Cooperate => "060",
        EventType::Aid => "070",
        EventType::Concede | EventType::Retreat => "080",
        EventType::Request => "100",
        EventType::Accuse => "110",
        EventType::Reject => "120",
        EventType::Threaten => "130",
        EventType::Protest => "140",
        EventType::Mobilize => "150",
        EventType::Sanction => "160",
        EventType::Coerce => "170",
        EventType::Assault => "180",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_by_the_longest_beginning() {
        // Of the documents of Phoenix.
        let known = [
            ("042", 1.9),
            ("057", 8.0),
            ("072", 8.3),
            ("0874", 10.0),
            ("0871", 9.0),
            ("1823", -10.0),
            ("155", -7.2),
            ("1952", -10.0),
            ("030", 4.0),
            ("1411", -6.5),
        ];
        for (code, score) in known {
            assert_eq!(goldstein(code), score, "{code}");
        }
    }

    #[test]
    fn every_type_has_a_code_of_its_own_root() {
        let ontology = sayso_model::Ontology::plover();
        for event in EventType::ALL {
            let code = of_type(event);
            let known = ontology.cameo.get(code);
            let sibling = ontology
                .cameo
                .iter()
                .any(|(c, row)| root(c) == root(code) && row.event == event);
            assert!(known.is_some() || sibling, "{code}");
        }
    }
}
