//! The words of the trade as types: parsed once, never re-checked.

mod actor;
mod channel;
mod checkin;
mod ids;
mod problem;
mod role;
mod word;

pub(crate) use word::words;

pub use actor::Actor;
pub use channel::{ChannelKind, ChannelState};
pub use checkin::{CallReason, CheckInKind, Outcome};
pub use ids::{AccountId, AuditId, ChannelId, CheckInId, DestinationId, HouseholdId, PostId, ResidentId};
pub use problem::Problem;
pub use role::Role;
