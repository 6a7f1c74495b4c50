//! Channels: ways to reach a resident, and what is known of them (PRODUCT §3, §4.3).

use super::word::words;

words! {
    /// What a channel is (PRODUCT §3).
    ChannelKind {
        Mobile = "mobile",
        Landline = "landline",
        Wechat = "wechat",
        Qq = "qq",
        Email = "email",
        Relative = "relative",
        Employer = "employer",
        Townsman = "townsman",
        Group = "group",
    }
}

words! {
    /// What the check-ins say of a channel; computed by the fold, never written by hand.
    ChannelState {
        /// Nobody has tried it yet.
        Untried = "untried",
        /// Somebody answered last time, or the resident confirmed it.
        Works = "works",
        /// Tried without success, but not yet often enough to be spent.
        Silent = "silent",
        /// Three failed attempts on different days since its last success.
        Spent = "spent",
        /// The number does not exist or is suspended.
        Dead = "dead",
        /// The number belongs to somebody else; never offered for this person again.
        Wrong = "wrong",
    }
}

impl ChannelKind {
    /// Whether the value is a telephone number that can be dialled.
    pub const fn is_phone(self) -> bool {
        use ChannelKind::*;
        matches!(self, Mobile | Landline | Relative | Employer | Townsman)
    }
}

impl ChannelState {
    /// Whether it is still worth trying (PRODUCT §4.3: neither spent, dead nor wrong).
    pub const fn is_open(self) -> bool {
        use ChannelState::*;
        matches!(self, Untried | Works | Silent)
    }
}
