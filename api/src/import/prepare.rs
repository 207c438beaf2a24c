//! From a row of the file to a write: its commune, its activity, its id.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use plainpied_domain::{
    Activity, ActivitySlug, CommuneHint, Contact, EstablishmentId, Gazetteer, Origin, PostalCode, Proposal,
    Source, text,
};
use plainpied_opendata::national_csv::{Fault, NationalRow, Reject};
use plainpied_store::write::{Catalogue, Target, Write};

use super::fingerprint::fingerprint;

/// What the rows of one file have in common.
pub(super) struct Preparer<'a> {
    catalogue: &'a Catalogue,
    source: &'a Source,
    origin: Origin,
    complete: bool,
    activities: HashMap<String, ActivitySlug>,
    hasher: RandomState,
    /// Hashes of the ids so far: 16 bytes a row, where the ids themselves would be ten times that.
    ids: HashSet<u64>,
}

/// A row that can be written.
pub(super) struct Prepared {
    pub line: u64,
    pub write: Write,
    /// The activity as the file names it, where nobody knows it.
    pub unknown_activity: Option<String>,
    /// Cells that were tolerated.
    pub notes: usize,
}

impl<'a> Preparer<'a> {
    pub fn new(
        catalogue: &'a Catalogue,
        source: &'a Source,
        origin: Origin,
        complete: bool,
        activities: &[Activity],
    ) -> Self {
        let mut by_name = HashMap::new();
        for activity in activities {
            let names = [&activity.name_fr, &activity.name_en];
            for name in names.into_iter().chain(&activity.aliases) {
                by_name.entry(text::fold(name)).or_insert_with(|| activity.slug.clone());
            }
        }
        Self {
            catalogue,
            source,
            origin,
            complete,
            activities: by_name,
            hasher: RandomState::new(),
            ids: HashSet::new(),
        }
    }

    /// The write that a row asks for.
    pub fn prepare(&mut self, row: NationalRow) -> Result<Prepared, Reject> {
        let (line, id) = (row.line, row.id.clone());
        self.understand(row).map_err(|fault| Reject { line, id, faults: vec![fault] })
    }

    fn understand(&mut self, row: NationalRow) -> Result<Prepared, Fault> {
        let ours = self.our_id(&row.id)?;
        let commune = self.commune(&row)?;
        let postal_code = match (&row.postal_code, &commune.postal_codes[..]) {
            (Some(given), _) => given.clone(),
            (None, [only]) => {
                only.parse::<PostalCode>().map_err(|error| Fault::new("postal_code", only, error))?
            }
            (None, _) => {
                return Err(Fault::new("postal_code", "", "empty, and the commune has not just one"));
            }
        };
        let commune = commune.code.clone();
        let activity = row.activity.as_ref().and_then(|name| self.activities.get(&text::fold(name)).cloned());
        let unknown_activity = row.activity.filter(|_| activity.is_none());
        let proposal = Proposal {
            name: Some(row.name),
            house_number: row.house_number,
            street: row.street,
            locality: row.locality,
            postal_code: Some(postal_code),
            commune: Some(commune),
            rnb_id: row.rnb_id,
            location: Some(row.location),
            siret: row.siret,
            contact: Contact { website: row.website, url: row.contact_url, ..Contact::default() },
            activities: activity.into_iter().collect(),
            answers: row.answers,
            complete: self.complete,
            ..Proposal::of(self.origin.clone())
        };
        let fingerprint = fingerprint(self.catalogue.schema, &self.catalogue.ranks, &proposal);
        let target = Target::External { source: self.source.key.clone(), id: row.id, ours, fingerprint };
        let write = Write::say(target, proposal);
        Ok(Prepared { line: row.line, write, unknown_activity, notes: row.notes.len() })
    }

    /// The id that the place gets where it is new: the national source's ids are ours.
    fn our_id(&mut self, id: &str) -> Result<Option<EstablishmentId>, Fault> {
        if !self.ids.insert(self.hasher.hash_one(id)) {
            // Taking the later row would make a second import of the same file change the place back and forth.
            return Err(Fault::new("id", id, "stands on an earlier line of this file already"));
        }
        if !self.source.national {
            return Ok(None);
        }
        let id = id.parse().map_err(|_invalid| {
            Fault::new(
                "id",
                id,
                format!("not a UUID: ids of the source {:?} are UUIDs", self.source.key.as_str()),
            )
        })?;
        Ok(Some(id))
    }

    fn commune(&self, row: &NationalRow) -> Result<&'a plainpied_domain::Commune, Fault> {
        let hint = CommuneHint {
            code: &row.insee_code,
            postal_code: row.postal_code.as_ref().map_or("", |code| code.as_str()),
            name: &row.commune,
            at: Some(row.location),
        };
        let commune = self
            .catalogue
            .gazetteer
            .find(hint)
            .map_err(|error| Fault::new("commune", &row.commune, error))?;
        let given = || format!("{} {}", row.location.lon(), row.location.lat());
        match Gazetteer::too_far(commune, row.location) {
            None => Ok(commune),
            Some(reason) => Err(Fault::new("longitude", &given(), reason)),
        }
    }
}
