//! Notices of what is temporary, and reports to the moderators.

mod notice;
mod report;

pub use notice::{
    NoticeOfPlace, NoticeRecord, add_notice, noticed_in, notices, notices_in, tell_notices, withdraw_notice,
};
pub use report::{Decision, ReportRecord, add_report, assign_report, decide_report, open_reports, report};
