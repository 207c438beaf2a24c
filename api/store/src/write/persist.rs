//! Writes what a batch came to, a statement a table.

use plainpied_criteria::needs::needs;
use plainpied_domain::{Diff, Establishment, EstablishmentId, Merged, Origin, Proposal, Record, Skipped};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Catalogue, Target, WriteContext};
use crate::StoreError;

/// Columns of establishments, one vector a column: what `UNNEST` takes.
#[derive(Default)]
struct Rows {
    id: Vec<Uuid>,
    slug: Vec<String>,
    name: Vec<String>,
    house_number: Vec<Option<String>>,
    street: Vec<Option<String>>,
    locality: Vec<Option<String>>,
    postal_code: Vec<String>,
    commune_code: Vec<String>,
    ban_id: Vec<Option<String>>,
    rnb_id: Vec<Option<String>>,
    siret: Vec<Option<String>>,
    phone: Vec<Option<String>>,
    website: Vec<Option<String>>,
    contact_email: Vec<Option<String>>,
    contact_url: Vec<Option<String>>,
    lon: Vec<f64>,
    lat: Vec<f64>,
    activities: Vec<String>,
    criteria: Vec<String>,
    provenance: Vec<String>,
    completeness: Vec<i16>,
    status: Vec<String>,
    source_key: Vec<String>,
    version: Vec<i32>,
    verdicts: Vec<String>,
    successor: Vec<Option<Uuid>>,
    verified: Vec<Option<OffsetDateTime>>,
}

/// Columns of `establishment_version` and of `change_pending`.
#[derive(Default)]
struct Versions {
    id: Vec<Uuid>,
    version: Vec<i32>,
    kind: Vec<String>,
    source_key: Vec<String>,
    observed: Vec<Option<Date>>,
    diff: Vec<String>,
}

#[derive(Default)]
struct ExternalIds {
    source: Vec<String>,
    id: Vec<String>,
    establishment: Vec<Uuid>,
    fingerprint: Vec<i64>,
}

/// Answers that were not taken over.
#[derive(Default)]
struct Disagreements {
    id: Vec<Uuid>,
    criterion: Vec<String>,
    source: Vec<String>,
    value: Vec<Option<String>>,
    observed: Vec<Option<Date>>,
}

#[derive(Default)]
struct FormerSlugs {
    slug: Vec<String>,
    id: Vec<Uuid>,
}

/// Everything that a batch writes.
pub(super) struct Batch<'a> {
    catalogue: &'a Catalogue,
    rows: Rows,
    versions: Versions,
    external_ids: ExternalIds,
    former_slugs: FormerSlugs,
    disagreements: Disagreements,
}

