//! The words of the trail.

use crate::domain::words;
use diesel::prelude::*;

words! {
    /// What was done.
    AuditKind {
        Generated = "generated",
        SignedIn = "signed_in",
        SignInFailed = "sign_in_failed",
        SignedOut = "signed_out",
        SessionsEnded = "sessions_ended",
        PasswordChanged = "password_changed",
        PostSwitched = "post_switched",
        LanguageChosen = "language_chosen",
        AccountMade = "account_made",
        AccountReset = "account_reset",
        AccountClosed = "account_closed",
        AccountReopened = "account_reopened",
        PostGiven = "post_given",
        PostEnded = "post_ended",
        CountySet = "county_set",
        DivisionsTaken = "divisions_taken",
        DepartmentsTaken = "departments_taken",
        ResidentAdded = "resident_added",
        ChannelAdded = "channel_added",
        ChannelEnded = "channel_ended",
        DestinationAdded = "destination_added",
        DestinationEnded = "destination_ended",
        CheckedIn = "checked_in",
        CheckInWithdrawn = "checkin_withdrawn",
        Looked = "looked",
        Revealed = "revealed",
        Searched = "searched",
        ResidentEdited = "resident_edited",
        HouseholdEdited = "household_edited",
        HandedOver = "handed_over",
        Reopened = "reopened",
        KeptClosed = "kept_closed",
        Locked = "locked",
        Unlocked = "unlocked",
        Erased = "erased",
        RegistrationSent = "registration_sent",
        RegistrationAccepted = "registration_accepted",
        RegistrationJoined = "registration_joined",
        RegistrationPassedOn = "registration_passed_on",
        RegistrationTurnedDown = "registration_turned_down",
        RegistrationUndone = "registration_undone",
        LinkMade = "link_made",
        LinkReplaced = "link_replaced",
        LinkOpened = "link_opened",
        LinkRefused = "link_refused",
        VisitEnded = "visit_ended",
        PairFound = "pair_found",
        PairDecided = "pair_decided",
        PairReopened = "pair_reopened",
        DataContactNamed = "data_contact_named",
        DivisionEnded = "division_ended",
        DivisionRestored = "division_restored",
        PeopleMoved = "people_moved",
        TrailTaken = "trail_taken",
        RosterSent = "roster_sent",
        RosterBegun = "roster_begun",
        RosterTaken = "roster_taken",
        RosterUndoing = "roster_undoing",
        RosterTriedAgain = "roster_tried_again",
        RosterUndone = "roster_undone",
        RosterCancelled = "roster_cancelled",
        ResidentRemoved = "resident_removed",
        ListTaken = "list_taken",
        LayoutKept = "layout_kept",
        LayoutDropped = "layout_dropped",
    }
}

words! {
    /// What it was done to.
    Subject {
        Resident = "resident",
        Household = "household",
        Account = "account",
        Post = "post",
        Session = "session",
        Registration = "registration",
        Link = "link",
        Pair = "pair",
        /// By the number its code is.
        Division = "division",
        Roster = "roster",
    }
}

/// A row of the trail as the chain sees it.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: i64,
    #[diesel(deserialize_as = crate::db::Moment)]
    pub at: chrono::NaiveDateTime,
    pub kind: String,
    pub actor: String,
    pub account_id: Option<i64>,
    pub post_id: Option<i64>,
    pub subject: Option<String>,
    pub subject_id: Option<i64>,
    pub fields: String,
    pub reason: Option<String>,
    pub amount: Option<i64>,
    pub look_hour: Option<i64>,
    pub position: Option<i64>,
    pub hash: Option<Vec<u8>>,
}
