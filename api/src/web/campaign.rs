//! What to check again in a commune, to print and take along.

use askama::Template;
use plainpied_criteria::Lang;

use super::Shell;
use crate::campaign::CampaignView;
use crate::questions::NextQuestionView;

/// The sheet of a campaign.
#[derive(Debug, Template)]
#[template(path = "campaign.html")]
pub(crate) struct CampaignPage {
    shell: Shell,
    campaign: CampaignView,
    csv: String,
}

impl CampaignPage {
    pub fn new(lang: Lang, campaign: CampaignView) -> Self {
        let title = match lang {
            Lang::Fr => format!("À vérifier à {}", campaign.name),
            Lang::En => format!("To check in {}", campaign.name),
        };
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(campaign.activity.iter().map(|slug| ("activity", slug)));
        let activity = query.finish();
        let and = if activity.is_empty() { "" } else { "&" };
        let question = if activity.is_empty() { "" } else { "?" };
        let shell = Shell::new(lang, title, &format!("/campaigns/{}{question}{activity}", campaign.commune));
        let csv =
            shell.to(&format!("/api/v1/campaigns?commune={}&format=csv{and}{activity}", campaign.commune));
        Self { shell, campaign, csv }
    }

    /// Why a question is asked, for those who go and look.
    fn why(&self, question: &NextQuestionView) -> String {
        let tongue = self.shell.tongue;
        let reason = match (question.reason, question.seen) {
            ("stale", Some(seen)) => {
                format!("{} {}", tongue.say("vu le", "seen on"), tongue.day(seen))
            }
            ("contested", _) => tongue.say("contesté sur place", "found untrue on the spot").to_owned(),
            _ => tongue.say("inconnu", "unknown").to_owned(),
        };
        match question.heard.asked {
            0 => reason,
            1 => format!("{reason}, {}", tongue.say("demandé une fois", "asked for once")),
            asked => {
                format!(
                    "{reason}, {} {asked} {}",
                    tongue.say("demandé", "asked for"),
                    tongue.say("fois", "times")
                )
            }
        }
    }
}
