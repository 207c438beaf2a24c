use crate::view::media;

/// A format that all of it can be had in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    /// One GeoJSON feature collection (RFC 7946).
    GeoJson,
    /// A GeoJSON feature a line.
    GeoJsonLines,
    /// A GeoJSON text sequence (RFC 8142): each feature between a record separator and a line feed.
    GeoJsonSeq,
    /// A feature collection of PlaceInfos of A11yJSON.
    A11yJson,
    /// The national CSV.
    Csv,
    /// FlatGeobuf with its index.
    FlatGeobuf,
    /// GeoParquet 1.1.
    GeoParquet,
}

/// The order in which a format wants the establishments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By id.
    Id,
    /// Along a curve that fills the plane.
    Curve,
}

impl ExportFormat {
    /// The names of the parameter `format`, which are also the endings of files.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("geojson", Self::GeoJson),
        ("geojsonl", Self::GeoJsonLines),
        ("geojsonseq", Self::GeoJsonSeq),
        ("a11yjson", Self::A11yJson),
        ("csv", Self::Csv),
        ("fgb", Self::FlatGeobuf),
        ("parquet", Self::GeoParquet),
    ];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::GeoJsonLines => "geojsonl",
            Self::GeoJsonSeq => "geojsonseq",
            Self::A11yJson => "a11yjson",
            Self::Csv => "csv",
            Self::FlatGeobuf => "fgb",
            Self::GeoParquet => "parquet",
        }
    }

    /// Media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::GeoJson => media::GEOJSON,
            Self::GeoJsonLines => media::NDJSON,
            Self::GeoJsonSeq => media::GEOJSON_SEQ,
            Self::A11yJson => media::A11YJSON,
            Self::Csv => media::CSV,
            Self::FlatGeobuf => media::FLATGEOBUF,
            Self::GeoParquet => media::PARQUET,
        }
    }

    /// Whether it is text, which shrinks.
    pub fn is_text(self) -> bool {
        !matches!(self, Self::FlatGeobuf | Self::GeoParquet)
    }

    /// The order of its establishments.
    pub fn order(self) -> Order {
        if matches!(self, Self::GeoParquet | Self::FlatGeobuf) { Order::Curve } else { Order::Id }
    }

    /// Whether nothing of it is known before all of it is: its index stands at the beginning.
    pub fn ends_before_it_begins(self) -> bool {
        self == Self::FlatGeobuf
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_goes_by_the_name_that_asks_for_it() {
        assert!(ExportFormat::NAMES.iter().all(|(name, format)| format.name() == *name));
    }
}
