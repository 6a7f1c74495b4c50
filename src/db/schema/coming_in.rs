//! Residents who come in by themselves: registrations, consents, personal links.

diesel::table! {
    registrations (id) {
        id -> BigInt,
        reference -> Text,
        village_code -> Text,
        township_code -> Text,
        name -> Text,
        name_key -> Text,
        sex -> Text,
        birth_on -> Nullable<Date>,
        id_kind -> Text,
        id_number -> Nullable<Binary>,
        phone -> Binary,
        wechat -> Nullable<Binary>,
        group_no -> Nullable<Integer>,
        head_name -> Text,
        place -> Text,
        place_code -> Nullable<Text>,
        work -> Text,
        hours -> Text,
        note -> Text,
        language -> Text,
        sent_at -> Timestamp,
        decide_by -> Date,
        passed_from -> Nullable<Text>,
        passed_at -> Nullable<Timestamp>,
        state -> Text,
        resident_id -> Nullable<BigInt>,
        checkin_id -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
        before_image -> Nullable<Text>,
    }
}

diesel::table! {
    registration_keys (village_code, term, registration_id) {
        village_code -> Text,
        term -> BigInt,
        registration_id -> BigInt,
    }
}

diesel::table! {
    consent_wordings (id) {
        id -> BigInt,
        purpose -> Text,
        language -> Text,
        wording -> Text,
        first_shown_on -> Date,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        registration_id -> Nullable<BigInt>,
        resident_id -> Nullable<BigInt>,
        wording_id -> BigInt,
        given_on -> Date,
        withdrawn_on -> Nullable<Date>,
    }
}

diesel::table! {
    personal_links (id) {
        id -> BigInt,
        serial -> Integer,
        registration_id -> Nullable<BigInt>,
        resident_id -> Nullable<BigInt>,
        opens_by -> Text,
        opening_term -> Binary,
        wrong_tries -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    link_tries (id) {
        id -> BigInt,
        link_id -> BigInt,
        tried_at -> Timestamp,
    }
}

diesel::table! {
    visits (token_hash) {
        token_hash -> Binary,
        link_id -> BigInt,
        serial -> Integer,
        began_at -> Timestamp,
        ends_at -> Timestamp,
    }
}
