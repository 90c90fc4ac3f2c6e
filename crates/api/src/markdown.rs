//! Markdown as people write it, as HTML that is safe to show.

use ammonia::Builder;
use pulldown_cmark::{Options, Parser, html};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Structure and emphasis. No images, which would tell their host who reads, and nothing that looks like a part of the
/// page: no forms, no styles, no ids.
const TAGS: [&str; 25] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .generic_attributes(HashSet::new())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

/// The HTML of a text. Whatever is written in it, the HTML runs nothing and loads nothing.
pub fn to_html(markdown: &str) -> String {
    let mut raw = String::with_capacity(markdown.len().saturating_mul(2));
    html::push_html(&mut raw, Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH));
    CLEANER.clean(&raw).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_and_emphasis_are_kept() {
        assert_eq!(
            to_html("# 見出し\n\n- **太字** と ~~取消~~"),
            "<h1>見出し</h1>\n<ul>\n<li><strong>太字</strong> と <del>取消</del></li>\n</ul>\n"
        );
        assert_eq!(
            to_html("[頁](https://example.jp \"題\")"),
            "<p><a href=\"https://example.jp\" rel=\"nofollow noopener noreferrer\">頁</a></p>\n"
        );
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded() {
        for (markdown, html) in [
            ("<script>alert(1)</script>x", "x"),
            ("<b onclick=\"x()\">x</b>", "<p>x</p>\n"),
            ("[x](javascript:alert(1))", "<p><a rel=\"nofollow noopener noreferrer\">x</a></p>\n"),
            ("[x](/logout)", "<p><a rel=\"nofollow noopener noreferrer\">x</a></p>\n"),
            ("![x](https://evil.example/pixel.png)", "<p></p>\n"),
            ("<img src=x onerror=alert(1)>", ""),
            ("<iframe src=\"https://evil.example\"></iframe>", ""),
            ("<p id=\"root\" style=\"position:fixed\">x</p>", "<p>x</p>"),
        ] {
            assert_eq!(to_html(markdown).trim_end(), html.trim_end(), "{markdown}");
        }
    }
}
