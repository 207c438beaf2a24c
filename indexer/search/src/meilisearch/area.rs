//! Boxes and circles, exact at their edges. The server loses the last bits of numbers and reckons distances a little
//! otherwise: it is asked for a little more, and whatever lies at an edge is compared here.

use uuid::Uuid;

use super::Server;
use super::asking::Question;
use super::filter::{circle, none_of, within_box};
use super::hits::{at, read};
use crate::{Query, SearchError};

/// How much the server's distances may differ from ours: a share, and metres.
const SHARE: f64 = 1e-4;
const METRES: f64 = 1.0;
/// How much its coordinates may differ, degrees: a tenth of a millimetre.
const DEGREES: f64 = 1e-9;

impl Server {
    /// What must hold for a place to lie in the area of a query.
    pub(super) async fn area(&self, query: &Query, fixed: &[String]) -> Result<Vec<String>, SearchError> {
        let mut wide = Vec::new();
        let mut inner = Vec::new();
        if let Some(bbox) = &query.bbox {
            wide.push(within_box(bbox, DEGREES));
            inner.push(within_box(bbox, -DEGREES));
        }
        if let Some((near, radius)) = query.near.and_then(|near| Some((near, near.radius?))) {
            let slack = radius * SHARE + METRES;
            wide.push(circle(near.centre, radius + slack));
            // A circle smaller than the slack is all edge.
            inner.push(circle(near.centre, (radius - slack).max(0.0)));
        }
        if wide.is_empty() {
            return Ok(wide);
        }
        let mut edge = [fixed, &wide].concat();
        edge.push(format!("NOT ({})", inner.join(" AND ")));
        let outside = self.outside(query, edge).await?;
        Ok(wide.into_iter().chain(none_of(&outside)).collect())
    }

    /// Those of the edge that lie outside.
    async fn outside(&self, query: &Query, edge: Vec<String>) -> Result<Vec<Uuid>, SearchError> {
        let question = Question { filter: edge, wanted: Query::MAX_DEPTH, ..Question::default() };
        let (answers, _) = self.ask(&[question]).await?;
        let mut outside = Vec::new();
        for hit in answers.into_iter().flat_map(|answer| answer.hits) {
            let stored = read(hit.result)?;
            let lies = at(&stored).is_some_and(|at| {
                query.bbox.is_none_or(|bbox| bbox.contains(at))
                    && query.near.is_none_or(|near| {
                        near.radius.is_none_or(|radius| near.centre.metres_to(at) <= radius)
                    })
            });
            if !lies {
                outside.push(stored.id);
            }
        }
        Ok(outside)
    }
}
