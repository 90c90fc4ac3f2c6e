use sea_orm::Value;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, SelectStatement, SimpleExpr};

/// A piece of an ordered list: at most `rows` rows between two keys, taken from one end and answered from it inwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice<K> {
    /// Most rows.
    pub rows: u32,
    /// Taken from the end of the list, last row first?
    pub from_end: bool,
    /// Rows follow this key.
    pub after: Option<K>,
    /// Rows precede this key.
    pub before: Option<K>,
}

impl<K> Slice<K> {
    /// The first `rows` of a list, or those after a key: of the newest, when the list begins with them.
    pub fn newest(rows: u32, after: Option<K>) -> Self {
        Self { rows, from_end: false, after, before: None }
    }

    /// The same piece, with keys of another form.
    pub fn map<L>(self, form: impl Fn(K) -> L) -> Slice<L> {
        let Self { rows, from_end, after, before } = self;
        Slice { rows, from_end, after: after.map(&form), before: before.map(form) }
    }
}

/// The order of a list: columns of `table` that together tell every two rows apart, all in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyset<const N: usize> {
    pub table: &'static str,
    pub columns: [&'static str; N],
    pub descending: bool,
}

impl<const N: usize> Keyset<N> {
    /// Cuts the slice out of a query. Row values, so that an index on the columns is entered at the key.
    pub fn cut(&self, query: &mut SelectStatement, slice: Slice<[Value; N]>) {
        let column = |name: &'static str| Expr::col((Alias::new(self.table), Alias::new(name)));
        let row = || Expr::tuple(self.columns.map(|name| SimpleExpr::from(column(name))));
        let key = |values: [Value; N]| Expr::tuple(values.map(Expr::value));
        let follows = |values| if self.descending { row().lt(key(values)) } else { row().gt(key(values)) };
        let precedes = |values| if self.descending { row().gt(key(values)) } else { row().lt(key(values)) };
        query.and_where_option(slice.after.map(follows)).and_where_option(slice.before.map(precedes));
        let order = if self.descending == slice.from_end { Order::Asc } else { Order::Desc };
        for name in self.columns {
            query.order_by((Alias::new(self.table), Alias::new(name)), order.clone());
        }
        query.limit(slice.rows.into());
    }
}
