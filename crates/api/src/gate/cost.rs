use crate::paging::{DEFAULT_PAGE, MAX_PAGE};
use apollo_compiler::executable::{ExecutableDocument, Field, Operation, Selection, SelectionSet, Value};
use apollo_compiler::response::{JsonMap, JsonValue};
use apollo_compiler::{Name, Node};
use std::collections::HashMap;

/// Items that a list without page arguments is taken to hold. The schema keeps such lists short.
const LIST_SIZE: u64 = 10;

/// What one operation costs, as a formula over its variables: a scalar 0, an object 1, a list as often as it has items.
///
/// Every selection set of the document is one step, a fragment one step however often it is spread.
#[derive(Debug)]
pub(super) struct Formula {
    steps: Vec<Vec<Term>>,
}

#[derive(Debug)]
enum Term {
    /// An object, or a list of objects, whose own selection is step `below`.
    Objects { below: usize, size: Size, place: Place },
    /// A fragment: as if its step stood here.
    Spread(usize),
}

#[derive(Debug)]
enum Size {
    One,
    List,
    /// As many as the list argument has items.
    Items(Count),
    /// A connection; its page holds `first`, `last`, or the default.
    Page(Count, Count),
}

/// Does a selection cost once, or once for each item of the connection it belongs to?
#[derive(Debug)]
enum Place {
    Once,
    EachItem,
}

#[derive(Debug)]
enum Count {
    Known(u64),
    Variable(Name),
    Absent,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    once: u64,
    each_item: u64,
}

impl Formula {
    /// Reads the formula off a valid, measured document.
    pub(super) fn of(document: &ExecutableDocument, operation: &Operation) -> Self {
        let mut writer = Writer { document, steps: Vec::new(), fragments: HashMap::new() };
        writer.step(&operation.selection_set);
        Self { steps: writer.steps }
    }

    /// The cost under the coerced `variables`. Saturates.
    pub(super) fn evaluate(&self, variables: &JsonMap) -> u64 {
        let mut sums: Vec<Sum> = Vec::with_capacity(self.steps.len());
        for terms in &self.steps {
            let mut sum = Sum::default();
            for term in terms {
                match term {
                    Term::Spread(step) => {
                        let spread = sums.get(*step).copied().unwrap_or_default();
                        sum.once = sum.once.saturating_add(spread.once);
                        sum.each_item = sum.each_item.saturating_add(spread.each_item);
                    }
                    Term::Objects { below, size, place } => {
                        let cost = size.of(sums.get(*below).copied().unwrap_or_default(), variables);
                        let total = match place {
                            Place::Once => &mut sum.once,
                            Place::EachItem => &mut sum.each_item,
                        };
                        *total = total.saturating_add(cost);
                    }
                }
            }
            sums.push(sum);
        }
        sums.last().map_or(0, |root| root.once)
    }
}

impl Size {
    fn of(&self, below: Sum, variables: &JsonMap) -> u64 {
        let one = below.once.saturating_add(1);
        match self {
            Self::One => one,
            Self::List => one.saturating_mul(LIST_SIZE),
            Self::Items(count) => one.saturating_mul(count.of(variables).unwrap_or(1).min(MAX_PAGE.into())),
            Self::Page(first, last) => {
                let asked = first.of(variables).max(last.of(variables)).unwrap_or(DEFAULT_PAGE.into());
                // A page out of range is refused by its resolver, before anything is read.
                one.saturating_add(below.each_item.saturating_mul(asked.min(MAX_PAGE.into())))
            }
        }
    }
}

impl Count {
    fn of_value(value: Option<&Node<Value>>) -> Self {
        match value.map(|value| &**value) {
            Some(Value::Variable(name)) => Self::Variable(name.clone()),
            Some(Value::List(items)) => Self::Known(u64::try_from(items.len()).unwrap_or(u64::MAX)),
            Some(value) => {
                value.to_i32().map_or(Self::Absent, |number| Self::Known(u64::try_from(number).unwrap_or(0)))
            }
            None => Self::Absent,
        }
    }

    fn of(&self, variables: &JsonMap) -> Option<u64> {
        match self {
            Self::Known(count) => Some(*count),
            Self::Absent => None,
            Self::Variable(name) => match variables.get(name.as_str())? {
                JsonValue::Array(items) => u64::try_from(items.len()).ok(),
                value => value.as_i64().map(|number| u64::try_from(number).unwrap_or(0)),
            },
        }
    }
}

#[derive(Debug)]
struct Writer<'d> {
    document: &'d ExecutableDocument,
    steps: Vec<Vec<Term>>,
    fragments: HashMap<&'d Name, usize>,
}

impl<'d> Writer<'d> {
    fn step(&mut self, set: &'d SelectionSet) -> usize {
        let mut terms = Vec::new();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) if field.selection_set.is_empty() => {}
                Selection::Field(field) => {
                    let below = self.step(&field.selection_set);
                    let (size, place) = extent_of(set, field);
                    terms.push(Term::Objects { below, size, place });
                }
                Selection::InlineFragment(inline) => terms.push(Term::Spread(self.step(&inline.selection_set))),
                Selection::FragmentSpread(spread) => terms.extend(self.fragment(&spread.fragment_name)),
            }
        }
        self.steps.push(terms);
        self.steps.len().saturating_sub(1)
    }

    fn fragment(&mut self, name: &'d Name) -> Option<Term> {
        if let Some(step) = self.fragments.get(name) {
            return Some(Term::Spread(*step));
        }
        let step = self.step(&self.document.fragments.get(name)?.selection_set);
        self.fragments.insert(name, step);
        Some(Term::Spread(step))
    }
}

fn extent_of(parent: &SelectionSet, field: &Field) -> (Size, Place) {
    let argument = |name: &str| {
        let default = field.definition.argument_by_name(name).and_then(|argument| argument.default_value.as_ref());
        Count::of_value(field.specified_argument_by_name(name).or(default))
    };
    let is_connection = |name: &Name| name.ends_with("Connection");
    if is_connection(&parent.ty) && field.ty().is_list() {
        return (Size::One, Place::EachItem);
    }
    let size = if is_connection(field.ty().inner_named_type()) {
        Size::Page(argument("first"), argument("last"))
    } else if !field.ty().is_list() || parent.ty.starts_with("__") {
        Size::One
    } else if field.definition.argument_by_name("ids").is_some() {
        Size::Items(argument("ids"))
    } else {
        Size::List
    };
    (size, Place::Once)
}
