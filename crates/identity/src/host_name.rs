/// Is this a public host name in ASCII: at least two labels of letters, digits and inner hyphens (RFC 1123 §2.1), the
/// last of them not a number, so that no IP address passes?
pub(crate) fn is_host_name(text: &str) -> bool {
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= 253 && text.split('.').all(is_label) && text.rsplit_once('.').is_some_and(|(_, top)| !is_number(top))
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}
