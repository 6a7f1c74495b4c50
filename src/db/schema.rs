//! The tables, as both migrations make them (`tests/it/tidy/schema.rs` compares).

mod coming_in;
mod house;
mod people;
mod files;

pub use coming_in::*;
pub use files::*;
pub use house::*;
pub use people::*;

diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(sessions -> posts (post_id));
diesel::joinable!(residents -> households (household_id));
diesel::joinable!(channels -> residents (resident_id));
diesel::joinable!(destinations -> residents (resident_id));
diesel::joinable!(checkins -> residents (resident_id));
diesel::joinable!(checkins -> accounts (account_id));
diesel::joinable!(search_terms -> residents (resident_id));
diesel::joinable!(registrations -> residents (resident_id));
diesel::joinable!(personal_links -> registrations (registration_id));
diesel::joinable!(visits -> personal_links (link_id));
diesel::joinable!(consents -> consent_wordings (wording_id));
diesel::joinable!(closure_rulings -> accounts (account_id));
diesel::joinable!(match_keys -> residents (resident_id));
diesel::allow_tables_to_appear_in_same_query!(
    county,
    divisions,
    departments,
    accounts,
    posts,
    sessions,
    sign_in_failures,
    audit,
    submissions,
    key_canaries,
    households,
    residents,
    channels,
    destinations,
    search_terms,
    checkins,
    closure_rulings,
    registrations,
    registration_keys,
    consent_wordings,
    consents,
    personal_links,
    link_tries,
    visits,
    match_keys,
    likely_pairs,
    division_moves,
    division_move_rows,
    rosters,
    roster_pieces,
    roster_rows,
    roster_changes,
    roster_shapes,
    audit_people,
    roster_layouts,
);
