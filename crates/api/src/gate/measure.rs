use super::Limits;
use apollo_compiler::executable::{ExecutableDocument, Field, Fragment, Operation, Selection, SelectionSet};
use apollo_compiler::{Name, Node};
use std::collections::HashMap;

/// Deepest nesting of selection sets, fragments and all. The executor stops at 32 in words of its own.
const MAX_NESTING: u32 = 30;

/// A limit the document breaks, in words for its author.
pub(super) type Excess = String;

/// What a selection set holds once every fragment stands where it is spread. Counts saturate.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Fields that belong to the object itself.
    roots: u64,
    selections: u64,
    aliases: u64,
    /// Fields below fields.
    depth: u32,
}

/// Refuses a valid document that is too large to be executed. Each fragment is measured once, however often it is
/// spread, so the time is linear in the document.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Excess> {
    check_directives(document, limits.directives)?;
    let mut measure = Measure { document, known: HashMap::new() };
    let mut whole = Extent::default();
    for operation in document.operations.iter() {
        let extent = measure.extent(&operation.selection_set, 1)?;
        at_most("root fields", extent.roots, limits.root_selections)?;
        at_most("levels of fields", extent.depth.into(), limits.depth)?;
        whole.selections = whole.selections.saturating_add(extent.selections);
        whole.aliases = whole.aliases.saturating_add(extent.aliases);
    }
    at_most("fields with every fragment written out", whole.selections, limits.selections)?;
    at_most("aliases with every fragment written out", whole.aliases, limits.aliases)?;
    document.operations.iter().try_for_each(|operation| check_root_fields(document, operation, limits.once))
}

fn at_most(what: &str, found: u64, limit: u64) -> Result<(), Excess> {
    if found > limit { Err(format!("the document has more than {limit} {what}")) } else { Ok(()) }
}

struct Measure<'d> {
    document: &'d ExecutableDocument,
    known: HashMap<&'d Name, Extent>,
}

impl<'d> Measure<'d> {
    fn extent(&mut self, set: &'d SelectionSet, nesting: u32) -> Result<Extent, Excess> {
        if nesting > MAX_NESTING {
            return Err(format!("the document nests selections deeper than {MAX_NESTING}"));
        }
        let mut sum = Extent::default();
        for selection in &set.selections {
            let part = match selection {
                Selection::Field(field) => self.field(field, nesting)?,
                Selection::InlineFragment(inline) => self.extent(&inline.selection_set, nesting + 1)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.fragment_name, nesting)?,
            };
            sum.roots = sum.roots.saturating_add(part.roots);
            sum.selections = sum.selections.saturating_add(part.selections).saturating_add(1);
            sum.aliases = sum.aliases.saturating_add(part.aliases);
            sum.depth = sum.depth.max(part.depth);
        }
        Ok(sum)
    }

    fn field(&mut self, field: &'d Node<Field>, nesting: u32) -> Result<Extent, Excess> {
        let below = match field.selection_set.is_empty() {
            true => Extent::default(),
            false => self.extent(&field.selection_set, nesting + 1)?,
        };
        let alias = u64::from(field.alias.is_some());
        Ok(Extent {
            roots: 1,
            aliases: below.aliases.saturating_add(alias),
            depth: below.depth.saturating_add(1),
            ..below
        })
    }

    fn fragment(&mut self, name: &'d Name, nesting: u32) -> Result<Extent, Excess> {
        if let Some(extent) = self.known.get(name) {
            return Ok(*extent);
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Extent::default());
        };
        let extent = self.extent(&fragment.selection_set, nesting + 1)?;
        self.known.insert(name, extent);
        Ok(extent)
    }
}

/// The executor runs a mutation as often as it is written, even where the specification has two equal fields run as
/// one, so one response name may stand once. A field of `once` may stand once under any name: an alias would let one
/// request try many passwords.
fn check_root_fields(document: &ExecutableDocument, operation: &Operation, once: &[&str]) -> Result<(), Excess> {
    let mut fields = Vec::new();
    collect_root_fields(document, &operation.selection_set, &mut fields);
    for (index, field) in fields.iter().enumerate() {
        let before = fields.iter().take(index);
        if operation.is_mutation() && before.clone().any(|other| other.response_key() == field.response_key()) {
            return Err(format!("the mutation field `{}` stands twice", field.response_key()));
        }
        if once.contains(&field.name.as_str()) && before.clone().any(|other| other.name == field.name) {
            return Err(format!("the field `{}` may stand once in an operation", field.name));
        }
    }
    Ok(())
}

fn collect_root_fields<'d>(document: &'d ExecutableDocument, set: &'d SelectionSet, fields: &mut Vec<&'d Field>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => fields.push(field),
            Selection::InlineFragment(inline) => collect_root_fields(document, &inline.selection_set, fields),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    collect_root_fields(document, &fragment.selection_set, fields);
                }
            }
        }
    }
}

fn check_directives(document: &ExecutableDocument, limit: u64) -> Result<(), Excess> {
    let sets = document.operations.iter().map(|operation| &operation.selection_set);
    let sets = sets.chain(document.fragments.values().map(|fragment| &fragment.selection_set));
    let mut open: Vec<&SelectionSet> = sets.collect();
    let heads = document.operations.iter().flat_map(|operation| {
        let variables = operation.variables.iter().map(|variable| variable.directives.len());
        variables.chain([operation.directives.len()])
    });
    let heads = heads.chain(document.fragments.values().map(|fragment: &Node<Fragment>| fragment.directives.len()));
    let mut most = heads.max().unwrap_or(0);
    while let Some(set) = open.pop() {
        for selection in &set.selections {
            most = most.max(selection.directives().len());
            match selection {
                Selection::Field(field) => open.push(&field.selection_set),
                Selection::InlineFragment(inline) => open.push(&inline.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
    at_most("directives in one place", u64::try_from(most).unwrap_or(u64::MAX), limit)
}