impl<'a> Batch<'a> {
    pub fn new(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            rows: Rows::default(),
            versions: Versions::default(),
            external_ids: ExternalIds::default(),
            former_slugs: FormerSlugs::default(),
            disagreements: Disagreements::default(),
        }
    }

    /// The source knows this establishment by that id, and said this of it.
    pub fn remember(&mut self, target: &Target, establishment: EstablishmentId) {
        if let Target::External { source, id, fingerprint, .. } = target {
            self.external_ids.source.push(source.to_string());
            self.external_ids.id.push(id.clone());
            self.external_ids.establishment.push(establishment.as_uuid());
            self.external_ids.fingerprint.push(*fingerprint);
        }
    }

    pub fn create(
        &mut self,
        id: EstablishmentId,
        record: &Record,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let slug = self.slug(id, record);
        self.rows.push(self.catalogue, (id, slug, 1), record)?;
        let diff = Diff::created(record).to_json(self.catalogue.schema)?;
        self.versions.push((id, 1), "created", origin, diff);
        Ok(())
    }

    pub fn update(
        &mut self,
        current: &Establishment,
        merged: &Merged,
        (kind, origin): (&'static str, &Origin),
    ) -> Result<(), StoreError> {
        let (id, version) = (current.id, current.version + 1);
        let slug = self.slug(id, &merged.record);
        if slug != current.slug {
            self.former_slugs.slug.push(current.slug.clone());
            self.former_slugs.id.push(id.as_uuid());
        }
        self.rows.push(self.catalogue, (id, slug, version), &merged.record)?;
        let diff = merged.diff.to_json(self.catalogue.schema)?;
        self.versions.push((id, version), kind, origin, diff);
        Ok(())
    }

    /// Keeps what a proposal says and a better source says otherwise.
    pub fn disagree(&mut self, id: EstablishmentId, proposal: &Proposal, skipped: &[Skipped]) {
        for skipped in skipped {
            let Skipped::Answer(criterion) = skipped else { continue };
            let given = &mut self.disagreements;
            given.id.push(id.as_uuid());
            given.criterion.push(self.catalogue.schema.criterion(*criterion).key.clone());
            given.source.push(proposal.origin.source.to_string());
            given.value.push(proposal.answers.get(*criterion).map(|value| value.to_json().to_string()));
            given.observed.push(proposal.origin.observed);
        }
    }

    fn slug(&self, id: EstablishmentId, record: &Record) -> String {
        let commune = self.catalogue.gazetteer.get(&record.address.commune);
        plainpied_domain::slug(&record.name, commune.map_or("", |commune| &commune.name), id)
    }

    /// Establishments, their versions, their changes, external ids and former slugs.
    pub async fn persist(
        self,
        connection: &mut PgConnection,
        context: &WriteContext<'_>,
    ) -> Result<(), StoreError> {
        if !self.rows.id.is_empty() {
            self.rows.upsert(&mut *connection, context.at).await?;
            self.versions.insert(&mut *connection, context).await?;
        }
        if !self.external_ids.id.is_empty() {
            self.external_ids.upsert(&mut *connection).await?;
        }
        if !self.former_slugs.id.is_empty() {
            self.former_slugs.insert(&mut *connection).await?;
        }
        if !self.disagreements.id.is_empty() {
            self.disagreements.upsert(connection, context.at).await?;
        }
        Ok(())
    }
}

impl Rows {
    fn push(
        &mut self,
        catalogue: &Catalogue,
        (id, slug, version): (EstablishmentId, String, i32),
        record: &Record,
    ) -> Result<(), StoreError> {
        let Record { address, contact, .. } = record;
        let activities: Vec<&str> = record.activities.iter().map(|slug| slug.as_str()).collect();
        self.id.push(id.as_uuid());
        self.slug.push(slug);
        self.name.push(record.name.clone());
        self.house_number.push(address.house_number.clone());
        self.street.push(address.street.clone());
        self.locality.push(address.locality.clone());
        self.postal_code.push(address.postal_code.to_string());
        self.commune_code.push(address.commune.to_string());
        self.ban_id.push(address.ban_id.clone());
        self.rnb_id.push(address.rnb_id.clone());
        self.siret.push(record.siret.as_ref().map(ToString::to_string));
        self.phone.push(contact.phone.clone());
        self.website.push(contact.website.clone());
        self.contact_email.push(contact.email.clone());
        self.contact_url.push(contact.url.clone());
        self.lon.push(record.location.lon());
        self.lat.push(record.location.lat());
        // UNNEST flattens arrays of arrays: the slugs, which hold no comma, travel as one text. (Of an empty text,
        // string_to_array makes an empty array.)
        self.activities.push(activities.join(","));
        self.criteria.push(record.answers.to_json_string(catalogue.schema));
        self.provenance.push(record.provenance.to_json(catalogue.schema)?);
        self.completeness.push(i16::from(catalogue.completeness(record)));
        self.status.push(record.status.to_string());
        self.source_key.push(record.source.to_string());
        self.version.push(version);
        self.verdicts.push(needs().stamp(&record.answers));
        self.successor.push(record.successor.map(EstablishmentId::as_uuid));
        self.verified.push(record.verified_at);
        Ok(())
    }

