//! `numberMatched` of lists that are too long to be counted: kept, or left out.

use plainpied_criteria::needs::needs;

use super::{Ogc, link};
use crate::harness::{World, get, wait_until};

/// Where the places of the file lie, each with a few thousand.
async fn departments(ogc: &Ogc) -> Vec<(String, i64)> {
    sqlx::query_as(
        "SELECT department_code, count(*) FROM establishment e JOIN commune c ON c.code = e.commune_code
         WHERE e.status = 'published' GROUP BY 1 ORDER BY 2 DESC LIMIT 2",
    )
    .fetch_all(&ogc.world.database.pool)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_collections_say_how_many_items_they_have_however_many_and_others_say_it_or_nothing() {
    let world = World::seeded().await;
    let file = crate::kill::generated(&world, 12_000);
    world.import(&file, &["--source", "partner"]);
    let (server, url) = world.serve();
    let ogc = Ogc { world, server, url: format!("{url}/ogc") };
    let told = |collection: &str, parameters: &[(&str, &str)]| {
        let mut all = vec![("limit", "1")];
        all.extend(parameters);
        let (status, page) = ogc.items(collection, &all);
        assert_eq!(status, 200, "{collection}: {page}");
        page["numberMatched"].as_u64()
    };
    wait_until("all changes are counted", || told("establishments", &[]) == Some(12_000));
    // A need that the criteria cannot witness has no collection.
    for need in needs().all().iter().filter(|need| !need.informative) {
        let place = needs().place(need).unwrap();
        let usable = ogc.sql(&format!("substr(e.verdicts, {place}, 1) IN ('y', 'h')")).await.len() as u64;
        let collection = format!("establishments-{}", need.key);
        assert_eq!(told(&collection, &[]), Some(usable), "{collection}");
        let (code, _) = &departments(&ogc).await[0];
        let here = format!("substr(e.verdicts, {place}, 1) IN ('y', 'h') AND c.department_code = '{code}'");
        let here = ogc.sql(&here).await.len() as u64;
        let filter = format!("department_code = '{code}'");
        assert_eq!(told(&collection, &[("filter", &filter)]), Some(here), "{collection} in {code}");
    }
    for (code, count) in departments(&ogc).await {
        let filter = format!("department_code = '{code}'");
        assert_eq!(told("establishments", &[("filter", &filter)]), u64::try_from(count).ok(), "{code}");
    }
    for filter in ["department_code = ''", "department_code = '69266'"] {
        let page = ogc.items("establishments", &[("filter", filter)]).1;
        assert_eq!(page["numberMatched"], 0, "{filter}: neither all nor those of a commune");
    }
    let page = ogc.items("establishments", &[("limit", "10")]).1;
    let second = get(&link(&page, "next").unwrap(), "application/geo+json").1;
    assert_eq!(second["numberMatched"], 12_000, "as on the first page");
    assert_eq!(
        told("establishments", &[("filter", "name <> 'x'")]),
        None,
        "too many to count for every page"
    );

    sqlx::query("INSERT INTO change_pending (establishment_id, kind, version, at) SELECT id, 'updated', version, now() FROM establishment LIMIT 1")
        .execute(&ogc.world.database.pool)
        .await
        .unwrap();
    let meanwhile = told("establishments", &[]);
    assert!([None, Some(12_000)].contains(&meanwhile), "{meanwhile:?}");
    sqlx::query("UPDATE statistics_state SET mark = 'other rules'")
        .execute(&ogc.world.database.pool)
        .await
        .unwrap();
    assert_eq!(told("establishments", &[]), None, "what others count by other rules is not taken for ours");
    wait_until("all is counted anew", || told("establishments", &[]) == Some(12_000));
    ogc.end().await;
}
