//! What the form of the search page says, and the addresses that ask for a little more or less.

use plainpied_criteria::Lang;
use plainpied_criteria::needs::needs;

use super::Tongue;

/// The parameters of a search, as they came.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pairs: Vec<(String, String)>,
}

/// A need that may be ticked.
#[derive(Debug)]
pub(crate) struct NeedBox {
    pub key: &'static str,
    pub name: &'static str,
    pub ticked: bool,
}

/// A limit that may be set.
#[derive(Debug)]
pub(crate) struct LimitBox {
    pub key: &'static str,
    pub label: &'static str,
    pub min: i64,
    pub max: i64,
    pub value: String,
    /// What is wrong with it; empty: nothing.
    pub error: String,
}

impl LimitBox {
    /// Says at the box what is expected there. The answer is for the summary: the id of the box, and the same with its label.
    pub fn refuse(&mut self, tongue: Tongue) -> (String, String) {
        let (words, to) =
            (tongue.say("écrivez un nombre entier de", "write a whole number from"), tongue.say("à", "to"));
        self.error = format!("{words} {} {to} {}", self.min, self.max);
        let colon = tongue.say(" :", ":");
        (format!("limit-{}", self.key), format!("{}{colon} {}", self.label, self.error))
    }
}

impl Wanted {
    /// Of these parameters; language and page are none of it.
    pub fn new(mut pairs: Vec<(String, String)>) -> Self {
        pairs.retain(|(name, _)| !matches!(name.as_str(), "lang" | "cursor"));
        Self { pairs }
    }