    async fn upsert(&self, connection: &mut PgConnection, at: OffsetDateTime) -> Result<(), StoreError> {
        let done = sqlx::query_file!(
            "src/write/upsert.sql",
            &self.id,
            &self.slug,
            &self.name,
            &self.house_number as &[Option<String>],
            &self.street as &[Option<String>],
            &self.locality as &[Option<String>],
            &self.postal_code,
            &self.commune_code,
            &self.ban_id as &[Option<String>],
            &self.rnb_id as &[Option<String>],
            &self.siret as &[Option<String>],
            &self.phone as &[Option<String>],
            &self.website as &[Option<String>],
            &self.contact_email as &[Option<String>],
            &self.contact_url as &[Option<String>],
            &self.lon,
            &self.lat,
            &self.activities,
            &self.criteria,
            &self.provenance,
            &self.completeness,
            &self.status,
            &self.source_key,
            &self.version,
            at,
            &self.verdicts,
            &self.successor as &[Option<Uuid>],
            &self.verified as &[Option<OffsetDateTime>]
        )
        .execute(connection)
        .await?;
        if done.rows_affected() == self.id.len() as u64 {
            return Ok(());
        }
        // The rows were locked and their versions read: only an id that is taken by another place gets here.
        Err(StoreError::Inconsistent {
            table: "establishment",
            column: "version",
            row: format!("one of {}", self.id.len()),
            reason: "a row changed while it was locked".to_owned(),
        })
    }
}

impl Versions {
    fn push(&mut self, (id, version): (EstablishmentId, i32), kind: &str, origin: &Origin, diff: String) {
        self.id.push(id.as_uuid());
        self.version.push(version);
        self.kind.push(kind.to_owned());
        self.source_key.push(origin.source.to_string());
        self.observed.push(origin.observed);
        self.diff.push(diff);
    }

    async fn insert(
        &self,
        connection: &mut PgConnection,
        context: &WriteContext<'_>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO establishment_version
                 (establishment_id, version, source_key, observed, diff, at, actor, reason)
             SELECT given.id, given.version, given.source, given.observed, given.diff::jsonb, $6, $7, $8
             FROM UNNEST($1::uuid[], $2::int[], $3::text[], $4::date[], $5::text[])
                  AS given (id, version, source, observed, diff)",
            &self.id,
            &self.version,
            &self.source_key,
            &self.observed as &[Option<Date>],
            &self.diff,
            context.at,
            context.actor,
            context.reason
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "INSERT INTO change_pending (establishment_id, kind, version, at)
             SELECT given.id, given.kind, given.version, $4
             FROM UNNEST($1::uuid[], $2::text[], $3::int[]) AS given (id, kind, version)",
            &self.id,
            &self.kind,
            &self.version,
            context.at
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

impl ExternalIds {
    async fn upsert(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO external_id (source_key, id, establishment_id, fingerprint)
             SELECT * FROM UNNEST($1::text[], $2::text[], $3::uuid[], $4::bigint[])
             ON CONFLICT (source_key, id) DO UPDATE SET fingerprint = EXCLUDED.fingerprint",
            &self.source,
            &self.id,
            &self.establishment,
            &self.fingerprint
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

impl Disagreements {
    async fn upsert(&self, connection: &mut PgConnection, at: OffsetDateTime) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO disagreement (establishment_id, criterion, source_key, value, observed, at)
             SELECT given.id, given.criterion, given.source, given.value::jsonb, given.observed, $6
             FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[])
                  AS given (id, criterion, source, value, observed)
             ON CONFLICT (establishment_id, criterion, source_key)
             DO UPDATE SET value = EXCLUDED.value, observed = EXCLUDED.observed, at = EXCLUDED.at",
            &self.id,
            &self.criterion,
            &self.source,
            &self.value as &[Option<String>],
            &self.observed as &[Option<Date>],
            at
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

impl FormerSlugs {
    async fn insert(&self, connection: &mut PgConnection) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO former_slug (slug, establishment_id) SELECT * FROM UNNEST($1::text[], $2::uuid[])
             ON CONFLICT (slug) DO NOTHING",
            &self.slug,
            &self.id
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}
