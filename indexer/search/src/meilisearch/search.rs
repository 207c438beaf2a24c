use plainpied_domain::EstablishmentId;

use super::Server;
use super::answer::{Buckets, narrowed};
use super::asking::{Answer, Question, total};
use super::facets::Counting;
use super::filter;
use super::hits::{Hits, read};
use super::relax;
use super::state::State;
use crate::analysis::{Analyser, Typed};
use crate::order::Order;
use crate::score::AROUND;
use crate::{EngineStatus, FacetSet, Page, Query, SearchEngine, SearchError, Suggest, Suggestion};

/// The first places by their words among which distance, standing and the rest decide.
const WINDOW: usize = 500;
/// Ids asked for at once where all are wanted, and how often that is tried while the index changes.
const PAGE: usize = 10_000;
const TRIES: usize = 3;
/// Circles in which the nearest are looked for before everything is sorted, metres.
const WIDENING: [f64; 4] = [1_000.0, 8_000.0, 64_000.0, 512_000.0];

/// Searches an index on a Meilisearch server.
#[derive(Clone)]
pub struct MeilisearchSearch(pub(super) Server);

impl MeilisearchSearch {
    /// Over this server, whose key need only allow searches.
    pub fn new(server: Server) -> Self {
        Self(server)
    }

    /// A circle that holds as many as are wanted; `None`: there are fewer, or there is no point.
    async fn wide_enough(&self, query: &Query, matches: &Question) -> Result<Option<String>, SearchError> {
        let Some(near) = query.near.filter(|near| near.radius.is_none() && query.limit > 0) else {
            return Ok(None);
        };
        let circles = WIDENING.map(|metres| filter::circle(near.centre, metres));
        let questions = circles.clone().map(|circle| narrowed(matches, [circle]));
        let (answers, _) = self.0.ask(&questions).await?;
        let enough = (query.offset + query.limit) as u64;
        let found = circles.into_iter().zip(&answers).find(|(_, answer)| total(answer) >= enough);
        Ok(found.map(|(circle, _)| circle))
    }
}

/// What an answer is for.
enum Role {
    /// Hits of a bucket, which also counts its matches.
    Whole(usize),
    /// Hits of a bucket that another question counts.
    Part(usize),
    /// Matches of a bucket.
    Count,
    /// Those left out.
    LeftOut,
    /// However they stand.
    Seen,
    Facets,
}

/// A page, and how many places have the words however they stand.
struct Answered {
    page: Page,
    seen: u64,
}

/// A query made ready.
struct Plan<'a> {
    query: &'a Query,
    buckets: Buckets,
    order: Order,
    typed: Typed,
    /// Words and filters, however the places stand.
    base: Question,
    /// Narrows where the nearest are looked for.
    circle: Option<String>,
    counting: Counting<'a>,
}

impl Plan<'_> {
    fn has_words(&self) -> bool {
        !self.typed.words.is_empty()
    }

    fn questions(&self) -> Vec<(Role, Question)> {
        let Self { query, buckets, order, base, .. } = self;
        let page = query.offset + query.limit;
        let wanted = match (query.limit, order) {
            (0, _) => 0,
            (_, Order::Score) => page.max(WINDOW),
            _ => page,
        };
        let mut all = Vec::new();
        for (number, bucket) in buckets.taken.iter().enumerate() {
            let mut whole = narrowed(base, bucket.statements.iter().cloned());
            whole.sort = order.sort(query);
            match &self.circle {
                Some(circle) => {
                    all.push((Role::Count, Question { sort: Vec::new(), ..whole.clone() }));
                    let part = narrowed(&whole, [circle.clone()]);
                    all.push((Role::Part(number), Question { wanted, ..part }));
                }
                None => all.push((Role::Whole(number), Question { wanted, ..whole.clone() })),
            }
            if let Some(near) = query.near.filter(|_| *order == Order::Score && wanted > 0) {
                let part = narrowed(&whole, [filter::circle(near.centre, AROUND)]);
                all.push((Role::Part(number), Question { wanted, ..part }));
            }
        }
        if let Some(bucket) = &buckets.left_out {
            all.push((Role::LeftOut, narrowed(base, bucket.statements.iter().cloned())));
        }
        if self.has_words() {
            all.push((Role::Seen, base.clone()));
        }
        if let Some(union) = buckets.union().filter(|_| !query.facets.is_empty()) {
            let matches = narrowed(base, union);
            all.extend(
                self.counting.questions(&matches).into_iter().map(|question| (Role::Facets, question)),
            );
        }
        all
    }

    /// What the answers come to.
    fn page(&self, answered: Vec<(Role, Answer)>, position: i64) -> Result<Answered, SearchError> {
        let (mut matched, mut excluded_unknown, mut seen) = (0, 0, 0);
        let mut counts = Vec::new();
        let mut hits = Hits::new(self.query, self.order, self.has_words());
        for (role, answer) in answered {
            let standing = |number: usize| self.buckets.taken.get(number).and_then(|bucket| bucket.standing);
            match role {
                Role::Whole(number) => {
                    matched += total(&answer);
                    hits.take(answer, standing(number))?;
                }
                Role::Part(number) => hits.take(answer, standing(number))?,
                Role::Count => matched += total(&answer),
                Role::LeftOut => excluded_unknown = total(&answer),
                Role::Seen => seen = total(&answer),
                Role::Facets => counts.push(answer),
            }
        }
        let facets = (!self.query.facets.is_empty()).then(|| self.counting.read(&counts));
        let truncated = self.typed.truncated;
        let hits = hits.page();
        let page = Page { matched, excluded_unknown, hits, facets, position, relaxed: false, truncated };
        Ok(Answered { page, seen })
    }
}

