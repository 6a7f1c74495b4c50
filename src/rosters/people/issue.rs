//! What is wrong with a row, and what follows from it.

/// What is wrong, by the codes of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IssueCode {
    NameMissing,
    /// A name nobody can be registered under: letters, one character, a sign.
    NameInvalid,
    /// Characters of the name were lost on the way and became ?.
    NameLossy,
    IdMissing,
    IdChecksum,
    IdLength,
    /// An impossible birth date, or one to come.
    IdBirthdate,
    /// Typed as a number, of which 15 digits survive.
    IdPrecisionLost,
    /// The number of the row above, under another name.
    IdConflict,
    /// The row below has the same number under another name.
    IdShared,
    /// Letters where digits should be: O for 0, l for 1.
    IdCharset,
    Id15Upgraded,
    VillageUnknown,
    VillageAmbiguous,
    SexIdMismatch,
    PhoneMissing,
    PhoneInvalid,
    PhoneDead,
    PhonePrecisionLost,
    DateAmbiguous,
    DateUnparsed,
    DateFuture,
    DestUnresolved,
    HiddenSheet,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verdict {
    #[default]
    Accept,
    /// Both could be defended: somebody should look at it.
    Either,
    /// It must not enter the register before somebody has corrected it.
    Error,
    /// Nobody to be taken in: a row of a hidden sheet.
    Skip,
}

impl IssueCode {
    /// Every code.
    pub const ALL: [IssueCode; 24] = [
        IssueCode::NameMissing,
        IssueCode::NameInvalid,
        IssueCode::NameLossy,
        IssueCode::IdMissing,
        IssueCode::IdChecksum,
        IssueCode::IdLength,
        IssueCode::IdBirthdate,
        IssueCode::IdPrecisionLost,
        IssueCode::IdConflict,
        IssueCode::IdShared,
        IssueCode::IdCharset,
        IssueCode::Id15Upgraded,
        IssueCode::VillageUnknown,
        IssueCode::VillageAmbiguous,
        IssueCode::SexIdMismatch,
        IssueCode::PhoneMissing,
        IssueCode::PhoneInvalid,
        IssueCode::PhoneDead,
        IssueCode::PhonePrecisionLost,
        IssueCode::DateAmbiguous,
        IssueCode::DateUnparsed,
        IssueCode::DateFuture,
        IssueCode::DestUnresolved,
        IssueCode::HiddenSheet,
    ];

    /// The code of a report's word.
    pub fn parse(code: &str) -> Option<IssueCode> {
        IssueCode::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The code as reports have it.
    pub const fn code(self) -> &'static str {
        match self {
            IssueCode::NameMissing => "name_missing",
            IssueCode::NameInvalid => "name_invalid",
            IssueCode::NameLossy => "name_lossy",
            IssueCode::IdMissing => "id_missing",
            IssueCode::IdChecksum => "id_checksum",
            IssueCode::IdLength => "id_length",
            IssueCode::IdBirthdate => "id_birthdate",
            IssueCode::IdPrecisionLost => "id_precision_lost",
            IssueCode::IdConflict => "id_conflict",
            IssueCode::IdShared => "id_shared",
            IssueCode::IdCharset => "id_charset",
            IssueCode::Id15Upgraded => "id_15_upgraded",
            IssueCode::VillageUnknown => "village_unknown",
            IssueCode::VillageAmbiguous => "village_ambiguous",
            IssueCode::SexIdMismatch => "sex_id_mismatch",
            IssueCode::PhoneMissing => "phone_missing",
            IssueCode::PhoneInvalid => "phone_invalid",
            IssueCode::PhoneDead => "phone_dead",
            IssueCode::PhonePrecisionLost => "phone_precision_lost",
            IssueCode::DateAmbiguous => "date_ambiguous",
            IssueCode::DateUnparsed => "date_unparsed",
            IssueCode::DateFuture => "date_future",
            IssueCode::DestUnresolved => "dest_unresolved",
            IssueCode::HiddenSheet => "hidden_sheet",
        }
    }

    /// What follows for the row.
    pub const fn verdict(self) -> Verdict {
        match self {
            IssueCode::NameMissing
            | IssueCode::NameInvalid
            | IssueCode::IdChecksum
            | IssueCode::IdLength
            | IssueCode::IdBirthdate
            | IssueCode::IdPrecisionLost
            | IssueCode::IdConflict
            | IssueCode::VillageUnknown
            | IssueCode::VillageAmbiguous => Verdict::Error,
            IssueCode::IdShared | IssueCode::IdCharset | IssueCode::NameLossy => Verdict::Either,
            IssueCode::HiddenSheet => Verdict::Skip,
            _ => Verdict::Accept,
        }
    }
}

/// One thing wrong with one row: the field by its name in reports, and what stood in the cell.
#[derive(Clone, PartialEq, Eq)]
pub struct Issue {
    pub code: IssueCode,
    pub field: &'static str,
    /// The text of the cell: personal data, never logged.
    pub raw: String,
}

impl std::fmt::Debug for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.field, self.code.code())
    }
}

impl Issue {
    pub fn new(code: IssueCode, field: &'static str, raw: impl Into<String>) -> Issue {
        Issue { code, field, raw: raw.into() }
    }
}
