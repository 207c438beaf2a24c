"""Reads a collection of /ogc as QGIS does, by its OGC API - Features provider, and prints what it reads as JSON.

Usage: read_by_qgis.py URL, with the Python that Debian's python3-qgis belongs to.
"""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer  # noqa: E402

QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()

layer = QgsVectorLayer(f"typename='establishments' url='{sys.argv[1]}/ogc' pageSize='500'", "places", "OAPIF")
if not layer.isValid():
    sys.exit(f"error: QGIS takes no layer from {sys.argv[1]}/ogc: {layer.error().summary()}")


def known(value):
    """QGIS writes what is not known as NULL, which is no None."""
    return None if value is None or (hasattr(value, "isNull") and value.isNull()) else value


def row(feature):
    at = feature.geometry().asPoint()
    level = known(feature["entree_plain_pied"])
    width = known(feature["entree_largeur_mini"])
    return [
        feature["id"], feature["name"], at.x(), at.y(),
        None if level is None else bool(level), None if width is None else int(width),
        known(feature["entree_marches_rampe"]),
    ]


box = QgsFeatureRequest().setFilterRect(QgsRectangle(4.8, 45.7, 4.9, 45.8))
extent = layer.extent()
print(json.dumps({
    "places": sorted(row(feature) for feature in layer.getFeatures()),
    "near": sorted(feature["id"] for feature in layer.getFeatures(box)),
    "extent": [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()],
}))
sys.stdout.flush()
# QGIS takes itself apart badly; all is said.
os._exit(0)
