//! Notices of what is temporary, and reports to the moderators.

mod notice;
mod report;

pub use notice::{NoticeRecord, add_notice, notices, withdraw_notice};
pub use report::{Decision, ReportRecord, add_report, assign_report, decide_report, open_reports, report};
