//! The words of the trade as types: parsed once, never re-checked.

mod actor;
mod channel;
mod checkin;
mod group;
mod id_number;
mod ids;
mod legal_basis;
mod name;
mod pasted;
mod phone;
mod problem;
mod role;
mod rules;
mod scope;
mod typed;
mod typed_place;
mod word;

pub(crate) use word::words;

pub use actor::Actor;
pub use channel::{ChannelKind, ChannelState};
pub use checkin::{CallReason, CheckInKind, ClosedBy, Outcome, Verdict};
pub use group::parse_group;
pub use id_number::{IdKind, IdNumber, Sex, check_digit};
pub use ids::{
    AccountId, AuditId, ChannelId, CheckInId, DestinationId, HouseholdId, LayoutId, LinkId, MoveId, PairId,
    PostId, RegistrationId, ResidentId, RosterId, RulingId,
};
pub use legal_basis::LegalBasis;
pub use name::{PersonName, Search, is_han};
pub use pasted::{PastedRow, pasted_rows};
pub use phone::PhoneNumber;
pub use problem::Problem;
pub use role::Role;
pub use rules::Rules;
pub use scope::{CountyCode, NotACode, Scope, TownshipCode, VillageCode};
pub use typed::{is_form_key, note, optional_line, parse_day, plain, required_line};
pub use typed_place::{TypedPlace, Whither};
