use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

use super::slots::WORDS;

/// Fast columns are opened by name.
pub(super) mod column {
    pub(in crate::embedded) const ID_HIGH: &str = "id_high";
    pub(in crate::embedded) const ID_LOW: &str = "id_low";
    pub(in crate::embedded) const VERSION: &str = "version";
    pub(in crate::embedded) const LON: &str = "lon";
    pub(in crate::embedded) const LAT: &str = "lat";
    pub(in crate::embedded) const MERIT: &str = "merit";
    pub(in crate::embedded) const VERDICTS: &str = "verdicts";
    pub(in crate::embedded) const NAME: &str = "name_written";
    pub(in crate::embedded) const NAME_ORDER: &str = "name_order";
    pub(in crate::embedded) const COMMUNE: &str = "commune";
    pub(in crate::embedded) const DEPARTMENT: &str = "department";
    pub(in crate::embedded) const ACTIVITY: &str = "activity";

    /// The column of one of the numbers that hold the answers.
    pub(in crate::embedded) fn answers(word: usize) -> String {
        format!("answers_{word}")
    }
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// 16 bytes: the key that deletes and replaces.
    pub(super) id: Field,
    pub(super) id_high: Field,
    pub(super) id_low: Field,
    pub(super) version: Field,
    pub(super) lon: Field,
    pub(super) lat: Field,
    /// Completeness and day of observation, see [`super::merit`].
    pub(super) merit: Field,
    /// What each need says within the usual limits, see [`super::verdicts`].
    pub(super) verdicts: Field,
    /// What is known, see [`super::slots`].
    pub(super) answers: [Field; WORDS],
    /// Name as written, what suggestions show.
    pub(super) name: Field,
    /// Folded name, what sorts.
    pub(super) name_order: Field,
    /// The document's own commune or arrondissement, what facets count.
    pub(super) commune: Field,
    /// Code: filter and facet.
    pub(super) department: Field,
    /// Slugs: filter and facet.
    pub(super) activity: Field,
    /// The commune and its parent: what filters.
    pub(super) within: Field,
    /// Cells of the quad-tree.
    pub(super) cell: Field,
    pub(super) text: TextFields,
}

/// The fields that words are looked for in.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextFields {
    pub(super) name: Field,
    pub(super) name_stem: Field,
    pub(super) activity: Field,
    pub(super) activity_stem: Field,
    pub(super) commune: Field,
    pub(super) street: Field,
    pub(super) postal_code: Field,
    pub(super) department: Field,
}

/// The schema of an index, always the same.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_bytes_field("id", BytesOptions::default().set_indexed()),
        id_high: schema.add_u64_field(column::ID_HIGH, FAST),
        id_low: schema.add_u64_field(column::ID_LOW, FAST),
        version: schema.add_i64_field(column::VERSION, FAST),
        lon: schema.add_f64_field(column::LON, FAST),
        lat: schema.add_f64_field(column::LAT, FAST),
        merit: schema.add_u64_field(column::MERIT, FAST),
        verdicts: schema.add_u64_field(column::VERDICTS, FAST),
        answers: std::array::from_fn(|word| schema.add_u64_field(&column::answers(word), FAST)),
        name: schema.add_text_field(column::NAME, TextOptions::default().set_fast("raw")),
        name_order: schema.add_text_field(column::NAME_ORDER, TextOptions::default().set_fast("raw")),
        commune: schema.add_text_field(column::COMMUNE, TextOptions::default().set_fast("raw")),
        department: schema.add_text_field(column::DEPARTMENT, exact().set_fast("raw")),
        activity: schema.add_text_field(column::ACTIVITY, exact().set_fast("raw")),
        within: schema.add_text_field("within", exact()),
        cell: schema.add_u64_field("cell", INDEXED),
        text: text_fields(&mut schema),
    };
    (schema.build(), fields)
}

fn text_fields(schema: &mut SchemaBuilder) -> TextFields {
    TextFields {
        name: schema.add_text_field("name", words(true)),
        name_stem: schema.add_text_field("name_stem", words(true)),
        activity: schema.add_text_field("activity_words", words(false)),
        activity_stem: schema.add_text_field("activity_stem", words(false)),
        commune: schema.add_text_field("commune_words", words(false)),
        street: schema.add_text_field("street", words(false)),
        postal_code: schema.add_text_field("postal_code", exact()),
        department: schema.add_text_field("department_words", words(false)),
    }
}

/// Words that have been analysed already and only need cutting at spaces. Their number matters in names, where a word
/// of two says more than a word of ten.
fn words(length_counts: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(length_counts);
    TextOptions::default().set_indexing_options(indexing)
}

fn exact() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}
