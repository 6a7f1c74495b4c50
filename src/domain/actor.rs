//! Who does something: the actor of a write and of its row in the trail.

use super::{AccountId, PostId, RegistrationId, ResidentId};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff, in the post they act in (none while they only look after their own account).
    Staff { account: AccountId, post: Option<PostId> },
    /// A resident, on their own pages.
    Resident(ResidentId),
    /// Whoever sent a registration, while it leads to no resident.
    Registrant(RegistrationId),
    /// Kith itself: jobs, sign-in before anybody is known.
    System,
    /// Somebody at the machine, by a command.
    Command,
}
