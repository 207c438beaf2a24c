//! What a search may be asked.

use plainpied_criteria::Lang;
use plainpied_criteria::needs::Limits;
use plainpied_domain::understanding::{Asked as Typed, Kind, Understood};
use plainpied_domain::{ActivitySlug, DepartmentCode, InseeCode, PostalCode};
use plainpied_search::{
    Accepted, Age, Asked, AskedNeed, FacetSet, Known, Page, Query, SearchEngine, Share, Sort, Unknown,
};
use utoipa::IntoParams;

use super::around::Search;
use super::list::PATH;
use crate::extract::{Fields, QueryParams, bounding_box, conditions, lang, limits, near, needs, shortened};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::Paging;

/// What to look for.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// Words as a person types them: name, activity, street, commune, postal code, need. Small mistakes are forgiven.
    /// What was understood stands in the answer.
    #[param(value_type = Option<String>, example = "boulangerie villeurbanne")]
    q: (),
    /// The place in a box of its own: commune, postal code, department, or an address, which is looked up among those of
    /// the establishments and becomes the point around which is looked, the nearest first.
    #[param(value_type = Option<String>, rename = "where")]
    place: (),
    /// What is not to be understood in the words, separated by commas: commune, department, postal_code, activity,
    /// need, access, near_me, address. The words stay text then.
    #[param(value_type = Option<String>)]
    without: (),
    /// INSEE code of the commune that the words mean, of those that the answer offers.
    #[param(value_type = Option<String>)]
    meant: (),
    /// Latitude of a point to measure distances from, degrees, WGS 84. Goes with `lon`.
    #[param(value_type = Option<f64>, minimum = -90, maximum = 90, example = 45.7667)]
    lat: (),
    /// Longitude of that point, degrees, WGS 84.
    #[param(value_type = Option<f64>, minimum = -180, maximum = 180, example = 4.8803)]
    lon: (),
    /// Only places within so many metres of the point, at most 100000.
    #[param(value_type = Option<f64>, exclusive_minimum = 0, maximum = 100_000, example = 2000)]
    radius: (),
    /// Only places in this box: west,south,east,north, degrees, WGS 84.
    #[param(value_type = Option<String>)]
    bbox: (),
    /// Only places of this commune, by INSEE code; a city holds its municipal arrondissements.
    #[param(value_type = Option<String>, example = "69266")]
    commune: (),
    /// Only places of this department, by code.
    #[param(value_type = Option<String>)]
    department: (),
    /// Only places with this postal code.
    #[param(value_type = Option<String>)]
    postal_code: (),
    /// Only places of these activities, by slug, separated by commas.
    #[param(value_type = Option<String>, example = "boulangerie")]
    activity: (),
    /// Only places that meet these needs, separated by commas: see `/api/v1/needs`.
    #[param(value_type = Option<String>)]
    needs: (),
    /// The person's own limits: `limits[chair_width]=68`.
    #[param(value_type = Option<HashMap<String, i64>>, style = DeepObject, explode)]
    limits: (),
    /// Only places with these answers: `criteria[entree_plain_pied]=true`, `criteria[entree_largeur_mini]=gte:80`.
    /// Operators: eq, gte, lte, gt, lt, in; or known, unknown.
    #[param(value_type = Option<HashMap<String, String>>, style = DeepObject, explode)]
    criteria: (),
    /// Only places with these equipments, separated by commas: see `/api/v1/needs`.
    #[param(value_type = Option<String>)]
    equipments: (),
    /// The verdicts that are wanted, separated by commas: yes, with_help, no; yes and with_help unless given.
    #[param(value_type = Option<String>)]
    verdict: (),
    /// What becomes of places about which not enough is known: exclude (unless given), include or only. The answer
    /// always says how many were left out.
    #[param(value_type = Option<String>)]
    unknown: (),
    /// Only places of which so much is known, separated by commas: nothing, to_25, to_50, to_75, to_100 (percent).
    #[param(value_type = Option<String>, example = "to_75,to_100")]
    completeness: (),
    /// Only places last seen so long ago, separated by commas: under_1_year, under_3_years (one year or two), older,
    /// unknown (nobody said when).
    #[param(value_type = Option<String>, example = "under_1_year")]
    freshness: (),
    /// The order: relevance unless given, distance around an address; distance needs a point.
    #[param(value_type = Option<SortName>, inline)]
    sort: (),
    /// Whether to count the matches; true unless given.
    #[param(value_type = Option<bool>)]
    facets: (),
    /// Whether each result says what its score is made of.
    #[param(value_type = Option<bool>)]
    explain: (),
    /// The language of names and sentences: fr (unless given) or en.
    #[param(value_type = Option<String>)]
    pub lang: Lang,
    /// Establishments on a page, 1 to 100; 20 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: (),
    /// Where the page before ended: follow `next`, do not build it.
    #[param(value_type = Option<String>)]
    cursor: (),
    #[param(ignore)]
    pub filters: Filters,
    #[param(ignore)]
    pub paging: Paging,
}

