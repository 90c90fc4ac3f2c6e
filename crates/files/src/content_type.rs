use kernel::{InputError, InputFault};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A media type without parameters, in lower case: `image/png`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentType(String);

/// Longer ones are not in use (RFC 6838 §4.2 allows 127 characters a half).
const LONGEST: usize = 127;
const UNKNOWN: &str = "application/octet-stream";

/// Contents that can be told by how they begin, with the types they honestly go by.
const KNOWN: &[(&[Mark], &[&str])] = &[
    (&[Mark(0, b"\x89PNG\r\n\x1a\n")], &["image/png"]),
    (&[Mark(0, b"\xff\xd8\xff")], &["image/jpeg"]),
    (&[Mark(0, b"GIF8")], &["image/gif"]),
    (&[Mark(0, b"RIFF"), Mark(8, b"WEBP")], &["image/webp"]),
    (&[Mark(0, b"RIFF"), Mark(8, b"WAVE")], &["audio/wav", "audio/x-wav"]),
    (&[Mark(0, b"%PDF-")], &["application/pdf"]),
    (&[Mark(4, b"ftyp")], &["video/mp4", "audio/mp4", "video/quicktime", "image/heic", "image/avif"]),
    (&[Mark(0, b"\x1a\x45\xdf\xa3")], &["video/webm", "audio/webm", "video/x-matroska"]),
    (&[Mark(0, b"OggS")], &["audio/ogg", "video/ogg"]),
    (&[Mark(0, b"ID3")], &["audio/mpeg"]),
    (&[Mark(0, b"\x1f\x8b")], &["application/gzip", "application/x-gzip"]),
    (&[Mark(0, b"7z\xbc\xaf\x27\x1c")], &["application/x-7z-compressed"]),
    (&[Mark(0, b"PK\x05\x06")], &["application/zip"]),
    (
        &[Mark(0, b"PK\x03\x04")],
        &[
            "application/zip",
            "application/epub+zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
        ],
    ),
];

/// Bytes at a place.
struct Mark(usize, &'static [u8]);

/// Types whose every file begins as the table says; a content that begins otherwise is none of them.
const CERTAIN: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "application/zip"];

