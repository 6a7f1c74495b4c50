//! Several records by their ids in one statement whose text is always the same, so that it stays prepared however many
//! there are: `eq_any` writes one mark for each id on SQLite, and is planned anew each time.

use crate::{db::schema::residents, domain::ResidentId};
use diesel::{
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Bool, Text},
    sqlite::Sqlite,
};

/// Whether a resident is one of these.
#[derive(Debug, Clone)]
pub struct IsAmong {
    ids: Vec<i64>,
    /// The same as JSON, which SQLite reads as a table.
    json: String,
}

/// The residents with these ids, in no order.
pub fn is_among(ids: &[ResidentId]) -> IsAmong {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let numbers: Vec<String> = ids.iter().map(i64::to_string).collect();
    IsAmong { json: format!("[{}]", numbers.join(",")), ids }
}

impl Expression for IsAmong {
    type SqlType = Bool;
}

impl QueryId for IsAmong {
    type QueryId = IsAmong;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Group> ValidGrouping<Group> for IsAmong {
    type IsAggregate = is_aggregate::Never;
}

impl<From> SelectableExpression<From> for IsAmong where IsAmong: AppearsOnTable<From> {}
impl<From> AppearsOnTable<From> for IsAmong where residents::id: AppearsOnTable<From> {}

impl QueryFragment<Sqlite> for IsAmong {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        residents::id.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.json)?;
        out.push_sql("))");
        Ok(())
    }
}

impl QueryFragment<Pg> for IsAmong {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        residents::id.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<BigInt>, _>(&self.ids)?;
        out.push_sql(")");
        Ok(())
    }
}
