use super::{MAX_WORD, Run, runs};

/// Longest query that is read, in characters; the rest is ignored.
const MAX_QUERY: usize = 200;

/// What FTS5 finds nothing by; an empty text is a mistake to it.
const EMPTY_PHRASE: &str = "\"\"";

/// What somebody looks for: words that must all occur, `"phrases"`, `-excluded` ones and `prefix*`es.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    wanted: Vec<Term>,
    unwanted: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// Words that follow one another.
    Phrase(Vec<String>),
    /// A word that begins so.
    Prefix(String),
}

impl SearchQuery {
    /// Reads a query as typed, in half or full width. One that asks for no word, such as `★`, finds nothing.
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().map(half_width).take(MAX_QUERY).collect();
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (is_excluded, chunk) = rest.strip_prefix('-').map_or((false, rest), |chunk| (true, chunk));
            let after = match chunk.strip_prefix('"') {
                Some(quoted) => {
                    let (phrase, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                    (terms(phrase, false), after)
                }
                None => {
                    let end = chunk.find(|letter: char| letter.is_whitespace() || letter == '"').unwrap_or(chunk.len());
                    let (word, after) = chunk.split_at(end);
                    (terms(word, word.ends_with('*')), after)
                }
            };
            if is_excluded { &mut unwanted } else { &mut wanted }.extend(after.0);
            rest = after.1.trim_start();
        }
        Self { wanted, unwanted }
    }

    /// As FTS5 takes it.
    pub(crate) fn fts5(&self) -> String {
        if self.wanted.is_empty() {
            return EMPTY_PHRASE.to_owned();
        }
        let show = |term: &Term| match term {
            Term::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Term::Prefix(word) => format!("\"{word}\"*"),
        };
        let wanted = self.wanted.iter().map(show).collect::<Vec<_>>().join(" AND ");
        self.unwanted.iter().fold(wanted, |query, term| format!("({query}) NOT {}", show(term)))
    }

    /// As PostgreSQL reads a `tsquery`; an empty one finds nothing.
    pub(crate) fn tsquery(&self) -> String {
        if self.wanted.is_empty() {
            return String::new();
        }
        let show = |term: &Term| match term {
            Term::Phrase(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
                format!("({})", words.join(" <-> "))
            }
            Term::Prefix(word) => format!("'{word}':*"),
        };
        let wanted = self.wanted.iter().map(show).collect::<Vec<_>>().join(" & ");
        self.unwanted.iter().fold(wanted, |query, term| format!("{query} & !{}", show(term)))
    }
}

fn half_width(letter: char) -> char {
    match letter {
        '“' | '”' | '「' | '」' | '＂' => '"',
        '－' => '-',
        '＊' => '*',
        other => other,
    }
}

/// One chunk without spaces around it: its runs stand side by side in a document too, so they are one phrase.
fn terms(chunk: &str, is_open: bool) -> Vec<Term> {
    let runs = runs(chunk);
    let Some((last, before)) = runs.split_last() else { return Vec::new() };
    let mut phrase = Vec::new();
    for run in before {
        if run.is_cjk {
            phrase.extend(run.bigrams().chain(run.last()));
        } else {
            phrase.push(run.word());
        }
    }
    let mut prefix = None;
    match last {
        // The run may go on in the document, so its last character says nothing more than its bigrams do.
        Run { is_cjk: true, text } if text.len() > 1 => phrase.extend(last.bigrams()),
        Run { is_cjk: true, .. } => prefix = last.last().filter(|_| phrase.is_empty()),
        Run { is_cjk: false, text } if is_open => prefix = Some(text.iter().take(MAX_WORD).collect()),
        Run { is_cjk: false, .. } => phrase.push(last.word()),
    }
    let phrase = (!phrase.is_empty()).then_some(Term::Phrase(phrase));
    phrase.into_iter().chain(prefix.map(Term::Prefix)).collect()
}
