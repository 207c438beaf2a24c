//! What users say beside answers: what they missed, what proved true, what they would have otherwise.

mod campaign;
mod counted;
mod heard;
mod idea;

pub use campaign::{CampaignRow, heard_in, places_to_check};
pub use counted::{HeardLately, PlaceHeard, heard_all, heard_between};
pub use heard::{
    Ask, AskCount, AskNote, Confirmation, HeardRecord, HeardWhole, add_ask, add_confirmation, ask_notes,
    asked_of, heard, heard_whole,
};
pub use idea::{Answer, IdeaFilter, IdeaRecord, add_idea, answer_idea, hide_idea, idea, ideas};
