"""Reads the service with the clients that people use, and compares what they read with SQL.

Usage: read.py URL DATABASE_URL FOLDER, where FOLDER is for files that are fetched and has a published set in open/.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import geopandas
import pandas
import psycopg
import pyarrow.parquet
import reconciler
from frictionless import Resource, Schema
from geojson_validator import validate_structure
from owslib.ogcapi.features import Features

URL, DATABASE, FOLDER = sys.argv[1], sys.argv[2], Path(sys.argv[3])
FORMATS = ["geojson", "geojsonl", "csv", "fgb", "parquet", "a11yjson"]
KNOWN = """
    SELECT e.id::text, e.name, ST_X(e.location), ST_Y(e.location), k.entree_plain_pied, k.entree_largeur_mini,
           k.entree_marches_rampe, k.labels
    FROM establishment e JOIN establishment_criteria k ON k.id = e.id
    WHERE e.status = 'published' ORDER BY e.id
"""


def say(text):
    print(f"   {text}", flush=True)


def fetch(path, name):
    file = FOLDER / name
    with urllib.request.urlopen(URL + path) as response, open(file, "wb") as out:
        while piece := response.read(1 << 20):
            out.write(piece)
    return file


def sql(statement=KNOWN):
    with psycopg.connect(DATABASE) as connection:
        return connection.execute(statement).fetchall()


def same(what, read, wanted):
    if read != wanted:
        odd = next((pair for pair in zip(read, wanted) if pair[0] != pair[1]), (len(read), len(wanted)))
        sys.exit(f"error: {what}: read and SQL differ, first here: {odd}")
    say(f"{what}: {len(read)} places, as SQL has them")


def owslib():
    features = Features(f"{URL}/ogc")
    wanted = [row[0] for row in sql()]
    read, page = [], features.collection_items("establishments", limit=300)
    while True:
        read += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        with urllib.request.urlopen(following[0]) as response:
            page = json.load(response)
    same("OWSLib, all pages", read, wanted)
    filtered = features.collection_items("establishments", limit=10000, filter="entree_plain_pied = TRUE")
    level = [row[0] for row in sql() if row[4]]
    same("OWSLib, a filter", [feature["id"] for feature in filtered["features"]], level)
    if not features.collection_queryables("establishments")["properties"]["entree_plain_pied"]:
        sys.exit("error: OWSLib finds no queryables")


def gdal():
    listed = subprocess.run(["ogrinfo", "-ro", "-q", f"OAPIF:{URL}/ogc"], check=True, capture_output=True, text=True)
    if "establishments" not in listed.stdout or "communes" not in listed.stdout:
        sys.exit(f"error: ogrinfo does not list the collections: {listed.stdout}")
    # As clients do: page after page, until there is no next one.
    for layer, wanted in [
        ("establishments", [row[0] for row in sql()]),
        ("communes", sorted(row[0] for row in sql("SELECT code FROM commune"))),
    ]:
        file = FOLDER / f"{layer}.geojsonl"
        size = 5000 if layer == "communes" else 300
        command = ["ogr2ogr", "-f", "GeoJSONSeq", file, f"OAPIF:{URL}/ogc", layer, "-oo", f"PAGE_SIZE={size}"]
        subprocess.run(command, check=True, capture_output=True)
        with open(file) as lines:
            features = [json.loads(line) for line in lines]
        key = "code" if layer == "communes" else "id"
        same(f"GDAL, every page of {layer}", sorted(one["properties"][key] for one in features), wanted)


def rows_of(frame):
    """As SQL gives them; pandas writes what is not known as None or NaN."""

    def known(value):
        return None if value is None or value != value else value

    def row(place):
        width = known(place["entree_largeur_mini"])
        labels = place["labels"]
        if isinstance(labels, str):
            labels = json.loads(labels)
        elif labels is not None and known(labels if not hasattr(labels, "__len__") else 1) is not None:
            labels = list(labels)
        else:
            labels = None
        level = known(place["entree_plain_pied"])
        return (
            place["id"], place["name"], place["geometry"].x, place["geometry"].y,
            None if level is None else bool(level), None if width is None else int(width),
            known(place["entree_marches_rampe"]), labels,
        )

    return sorted(row(place) for _, place in frame.iterrows())


def columns():
    """FlatGeobuf and GeoParquet through GDAL and Arrow."""
    wanted = sql()
    fgb = geopandas.read_file(FOLDER / "export.fgb")
    same("FlatGeobuf, GDAL", rows_of(fgb), wanted)
    near = geopandas.read_file(FOLDER / "export.fgb", bbox=(4.8, 45.7, 4.9, 45.8))
    box = [row[0] for row in wanted if 4.8 <= row[2] <= 4.9 and 45.7 <= row[3] <= 45.8]
    same("FlatGeobuf, a box by its index", sorted(near["id"]), box)
    parquet = geopandas.read_parquet(FOLDER / "export.parquet")
    same("GeoParquet, Arrow", rows_of(parquet), wanted)
    near = geopandas.read_parquet(FOLDER / "export.parquet", bbox=(4.8, 45.7, 4.9, 45.8))
    same("GeoParquet, a box by its covering", sorted(near["id"]), box)
    metadata = pyarrow.parquet.read_schema(FOLDER / "export.parquet").metadata[b"geo"]
    if json.loads(metadata)["version"] != "1.1.0":
        sys.exit("error: the GeoParquet is not 1.1.0")
    checked = subprocess.run(
        ["geoparquet-validator", "check", str(FOLDER / "export.parquet")], capture_output=True, text=True
    )
    say(f"geoparquet-validator: {checked.stdout.strip().splitlines()[-1] if checked.stdout.strip() else checked.stderr.strip()}")
    if checked.returncode != 0:
        sys.exit(f"error: geoparquet-validator: {checked.stdout}{checked.stderr}")


def national_csv():
    schema = fetch("/open-data/schema.json", "schema.json")
    report = Resource(path="export.csv", basepath=str(FOLDER), schema=Schema.from_descriptor(json.loads(schema.read_text()))).validate()
    if not report.valid:
        sys.exit(f"error: frictionless: {report.flatten(['rowNumber', 'fieldName', 'type', 'message'])[:5]}")
    say(f"frictionless: {report.stats['tasks']} table is valid under its Table Schema")


def geojson():
    collection = json.loads((FOLDER / "export.geojson").read_text())
    faults = validate_structure(collection)
    if faults:
        sys.exit(f"error: geojson-validator: {faults}")
    read = [
        (
            feature["id"], feature["properties"]["name"], *feature["geometry"]["coordinates"],
            *(feature["properties"]["criteria"].get(key) for key in
              ["entree_plain_pied", "entree_largeur_mini", "entree_marches_rampe", "labels"]),
        )
        for feature in collection["features"]
    ]
    same("GeoJSON, geojson-validator", read, sql())
    lines = [json.loads(line) for line in (FOLDER / "export.geojsonl").read_text().splitlines()]
    same("GeoJSON lines", lines, collection["features"])



def qgis():
    """QGIS lives in the Python of the system, not in ours."""
    script = Path(__file__).with_name("read_by_qgis.py")
    run = subprocess.run(["/usr/bin/python3", str(script), URL], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"error: QGIS: {run.stdout}{run.stderr}")
    read = json.loads(run.stdout.strip().splitlines()[-1])
    wanted = sql()
    same("QGIS, all pages", read["places"], [list(row[:7]) for row in wanted])
    same("QGIS, a box", read["near"], [row[0] for row in wanted if 4.8 <= row[2] <= 4.9 and 45.7 <= row[3] <= 45.8])
    lon, lat = [row[2] for row in wanted], [row[3] for row in wanted]
    extent = [min(lon), min(lat), max(lon), max(lat)]
    if any(abs(found - wanted) > 1e-9 for found, wanted in zip(read["extent"], extent)):
        sys.exit(f"error: QGIS: the extent is {read['extent']}, SQL has {extent}")


def of_tile(frame, rows):
    """Ids of a layer in degrees, each within half a metre of where SQL has it."""
    frame = frame.to_crs(4326)
    for _, place in frame.iterrows():
        lon, lat = rows[place["id"]]
        if abs(place.geometry.x - lon) > 1e-5 or abs(place.geometry.y - lat) > 1e-5:
            sys.exit(f"error: {place['id']} stands at {place.geometry}, SQL has {lon} {lat}")
    return sorted(frame["id"])


def tiles():
    """One tile of the server through GDAL's driver for vector tiles, and the whole archive through that for PMTiles."""
    with urllib.request.urlopen(f"{URL}/tiles") as response:
        tilejson = json.load(response)
    layers = {layer["id"]: layer for layer in tilejson["vector_layers"]}
    zoom = layers["places"]["minzoom"]
    cell = sql(f"SELECT cell >> {2 * (30 - zoom)} FROM tile_place GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")[0][0]
    x, y = (sum((cell >> (2 * bit + axis) & 1) << bit for bit in range(zoom)) for axis in (0, 1))
    template = tilejson["tiles"][0].removeprefix(URL)
    tile = fetch(template.format(z=zoom, x=x, y=y) + "?need=wheelchair", "tile.mvt")
    rows = {row[0]: (row[2], row[3]) for row in sql()}
    frame = geopandas.read_file(f"MVT:{tile}", layer="places", X=x, Y=y, Z=zoom)
    in_tile = f"SELECT establishment_id::text FROM tile_place WHERE cell >> {2 * (30 - zoom)} = {cell} ORDER BY 1"
    same("a tile, GDAL", of_tile(frame, rows), [row[0] for row in sql(in_tile)])
    declared, there = set(layers["places"]["fields"]), set(frame.columns) - {"geometry", "mvt_id"}
    missing = {"id", "name", "activity", "completeness", "verdict"} - there
    # The member of a notice is there where one holds.
    if missing or there - declared or not declared - there <= {"notice"}:
        sys.exit(f"error: the tile has {sorted(there)}, TileJSON declares {sorted(declared)}")

    archive = next(FOLDER.glob("open/*/all/plainpied.pmtiles"))
    frame = geopandas.read_file(archive, layer="places")
    same("PMTiles, GDAL", of_tile(frame, rows), sorted(rows))
    told = sorted(zip(frame["id"], frame["verdict_manual_wheelchair"]))
    words = {"y": "yes", "h": "with_help", "n": "no", "u": "unknown"}
    with urllib.request.urlopen(f"{URL}/api/v1/needs") as response:
        needs = [need["key"] for need in json.load(response)["needs"]]
    from_end = len(needs) - needs.index("manual_wheelchair")
    letters = sql(f"SELECT id::text, left(right(verdicts, {from_end}), 1) FROM establishment ORDER BY id")
    same("PMTiles, the verdicts", told, [(key, words[letter]) for key, letter in letters])


