use std::process::ExitCode;

use plainpied_store::PgPool;
use plainpied_store::reference::{self, DepartmentSeed, RegionSeed, Seed};

pub(super) async fn run(pool: &PgPool) -> anyhow::Result<ExitCode> {
    let mut transaction = pool.begin().await?;
    let counts = reference::seed(&mut transaction, &facts()?).await?;
    transaction.commit().await?;
    super::print(&format!(
        "{} communes and {} activities were new or differed",
        counts.communes, counts.activities
    ))
}

/// The facts that are part of the program.
fn facts() -> anyhow::Result<Seed> {
    let regions = fixtures::regions()?;
    let departments = fixtures::departments()?;
    Ok(Seed {
        regions: regions
            .into_iter()
            .map(|region| RegionSeed { code: region.code, name: region.name })
            .collect(),
        departments: departments
            .into_iter()
            .map(|department| DepartmentSeed {
                code: department.code,
                name: department.name,
                region: department.region,
            })
            .collect(),
        communes: fixtures::communes()?,
        activities: fixtures::activities()?,
        sources: fixtures::sources()?,
    })
}
