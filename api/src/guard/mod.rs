//! Limits that keep the server standing, and headers that keep browsers safe.

mod forwarded;
mod headers;
mod limits;
mod quota;
mod rate;
mod shares;

pub use forwarded::ProxyHeader;
pub(crate) use headers::{compression, headers, weaken_compressed_etag};
pub(crate) use limits::{Admission, LONGEST_PREPARATION, LONGEST_WAIT, admit, let_wait, slot, uri};
pub(crate) use quota::{Quotas, write_all, write_quotas};
pub use rate::RateConfig;
pub(crate) use rate::{Attempt, Attempting, RATE, RATE_POLICY, Rates, rate};
pub(crate) use shares::{Client, Held, Places};
