//! The tables, as both migrations make them (`tests/it/tidy.rs` compares).

diesel::table! {
    county (id) {
        id -> SmallInt,
        code -> Text,
        name -> Text,
        is_sample -> Bool,
        office -> Text,
        office_phone -> Text,
        data_contact -> Text,
        data_contact_phone -> Text,
        purpose -> Text,
        filing -> Text,
        police_filing -> Text,
        regular_days -> Integer,
        priority_days -> Integer,
        settled_days -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    divisions (code) {
        code -> Text,
        parent_code -> Nullable<Text>,
        name -> Text,
        registered_population -> Integer,
        office_phone -> Text,
        ended_on -> Nullable<Date>,
        successor_code -> Nullable<Text>,
    }
}

diesel::table! {
    departments (code) {
        code -> Text,
        name -> Text,
        short_name -> Text,
        ended_on -> Nullable<Date>,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        username -> Text,
        name -> Text,
        phone -> Nullable<Binary>,
        password_hash -> Nullable<Text>,
        start_code -> Nullable<Binary>,
        start_code_until -> Nullable<Timestamp>,
        language -> Text,
        left_township_code -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        role -> Text,
        township_code -> Nullable<Text>,
        village_code -> Nullable<Text>,
        department_code -> Nullable<Text>,
        account_id -> Nullable<BigInt>,
        from_on -> Date,
        until_on -> Nullable<Date>,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Binary,
        id -> BigInt,
        account_id -> BigInt,
        post_id -> Nullable<BigInt>,
        device -> Text,
        is_remembered -> Bool,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_failures (subject) {
        subject -> Text,
        failures -> Integer,
        last_at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> Timestamp,
        kind -> Text,
        actor -> Text,
        account_id -> Nullable<BigInt>,
        post_id -> Nullable<BigInt>,
        subject -> Nullable<Text>,
        subject_id -> Nullable<BigInt>,
        fields -> Text,
        reason -> Nullable<Text>,
        amount -> Nullable<BigInt>,
        look_hour -> Nullable<BigInt>,
        position -> Nullable<BigInt>,
        hash -> Nullable<Binary>,
    }
}

diesel::table! {
    submissions (actor, key) {
        actor -> Text,
        key -> Text,
        digest -> Binary,
        address -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    key_canaries (key_id) {
        key_id -> SmallInt,
        canary -> Binary,
    }
}

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
    }
}

diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(sessions -> posts (post_id));
diesel::joinable!(residents -> households (household_id));
diesel::joinable!(channels -> residents (resident_id));
diesel::joinable!(destinations -> residents (resident_id));
diesel::joinable!(checkins -> residents (resident_id));
diesel::joinable!(checkins -> accounts (account_id));
diesel::joinable!(search_terms -> residents (resident_id));
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
);