    /// Whether nothing was asked.
    pub fn is_nothing(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The value of a parameter; empty without it.
    pub fn get(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// What the form has no box for, so that it is not lost when the form is sent again.
    pub fn hidden(&self) -> impl Iterator<Item = &(String, String)> {
        const BOXES: [&str; 5] = ["q", "where", "needs", "without", "meant"];
        let boxed = |name: &str| BOXES.contains(&name) || name.starts_with("limits[");
        self.pairs.iter().filter(move |(name, _)| !boxed(name))
    }

    /// The address that asks for this.
    pub fn address(&self) -> String {
        address("/", self.pairs.iter())
    }

    /// The address that asks for this with another value of a parameter.
    pub fn with(&self, name: &str, value: &str) -> String {
        let other = (name.to_owned(), value.to_owned());
        let kept = self.pairs.iter().filter(|(known, _)| known != name);
        address("/", kept.chain(std::iter::once(&other)))
    }

    /// The address that asks for this without some parameters.
    pub fn less(&self, names: &[&str]) -> String {
        address("/", self.pairs.iter().filter(|(known, _)| !names.contains(&known.as_str())))
    }

    /// The address that asks for this without one value of a list.
    pub fn less_of(&self, name: &str, value: &str) -> String {
        let kept: Vec<&str> = self.get(name).split(',').filter(|one| *one != value).collect();
        if kept.is_empty() { self.less(&[name]) } else { self.with(name, &kept.join(",")) }
    }

    /// The address that asks for this wherever it is: `q` is what is left of the words without their place. A box is
    /// meant to be added.
    pub fn anywhere(&self, q: &str) -> String {
        const PLACE: [&str; 11] = [
            "q",
            "where",
            "lat",
            "lon",
            "radius",
            "bbox",
            "commune",
            "department",
            "postal_code",
            "meant",
            "without",
        ];
        let near = |name: &str, value: &str| name == "sort" && value == "distance";
        let q = (!q.is_empty()).then(|| ("q".to_owned(), q.to_owned()));
        let kept =
            self.pairs.iter().filter(|(name, value)| !PLACE.contains(&name.as_str()) && !near(name, value));
        address("/", q.iter().chain(kept))
    }

    /// The address that asks for this without reading words as `kind`.
    pub fn without(&self, kind: &str) -> String {
        let before = self.get("without");
        let join = if before.is_empty() { "" } else { "," };
        self.with("without", &format!("{before}{join}{kind}"))
    }

    /// The same search without what the person needs, where anything of it stands there: to be passed on to others.
    pub fn shared(&self) -> Option<String> {
        let others = |(name, _): &&(String, String)| !is_own(name) && !name.starts_with("need[");
        let kept: Vec<&(String, String)> = self.pairs.iter().filter(others).collect();
        (kept.len() < self.pairs.len()).then(|| address("/", kept.into_iter()))
    }

    /// Where somebody asks to be told of changes of what this finds: without what the person needs, and without what only
    /// says how it is shown. None where nothing else is asked.
    pub fn followed(&self) -> Option<String> {
        const OWN: [&str; 7] = ["verdict", "unknown", "sort", "facets", "explain", "limit", "without"];
        let others = |(name, _): &&(String, String)| {
            !is_own(name) && !name.starts_with("need[") && !OWN.contains(&name.as_str())
        };
        let query = address("", self.pairs.iter().filter(others));
        let search: String = form_urlencoded::byte_serialize(query.strip_prefix('?')?.as_bytes()).collect();
        Some(format!("/subscribe?search={search}"))
    }

    /// The page of a place for the same person.
    pub fn place(&self, id: uuid::Uuid) -> String {
        address(&format!("/establishments/{id}"), self.own())
    }

    /// What the person needs, as parameters of an address.
    pub fn own_query(&self) -> String {
        address("", self.own()).trim_start_matches('?').to_owned()
    }

    fn own(&self) -> impl Iterator<Item = &(String, String)> {
        self.pairs.iter().filter(|(name, _)| is_own(name))
    }

    /// All needs, with those that are ticked.
    pub fn needs(&self, lang: Lang) -> Vec<NeedBox> {
        let ticked: Vec<&str> = self.get("needs").split(',').filter_map(canonical).collect();
        let all = needs().all().iter();
        all.map(|need| NeedBox {
            key: &need.key,
            name: need.name.get(lang),
            ticked: ticked.contains(&need.key.as_str()),
        })
        .collect()
    }

    /// All limits, with those that are set.
    pub fn limits(&self, lang: Lang) -> Vec<LimitBox> {
        let all = needs().limits().iter();
        all.map(|limit| LimitBox {
            key: &limit.key,
            label: limit.label.get(lang),
            min: limit.min,
            max: limit.max,
            value: self.get(&format!("limits[{}]", limit.key)).to_owned(),
            error: String::new(),
        })
        .collect()
    }
}

/// Whether a parameter says something of the person.
fn is_own(name: &str) -> bool {
    name == "needs" || name.starts_with("limits[")
}

fn canonical(name: &str) -> Option<&'static str> {
    needs().get(name.trim()).map(|need| need.key.as_str())
}

fn address<'a>(path: &str, pairs: impl Iterator<Item = &'a (String, String)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let pairs = [("q", "pain"), ("needs", "wheelchair"), ("limits[max_steps]", "1"), ("lang", "en")];
        Wanted::new(pairs.map(|(name, value)| pair(name, value)).to_vec())
    }

    #[test]
    fn a_place_is_opened_for_the_person_and_not_for_the_words() {
        let id = uuid::Uuid::nil();
        assert_eq!(
            wanted().place(id),
            format!("/establishments/{id}?needs=wheelchair&limits%5Bmax_steps%5D=1")
        );
    }

    #[test]
    fn what_is_passed_on_says_nothing_of_the_person() {
        assert_eq!(wanted().shared().as_deref(), Some("/?q=pain"));
        assert_eq!(wanted().own_query(), "needs=wheelchair&limits%5Bmax_steps%5D=1");
        assert_eq!(Wanted::new(vec![("q".to_owned(), "pain".to_owned())]).shared(), None);
    }

    #[test]
    fn what_is_followed_says_nothing_of_the_person_either() {
        assert_eq!(wanted().followed().as_deref(), Some("/subscribe?search=q%3Dpain"));
        assert_eq!(Wanted::new(vec![("needs".to_owned(), "deaf".to_owned())]).followed(), None);
    }

    #[test]
    fn a_need_is_ticked_by_any_of_its_names() {
        let ticked: Vec<_> =
            wanted().needs(Lang::En).into_iter().filter(|need| need.ticked).map(|need| need.key).collect();
        assert_eq!(ticked, ["manual_wheelchair"]);
    }

    #[test]
    fn a_value_of_a_list_can_be_undone_alone() {
        let wanted = Wanted::new(vec![("activity".to_owned(), "boulangerie,cafe".to_owned())]);
        assert_eq!(wanted.less_of("activity", "cafe"), "/?activity=boulangerie");
        assert_eq!(
            Wanted::new(vec![("activity".to_owned(), "cafe".to_owned())]).less_of("activity", "cafe"),
            "/"
        );
    }

    #[test]
    fn another_area_keeps_needs_and_forgets_the_place() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let pairs =
            [("q", "pain lyon"), ("needs", "deaf"), ("where", "69"), ("sort", "distance"), ("lat", "45")];
        let wanted = Wanted::new(pairs.map(|(name, value)| pair(name, value)).to_vec());
        assert_eq!(wanted.anywhere("pain"), "/?q=pain&needs=deaf");
    }

    #[test]
    fn what_was_understood_can_be_undone_twice() {
        let once = wanted().without("commune");
        assert!(once.contains("without=commune"), "{once}");
        let pairs = vec![("without".to_owned(), "commune".to_owned())];
        assert_eq!(Wanted::new(pairs).without("need"), "/?without=commune%2Cneed");
    }
}
