//! Rosters: files on their way into the register, row by row, and the way back.

diesel::table! {
    rosters (id) {
        id -> BigInt,
        account_id -> BigInt,
        post_id -> BigInt,
        township_code -> Nullable<Text>,
        file_name -> Text,
        size -> Integer,
        digest -> Binary,
        shape -> Nullable<Text>,
        choices -> Text,
        found -> Nullable<Binary>,
        state -> Text,
        problem -> Nullable<Text>,
        by_command -> Bool,
        total -> Integer,
        done -> Integer,
        kept -> Integer,
        rows_new -> Integer,
        rows_changed -> Integer,
        rows_same -> Integer,
        rows_refused -> Integer,
        rows_skipped -> Integer,
        made_at -> Timestamp,
        taken_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        failures -> Integer,
    }
}

diesel::table! {
    roster_pieces (roster_id, number) {
        roster_id -> BigInt,
        number -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    roster_rows (roster_id, number) {
        roster_id -> BigInt,
        number -> Integer,
        sheet -> Integer,
        sheet_row -> Integer,
        verdict -> Text,
        is_likely -> Bool,
        codes -> Text,
        resident_id -> Nullable<BigInt>,
        other_id -> Nullable<BigInt>,
        facts -> Binary,
    }
}

diesel::table! {
    roster_changes (roster_id, number) {
        roster_id -> BigInt,
        number -> Integer,
        resident_id -> BigInt,
        is_new -> Bool,
        version -> Integer,
        mark -> BigInt,
        before -> Nullable<Binary>,
    }
}

diesel::table! {
    roster_shapes (place, shape) {
        place -> Text,
        shape -> Text,
        choices -> Text,
        used_at -> Timestamp,
    }
}

diesel::table! {
    audit_people (resident_id, audit_id) {
        resident_id -> BigInt,
        audit_id -> BigInt,
    }
}

diesel::table! {
    roster_layouts (id) {
        id -> BigInt,
        place -> Text,
        name -> Text,
        headers -> Text,
        made_at -> Timestamp,
    }
}
