//! What a request for items may ask.

use plainpied_domain::filter::{Property, Subject};
use plainpied_domain::{BoundingBox, Crs};
use plainpied_opendata::cql2::{self, Cql2Language};
use plainpied_opendata::flat;
use plainpied_store::items::{ItemsBox, ItemsQuery, can_order};
use utoipa::IntoParams;

use super::interval::Interval;
use super::{Collection, Form, answer};
use crate::extract::{Fields, QueryParams, shortened};
use crate::problem::Problem;

/// Items on a page at most, and unless asked.
const MOST: u32 = 10_000;
const USUAL: u32 = 100;
/// Properties to put items in order by.
const MOST_KEYS: usize = 3;

/// Which items, how many, and how they are shown. What depends on the collection is read by [`ItemsParams::query`].
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemsParams {
    /// json or html.
    #[param(value_type = Option<String>)]
    pub f: Option<Form>,
    /// Items on a page.
    #[param(value_type = Option<u32>)]
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
    #[param(value_type = Option<String>)]
    bbox: Option<ItemsBox>,
    #[param(value_type = Option<String>, rename = "bbox-crs")]
    #[expect(dead_code, reason = "the box is read in it")]
    bbox_crs: Crs,
    /// The system of positions in the answer.
    #[param(value_type = Option<String>)]
    pub crs: Crs,
    #[param(value_type = Option<String>)]
    datetime: Interval,
    filter: Option<String>,
    #[param(value_type = Option<String>, rename = "filter-lang")]
    filter_lang: Cql2Language,
    #[param(value_type = Option<String>, rename = "filter-crs")]
    filter_crs: Crs,
    /// Names of the properties that are wanted.
    #[param(value_type = Option<String>)]
    pub properties: Option<Vec<String>>,
    #[param(value_type = Option<String>)]
    sortby: Vec<String>,
    /// The same for all pages of a list, in any form.
    #[param(ignore)]
    canonical: String,
}

/// How one item is shown.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemParams {
    /// json or html.
    #[param(value_type = Option<String>)]
    pub f: Option<Form>,
    /// The system of its position.
    #[param(value_type = Option<String>)]
    pub crs: Crs,
}

impl QueryParams for ItemParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { f: answer::form(fields)?, crs: fields.parsed("crs")?.unwrap_or_default() })
    }
}

impl QueryParams for ItemsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let f = answer::form(fields)?;
        let canonical = fields.canonical();
        let limit = fields.parsed::<u64>("limit")?.unwrap_or(u64::from(USUAL));
        if limit == 0 {
            return Err(Problem::parameter("limit", "a page holds one item at least"));
        }
        let bbox_crs = fields.parsed("bbox-crs")?.unwrap_or_default();
        const LANGUAGES: [(&str, Cql2Language); 2] =
            [("cql2-text", Cql2Language::Text), ("cql2-json", Cql2Language::Json)];
        let properties = fields.list("properties");
        Ok(Self {
            f,
            // More than is given out is no mistake (Part 1, requirement /req/core/fc-limit-response-1).
            limit: u32::try_from(limit).unwrap_or(MOST).min(MOST),
            cursor: fields.take("cursor"),
            bbox: fields.take("bbox").map(|text| bounding_box(&text, bbox_crs)).transpose()?,
            bbox_crs,
            crs: fields.parsed("crs")?.unwrap_or_default(),
            datetime: fields.parsed("datetime")?.unwrap_or_default(),
            filter: fields.take("filter").filter(|filter| !filter.trim().is_empty()),
            filter_lang: fields.word("filter-lang", &LANGUAGES)?.unwrap_or_default(),
            filter_crs: fields.parsed("filter-crs")?.unwrap_or_default(),
            properties: (!properties.is_empty()).then_some(properties),
            sortby: fields.list("sortby"),
            canonical,
        })
    }
}

impl ItemsParams {
    /// What cursors of the list are bound to.
    pub fn list(&self, collection: Collection) -> String {
        format!("/ogc{}/items?{}", collection.path(), self.canonical)
    }

    /// The path under `/ogc` of a page of this list: the first, or the one of a cursor.
    pub fn page(&self, collection: Collection, (form, cursor): (Option<Form>, Option<&str>)) -> String {
        let join = if self.canonical.is_empty() { "" } else { "&" };
        let mut page = format!("{}/items?{}{join}limit={}", collection.path(), self.canonical, self.limit);
        for (name, value) in [("cursor", cursor), ("f", form.map(Form::name))] {
            if let Some(value) = value {
                page.push_str(&format!("&{name}={value}"));
            }
        }
        page
    }

