//! What can be wrong with something typed; `i18n` has the words, the value itself is never kept here.

/// One thing wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Required,
    /// More characters than the limit given.
    TooLong(u16),
    /// None of the choices offered.
    NotAChoice,
    /// No such thing is on file here.
    Unknown,
    /// A password of fewer than 8 or more than 200 characters.
    PasswordLength,
    /// A password among the first to be guessed.
    PasswordCommon,
    /// The second time it was typed differently.
    PasswordDiffers,
    /// Not the present password.
    PasswordWrong,
    /// Characters nobody can see.
    Invisible,
    /// No day of the calendar.
    NotADay,
    InFuture,
    /// Before the day given.
    TooEarly(chrono::NaiveDate),
    PhoneLetters,
    /// A mobile number of so many digits; it should have 11.
    MobileLength(u8),
    AreaCodeMissing,
    PhoneAbroad,
    PhoneShape,
    NameLength,
    NameLetters,
    IdLength(u8),
    IdCheckDigit,
    IdDate,
    IdLetters,
    /// A number that no document of the kind chosen has.
    DocumentShape,
    /// The form came without its key.
    FormExpired,
    OutcomeMissing,
    /// This outcome cannot come of this kind of contact.
    NotOfThisKind,
    /// Home again and in a new place at once.
    HomeAndAway,
    RecordClosed,
    /// Nothing to decide: the record is not closed.
    RecordOpen,
    /// A closing without how it became known.
    ReasonMissing,
    /// Owner and backup in one post.
    SamePost,
    /// A year nobody alive was born in.
    TooLongAgo,
    EmailShape,
    /// Several have this name.
    Ambiguous,
    /// Nothing this reader's office staffs.
    NotYours,
    UsernameShape,
    UsernameTaken,
    /// Not a whole number within these bounds.
    NotANumber(u32, u32),
    /// A day that is over.
    InPast,
    /// The end of a span lies before its beginning.
    BeforeBegin,
    /// No id as addresses carry it.
    NotAnId,
    /// Not the six digits of a county's code.
    CountyCodeShape,
    /// Not the nine digits of a township's code nor the twelve of a village's.
    DivisionCodeShape,
    /// A division of another county.
    OtherCounty,
    /// A village of a township that is not there.
    TownshipMissing,
    /// The same once more in one list.
    Repeated,
    /// More rows at once than this.
    TooManyRows(u16),
    /// A department's code: up to twelve letters and digits.
    DepartmentCodeShape,
    /// The code cannot change once there are townships.
    CodeFixed,
    /// One's own account, which only others may reset.
    OwnAccount,
    AccountClosed,
    LastAdministrator,
    /// Somebody holds this post already.
    PostHeld,
    /// Nothing is wrong with it; it can be sent again in some seconds.
    Busy,
    /// Somebody else has decided it meanwhile.
    DecidedAlready,
    /// More days have passed than a decision can be undone for.
    TooLateToUndo,
    /// The village it is in already.
    SameVillage,
    /// Nothing was ticked.
    NobodyTicked,
    /// Somebody of this name has an account in this place.
    AlreadyStaff,
    /// Younger than 14: only a guardian can register them (PRODUCT §4.5).
    UnderFourteen,
    /// Another birth date than the ID number carries.
    BirthDiffers,
    /// Without consent to this nothing can be kept.
    ConsentMissing,
    /// What is agreed to reads otherwise since the form was opened: it is to be read again.
    WordsChanged,
    /// An ID number was given without leave to keep it.
    IdConsentMissing,
    /// Not the last four characters of a document's number.
    NotFour,
    /// Not the six digits of a code.
    NotSix,
    /// Not what opens this link.
    KeyWrong,
    /// A place with several meanings: which one is asked back.
    WhichPlace,
    /// A place that says “at home”: whether they came home is asked back.
    CameHome,
}

impl Problem {
    /// Whether nothing is wrong: only a choice is missing that nobody could make before.
    pub const fn is_question(self) -> bool {
        matches!(self, Problem::WhichPlace | Problem::CameHome)
    }
}
