//! What a failure of the database means to the one who asked.

use crate::error::Error;

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Error {
        use diesel::result::{DatabaseErrorKind::*, Error::*};
        match error {
            NotFound => Error::NotFound,
            DatabaseError(SerializationFailure | ReadOnlyTransaction, _) => {
                Error::Busy("the database asks to try again")
            }
            DatabaseError(ClosedConnection | UnableToSendCommand, _) => {
                Error::Busy("the database does not answer")
            }
            DatabaseError(kind, info) => {
                let message = info.message();
                let passing = [
                    "database is locked",
                    "database or disk is full",
                    "disk I/O error",
                    "deadlock detected",
                    "unable to open",
                    // A full disk made SQLite take back the whole batch, and the savepoint with it.
                    "no such savepoint",
                ];
                if passing.iter().any(|words| message.contains(words)) {
                    Error::Busy("the database cannot take it now")
                } else {
                    Error::Internal(format!("{kind:?}: {message}"))
                }
            }
            BrokenTransactionManager | NotInTransaction | RollbackErrorOnCommit { .. } => {
                Error::Busy("the database connection broke")
            }
            other => Error::internal(other),
        }
    }
}
