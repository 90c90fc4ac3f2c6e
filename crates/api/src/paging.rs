//! Pages of lists: range-checked arguments, signed cursors, and the connection types.

use crate::fault::ApiError;
use app::Slice;
use async_graphql::{Object, OutputType, SimpleObject, TypeName};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use std::borrow::Cow;

/// Most items of a page.
pub const MAX_PAGE: u32 = 100;
/// Items of a page when neither `first` nor `last` is given.
pub const DEFAULT_PAGE: u32 = 20;

const MAC_LEN: usize = 16;
const MAX_CURSOR: usize = 512;

/// The arguments of a list field, as they came.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    /// Page size from the start.
    pub first: Option<i32>,
    /// Only what follows this cursor.
    pub after: Option<String>,
    /// Page size from the end.
    pub last: Option<i32>,
    /// Only what precedes this cursor.
    pub before: Option<String>,
}

/// From which end of the list a page is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The first items, in the order of the list.
    First,
    /// The last items.
    Last,
}

/// A page to be read: at most `size` items between the keys, from one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<K> {
    /// 1 to [`MAX_PAGE`].
    pub size: u32,
    /// From which end.
    pub end: End,
    /// Items follow this key.
    pub after: Option<K>,
    /// Items precede this key.
    pub before: Option<K>,
}

/// The sort key of one list: what a cursor holds, ties broken by id.
pub trait CursorKey: Serialize + DeserializeOwned {
    /// Names the list and its order, so that a cursor of one list does not fit another.
    const KIND: &'static str;
}

impl PageArgs {
    /// Of a list that is read from the start alone.
    pub fn forward(first: Option<i32>, after: Option<String>) -> Self {
        Self { first, after, ..Self::default() }
    }

    /// Checks the ranges and opens the cursors.
    pub fn read<K: CursorKey>(self, cursors: &Cursors) -> Result<Page<K>, ApiError> {
        let (size, end) = match (self.first, self.last) {
            (Some(_), Some(_)) => return Err(ApiError::bad_input("last", "cannot stand together with \"first\"")),
            (first, None) => (check_size("first", first)?, End::First),
            (None, last) => (check_size("last", last)?, End::Last),
        };
        let open = |argument: &str, cursor: Option<String>| {
            let no_cursor = || ApiError::bad_input(argument, "is not a cursor of this list");
            cursor.map(|text| cursors.open(&text).ok_or_else(no_cursor)).transpose()
        };
        Ok(Page { size, end, after: open("after", self.after)?, before: open("before", self.before)? })
    }
}

fn check_size(argument: &str, size: Option<i32>) -> Result<u32, ApiError> {
    let Some(size) = size else {
        return Ok(DEFAULT_PAGE);
    };
    let size = u32::try_from(size).ok().filter(|size| (1..=MAX_PAGE).contains(size));
    size.ok_or_else(|| ApiError::bad_input(argument, "must be 1 to 100"))
}

impl<K> Page<K> {
    /// How many rows to read: one more than the page holds tells whether there are more.
    pub fn rows(&self) -> u32 {
        self.size.saturating_add(1)
    }
}

impl<K: Clone> Page<K> {
    /// What to read for it.
    pub fn slice(&self) -> Slice<K> {
        let from_end = match self.end {
            End::First => false,
            End::Last => true,
        };
        Slice { rows: self.rows(), from_end, after: self.after.clone(), before: self.before.clone() }
    }
}

/// Signs cursors and opens them again. Clients cannot make one up, nor read a key of another list out of one.
#[derive(Clone)]
pub struct Cursors {
    mac: Hmac<Sha256>,
}

impl Cursors {
    /// With the secret of the instance.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self { mac: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length") }
    }

    /// The cursor for the item with this key.
    pub fn seal<K: CursorKey>(&self, key: &K) -> Result<String, ApiError> {
        let body = serde_json::to_vec(key).map_err(ApiError::internal)?;
        let mut bytes = self.sign::<K>(&body).finalize().into_bytes()[..MAC_LEN].to_vec();
        bytes.extend(body);
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The key inside a cursor that was sealed for the same list.
    pub fn open<K: CursorKey>(&self, cursor: &str) -> Option<K> {
        if cursor.len() > MAX_CURSOR {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (mac, body) = bytes.split_at_checked(MAC_LEN)?;
        self.sign::<K>(body).verify_truncated_left(mac).ok()?;
        serde_json::from_slice(body).ok()
    }

    fn sign<K: CursorKey>(&self, body: &[u8]) -> Hmac<Sha256> {
        self.mac.clone().chain_update(K::KIND).chain_update([0]).chain_update(body)
    }
}

/// Where a page lies in its list.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct PageInfo {
    /// More items follow.
    has_next_page: bool,
    /// Items precede.
    has_previous_page: bool,
    /// Cursor of the first edge.
    start_cursor: Option<String>,
    /// Cursor of the last edge.
    end_cursor: Option<String>,
}

/// One page of a list: `TaskConnection` for a list of `Task`.
pub struct Connection<T> {
    edges: Vec<Edge<T>>,
    page_info: PageInfo,
}

/// The place of one item in a list: `TaskEdge` for a list of `Task`.
pub struct Edge<T> {
    cursor: String,
    node: T,
}

impl<T: OutputType> Connection<T> {
    /// The page that `rows` make: up to [`Page::rows`] of them with their keys, read from the asked end outwards.
    pub fn new<K: CursorKey>(page: &Page<K>, rows: Vec<(K, T)>, cursors: &Cursors) -> Result<Self, ApiError> {
        let size = usize::try_from(page.size).map_err(ApiError::internal)?;
        let has_more = rows.len() > size;
        let mut edges = Vec::with_capacity(size);
        for (key, node) in rows.into_iter().take(size) {
            edges.push(Edge { cursor: cursors.seal(&key)?, node });
        }
        let (has_previous_page, has_next_page) = match page.end {
            End::First => (page.after.is_some(), has_more),
            End::Last => {
                edges.reverse();
                (has_more, page.before.is_some())
            }
        };
        let cursor = |edge: Option<&Edge<T>>| edge.map(|edge| edge.cursor.clone());
        let page_info = PageInfo {
            has_next_page,
            has_previous_page,
            start_cursor: cursor(edges.first()),
            end_cursor: cursor(edges.last()),
        };
        Ok(Self { edges, page_info })
    }

    /// For a connection with fields of its own: the items with their cursors.
    pub(crate) fn all_edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The items.
    pub(crate) fn all_nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page lies.
    pub(crate) fn info(&self) -> &PageInfo {
        &self.page_info
    }
}

/// A page of a list.
#[Object(name_type)]
impl<T: OutputType> Connection<T> {
    /// The items of this page with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        self.all_edges()
    }

    /// The same items without cursors.
    async fn nodes(&self) -> Vec<&T> {
        self.all_nodes()
    }

    /// Where this page lies.
    async fn page_info(&self) -> &PageInfo {
        self.info()
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// The place of one item in a list.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// Opaque and signed: for `after` and `before` alone.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> &T {
        &self.node
    }
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

#[cfg(test)]
#[path = "paging_tests.rs"]
mod tests;
