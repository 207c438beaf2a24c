//! What an account keeps of somebody's health, by consent: needs, limits and favourites. Whoever gave none has nothing of
//! it here, and taking the consent back deletes it. Nothing of it has `Debug`: no log can hold it.

use plainpied_criteria::needs::{LimitError, Limits, Need, needs};
use plainpied_domain::EstablishmentId;
use plainpied_store::account::{self, ConsentRecord, FavouriteRecord};
use plainpied_store::{Connection, StoreError};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::{AppState, in_time};

/// Favourites of one account.
const MOST: i64 = 500;

/// What somebody needs, as the search asks for it.
#[derive(Clone, Default)]
pub(crate) struct OwnNeeds {
    /// The needs.
    pub needs: Vec<&'static Need>,
    /// What the person set.
    pub limits: Limits,
}

/// A consent, and what is kept by it.
pub(crate) struct Consent {
    /// When it was given.
    pub given_at: OffsetDateTime,
    /// What the person needs.
    pub own: OwnNeeds,
}

/// What became of a wish to keep a place.
pub(crate) enum Favoured {
    /// It is kept.
    Kept,
    /// There are too many already.
    TooMany,
    /// Nobody consented.
    NoConsent,
}

impl OwnNeeds {
    /// Of the ticked boxes `need[key]` and the numbers `limits[key]` of a form; empty boxes, and keys that there are not, ask
    /// for nothing.
    ///
    /// # Errors
    /// The first number that its limit does not allow.
    pub fn of_form(pairs: &[(String, String)]) -> Result<Self, LimitError> {
        let key = |name: &'static str| {
            pairs.iter().filter_map(move |(full, value)| {
                Some((full.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?, value.trim()))
            })
        };
        let mut own =
            Self { needs: key("need").filter_map(|(key, _)| needs().get(key)).collect(), ..Self::default() };
        let known = |key: &str| needs().limits().iter().any(|limit| limit.key == key);
        for (key, value) in key("limits").filter(|(key, value)| known(key) && !value.is_empty()) {
            needs().set(&mut own.limits, key, value)?;
        }
        Ok(own)
    }

    /// As parameters of a search.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let keys: Vec<&str> = self.needs.iter().map(|need| need.key.as_str()).collect();
        let limits = needs().chosen(&self.limits);
        let limits = limits.map(|(limit, number)| (format!("limits[{}]", limit.key), number.to_string()));
        std::iter::once(("needs".to_owned(), keys.join(","))).chain(limits).collect()
    }

    /// What is kept; a need or limit that is no longer there asks for nothing.
    fn of(record: &ConsentRecord) -> Self {
        let mut own = Self {
            needs: record.needs.iter().filter_map(|key| needs().get(key)).collect(),
            ..Self::default()
        };
        for (key, number) in record.limits.as_object().into_iter().flatten() {
            let _gone = needs().set(&mut own.limits, key, &number.to_string());
        }
        own
    }

    fn stored(&self) -> (Vec<String>, Value) {
        let limits: Map<String, Value> =
            needs().chosen(&self.limits).map(|(limit, number)| (limit.key.clone(), number.into())).collect();
        (self.needs.iter().map(|need| need.key.clone()).collect(), Value::Object(limits))
    }
}

/// The consent of an account, where it gave one.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn consent(state: &AppState, account: Uuid) -> Result<Option<Consent>, Problem> {
    let found = state.query(async |connection| account::consent(connection, account).await).await?;
    Ok(found.map(|record| Consent { own: OwnNeeds::of(&record), given_at: record.given_at }))
}

/// Keeps needs and limits, which gives the consent where there was none, and these places beside what is there already.
/// How many places are left out, because there would be too many.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn keep_own(
    state: &AppState,
    account: Uuid,
    (own, places): (&OwnNeeds, &[Uuid]),
) -> Result<i64, Problem> {
    let (needs, limits) = own.stored();
    let now = state.clock().now();
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    account::keep_needs(&mut transaction, account, (&needs, &limits), now).await?;
    let left_out = account::keep_favourites(&mut transaction, account, (places, now), MOST).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(left_out)
}

/// Takes the consent back, and with it all that was kept by it.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn withdraw(state: &AppState, account: Uuid) -> Result<(), Problem> {
    state.query(async |connection| account::withdraw_consent(connection, account).await).await
}

/// The favourites of an account, the latest first; none: it gave no consent.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn favourites(
    state: &AppState,
    account: Uuid,
) -> Result<Option<Vec<FavouriteRecord>>, Problem> {
    state
        .query(async |connection| match account::consent(connection, account).await? {
            Some(_) => account::favourites(connection, account).await.map(Some),
            None => Ok(None),
        })
        .await
}

/// Whether a place is among the favourites of an account; none: it gave no consent.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn is_favourite(
    state: &AppState,
    account: Uuid,
    place: EstablishmentId,
) -> Result<Option<bool>, Problem> {
    state.query(async |connection| account::is_favourite(connection, account, place).await).await
}

/// Keeps a place among the favourites of an account.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn favour(
    state: &AppState,
    account: Uuid,
    place: EstablishmentId,
) -> Result<Favoured, Problem> {
    let now = state.clock().now();
    in_time(async {
        let mut transaction = state.pool().begin().await?;
        account::keep_favourites(&mut transaction, account, (&[place.as_uuid()], now), MOST).await?;
        let kept = account::is_favourite(&mut transaction, account, place).await?;
        transaction.commit().await?;
        Ok(match kept {
            Some(true) => Favoured::Kept,
            Some(false) => Favoured::TooMany,
            None => Favoured::NoConsent,
        })
    })
    .await
}

/// Forgets a favourite.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn forget(state: &AppState, account: Uuid, place: EstablishmentId) -> Result<(), Problem> {
    state.query(async |connection| account::forget_favourite(connection, account, place).await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_a_form_says_is_kept_and_read_as_it_was_said() {
        let typed = [
            pair("need[deaf]", "1"),
            pair("need[nothing_such]", "1"),
            pair("limits[max_steps]", " 1 "),
            pair("limits[chair_width]", ""),
            pair("limits[nothing_such]", "1"),
        ];
        let own = OwnNeeds::of_form(&typed).unwrap();
        let (needs, limits) = own.stored();
        assert_eq!(
            (needs.clone(), limits.to_string()),
            (vec!["deaf".to_owned()], r#"{"max_steps":1}"#.into())
        );
        let record = ConsentRecord { given_at: OffsetDateTime::UNIX_EPOCH, needs, limits };
        assert_eq!(OwnNeeds::of(&record).pairs(), [pair("needs", "deaf"), pair("limits[max_steps]", "1")]);
    }

    #[test]
    fn a_number_that_is_no_limit_is_refused_and_one_that_is_no_more_is_forgotten() {
        let wrong = OwnNeeds::of_form(&[pair("limits[max_steps]", "many")]);
        assert!(matches!(wrong, Err(LimitError::Value { key, .. }) if key == "max_steps"));
        let record = ConsentRecord {
            given_at: OffsetDateTime::UNIX_EPOCH,
            needs: vec!["gone".to_owned()],
            limits: serde_json::json!({ "gone": 3 }),
        };
        let own = OwnNeeds::of(&record);
        assert!(own.needs.is_empty() && own.limits.is_empty());
    }
}