impl SearchEngine for MeilisearchSearch {
    async fn search(&self, query: Query) -> Result<Page, SearchError> {
        let mut plan = self.plan(&query).await?;
        let Answered { page, seen } = self.answer(&mut plan).await?;
        if !self.relax(&mut plan, seen).await? {
            return Ok(page);
        }
        let page = self.answer(&mut plan).await?.page;
        Ok(Page { relaxed: true, ..page })
    }

    async fn ids(&self, query: Query) -> Result<Vec<EstablishmentId>, SearchError> {
        let query = Query { offset: 0, limit: 0, facets: FacetSet::default(), ..query };
        for _ in 0..TRIES {
            if let Some(ids) = self.all(&query).await? {
                return Ok(ids);
            }
        }
        let reason = "the index changes faster than all of an answer can be read".to_owned();
        Err(SearchError::Unavailable { reason })
    }

    async fn suggest(&self, suggest: Suggest) -> Result<Vec<Suggestion>, SearchError> {
        self.names(&suggest).await
    }

    async fn status(&self) -> Result<EngineStatus, SearchError> {
        let (answers, state) = self.0.ask(&[Question::default()]).await?;
        let state = State::read(state)?;
        let documents = answers.first().map(total).unwrap_or_default();
        Ok(EngineStatus { position: state.position, documents, generation: state.generation })
    }
}

impl MeilisearchSearch {
    /// Everything that the query matches, by id; `None`: the index changed meanwhile, and a place may be missing.
    async fn all(&self, query: &Query) -> Result<Option<Vec<EstablishmentId>>, SearchError> {
        let mut plan = self.plan(query).await?;
        let Some(union) = plan.buckets.union() else {
            return Ok(Some(Vec::new()));
        };
        let (seen, state) = self.0.ask(std::slice::from_ref(&plan.base)).await?;
        let before = State::read(state)?;
        self.relax(&mut plan, seen.iter().map(total).sum()).await?;
        let matches =
            Question { wanted: PAGE, sort: vec!["id:asc".to_owned()], ..narrowed(&plan.base, union) };
        let mut ids: Vec<EstablishmentId> = Vec::new();
        for skipped in 0.. {
            let (answers, state) = self.0.ask(&[Question { skipped, ..matches.clone() }]).await?;
            if State::read(state)?.position != before.position {
                return Ok(None);
            }
            let hits = answers.into_iter().flat_map(|answer| answer.hits);
            let found: Vec<_> = hits
                .map(|hit| Ok(EstablishmentId::from(read(hit.result)?.id)))
                .collect::<Result<_, SearchError>>()?;
            let last = found.len() < PAGE;
            ids.extend(found);
            if last {
                break;
            }
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Some(ids))
    }

    /// Where no place has all words, asks for some of them; whether that was so and there are such places.
    async fn relax(&self, plan: &mut Plan<'_>, seen: u64) -> Result<bool, SearchError> {
        if seen > 0 || plan.typed.words.len() < 2 {
            return Ok(false);
        }
        let Some(words) = self.0.relaxed(&plan.typed, &plan.base).await? else {
            return Ok(false);
        };
        plan.base.words = words;
        Ok(true)
    }

    /// The query made ready.
    async fn plan<'a>(&self, query: &'a Query) -> Result<Plan<'a>, SearchError> {
        query.check()?;
        let typed = query.text.as_deref().map(|text| Typed::read(text, &mut Analyser::new()));
        let typed = typed.unwrap_or_default();
        let mut fixed = filter::fixed(query);
        fixed.extend(self.0.area(query, &fixed).await?);
        Ok(Plan {
            query,
            buckets: Buckets::of(query),
            order: Order::of(query, !typed.words.is_empty()),
            base: Question { words: relax::all_words(&typed), filter: fixed, ..Question::default() },
            counting: Counting::of(query),
            circle: None,
            typed,
        })
    }

    async fn answer(&self, plan: &mut Plan<'_>) -> Result<Answered, SearchError> {
        if plan.order == Order::Distance
            && let Some(union) = plan.buckets.union()
        {
            let matches = narrowed(&plan.base, union);
            plan.circle = self.wide_enough(plan.query, &matches).await?;
        }
        let (roles, questions): (Vec<Role>, Vec<Question>) = plan.questions().into_iter().unzip();
        let (answers, state) = self.0.ask(&questions).await?;
        let state = State::read(state)?;
        plan.page(roles.into_iter().zip(answers).collect(), state.position)
    }
}
