//! What holds for every text: words tile it, sentences are trees, and neither neighbours nor cuts change a bit.

use sayso_annotate::{Annotator, GivenWord};
use sayso_model::{Annotated, Article, Paragraph, ParagraphKind, Role, Span};
use std::sync::LazyLock;

static ANNOTATOR: LazyLock<Annotator> =
    LazyLock::new(|| Annotator::embedded().expect("the weights are whole"));

const NEWS: &str = "North Korean troops arrive in Kursk\n\
    About 10,000 soldiers have arrived in Russia’s Kursk region, NATO Secretary General Mark Rutte said on Monday. \
    “This is a significant escalation,” he told reporters in Brussels, adding that Mr. J. Smith hadn’t been told.\n\
    Moscow denied the report. Peskov, the Kremlin’s spokesman, called it “fake news”.";

fn article(text: &str) -> Article {
    let lines = text
        .lines()
        .map(|line| (line.as_ptr() as usize - text.as_ptr() as usize, line.trim_end()));
    let paragraphs = lines
        .filter(|(_, line)| !line.is_empty())
        .enumerate()
        .map(|(number, (start, line))| {
            let kind = if number == 0 {
                ParagraphKind::Headline
            } else {
                ParagraphKind::Body
            };
            Paragraph {
                span: Span::new(start, start + line.len()),
                kind,
            }
        });
    Article {
        text: text.to_owned(),
        paragraphs: paragraphs.collect(),
        ..Article::default()
    }
}

fn annotate(text: &str) -> Annotated {
    ANNOTATOR.annotate(vec![article(text)]).remove(0)
}

/// Everything that must hold of an annotated article.
#[track_caller]
fn check(annotated: &Annotated) {
    let text = &annotated.article.text;
    let mut end = 0;
    for token in &annotated.tokens {
        assert!(
            text[end..token.span.start()].chars().all(char::is_whitespace),
            "all that is not blank is in a word"
        );
        assert!(!token.span.of(text).is_empty() && !token.lemma.is_empty());
        end = token.span.end();
    }
    assert!(text[end..].chars().all(char::is_whitespace));
    let mut next = 0;
    for sentence in &annotated.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        assert_eq!(sentence.span, annotated.span(&sentence.tokens));
        assert!(
            annotated.article.paragraphs[sentence.paragraph]
                .span
                .contains(sentence.span)
        );
        let roots = annotated.tokens[sentence.tokens.clone()]
            .iter()
            .filter(|token| token.head.is_none());
        assert_eq!(roots.count(), 1);
        for start in sentence.tokens.clone() {
            let mut at = start;
            for _ in sentence.tokens.clone() {
                let Some(head) = annotated.tokens[at].head else {
                    break;
                };
                assert!(sentence.tokens.contains(&head.at()));
                at = head.at();
            }
            assert!(annotated.tokens[at].head.is_none(), "no circle");
        }
    }
    assert_eq!(next, annotated.tokens.len());
    for fragment in &annotated.fragments {
        assert!(fragment.tokens.end <= next && fragment.score <= 1.001);
        let linked = fragment.link.map(|link| annotated.fragments[link].role);
        let expected = match fragment.role {
            Role::Content => Some(Role::Cue),
            Role::Cue => Some(Role::Source),
            Role::Source => None,
        };
        assert!(linked.is_none() || linked == expected);
    }
    assert!(
        annotated
            .names
            .windows(2)
            .all(|pair| pair[0].tokens.end <= pair[1].tokens.start)
    );
    for (at, phrase) in annotated.phrases.iter().enumerate() {
        assert!(phrase.tokens.contains(&phrase.head.at()) && phrase.tokens.end <= next);
        assert!(phrase.antecedent.is_none_or(|before| before < at));
        assert!((0.0..=1.001).contains(&phrase.score));
    }
    assert!(annotated.phrases.is_sorted_by_key(|phrase| phrase.tokens.start));
}

