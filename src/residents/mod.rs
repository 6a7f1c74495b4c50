//! The register of residents (外出居民): households, channels, destinations; when contact is owed; whom one may dial.
//!
//! - The dates of a record are computed by [`plan`] from its [`Summary`], never patched.
//! - Every read of people takes a [`Scope`](crate::domain::Scope); outside it a person does not exist.
//! - Numbers are sealed; they open through [`dial`] or, with a reason, `audit::reveal`.

mod actions;
mod add;
mod dial;
mod likeness;
mod match_keys;
mod model;
mod open;
mod opening;
mod pages;
mod pairs;
mod plan;
mod queries;
mod relocate;
mod row;
mod search;
mod standing;
mod summary;
mod terms;
mod text;

pub use actions::{
    NewChannel, NewDestination, add_channel, add_destination, drop_channel, drop_destination, end_channel,
    end_destination, has_channel, lock, reopen_destination,
};
pub use add::{NewHousehold, NewResident, add, add_household};
pub use dial::{dial, may_dial};
pub use likeness::{Alike, Evidence, Features};
pub use match_keys::{alike, match_keys_differ, write_match_keys};
pub use model::{
    Channel, Destination, Details, Home, Household, Offered, Person, Row, Source, State, Whereabouts,
    channel_place, id_number_place,
};
pub use open::open;
pub use opening::opening;
pub use pages::ROUTES;
pub use pairs::find_pairs;
pub use plan::{Cadence, Plan, PlanInput, Priority, first_due_on, plan};
pub use queries::{
    Filter, Waiting, Whose, channels_of, coming, count_of_owner, destinations_of, details, find, household,
    ids_after, owned_by, queue, to_try, unsound, waiting_in,
};
pub use relocate::{
    copy_household, count_households, count_people, households_of, lives_in, members, move_household,
    move_person, people_of, rehouse, release,
};
pub use row::{Mark, PhoneView, Reading, RowView, channel_shape, group, kin, mark, whereabouts};
pub use standing::{Standing, standing, worklist_key};
pub use summary::{ChannelSummary, LastContact, StandingCall, Summary};
pub use terms::{channel_terms, id_terms, name_terms};
pub use text::RowWords;
