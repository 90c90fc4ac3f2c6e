//! What the engine refuses, as forms show it.

use crate::form::Form;

/// What the engine refuses about one argument.
pub trait Refusal {
    /// The path of the argument, and what to do about it in the reader's language.
    fn into_parts(self) -> (Option<Vec<String>>, String);
}

/// The types of the schema that say what was refused, one for each mutation.
macro_rules! user_errors {
    ($($name:ident),+) => {$(
        #[derive(cynic::QueryFragment)]
        struct $name {
            field: Option<Vec<String>>,
            message: String,
        }

        impl $crate::refused::Refusal for $name {
            fn into_parts(self) -> (Option<Vec<String>>, String) {
                (self.field, self.message)
            }
        }
    )+};
}

/// Notes every refusal in the form that was sent. `names` leads from arguments to fields where they differ.
pub fn note(form: &mut Form, refused: Vec<impl Refusal>, names: &[(&str, &str)]) {
    for refusal in refused {
        let (path, message) = refusal.into_parts();
        form.refused(path.as_deref(), message, names);
    }
}
