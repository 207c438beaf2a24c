//! How much must be known of a place that somebody adds.

use crate::answers::Answers;
use crate::schema::Schema;

/// Root questions that must be answered of a place that is added by hand.
pub const LEAST_FOUNDING: usize = 3;

/// Says nothing of how accessible a place is: nearly every place has a door.
const DOOR: &str = "entree_porte_presence";

/// How many root questions about the place itself are answered, the one whether there is a door not counted.
pub fn founding(schema: &Schema, answers: &Answers) -> usize {
    schema.roots().filter(|root| root.key != DOOR && answers.get(root.id).is_some()).count()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema;

    #[test]
    fn the_door_the_labels_and_what_hangs_under_a_root_do_not_count() {
        let said = json!({
            "entree_porte_presence": true, "entree_porte_type": "manuelle", "labels": ["th"], "commentaire": "x",
            "entree_plain_pied": false, "sanitaires_presence": true
        });
        let answers = Answers::parse_json(schema(), &said).unwrap();
        assert_eq!(founding(schema(), &answers), 2);
        let door = schema().get(DOOR).unwrap();
        assert!(door.parent.is_none());
    }
}
