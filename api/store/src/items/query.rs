//! The statements.

use plainpied_criteria::needs::Verdict;
use plainpied_domain::filter::{Property, Subject};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{ItemsBox, ItemsQuery, Place, columns};

/// A page of items.
pub(super) fn page(subject: Subject, query: &ItemsQuery, limit: i64) -> QueryBuilder<Postgres> {
    let columns = match subject {
        Subject::Establishments => columns::OF_ESTABLISHMENTS,
        Subject::Communes => columns::OF_COMMUNES,
    };
    let mut sql = QueryBuilder::new("SELECT ");
    sql.push(columns);
    let at = match query.crs.srid() {
        4326 => "e.location".to_owned(),
        srid => format!("ST_Transform(e.location, {srid})"),
    };
    let place: Vec<String> = keys(subject, &query.order).iter().map(|key| format!("({key})::text")).collect();
    sql.push(format!(
        ", ST_X({at}) AS lon, ST_Y({at}) AS lat, ARRAY[{}] AS place FROM {}",
        place.join(", "),
        columns::tables(subject)
    ));
    restrict(&mut sql, subject, query);
    if let Some(after) = &query.after {
        push_after(&mut sql, (subject, &query.order), after);
    }
    sql.push(" ORDER BY ");
    for (property, greatest_first) in &query.order {
        sql.push(columns::expression(subject, *property));
        sql.push(if *greatest_first { " DESC, " } else { ", " });
    }
    sql.push(columns::key(subject));
    sql.push(" LIMIT ").push_bind(limit);
    sql
}

/// The number of items of all pages, `most` at the most.
pub(super) fn count(subject: Subject, query: &ItemsQuery, most: i64) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::new("SELECT count(*) FROM (SELECT FROM ");
    sql.push(columns::tables(subject));
    restrict(&mut sql, subject, query);
    sql.push(" LIMIT ").push_bind(most).push(") AS found");
    sql
}

fn restrict(sql: &mut QueryBuilder<Postgres>, subject: Subject, query: &ItemsQuery) {
    sql.push(match subject {
        Subject::Establishments => " WHERE e.status = 'published'",
        Subject::Communes => " WHERE true",
    });
    if let Some(id) = &query.id {
        push_key(sql.push(format!(" AND {} = ", columns::key(subject))), subject, id);
    }
    if let Some(bbox) = query.bbox {
        push_box(sql.push(" AND ("), bbox);
        sql.push(")");
    }
    let (from, to) = query.changed;
    if let Some(from) = from {
        sql.push(" AND e.updated_at >= ").push_bind(from);
    }
    if let Some(to) = to {
        sql.push(" AND e.updated_at <= ").push_bind(to);
    }
    if let Some(rank) = query.need {
        let letter = columns::verdict_letter(rank);
        sql.push(format!(" AND {letter} IN ('{}', '{}')", Verdict::Yes.letter(), Verdict::WithHelp.letter()));
    }
    if let Some(condition) = &query.condition {
        super::condition::push(sql.push(" AND "), subject, condition);
    }
}

fn push_box(sql: &mut QueryBuilder<Postgres>, bbox: ItemsBox) {
    match bbox {
        // Not the operator &&, which compares boxes rounded to single precision.
        ItemsBox::Degrees(bbox) => {
            for (place, [west, south, east, north]) in bbox.parts().enumerate() {
                sql.push(if place == 0 { "" } else { " OR " });
                sql.push("ST_Intersects(e.location, ST_MakeEnvelope(")
                    .push_bind(west)
                    .push(", ")
                    .push_bind(south);
                sql.push(", ").push_bind(east).push(", ").push_bind(north).push(", 4326))");
            }
        }
        ItemsBox::Projected([west, south, east, north], crs) => {
            // Its edges are bent in degrees: with points along them they are followed well enough to use the index.
            let along = ((east - west).max(north - south) / 64.0).max(1.0);
            sql.push("ST_Intersects(e.location, ST_Transform(ST_Segmentize(ST_MakeEnvelope(");
            sql.push_bind(west)
                .push(", ")
                .push_bind(south)
                .push(", ")
                .push_bind(east)
                .push(", ")
                .push_bind(north);
            sql.push(format!(", {}), ", crs.srid())).push_bind(along).push("), 4326))");
        }
    }
}

/// What a list is ordered by; the id last.
fn keys(subject: Subject, order: &[(Property, bool)]) -> Vec<String> {
    let names = order.iter().map(|(property, _)| columns::expression(subject, *property));
    names.chain([columns::key(subject).to_owned()]).collect()
}

/// What comes after a place: greater in the first property, or as great and greater in the next, and so on to the id.
fn push_after(
    sql: &mut QueryBuilder<Postgres>,
    (subject, order): (Subject, &[(Property, bool)]),
    Place(values): &Place,
) {
    let Some((id, values)) = values.split_last() else {
        return;
    };
    sql.push(" AND ");
    for ((property, greatest_first), value) in order.iter().zip(values) {
        let (name, kind) = (columns::expression(subject, *property), columns::kind(subject, *property));
        let sign = if *greatest_first { '<' } else { '>' };
        sql.push(format!("({name} {sign} ")).push_bind(value.clone()).push(format!("::{kind} OR {name} = "));
        sql.push_bind(value.clone()).push(format!("::{kind} AND "));
    }
    push_key(sql.push(format!("{} > ", columns::key(subject))), subject, id);
    sql.push(")".repeat(order.len()));
}

fn push_key(sql: &mut QueryBuilder<Postgres>, subject: Subject, key: &str) {
    match subject {
        // A text that is no id names nothing.
        Subject::Establishments => sql.push_bind(key.parse::<Uuid>().unwrap_or(Uuid::max())),
        Subject::Communes => sql.push_bind(key.to_owned()),
    };
}
