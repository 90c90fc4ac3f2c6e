//! Who can sign in, as a table.

use super::cast::{PASSWORD, Who};
use super::stage::Stage;
use crate::config::Config;
use anyhow::Result;

/// Signs everybody in and prints the list.
pub async fn print(stage: &Stage, config: &Config) -> Result<()> {
    let mut lines = Vec::new();
    for who in Who::all() {
        let member = who.member();
        let token = stage.sign_in(who).await?.token.expose();
        lines.push([member.name.to_owned(), member.part.word(), member.email.to_owned(), token]);
    }
    println!("GraphQL: {}/graphql", config.public_url.trim_end_matches('/'));
    println!("Password of everybody: {PASSWORD}\n");
    print!("{}", table(["NAME", "ROLE", "E-MAIL", "TOKEN (Authorization: Bearer …)"].map(str::to_owned), &lines));
    println!("\nTokens of staff end after 20 minutes without use, of others after 14 days. Each start gives new ones.");
    Ok(())
}

/// Columns as wide as their widest cell, where a Japanese character takes two places.
fn table<const COLUMNS: usize>(head: [String; COLUMNS], lines: &[[String; COLUMNS]]) -> String {
    let rows: Vec<_> = std::iter::once(&head).chain(lines).collect();
    let widths: [usize; COLUMNS] =
        std::array::from_fn(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0));
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wide.saturating_sub(width(cell)) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// How many places a text takes on a terminal: kana, kanji and full-width forms take two.
fn width(text: &str) -> usize {
    let wide = |letter: char| matches!(letter, '\u{2e80}'..='\u{d7ff}' | '\u{ff00}'..='\u{ff60}');
    text.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_straight_under_japanese_names() {
        let lines = [["田中 浩一", "worker", "x"], ["Tom", "admin", "y"]].map(|row| row.map(str::to_owned));
        let head = ["NAME", "ROLE", "TOKEN"].map(str::to_owned);
        assert_eq!(table(head, &lines), "NAME       ROLE    TOKEN\n田中 浩一  worker  x\nTom        admin   y\n");
    }
}