/// The orders of results.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum SortName {
    Relevance,
    Distance,
    Name,
}

const SORTS: [(&str, Sort); 3] =
    [("relevance", Sort::Relevance), ("distance", Sort::Distance), ("name", Sort::Name)];
const UNKNOWNS: [(&str, Unknown); 3] =
    [("exclude", Unknown::Exclude), ("include", Unknown::Include), ("only", Unknown::Only)];

/// Which places are looked for: the same for a page and for an export.
#[derive(Debug)]
pub(crate) struct Filters {
    /// Words as typed.
    pub q: String,
    /// Words of a box for the place.
    pub place: Option<String>,
    /// What is not to be understood.
    pub without: Vec<Kind>,
    /// The commune that is meant.
    pub meant: Option<InseeCode>,
    /// The person's own.
    pub limits: Limits,
    /// Whether an order was asked for.
    pub sorted: bool,
    /// Everything that is asked for by name.
    pub query: Query,
}

impl Filters {
    /// Takes them from the fields given.
    ///
    /// # Errors
    /// The first parameter that is not what it should be.
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let limits = limits(fields)?;
        let query = Query {
            near: near(fields)?,
            bbox: bounding_box(fields)?,
            commune: fields.parsed::<InseeCode>("commune")?,
            department: fields.parsed::<DepartmentCode>("department")?,
            postal_code: fields.parsed::<PostalCode>("postal_code")?,
            activities: fields.list("activity").into_iter().map(ActivitySlug::from).collect(),
            known: known(fields)?,
            asked: asked(fields, limits)?,
            ..Query::default()
        };
        let without = fields.list("without");
        let without =
            without.iter().map(|kind| kind.parse().map_err(|error| Problem::parameter("without", error)));
        Ok(Self {
            q: fields.take("q").unwrap_or_default(),
            place: fields.take("where").filter(|place| !place.trim().is_empty()),
            without: without.collect::<Result<_, _>>()?,
            meant: fields.parsed("meant")?,
            limits,
            sorted: false,
            query,
        })
    }

    /// Whether a person typed anything.
    pub fn has_words(&self) -> bool {
        !self.q.trim().is_empty() || self.place.is_some()
    }

    /// What `query` asks for once the words are understood: only they need a look at what is there.
    ///
    /// # Errors
    /// Those of [`Filters::find`].
    pub async fn settled(&self, state: &AppState, query: Query) -> Result<Query, Problem> {
        let query = Query { today: Some(state.clock().now().date()), ..query };
        if self.has_words() {
            return Ok(self.find(state, query).await?.1);
        }
        self.check(state, &query).await?;
        Ok(query)
    }

    async fn check(&self, state: &AppState, query: &Query) -> Result<(), Problem> {
        refuse_unknown_activities(state, &query.activities).await?;
        refuse_unknown_department(state, query.department.as_ref()).await?;
        Ok(query.check()?)
    }

    /// What the engine finds for `query`, which is that of the filters with a page and an order; what it was asked in
    /// the end; and what was understood of the words.
    ///
    /// # Errors
    /// An activity that does not exist; what the engine says.
    pub async fn find(
        &self,
        state: &AppState,
        query: Query,
    ) -> Result<(Page, Query, Option<Understood>), Problem> {
        self.check(state, &query).await?;
        if !self.has_words() {
            return Ok((state.search().search(query.clone()).await?, query, None));
        }
        let typed = Typed {
            what: &self.q,
            place: self.place.as_deref(),
            without: &self.without,
            meant: self.meant.as_ref(),
            near: query.near.map(|near| near.centre),
        };
        let lexicon = state.lexicon().await?;
        let search = Search { lexicon: &lexicon, typed: &typed, limits: &self.limits, sorted: self.sorted };
        let (page, query, understood) = search.find(state, query).await?;
        Ok((page, query, Some(understood)))
    }
}

