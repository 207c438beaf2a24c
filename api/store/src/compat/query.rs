//! The statements of a list.

use plainpied_domain::{BoundingBox, LonLat};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{AROUND, CompatFilter};

type Sql = QueryBuilder<Postgres>;

pub(super) const COLUMNS: &str = "e.id, e.slug, e.name, e.house_number, e.street, e.locality, e.postal_code, \
    e.commune_code, c.name AS commune_name, e.ban_id, e.siret, e.phone, e.website, e.contact_email, e.contact_url, \
    ST_X(e.location) AS lon, ST_Y(e.location) AS lat, e.activities, e.criteria::text AS criteria, e.completeness, \
    e.status, e.source_key, e.created_at, e.updated_at, \
    ARRAY(SELECT x.source_key || ':' || x.id FROM external_id x WHERE x.establishment_id = e.id ORDER BY 1) \
    AS external_ids";

/// The order of a list.
#[derive(Clone, Copy)]
enum Order {
    Given,
    /// By metres from a point.
    Around(LonLat),
    /// By degrees from the middle of a box.
    Middle(LonLat),
    Id,
}

impl Order {
    fn of(filter: &CompatFilter) -> Self {
        let middle = |zone: BoundingBox| match zone.limits() {
            [west, south, east, north] if west <= east => {
                LonLat::new((west + east) / 2.0, (south + north) / 2.0).ok()
            }
            _ => None,
        };
        match (&filter.among, filter.around, filter.zone.and_then(middle)) {
            (Some(_), ..) => Self::Given,
            (None, Some(at), _) => Self::Around(at),
            (None, None, Some(at)) => Self::Middle(at),
            (None, None, None) => Self::Id,
        }
    }

    /// What is put in order.
    fn push(self, sql: &mut Sql) {
        match self {
            Self::Given => drop(sql.push("e.place::float8")),
            Self::Around(at) => push_metres(sql, at),
            Self::Middle(at) => push_point(sql.push("e.location <-> "), at),
            Self::Id => drop(sql.push("NULL::float8")),
        }
    }
}

/// A page. The rows of the page are found first, then read: no row that is passed over is read whole.
pub(crate) fn page(filter: &CompatFilter, (offset, limit): (i64, i64)) -> Sql {
    let mut sql = QueryBuilder::new("");
    let order = Order::of(filter);
    if let Order::Around(at) | Order::Middle(at) = order {
        push_reach(&mut sql, filter, (order, at), offset.saturating_add(limit));
    }
    sql.push("SELECT ").push(COLUMNS).push(", page.metres FROM (SELECT e.id, ");
    order.push(&mut sql);
    sql.push(" AS rank, ");
    match filter.around {
        Some(at) => push_metres(&mut sql, at),
        None => drop(sql.push("NULL::float8")),
    }
    sql.push(" AS metres FROM ");
    push_from(&mut sql, filter);
    if let Order::Around(at) | Order::Middle(at) = order {
        push_within_reach(&mut sql, (order, at));
    }
    sql.push(if matches!(order, Order::Id) { " ORDER BY e.id" } else { " ORDER BY rank, e.id" });
    sql.push(" LIMIT ").push_bind(limit).push(" OFFSET ").push_bind(offset);
    sql.push(") AS page JOIN establishment e ON e.id = page.id JOIN commune c ON c.code = e.commune_code");
    sql.push(" ORDER BY page.rank, e.id");
    sql
}

pub(crate) fn count(filter: &CompatFilter) -> Sql {
    let mut sql = QueryBuilder::new("SELECT count(*) FROM ");
    push_from(&mut sql, filter);
    sql
}

/// How far the first `most` of the index reach. The index knows degrees only, and no order among equals: what is as near
/// as the farthest of these holds all that are nearest, whichever way that is measured, and is put in order then.
fn push_reach(sql: &mut Sql, filter: &CompatFilter, (order, at): (Order, LonLat), most: i64) {
    sql.push("WITH reach AS (SELECT max(");
    order.push(sql);
    sql.push(") AS far FROM (SELECT e.location FROM ");
    push_from(sql, filter);
    push_point(sql.push(" ORDER BY e.location <-> "), at);
    sql.push(" LIMIT ").push_bind(most).push(") AS e) ");
}