    /// What the store is asked for.
    ///
    /// # Errors
    /// A property that the collection does not have; a filter that cannot be used, with the place of the mistake.
    pub fn query(&self, collection: Collection) -> Result<ItemsQuery, Problem> {
        let subject = collection.subject();
        self.refuse_unknown_properties(subject)?;
        let condition = self.filter.as_ref().map(|filter| {
            cql2::read(subject, filter, self.filter_lang, self.filter_crs).map_err(|error| {
                let position = error.position;
                Problem::parameter("filter", error).with("position", position)
            })
        });
        // Of communes nothing says when they changed: an interval leaves nothing out (clause 7.15.4).
        let changed = match subject {
            Subject::Establishments => (self.datetime.from, self.datetime.to),
            Subject::Communes => (None, None),
        };
        Ok(ItemsQuery {
            bbox: self.bbox,
            changed,
            need: if let Collection::Usable(rank) = collection { Some(rank) } else { None },
            condition: condition.transpose()?,
            order: self.order(subject)?,
            crs: self.crs,
            ..ItemsQuery::default()
        })
    }

    fn order(&self, subject: Subject) -> Result<Vec<(Property, bool)>, Problem> {
        if self.sortby.len() > MOST_KEYS {
            return Err(Problem::parameter("sortby", format!("at most {MOST_KEYS} properties")));
        }
        let key = |text: &String| {
            let (name, greatest_first) = match text.strip_prefix('-') {
                Some(name) => (name, true),
                // A plus sign that was not escaped arrives as a space.
                None => (text.trim_start_matches(['+', ' ']), false),
            };
            let found =
                subject.property(name).map(|(property, _)| property).filter(|property| can_order(*property));
            let property = found.ok_or_else(|| {
                let detail = format!("items cannot be put in order by {:?}", shortened(name));
                Problem::parameter("sortby", detail).nearest(subject.nearest(name))
            })?;
            Ok((property, greatest_first))
        };
        self.sortby.iter().map(key).collect()
    }

    fn refuse_unknown_properties(&self, subject: Subject) -> Result<(), Problem> {
        for name in self.properties.iter().flatten() {
            let known = match subject {
                Subject::Establishments => flat::columns().iter().any(|column| column.name == *name),
                Subject::Communes => subject.property(name).is_some(),
            };
            if !known && name != "geometry" {
                let detail = format!("{:?} is no property here; the queryables list them", shortened(name));
                return Err(Problem::parameter("properties", detail).nearest(subject.nearest(name)));
            }
        }
        Ok(())
    }
}

/// Four numbers in the order of the axes of the system, or six with heights, which are not looked at.
fn bounding_box(text: &str, crs: Crs) -> Result<ItemsBox, Problem> {
    let wrong = || {
        Problem::parameter("bbox", format!("{:?} is not four numbers separated by commas", shortened(text)))
    };
    let numbers =
        text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|number| number.is_finite()));
    let numbers = numbers.collect::<Option<Vec<f64>>>().ok_or_else(wrong)?;
    let ([west, south], [east, north]) = match numbers[..] {
        [a, b, c, d] | [a, b, _, c, d, _] => (crs.swap([a, b]), crs.swap([c, d])),
        _ => return Err(wrong()),
    };
    if crs.is_geographic() {
        let bbox = BoundingBox::new(west, south, east, north);
        return bbox.map(ItemsBox::Degrees).map_err(|error| Problem::parameter("bbox", error));
    }
    if west > east || south > north {
        return Err(Problem::parameter("bbox", "the box is reversed"));
    }
    // Beyond, the system says nothing of the Earth: a client that is zoomed out means all that there is.
    let [least_x, least_y, most_x, most_y] = crs.bounds();
    let (x, y) = (|x: f64| x.clamp(least_x, most_x), |y: f64| y.clamp(least_y, most_y));
    Ok(ItemsBox::Projected([x(west), y(south), x(east), y(north)], crs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_read_in_the_order_of_the_axes_of_its_system() {
        let degrees = |text: &str| ItemsBox::Degrees(text.parse().unwrap());
        assert_eq!(bounding_box("4,45,5,46", Crs::Crs84).unwrap(), degrees("4,45,5,46"));
        assert_eq!(bounding_box("45,4,46,5", Crs::Epsg4326).unwrap(), degrees("4,45,5,46"));
        assert_eq!(bounding_box("4,45,0,5,46,100", Crs::Crs84).unwrap(), degrees("4,45,5,46"));
        let metres = [842_000.0, 6_515_000.0, 843_000.0, 6_516_000.0];
        assert_eq!(
            bounding_box("842000,6515000,843000,6516000", Crs::Epsg2154).unwrap(),
            ItemsBox::Projected(metres, Crs::Epsg2154)
        );
        let all = Crs::Epsg2154.bounds();
        assert_eq!(
            bounding_box("-2e7,-2e7,2e7,2e7", Crs::Epsg2154).unwrap(),
            ItemsBox::Projected(all, Crs::Epsg2154),
            "all that the system has"
        );
        assert!(bounding_box("177,-19,-178,-16", Crs::Crs84).is_ok(), "over the antimeridian");
        for wrong in ["1,2,3", "a,b,c,d", "4,46,5,45", "NaN,1,2,3"] {
            assert!(bounding_box(wrong, Crs::Crs84).is_err(), "{wrong}");
        }
    }
}
