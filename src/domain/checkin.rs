//! Check-ins: their kinds and outcomes (PRODUCT §3, §4.3).

use super::word::words;

words! {
    /// What kind of contact a check-in was (PRODUCT §3, "the three systems").
    CheckInKind {
        Call = "call",
        Message = "message",
        Visit = "visit",
        Reception = "reception",
        /// Made by the resident, never by staff.
        Resident = "resident",
    }
}

words! {
    /// What came of a check-in (PRODUCT §4.3).
    Outcome {
        Reached = "reached",
        ViaRelative = "via_relative",
        NoAnswer = "no_answer",
        RejectedCall = "rejected_call",
        DeadNumber = "dead_number",
        WrongPerson = "wrong_person",
        CameHome = "came_home",
        Declined = "declined",
        Deceased = "deceased",
        HouseholdMoved = "household_moved",
        /// The resident's own report.
        SelfReport = "self",
    }
}

words! {
    /// What closed a record.
    ClosedBy {
        Deceased = "deceased",
        HouseholdMoved = "household_moved",
        /// It came of a registration whose acceptance was undone (PRODUCT §4.5).
        TakenBack = "taken_back",
    }
}

words! {
    /// What the township decided of a closed record (PRODUCT §4.3).
    Verdict {
        Reopened = "reopened",
        KeptClosed = "kept_closed",
    }
}

words! {
    /// Why somebody is to be called at once, whatever the cadence says (PRODUCT §4.2, `call_since`).
    CallReason {
        Help = "help",
        New = "new",
    }
}

impl Outcome {
    /// Whether this outcome is contact; the others are failed attempts, except [`Outcome::closes`].
    pub const fn is_contact(self) -> bool {
        use Outcome::*;
        matches!(self, Reached | ViaRelative | CameHome | Declined | SelfReport)
    }

    /// Whether this outcome closes the record.
    pub const fn closes(self) -> bool {
        matches!(self, Outcome::Deceased | Outcome::HouseholdMoved)
    }

    /// How a record is closed by this outcome; `None` if it is not.
    pub const fn closed_by(self) -> Option<ClosedBy> {
        match self {
            Outcome::Deceased => Some(ClosedBy::Deceased),
            Outcome::HouseholdMoved => Some(ClosedBy::HouseholdMoved),
            _ => None,
        }
    }

    /// Whether this outcome is an attempt that found nobody.
    pub const fn is_failure(self) -> bool {
        !self.is_contact() && !self.closes()
    }
}

impl CheckInKind {
    /// The outcomes staff may log for this kind (PRODUCT §4.3); none for the resident's own.
    pub const fn outcomes(self) -> &'static [Outcome] {
        use Outcome::*;
        match self {
            CheckInKind::Call => &[
                Reached,
                ViaRelative,
                NoAnswer,
                RejectedCall,
                DeadNumber,
                WrongPerson,
                CameHome,
                Declined,
                Deceased,
                HouseholdMoved,
            ],
            CheckInKind::Message => &[Reached, ViaRelative, NoAnswer, WrongPerson, Declined],
            CheckInKind::Visit => {
                &[Reached, ViaRelative, NoAnswer, CameHome, Declined, Deceased, HouseholdMoved]
            }
            CheckInKind::Reception => &[Reached, ViaRelative, CameHome, Declined, Deceased, HouseholdMoved],
            CheckInKind::Resident => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CheckInKind::*, Outcome::*, *};
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_takes_the_outcomes_of_the_table_and_no_others() {
        let all: BTreeSet<Outcome> = Outcome::ALL.iter().copied().collect();
        let but = |left_out: &[Outcome]| {
            all.iter().copied().filter(|outcome| !left_out.contains(outcome)).collect()
        };
        let met = [Reached, ViaRelative, Declined, CameHome, Deceased, HouseholdMoved];
        let rows: [(CheckInKind, BTreeSet<Outcome>); 5] = [
            (Call, but(&[SelfReport])),
            (Message, [Reached, ViaRelative, NoAnswer, WrongPerson, Declined].into()),
            (Visit, met.into_iter().chain([NoAnswer]).collect()),
            (Reception, met.into()),
            (Resident, BTreeSet::new()),
        ];
        for (kind, outcomes) in rows {
            assert_eq!(kind.outcomes().iter().copied().collect::<BTreeSet<_>>(), outcomes, "{kind:?}");
        }
    }

    #[test]
    fn each_outcome_is_contact_a_failed_attempt_or_closes() {
        for outcome in Outcome::ALL {
            let what = match outcome {
                Reached | ViaRelative | SelfReport | Declined | CameHome => (true, false, false),
                NoAnswer | RejectedCall | DeadNumber | WrongPerson => (false, true, false),
                Deceased | HouseholdMoved => (false, false, true),
            };
            assert_eq!((outcome.is_contact(), outcome.is_failure(), outcome.closes()), what, "{outcome:?}");
        }
    }

    #[test]
    fn what_only_rosters_say_is_no_outcome() {
        assert_eq!(Outcome::parse("moved"), None);
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(*outcome));
        }
    }
}