/// How markup begins that a browser would run.
const MARKUP: &[&[u8]] =
    &[b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<svg", b"<?xml", b"<!--"];

/// How many bytes from the beginning are looked at.
pub(crate) const LOOKED_AT: usize = 512;

/// The content is not what it is declared as: it would run, or it begins as no such file does.
#[derive(Debug)]
pub(crate) struct Disguised;

impl ContentType {
    /// Reads a media type, ignoring parameters such as a character set.
    pub fn parse(field: &str, text: &str) -> Result<Self, InputError> {
        let fault = |fault| Err(InputError::new(field, fault));
        let essence = text.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if essence.is_empty() {
            return fault(InputFault::Blank);
        }
        if essence.len() > LONGEST {
            return fault(InputFault::TooLong);
        }
        let name = |half: &str| {
            half.starts_with(|first: char| first.is_ascii_alphanumeric())
                && half.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
        };
        match essence.split_once('/') {
            Some((kind, subtype)) if name(kind) && name(subtype) => Ok(Self(essence)),
            Some(_) | None => fault(InputFault::Malformed),
        }
    }

    /// The media type.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The type to keep for a content that begins with `head` and is declared as this. What cannot be told is kept as
    /// `application/octet-stream`; a picture, PDF or ZIP that is none is refused, and so is a program, script or markup
    /// that is declared as something to look at.
    pub(crate) fn settle(&self, head: &[u8]) -> Result<Self, Disguised> {
        if is_markup(head) || is_script(head) {
            return if self.is_shown() { Err(Disguised) } else { Ok(self.clone()) };
        }
        if is_program(head) {
            return if self.is_shown() || self.0.starts_with("text/") { Err(Disguised) } else { Ok(self.clone()) };
        }
        let seen = KNOWN.iter().find(|(marks, _)| marks.iter().all(|mark| mark.is_in(head)));
        let honest = match seen {
            Some((_, names)) => names.contains(&self.as_str()),
            None => !self.is_known(),
        };
        match honest {
            true => Ok(self.clone()),
            false if CERTAIN.contains(&self.as_str()) => Err(Disguised),
            false => Ok(Self(UNKNOWN.to_owned())),
        }
    }

    /// The type to send: the content's own when nothing in it runs, whatever shows it.
    pub(crate) fn served(&self) -> &str {
        match self.as_str() {
            "text/plain" => "text/plain; charset=utf-8",
            other if self.is_known() => other,
            _ => UNKNOWN,
        }
    }

    fn is_known(&self) -> bool {
        KNOWN.iter().any(|(_, names)| names.contains(&self.as_str()))
    }

    /// Would a person open it without a second thought?
    fn is_shown(&self) -> bool {
        let media = ["image/", "audio/", "video/", "font/"].iter().any(|kind| self.0.starts_with(kind));
        self.is_known() || (media && self.0 != "image/svg+xml")
    }
}

impl Mark {
    fn is_in(&self, head: &[u8]) -> bool {
        head.get(self.0..).is_some_and(|rest| rest.starts_with(self.1))
    }
}

fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    MARKUP.iter().any(|tag| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}

/// For a shell or another interpreter that is named after the sign.
fn is_script(head: &[u8]) -> bool {
    head.starts_with(b"#!")
}

/// Of Windows or Linux. A text may begin with "MZ", but holds no NUL.
fn is_program(head: &[u8]) -> bool {
    head.starts_with(b"\x7fELF") || (head.starts_with(b"MZ") && head.contains(&0))
}

impl TryFrom<String> for ContentType {
    type Error = InputError;

    fn try_from(text: String) -> Result<Self, InputError> {
        Self::parse("contentType", &text)
    }
}

impl From<ContentType> for String {
    fn from(content_type: ContentType) -> Self {
        content_type.0
    }
}

impl fmt::Display for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0";

    fn kept(declared: &str, head: &[u8]) -> Option<String> {
        ContentType::parse("contentType", declared).unwrap().settle(head).ok().map(String::from)
    }

    #[test]
    fn a_type_is_read_without_parameters_and_case() {
        let read = |text: &str| ContentType::parse("contentType", text).map(String::from).map_err(|error| error.fault);
        assert_eq!(read("Text/HTML; charset=UTF-8"), Ok("text/html".to_owned()));
        assert_eq!(read(""), Err(InputFault::Blank));
        for text in ["png", "image/", "/png", "image/p ng", "image/png\r\nX: y", "a/b/c", "画像/png", "*/*"] {
            assert_eq!(read(text), Err(InputFault::Malformed), "{text:?}");
        }
        assert_eq!(read(&format!("image/{}", "a".repeat(122))), Err(InputFault::TooLong));
    }

    #[test]
    fn an_honest_type_is_kept() {
        let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let honest: [(&str, &[u8]); 10] = [
            ("text/x-shellscript", b"#!/bin/sh\n"),
            ("image/png", PNG),
            ("application/pdf", b"%PDF-1.7\n"),
            (xlsx, b"PK\x03\x04\x14\0"),
            ("video/mp4", b"\0\0\0\x20ftypisom"),
            ("text/html", b"<!DOCTYPE html><p>"),
            ("image/svg+xml", b"<svg xmlns="),
            ("application/x-msdownload", PROGRAM),
            ("text/plain", "MZ世代の調査".as_bytes()),
            ("text/csv", b""),
        ];
        for (declared, head) in honest {
            assert_eq!(kept(declared, head).as_deref(), Some(declared));
        }
    }

    #[test]
    fn what_cannot_be_told_is_kept_as_unknown() {
        for (declared, head) in [("audio/mpeg", &b"\xff\xfb\x90"[..]), ("text/plain", PNG), ("video/mp4", b"plain")] {
            assert_eq!(kept(declared, head).as_deref(), Some("application/octet-stream"), "{declared}");
        }
    }

    #[test]
    fn a_picture_a_pdf_or_a_zip_that_is_none_is_refused() {
        for declared in CERTAIN {
            for head in [&b"plain"[..], b"", b"#!/bin/sh\n", b"GIF\0", b"RIFF\0\0\0\0WAVE"] {
                assert_eq!(kept(declared, head), None, "{declared} {head:?}");
            }
        }
        assert_eq!(kept("image/jpeg", PNG), None);
        assert_eq!(kept("application/zip", b"PK\x05\x06\0\0").as_deref(), Some("application/zip"));
    }

    #[test]
    fn what_runs_is_refused_when_it_is_declared_as_something_to_look_at() {
        let disguised: [(&str, &[u8]); 8] = [
            ("video/mp4", b"#!/bin/sh\n"),
            ("image/png", b"<html>"),
            ("image/png", b"\xef\xbb\xbf \n<ScRiPt>"),
            ("image/jpeg", b"<svg onload="),
            ("application/pdf", b"<?xml version="),
            ("video/mp4", PROGRAM),
            ("text/plain", PROGRAM),
            ("image/x-unheard-of", b"\x7fELF\x02"),
        ];
        for (declared, head) in disguised {
            assert_eq!(kept(declared, head), None, "{declared} {head:?}");
        }
    }
}
