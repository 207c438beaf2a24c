//! Notices of what is temporary, reports to the moderators, writes and claims that wait for them, and what accounts are
//! told.

mod claim;
mod desk;
mod notice;
mod notification;
mod queue;
mod report;
mod suggestion;

pub use claim::{
    ClaimRecord, add_claim, assign_claim, claim, claimed, claims, decide_claim, forget_account,
    withdraw_claim,
};
pub use desk::{
    AccountFigures, DecidedFilter, DecidedRecord, WaitingCount, WaitingFilter, WaitingRecord, decided,
    figures, waiting, waiting_counts,
};
pub use notice::{
    NoticeOfPlace, NoticeRecord, add_notice, noticed_in, notices, notices_in, tell_notices, withdraw_notice,
};
pub use notification::{NotificationRecord, managers_to_tell, notifications, notify, read_notifications};
pub use queue::QueueFilter;
pub use report::{
    Decision, ReportRecord, add_report, assign_report, decide_report, last_author, report, reports,
};
pub use suggestion::{
    NewSuggestion, SuggestionRecord, add_suggestion, assign_suggestion, decide_suggestion, lock_suggestion,
    standing, suggestion, suggestions, trust, withdraw_suggestion,
};
