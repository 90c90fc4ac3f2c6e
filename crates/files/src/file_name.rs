use kernel::{InputError, InputFault, TextRule};

const RULE: TextRule = TextRule::line(1, 255);

/// What a file is called: the last part of what may be the path it had with its sender, 1 to 255 characters. `field` names
/// the argument in the error.
pub fn file_name(field: &str, path: &str) -> Result<String, InputError> {
    let name = RULE.check(field, last_part(path))?;
    if name.chars().all(|letter| letter == '.') {
        return Err(InputError::new(field, InputFault::Malformed));
    }
    Ok(name)
}

/// What stands behind the last separator of any system.
pub(crate) fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_of_a_path() {
        for (path, name) in [
            ("議事録.txt", "議事録.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\hana\\議事録.txt", "議事録.txt"),
            ("..\\../a.txt ", "a.txt"),
            (".bashrc", ".bashrc"),
            ("..a", "..a"),
        ] {
            assert_eq!(file_name("filename", path).as_deref(), Ok(name));
        }
        for (path, fault) in [
            ("", InputFault::Blank),
            ("a/", InputFault::Blank),
            ("../ ", InputFault::Blank),
            ("..", InputFault::Malformed),
            ("a/.", InputFault::Malformed),
            ("a\0.txt", InputFault::Malformed),
            ("gpj.\u{202e}exe", InputFault::Malformed),
        ] {
            assert_eq!(file_name("filename", path), Err(InputError::new("filename", fault)), "{path:?}");
        }
        assert_eq!(file_name("filename", &"字".repeat(256)).unwrap_err().fault, InputFault::TooLong);
    }
}