fn push_within_reach(sql: &mut Sql, (order, at): (Order, LonLat)) {
    // A little more, for what single precision leaves out of a box.
    let far = "(SELECT far * 1.001 FROM reach)";
    push_point(sql.push(" AND e.location && ST_Expand("), at);
    if let Order::Around(at) = order {
        sql.push(format!(", {far} / (111000 * greatest(cos(radians("));
        sql.push_bind(at.lat()).push(format!(")), 0.01)), {far} / 111000) AND "));
    } else {
        sql.push(format!(", {far} + 0.00001) AND "));
    }
    order.push(sql);
    sql.push(" <= (SELECT far FROM reach)");
}

fn push_point(sql: &mut Sql, at: LonLat) {
    sql.push("ST_SetSRID(ST_MakePoint(").push_bind(at.lon()).push(", ").push_bind(at.lat()).push("), 4326)");
}

fn push_metres(sql: &mut Sql, at: LonLat) {
    push_point(sql.push("ST_DistanceSphere(e.location, "), at);
    sql.push(")");
}

/// Tables and conditions.
fn push_from(sql: &mut Sql, filter: &CompatFilter) {
    match &filter.among {
        Some(ids) => {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
            sql.push("(SELECT e.*, wanted.place FROM UNNEST(").push_bind(ids);
            sql.push("::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN establishment e ON e.id = wanted.id) AS e");
        }
        None => drop(sql.push("establishment e")),
    }
    match &filter.drafts_of {
        None => drop(sql.push(" WHERE e.status = 'published'")),
        Some(actor) => {
            sql.push(" WHERE (e.status = 'published' OR e.status = 'draft' AND EXISTS (SELECT FROM establishment_version v \
                      WHERE v.establishment_id = e.id AND v.version = 1 AND v.actor = ");
            sql.push_bind(actor.clone()).push("))");
        }
    }
    push_fields(sql, filter);
    push_sources(sql, filter);
    if let Some(zone) = filter.zone {
        push_boxes(sql, zone);
    }
    if let Some(at) = filter.around {
        push_boxes(sql, BoundingBox::around(at, AROUND));
        push_metres(sql.push(" AND "), at);
        sql.push(" <= ").push_bind(AROUND);
    }
}

fn push_fields(sql: &mut Sql, filter: &CompatFilter) {
    if let Some(id) = filter.id {
        sql.push(" AND e.id = ").push_bind(id.as_uuid());
    }
    if let Some(communes) = &filter.communes {
        let codes: Vec<String> = communes.iter().map(ToString::to_string).collect();
        sql.push(" AND e.commune_code = ANY (").push_bind(codes).push(")");
    }
    if let Some(postal_code) = &filter.postal_code {
        sql.push(" AND e.postal_code = ").push_bind(postal_code.to_string());
    }
    if let Some(activity) = &filter.activity {
        sql.push(" AND e.activities @> ").push_bind(vec![activity.to_string()]);
    }
    if let Some(siret) = &filter.siret {
        sql.push(" AND e.siret = ").push_bind(siret.to_string());
    }
    if let Some(ban_id) = &filter.ban_id {
        sql.push(" AND e.ban_id = ").push_bind(ban_id.clone());
    }
    if let Some(since) = filter.changed_since {
        sql.push(" AND e.updated_at >= ").push_bind(since);
    }
    if let Some(path) = &filter.criteria {
        sql.push(" AND e.criteria @@ ").push_bind(path.clone()).push("::jsonpath");
    }
}

fn push_sources(sql: &mut Sql, filter: &CompatFilter) {
    for (sources, id) in &filter.known_by {
        sql.push(" AND e.id IN (SELECT x.establishment_id FROM external_id x WHERE x.source_key = ANY (");
        sql.push_bind(sources.clone()).push(")");
        if let Some(id) = id {
            sql.push(" AND x.id = ").push_bind(id.clone());
        }
        sql.push(")");
    }
    if let Some((source, known)) = &filter.known_to {
        sql.push(if *known { " AND " } else { " AND NOT " });
        sql.push("EXISTS (SELECT FROM external_id x WHERE x.establishment_id = e.id AND x.source_key = ");
        sql.push_bind(source.clone()).push(")");
    }
}

/// Not the operator &&, which compares boxes rounded to single precision.
fn push_boxes(sql: &mut Sql, zone: BoundingBox) {
    for (place, [west, south, east, north]) in zone.parts().enumerate() {
        sql.push(if place == 0 { " AND (" } else { " OR " });
        sql.push("ST_Intersects(e.location, ST_MakeEnvelope(").push_bind(west).push(", ").push_bind(south);
        sql.push(", ").push_bind(east).push(", ").push_bind(north).push(", 4326))");
    }
    sql.push(")");
}