impl QueryParams for SearchParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Self::of_list(PATH, fields)
    }
}

impl SearchParams {
    /// Takes them from the fields of the list at a path.
    ///
    /// # Errors
    /// The first parameter that is not what it should be.
    pub(crate) fn of_list(path: &'static str, fields: &mut Fields) -> Result<Self, Problem> {
        let canonical = fields.canonical();
        let mut filters = Filters::read(fields)?;
        let facets = fields.switch("facets")?.unwrap_or(true);
        let sort = fields.word("sort", &SORTS)?;
        filters.sorted = sort.is_some();
        filters.query.sort = sort.unwrap_or_default();
        filters.query.facets = if facets { FacetSet::ALL } else { FacetSet::default() };
        filters.query.explain = fields.switch("explain")?.unwrap_or(false);
        Ok(Self {
            filters,
            lang: lang(fields)?,
            paging: Paging::new(path, canonical, fields.parsed("limit")?, fields.take("cursor")),
            q: (),
            place: (),
            without: (),
            meant: (),
            limits: (),
            lat: (),
            lon: (),
            radius: (),
            bbox: (),
            commune: (),
            department: (),
            postal_code: (),
            activity: (),
            needs: (),
            criteria: (),
            equipments: (),
            verdict: (),
            unknown: (),
            completeness: (),
            freshness: (),
            sort: (),
            facets: (),
            explain: (),
            limit: (),
            cursor: (),
        })
    }
}

fn known(fields: &mut Fields) -> Result<Known, Problem> {
    Ok(Known {
        completeness: fields.words("completeness", &Share::ALL.map(|share| (share.name(), share)))?,
        freshness: fields.words("freshness", &Age::ALL.map(|age| (age.name(), age)))?,
    })
}

fn asked(fields: &mut Fields, limits: Limits) -> Result<Asked, Problem> {
    Ok(Asked {
        needs: needs(fields)?.into_iter().map(|need| AskedNeed { need, limits }).collect(),
        filter: conditions(fields)?,
        accepted: accepted(fields)?,
        unknown: fields.word("unknown", &UNKNOWNS)?.unwrap_or_default(),
    })
}

fn accepted(fields: &mut Fields) -> Result<Accepted, Problem> {
    let given = fields.list("verdict");
    if given.is_empty() {
        return Ok(Accepted::default());
    }
    let mut accepted = Accepted { yes: false, with_help: false, no: false };
    for verdict in &given {
        match verdict.as_str() {
            "yes" => accepted.yes = true,
            "with_help" => accepted.with_help = true,
            "no" => accepted.no = true,
            "unknown" => {
                let detail = "\"unknown\" is asked for by unknown=include or unknown=only";
                return Err(Problem::parameter("verdict", detail).nearest(Some("unknown")));
            }
            other => {
                let detail = format!("{:?} is none of yes, with_help, no", shortened(other));
                let nearest = plainpied_domain::nearest_name(other, ["yes", "with_help", "no"]);
                return Err(Problem::parameter("verdict", detail).nearest(nearest));
            }
        }
    }
    Ok(accepted)
}

/// # Errors
/// A department that does not exist.
async fn refuse_unknown_department(
    state: &AppState,
    department: Option<&DepartmentCode>,
) -> Result<(), Problem> {
    if let Some(code) = department
        && state.lexicon().await?.department_name(code.as_str()).is_none()
    {
        let detail = format!("{:?} is the code of no department", code.as_str());
        return Err(Problem::parameter("department", detail));
    }
    Ok(())
}

/// An activity that does not exist would find nothing, and look like a place without bakeries.
pub(crate) async fn refuse_unknown_activities(
    state: &AppState,
    slugs: &[ActivitySlug],
) -> Result<(), Problem> {
    if slugs.is_empty() {
        return Ok(());
    }
    let reference = state.reference().await?;
    let Some(slug) = slugs.iter().find(|slug| reference.activity(slug.as_str()).is_none()) else {
        return Ok(());
    };
    let text: String = slug.as_str().chars().take(40).collect();
    Err(Problem::parameter("activity", format!("{text:?} is no activity; /api/v1/activities lists them"))
        .nearest(reference.nearest_activity(slug)))
}