def reconcile():
    """A client of the Reconciliation Service API finds places by their names, addresses and postal codes."""
    everything = sql("""
        SELECT id::text, name, postal_code, concat_ws(' ', house_number, street) FROM establishment
        WHERE status = 'published' ORDER BY id
    """)
    # By name: the client asks once for each.
    rows = {name: (key, code, address) for key, name, code, address in everything if address}
    rows = dict(list(rows.items())[:400])
    names = pandas.Series(list(rows))
    columns = {"postal_code": 1, "address": 2}
    properties = {key: pandas.Series([row[place] for row in rows.values()]) for key, place in columns.items()}
    found = reconciler.reconcile(
        names, type_id="establishment", property_mapping=properties, reconciliation_endpoint=f"{URL}/reconcile"
    )
    best = {row["input_value"]: row["id"] for _, row in found.iterrows()}
    same("reconciler, the best candidate", [best[name] for name in rows], [row[0] for row in rows.values()])
    sure = int(found["match"].astype(bool).sum())
    say(f"reconciler: {sure} of {len(rows)} are sure matches, all of them right")
    if sure < 0.95 * len(rows):
        sys.exit("error: reconciler: places under their own names and addresses are no sure matches")


for name in FORMATS:
    fetch(f"/api/v1/export?format={name}", f"export.{name}")
owslib()
gdal()
columns()
national_csv()
geojson()
qgis()
tiles()
reconcile()
