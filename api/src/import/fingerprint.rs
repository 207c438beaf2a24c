use plainpied_criteria::Schema;
use plainpied_domain::{Proposal, SourceRanks};
use sha2::{Digest, Sha256};

/// A number for everything that a proposal says, the same in every release: 64 bits of SHA-256. The rank of the source
/// is part of it, so that a source that is trusted more from now on is heard again.
pub(super) fn fingerprint(schema: &Schema, ranks: &SourceRanks, proposal: &Proposal) -> i64 {
    let mut hash = Sha256::new();
    // A length before each text, so that no two lists of texts run together.
    let mut text = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    let contact = &proposal.contact;
    let fields = [
        proposal.name.as_deref(),
        proposal.house_number.as_deref(),
        proposal.street.as_deref(),
        proposal.locality.as_deref(),
        proposal.postal_code.as_ref().map(|code| code.as_str()),
        proposal.commune.as_ref().map(|code| code.as_str()),
        proposal.ban_id.as_deref(),
        proposal.rnb_id.as_deref(),
        proposal.siret.as_ref().map(|siret| siret.as_str()),
        contact.phone.as_deref(),
        contact.website.as_deref(),
        contact.email.as_deref(),
        contact.url.as_deref(),
    ];
    for field in fields {
        text(field.unwrap_or_default());
    }
    for activity in &proposal.activities {
        text(activity.as_str());
    }
    text(&proposal.answers.to_json_string(schema));
    let [lon, lat] = proposal.location.map_or([f64::NAN; 2], Into::into);
    let observed = proposal.origin.observed.map_or(0, time::Date::to_julian_day);
    hash.update(lon.to_be_bytes());
    hash.update(lat.to_be_bytes());
    hash.update(observed.to_be_bytes());
    hash.update(ranks.rank(&proposal.origin.source).to_be_bytes());
    hash.update([u8::from(proposal.complete)]);
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    i64::from_be_bytes(first)
}
