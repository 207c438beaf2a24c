//! `GET /embed`: makes the code that shows a place, or the places of a commune, on another site.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_criteria::needs::Need;
use plainpied_domain::understanding::{Lexicon, Suggestion};
use plainpied_domain::{EstablishmentId, InseeCode};
use plainpied_search::{SearchEngine, SearchError, Suggest};
use plainpied_store::establishment;
use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams, lang, needs};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{self, BuilderPage, Chosen, Look, Size, Theme};

/// Communes, and as many places.
const CHOICES: usize = 8;

/// What to embed, and how.
#[expect(dead_code, reason = "declares what the address takes")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BuilderParams {
    /// Words for a place or a commune.
    #[param(value_type = Option<String>)]
    q: String,
    /// The establishment.
    #[param(value_type = Option<String>)]
    id: Option<EstablishmentId>,
    /// The commune.
    #[param(value_type = Option<String>)]
    commune: Option<InseeCode>,
    /// compact or full.
    #[param(value_type = Option<String>)]
    size: Size,
    /// auto, light or dark.
    #[param(value_type = Option<String>)]
    theme: Theme,
    /// Needs, separated by commas.
    #[param(value_type = Option<String>)]
    needs: Vec<&'static Need>,
    /// A ticked box for each need.
    #[param(value_type = Option<String>)]
    need: (),
    /// fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for BuilderParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        fields.of_form("need", "needs");
        Ok(Self {
            q: fields.take("q").unwrap_or_default(),
            id: fields.parsed("id")?,
            commune: fields.parsed("commune")?,
            size: fields.word("size", &Size::ALL)?.unwrap_or_default(),
            theme: fields.word("theme", &Theme::ALL)?.unwrap_or_default(),
            needs: needs(fields)?,
            need: (),
            lang: lang(fields)?,
        })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<BuilderParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let lexicon = state.lexicon().await?;
    let chosen = match (params.id, &params.commune) {
        (Some(id), _) => Some(place(&state, id).await?),
        (None, Some(code)) => Some(commune(&lexicon, code)?),
        (None, None) => None,
    };
    let choices = choices(&state, &lexicon, &params.q).await?;
    let look = Look { lang: params.lang, size: params.size, theme: params.theme, needs: params.needs };
    // The code is copied to other sites: its addresses have to be whole.
    let site = state.site().or_host(&headers);
    web::page(&BuilderPage::new((params.q, choices), chosen, &look, &site)?)
}

async fn place(state: &AppState, id: EstablishmentId) -> Result<Chosen, Problem> {
    let read = state.query(async |connection| establishment::get(connection, id).await).await?;
    let record = read.ok_or_else(|| {
        Problem::new(&code::NOT_FOUND).detail(format!("there is no establishment {id}")).at("id")
    })?;
    Ok(Chosen::Place { id: record.id, name: record.name })
}

fn commune(lexicon: &Lexicon, code: &InseeCode) -> Result<Chosen, Problem> {
    let name = lexicon
        .commune_name(code.as_str())
        .ok_or_else(|| Problem::parameter("commune", format!("there is no commune {code}")))?;
    Ok(Chosen::Commune { code: code.to_string(), name: name.to_owned() })
}

/// What the words may mean, each with the address that chooses it.
async fn choices(state: &AppState, lexicon: &Lexicon, q: &str) -> Result<Vec<(String, String)>, Problem> {
    let communes = lexicon.suggest(q, CHOICES).into_iter().filter_map(|known| match known {
        Suggestion::Commune(choice) => Some((
            format!("{} ({})", choice.commune.name, choice.department_name),
            format!("/embed?commune={}", choice.commune.code),
        )),
        _ => None,
    });
    let suggest = Suggest { typed: q.to_owned(), near: None, limit: CHOICES };
    let names = match state.search().suggest(suggest).await {
        // Communes are found all the same.
        Err(SearchError::Unavailable { .. }) => Vec::new(),
        other => other?,
    };
    let places = names.into_iter().map(|name| {
        let commune = lexicon.commune_name(&name.commune).unwrap_or(&name.commune);
        (format!("{}, {commune}", name.name), format!("/embed?id={}", name.id))
    });
    Ok(communes.chain(places).collect())
}
