use std::sync::Arc;

use plainpied_criteria::Lang;
use plainpied_store::write::Catalogue;
use plainpied_store::{PgConnection, StoreError};

use super::Teller;
use crate::problem::Problem;
use crate::reference::Reference;
use crate::site::Site;
use crate::state::AppState;
use crate::writing::Room;

/// What decisions need beside the connection, of a server or of a command.
pub(crate) struct Desk {
    catalogue: Arc<Catalogue>,
    reference: Arc<Reference>,
    site: Site,
}

impl Desk {
    /// Of a server.
    ///
    /// # Errors
    /// 503 where the base cannot answer.
    pub async fn of(state: &AppState) -> Result<Self, Problem> {
        let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
        Ok(Self { catalogue, reference, site: state.site().clone() })
    }

    /// Of a command; `site`: what mails call the service.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn load(connection: &mut PgConnection, site: Site) -> Result<Self, StoreError> {
        let catalogue = Arc::new(Catalogue::load(connection).await?);
        let reference = Arc::new(Reference::load(connection).await?);
        Ok(Self { catalogue, reference, site })
    }

    /// Who tells differences in a language.
    pub fn teller(&self, lang: Lang) -> Teller<'_> {
        Teller::new(&self.reference, &self.catalogue, lang)
    }

    /// The same for the write path.
    pub fn room(&self) -> Room<'_> {
        Room { catalogue: &self.catalogue, reference: &self.reference, site: &self.site }
    }
}
