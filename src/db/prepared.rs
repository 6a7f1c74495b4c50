//! Statements that stay prepared. Diesel prepares an update afresh each time it is run, because what it changes may
//! differ from one time to the next; preparing one for a table with a dozen indexes costs more than running it.

use diesel::{
    backend::Backend,
    prelude::*,
    query_builder::{AsChangeset, AstPass, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{BigInt, HasSqlType},
};

/// A change to one row, by its id; its statement is kept under its text.
#[derive(Debug)]
pub struct RowUpdate<T, C> {
    table: T,
    id: i64,
    changes: C,
}

/// Changes columns of one row. For changes that name nearly always the same columns: each choice of them is a statement
/// of its own.
pub fn update_row<T, V: AsChangeset<Target = T>>(table: T, id: i64, values: V) -> RowUpdate<T, V::Changeset> {
    RowUpdate { table, id, changes: values.as_changeset() }
}

impl<T, C> QueryId for RowUpdate<T, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T, C, DB> QueryFragment<DB> for RowUpdate<T, C>
where
    T: QueryFragment<DB>,
    C: QueryFragment<DB>,
    DB: Backend + HasSqlType<BigInt>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        self.table.walk_ast(out.reborrow())?;
        out.push_sql(" SET ");
        self.changes.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<BigInt, _>(&self.id)
    }
}

impl<T, C, Connection> RunQueryDsl<Connection> for RowUpdate<T, C> {}

/// A word to the database itself, such as `SAVEPOINT`.
#[derive(Debug)]
pub(super) struct Command(pub &'static str);

impl QueryId for Command {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend> QueryFragment<DB> for Command {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

impl<Connection> RunQueryDsl<Connection> for Command {}
