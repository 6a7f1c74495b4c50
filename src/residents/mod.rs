//! The register of residents (外出居民): households, channels, destinations; when contact is owed; whom one may dial.
//!
//! - The dates of a record are computed by [`plan`] from its [`Summary`], never patched.
//! - Every read of people takes a [`Scope`](crate::domain::Scope); outside it a person does not exist.
//! - Numbers are sealed; they open through [`dial`] or, with a reason, `audit::reveal`.

mod actions;
mod add;
mod alike;
mod check;
mod closure;
mod dial;
mod edit;
mod erasing;
mod household;
mod intake;
mod joining;
mod likeness;
mod match_keys;
mod model;
mod open;
mod opening;
mod owed;
mod ownership;
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
mod waiting;

pub use actions::{
    NewChannel, NewDestination, add_channel, add_destination, drop_channel, drop_destination, end_channel,
    end_destination, has_channel, has_own_number, lock, lock_own, reopen_destination,
};
pub use add::{NewHousehold, NewResident, add, add_as, add_household};
pub use alike::{AlikeView, evidence_words};
pub use check::{ids_after, listed_differs, unsound};
pub use closure::{Ruling, lock_away, rule, rulings_on, unlock};
pub use dial::{dial, may_dial, may_keep};
pub use edit::{Document, Facts, change_person, features_with, said_by_id};
pub use erasing::{erase, to_erase};
pub use household::{
    change_household, compare_household, households_like, is_household_of, lock_household, move_to_household,
    names_in,
};
pub use intake::{
    Arrival, KnownChannel, Newcomer, NewcomerChannel, OnFile, Snapshot, Sought, Stay, add_many, homes_of,
    is_touched, on_file, remove, snapshots,
};
pub use joining::{
    AskedCall, Filled, Told, ask_for_call, belongs_again, call_first, called_first, channels_along, fill,
    is_taken_back, take_back, unfill, withdraw_call,
};
pub use likeness::{Alike, Evidence, Features};
pub use match_keys::{MOST_SHARING, alike, features, is_own_number, match_keys_differ, write_match_keys};
pub use model::{
    Channel, Destination, Details, Home, Household, Offered, Person, Row, Source, State, Whereabouts,
    channel_place, id_number_place,
};
pub use open::{open, open_locked, open_with, searched};
pub use opening::{links_differ, links_follow, opening};
pub use ownership::hand_over;
pub use pages::ROUTES;
pub use pairs::{Pair, PairLine, Verdict, count_pairs, find_pairs, pairs_of};
pub use plan::{Cadence, Plan, PlanInput, Priority, first_due_on, plan};
pub use queries::{
    Filter, Whose, channels_of, coming, count_of_owner, destinations_of, details, details_at_home, find,
    find_locked, household, locked_in, of_visitor, owned_by, queue, to_try,
};
pub use relocate::{
    copy_household, count_households, count_people, hold, households_of, lives_in, members, move_household,
    move_person, people_of, rehouse, release, stands_in,
};
pub use row::{
    Mark, PhoneView, Reading, RowView, channel_shape, channel_value, group, kin, mark, masked_handle,
    whereabouts,
};
pub use search::{Found, search};
pub use standing::{Standing, standing, worklist_key};
pub use summary::{ChannelSummary, LastContact, StandingCall, Summary};
pub use terms::{channel_terms, id_terms, name_terms};
pub use text::{AlikeWords, RowWords};
pub use waiting::{Waiting, waiting_in};