#[test]
fn news() {
    let annotated = annotate(NEWS);
    check(&annotated);
    let sentences: Vec<&str> = annotated.sentences.iter().map(|s| s.span.of(NEWS)).collect();
    assert_eq!(sentences.len(), 5, "{sentences:#?}");
    assert!(annotated.sentences[0].heading && !annotated.sentences[1].heading);
    let said = annotated
        .tokens
        .iter()
        .find(|token| token.span.of(NEWS) == "said")
        .expect("it is in the text");
    assert_eq!(
        (said.lemma.as_str(), said.upos, said.xpos),
        ("say", "VERB", "VBD")
    );
    let names: Vec<&str> = annotated
        .names
        .iter()
        .map(|name| annotated.span(&name.tokens).of(NEWS))
        .collect();
    assert!(
        names.contains(&"Brussels") && names.contains(&"Moscow") && !names.contains(&"he"),
        "{names:?}"
    );
    let cue = annotated
        .fragments
        .iter()
        .find(|f| f.role == Role::Cue && annotated.span(&f.tokens) == said.span);
    let source = cue.and_then(|cue| cue.link).expect("“said” has a source");
    assert!(
        annotated
            .span(&annotated.fragments[source].tokens)
            .of(NEWS)
            .contains("Rutte")
    );
}

#[test]
fn phrases() {
    let text =
        "The Korean army's commander, whom Seoul trusts, met two envoys here in 2019. He praised them.";
    let annotated = annotate(text);
    check(&annotated);
    let found: Vec<&str> = annotated
        .phrases
        .iter()
        .map(|p| annotated.span(&p.tokens).of(text))
        .collect();
    for phrase in [
        "The Korean army's",
        "Seoul",
        "two envoys",
        "here",
        "2019",
        "He",
        "them",
    ] {
        assert!(found.contains(&phrase), "{phrase} is not in {found:?}");
    }
    assert!(
        !found.iter().any(|phrase| ["whom", "met", "two"].contains(phrase)),
        "{found:?}"
    );
}

#[test]
fn odd_texts() {
    let nothing = ["", " ", "\n\n"];
    let odd = [
        "\u{200b}",
        "...",
        "¿?",
        "a",
        "İ",
        "\u{301}\u{301}",
        "“",
        "👩‍👩‍👧 👍🏽",
        "ﷺ",
        "@#$%^&*()_+{}|:<>?",
        "𝔘\u{0}𝔘",
    ];
    for text in nothing.into_iter().chain(odd) {
        let annotated = annotate(text);
        check(&annotated);
        assert_eq!(annotated.tokens.is_empty(), nothing.contains(&text), "{text:?}");
    }
}

#[test]
fn long_texts() {
    check(&annotate(&"x".repeat(1_000_000)));
    check(&annotate(&"and so on ".repeat(300)));
    let long = "“He said so.” ".repeat(80);
    let annotated = annotate(&long);
    check(&annotated);
    assert!(annotated.sentences.len() >= 70);
}

#[test]
fn neighbours_change_nothing() {
    let alone = annotate(NEWS);
    let others = [
        "Short one.",
        NEWS,
        "A longer text about nothing at all, which fills the batch.",
        NEWS,
    ];
    let together = ANNOTATOR.annotate(others.map(article).to_vec());
    for same in [&together[1], &together[3]] {
        assert_eq!(same.tokens, alone.tokens);
        assert_eq!(same.names, alone.names);
        assert_eq!(same.fragments, alone.fragments);
        assert_eq!(same.phrases, alone.phrases);
    }
}

#[test]
fn given_words_are_kept() {
    let text = "He don't know.";
    let word = |start, end, form: &str| GivenWord {
        span: Span::new(start, end),
        form: form.to_owned(),
    };
    let sentence = vec![
        word(0, 2, "He"),
        word(3, 8, "do"),
        word(3, 8, "not"),
        word(9, 13, "know"),
        word(13, 14, "."),
    ];
    let annotated = ANNOTATOR.annotate_given(article(text), vec![sentence]);
    assert_eq!(annotated.tokens.len(), 5);
    assert_eq!(annotated.tokens[2].lemma, "not");
    assert_eq!(annotated.sentences[0].span, Span::new(0, 14));
}
