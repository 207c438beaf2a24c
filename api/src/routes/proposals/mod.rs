pub mod answer;
pub mod create;
pub mod get;
pub mod hide;
pub mod list;
mod view;

pub(crate) use create::{ProposalRequest, propose};
pub(crate) use view::IdeaView;
