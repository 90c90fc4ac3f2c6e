use kernel::{InputError, InputFault};

/// Collects every fault of an input, so that a person hears of all of them at once.
#[derive(Default)]
pub(crate) struct Faults(Vec<InputError>);

impl Faults {
    /// The checked value, or nothing and one fault more.
    pub fn take<T>(&mut self, checked: Result<T, InputError>) -> Option<T> {
        checked.map_err(|fault| self.0.push(fault)).ok()
    }

    /// The value of a field that must be there. A field that already has a fault is not called empty as well.
    pub fn need<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.blank(InputError::new(field, InputFault::Blank));
        }
        value
    }

    /// An empty field at any depth, unless a fault was already found in it.
    pub fn blank(&mut self, empty: InputError) {
        if !self.0.iter().any(|fault| fault.path.starts_with(&empty.path)) {
            self.0.push(empty);
        }
    }

    /// One fault more.
    pub fn add(&mut self, fault: InputError) {
        self.0.push(fault);
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<InputError> {
        self.0
    }

    /// `value` when there was no fault.
    pub fn or<T>(self, value: T) -> Result<T, Vec<InputError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

/// Refuses the second of two equal items of the list `field`, by its index.
pub(crate) fn check_distinct<T: PartialEq>(field: &str, items: &[T]) -> Result<(), InputError> {
    let repeated = items.iter().enumerate().find(|(index, item)| items.iter().take(*index).any(|other| other == *item));
    match repeated {
        Some((index, _)) => {
            Err(InputError { path: vec![field.to_owned(), index.to_string()], fault: InputFault::Duplicate })
        }
        None => Ok(()),
    }
}
