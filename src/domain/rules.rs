//! The numbers of PRODUCT §4.2, §4.3 and §4.5: settings, with these defaults.

/// How long, how often, how many. Days unless the name says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub regular_days: i32,
    pub priority_days: i32,
    pub settled_days: i32,
    /// At home, whatever the tags.
    pub home_days: i32,
    /// After a refusal.
    pub declined_days: i32,
    /// How long contact is merely due before it is overdue.
    pub due_for_days: i32,
    /// Over how many days first contacts are spread.
    pub first_due_spread_days: i32,
    pub no_answer_wait_days: i32,
    pub rejected_wait_days: i32,
    /// Failed attempts on different days after which a channel is spent.
    pub spent_after: i32,
    pub lost_cadre_days: i32,
    pub lost_township_days: i32,
    /// Hours for which an author may withdraw a check-in.
    pub withdraw_hours: i32,
    /// How far back a check-in may be entered.
    pub held_back_days: i32,
    /// Working days within which a village decides a registration (PRODUCT §4.5).
    pub decide_working_days: u32,
    /// After which a record locked because consent was withdrawn is erased (PRODUCT §4.6).
    pub erase_after_days: i64,
    /// How long a personal link, once opened, stays open in that browser (PRODUCT §4.5).
    pub visit_days: i64,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            regular_days: 90,
            priority_days: 30,
            settled_days: 180,
            home_days: 180,
            declined_days: 180,
            due_for_days: 7,
            first_due_spread_days: 90,
            no_answer_wait_days: 3,
            rejected_wait_days: 7,
            spent_after: 3,
            lost_cadre_days: 15,
            lost_township_days: 15,
            withdraw_hours: 24,
            held_back_days: 60,
            decide_working_days: 3,
            erase_after_days: 30,
            visit_days: 30,
        }
    }
}
