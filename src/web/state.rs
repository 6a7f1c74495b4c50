//! What every handler can reach: the database, the keys, the settings of the program.

use crate::{config::Config, db::Db, seal::Keys};
use std::sync::Arc;

/// The state shared by all threads; cheap to clone.
#[derive(Clone)]
pub struct State {
    pub db: Db,
    pub keys: Arc<Keys>,
    pub config: Arc<Config>,
}
