"""Reads the service with the clients that people use, and compares what they read with SQL.

Usage: read.py URL DATABASE_URL FOLDER, where FOLDER is for files that are fetched.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import geopandas
import psycopg
import pyarrow.parquet
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


for name in FORMATS:
    fetch(f"/api/v1/export?format={name}", f"export.{name}")
owslib()
columns()
national_csv()
geojson()
