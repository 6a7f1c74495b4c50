//! The county: divisions and their moves, staff, the trail.

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
        data_contact_id -> Nullable<BigInt>,
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
    division_moves (id) {
        id -> BigInt,
        from_code -> Text,
        to_code -> Text,
        account_id -> BigInt,
        state -> Text,
        total -> Integer,
        done -> Integer,
        began_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    division_move_rows (move_id, kind, row_id) {
        move_id -> BigInt,
        kind -> Text,
        row_id -> BigInt,
    }
}
