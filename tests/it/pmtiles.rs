//! The archive of tiles holds what the server's tiles and the base hold.

use std::collections::{BTreeMap, BTreeSet};

use mvt_reader::feature::Value;
use plainpied_criteria::needs::needs;
use pmtiles::{AsyncPmTilesReader, Compression, MmapBackend, TileCoord, TileId, TileType};
use uuid::Uuid;

use crate::harness::{World, bytes, sample};
use crate::publish::publish;
use crate::tiles::{Properties, caught_up, features, number};

type Archive = AsyncPmTilesReader<MmapBackend>;

async fn tile(archive: &Archive, z: u8, x: u32, y: u32) -> Vec<u8> {
    let at = TileCoord::new(z, x, y).unwrap();
    archive.get_tile_decompressed(at).await.unwrap().map_or_else(Vec::new, Into::into)
}

/// Features without the order in which they stand.
fn sorted(tile: Vec<u8>, layer: &str, without: &str) -> Vec<String> {
    let text = |(properties, at): (Properties, [f64; 2])| {
        let known: BTreeMap<String, Value> = properties
            .into_iter()
            .filter(|(name, value)| !name.starts_with(without) && *value != Value::Null)
            .collect();
        format!("{known:?} {at:?}")
    };
    let mut all: Vec<String> = features(tile, layer).into_iter().map(text).collect();
    all.sort();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_has_every_tile_of_the_server_and_every_place_with_all_its_verdicts() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    caught_up(&url, 2_000);
    let dir = tempfile::tempdir().unwrap();
    let manifest = publish(&world, dir.path().to_str().unwrap(), &[]);
    let path = dir.path().join(manifest["set"].as_str().unwrap()).join("all/plainpied.pmtiles");
    let archive = AsyncPmTilesReader::new_with_path(&path).await.unwrap();
    let header = archive.get_header();
    assert!(
        header.clustered()
            && header.tile_type == TileType::Mvt
            && header.tile_compression == Compression::Gzip
    );
    assert_eq!((header.min_zoom, header.max_zoom), (0, 14));
    let metadata: serde_json::Value = serde_json::from_str(&archive.get_metadata().await.unwrap()).unwrap();
    assert_eq!(metadata["vector_layers"][1]["fields"]["verdict_manual_wheelchair"], "String", "{metadata}");
    assert!(!metadata["attribution"].as_str().unwrap().is_empty(), "{metadata}");
    let pool = &world.database.pool;
    let extreme: (f64, f64, f64, f64) = sqlx::query_as(
        "SELECT min(ST_X(location)), min(ST_Y(location)), max(ST_X(location)), max(ST_Y(location)) FROM establishment",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    let corners = [header.min_longitude, header.min_latitude, header.max_longitude, header.max_latitude];
    let wanted = [extreme.0, extreme.1, extreme.2, extreme.3];
    assert!(
        corners.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-6),
        "{corners:?} {wanted:?}"
    );

    let rows: Vec<(Uuid, String, i64)> = sqlx::query_as(
        "SELECT e.id, e.verdicts, t.cell FROM establishment e JOIN tile_place t ON t.establishment_id = e.id",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let (mut addressed, mut seen) = (0, BTreeMap::new());
    for zoom in 0..=14 {
        let tiles: BTreeSet<(u64, u32, u32)> = rows
            .iter()
            .map(|(.., cell)| {
                let at = plainpied_domain::Tile::around(plainpied_domain::Cell::from_number(*cell), zoom);
                let id = TileId::from(TileCoord::new(zoom, at.column(), at.row()).unwrap());
                (id.value(), at.column(), at.row())
            })
            .collect();
        addressed += tiles.len() as u64;
        let mut count = 0;
        for (_, x, y) in tiles {
            let ours = tile(&archive, zoom, x, y).await;
            let layer = if zoom < 14 { "clusters" } else { "places" };
            let served = bytes(&format!("{url}/tiles/{zoom}/{x}/{y}.mvt"));
            assert_eq!(
                sorted(ours.clone(), layer, "verdict_"),
                sorted(served, layer, "verdict_"),
                "{zoom}/{x}/{y}"
            );
            for (properties, _) in features(ours, layer) {
                if zoom < 14 {
                    count += number(&properties, "count");
                } else {
                    let Some(Value::String(id)) = properties.get("id") else { panic!("{properties:?}") };
                    assert!(seen.insert(id.parse::<Uuid>().unwrap(), properties).is_none());
                    count += 1;
                }
            }
        }
        assert_eq!(count, 2_000, "zoom {zoom}");
    }
    assert_eq!(header.n_addressed_tiles().unwrap().get(), addressed);
    for (id, stamp, _) in &rows {
        for (need, verdict) in needs().all().iter().zip(needs().read_stamp(stamp).unwrap()) {
            let told = seen[id].get(&format!("verdict_{}", need.key));
            let Some(Value::String(told)) = told else { panic!("{id} {}: {told:?}", need.key) };
            assert_eq!(serde_json::to_value(verdict).unwrap(), told.as_str(), "{id} {}", need.key);
        }
    }
    drop(server);
    world.end().await;
}

/// Nothing follows the change log here: what was written last has no position yet, and no tile was ever counted.
#[tokio::test(flavor = "multi_thread")]
async fn the_archive_does_not_wait_for_a_server() {
    let world = World::seeded().await;
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().to_str().unwrap();
    let empty = publish(&world, to, &[]);
    assert!(empty["files"].as_array().unwrap().iter().all(|file| file["format"] != "pmtiles"));
    world.import(&sample(), &["--source", "sample"]);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let manifest = publish(&world, to, &[]);
    let path = dir.path().join(manifest["set"].as_str().unwrap()).join("all/plainpied.pmtiles");
    let archive = AsyncPmTilesReader::new_with_path(&path).await.unwrap();
    let all = features(tile(&archive, 0, 0, 0).await, "clusters");
    assert_eq!(all.iter().map(|(properties, _)| number(properties, "count")).sum::<i64>(), 2_000);
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM tile_place").fetch_one(&world.database.pool).await.unwrap();
    assert_eq!(kept, 0, "the tiles of servers are theirs");
    world.end().await;
}
