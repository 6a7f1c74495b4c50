//! What stood in a record before a row changed it: the way back.

use crate::residents::Filled;
use serde::{Deserialize, Serialize};

/// What one row changed of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    /// Whether the household came with it.
    pub brought_home: bool,
    pub filled: Filled,
    /// The channels it added, by id.
    pub channels: Vec<i64>,
    /// The destination it added, and the one that ended for it.
    pub destination: Option<i64>,
    pub ended: Option<i64>,
}
