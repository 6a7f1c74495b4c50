//! The words of the trade as types: parsed once, never re-checked.

mod channel;
mod checkin;
mod ids;
mod word;

pub use channel::{ChannelKind, ChannelState};
pub use checkin::{CallReason, CheckInKind, Outcome};
pub use ids::{AccountId, AuditId, ChannelId, CheckInId, DestinationId, HouseholdId, PostId, ResidentId};
