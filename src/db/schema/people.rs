//! People: the register and their check-ins.

diesel::table! {
    households (id) {
        id -> BigInt,
        village_code -> Text,
        township_code -> Text,
        group_no -> Nullable<Integer>,
        number -> Text,
        head_name -> Text,
        address -> Text,
        children_left -> Integer,
        elderly_left -> Integer,
        adults_left -> Integer,
        unaccompanied_since -> Nullable<Date>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    residents (id) {
        id -> BigInt,
        village_code -> Text,
        township_code -> Text,
        household_id -> BigInt,
        relation -> Text,
        name -> Text,
        name_key -> Text,
        sex -> Text,
        birth_on -> Nullable<Date>,
        id_kind -> Text,
        id_number -> Nullable<Binary>,
        education -> Nullable<Text>,
        hours -> Text,
        note -> Text,
        priority_reason -> Nullable<Text>,
        priority_on -> Nullable<Date>,
        is_settled -> Bool,
        owner_id -> Nullable<BigInt>,
        backup_id -> Nullable<BigInt>,
        legal_basis -> Text,
        informed_on -> Nullable<Date>,
        state -> Text,
        closed_by -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        first_due_on -> Date,
        open_requests -> Integer,
        requests_since -> Nullable<Date>,
        call_reason -> Nullable<Text>,
        call_since -> Nullable<Timestamp>,
        call_stands -> Bool,
        due_on -> Nullable<Date>,
        try_on -> Nullable<Date>,
        cadence -> Text,
        lost_on -> Nullable<Date>,
        last_contact_id -> Nullable<BigInt>,
        last_contact_on -> Nullable<Date>,
        last_contact_outcome -> Nullable<Text>,
        last_tried_on -> Nullable<Date>,
        failed_attempts -> Integer,
        has_channel -> Bool,
        offered_channel_id -> Nullable<BigInt>,
        version -> Integer,
        created_at -> Timestamp,
        contested_on -> Nullable<Date>,
        locked_on -> Nullable<Date>,
        taken_back_at -> Nullable<Timestamp>,
        listed_group_no -> Nullable<Integer>,
        listed_head -> Text,
        listed_place -> Nullable<Text>,
        listed_employer -> Nullable<Text>,
        listed_occupation -> Nullable<Text>,
        listed_channel_kind -> Nullable<Text>,
        listed_channel_value -> Nullable<Binary>,
        listed_channel_holder -> Nullable<Text>,
        listed_channel_relation -> Nullable<Text>,
        listed_unaccompanied_since -> Nullable<Date>,
    }
}

diesel::table! {
    channels (id) {
        id -> BigInt,
        resident_id -> BigInt,
        kind -> Text,
        value -> Binary,
        holder -> Text,
        relation -> Text,
        is_preferred -> Bool,
        source -> Text,
        source_on -> Date,
        checkin_id -> Nullable<BigInt>,
        ended_on -> Nullable<Date>,
        state -> Text,
        verified_on -> Nullable<Date>,
        last_success_on -> Nullable<Date>,
        last_tried_on -> Nullable<Date>,
        failed_days -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    destinations (id) {
        id -> BigInt,
        resident_id -> BigInt,
        place -> Text,
        place_code -> Nullable<Text>,
        employer -> Text,
        industry -> Nullable<Text>,
        occupation -> Text,
        from_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
        source -> Text,
        source_on -> Date,
        checkin_id -> Nullable<BigInt>,
        ended_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    search_terms (township_code, term, village_code, resident_id) {
        township_code -> Text,
        term -> Text,
        village_code -> Text,
        resident_id -> BigInt,
    }
}

diesel::table! {
    checkins (id) {
        id -> BigInt,
        resident_id -> BigInt,
        kind -> Text,
        outcome -> Text,
        held_on -> Date,
        written_at -> Timestamp,
        account_id -> Nullable<BigInt>,
        post_id -> Nullable<BigInt>,
        channel_id -> Nullable<BigInt>,
        is_confirmed -> Bool,
        answered_by -> Text,
        note -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<BigInt>,
        asks_help -> Bool,
    }
}

diesel::table! {
    closure_rulings (id) {
        id -> BigInt,
        resident_id -> BigInt,
        verdict -> Text,
        reason -> Text,
        made_at -> Timestamp,
        account_id -> BigInt,
        post_id -> BigInt,
    }
}

diesel::table! {
    match_keys (term, resident_id) {
        term -> BigInt,
        resident_id -> BigInt,
    }
}

diesel::table! {
    likely_pairs (id) {
        id -> BigInt,
        township_code -> Text,
        village_code -> Nullable<Text>,
        first_id -> BigInt,
        second_id -> BigInt,
        evidence -> Text,
        found_at -> Timestamp,
        verdict -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
    }
}
