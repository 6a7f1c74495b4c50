//! Dialling: whose number shows whole, without a reason, because calling is their task (PRODUCT §2, §4.6).

use super::model::{Person, channel_place};
use crate::{
    domain::{ChannelId, PhoneNumber, PostId, Role},
    seal::{Keys, Permit, Sealed},
};

/// Whether the holder of a post calls this resident without giving a reason: the owner and the backup.
pub fn may_dial(post: PostId, person: &Person) -> bool {
    person.owner_id == Some(post) || person.backup_id == Some(post)
}

/// Whether the holder of a post keeps this record: edits and closes it (PRODUCT §2: owner, backup, township).
pub fn may_keep(role: Role, post: PostId, person: &Person) -> bool {
    role == Role::Township || may_dial(post, person)
}

/// The number to dial, for whoever may; `None` for everybody else.
pub fn dial(
    post: PostId,
    person: &Person,
    keys: &Keys,
    (channel, value): (ChannelId, &Sealed<PhoneNumber>),
) -> Option<PhoneNumber> {
    if may_dial(post, person) { value.open(keys, channel_place(channel), Permit::checked()) } else { None }
}
