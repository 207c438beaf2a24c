//! Answers as a register has them: some places are described well, many hardly at all.

use plainpied_criteria::{Answers, Criterion, GroupSet, Kind, Schema, Value};

use crate::dice::Dice;

/// What is known of a place, and how many percent of what is asked that is: each criterion that is asked is answered
/// with a probability of 0 to 0.8, which differs from place to place.
pub fn answers(schema: &Schema, asked: &GroupSet, dice: &mut Dice) -> (Answers, u8) {
    let known = 0.8 * dice.share();
    let mut answers = Answers::new();
    let (mut open, mut answered) = (0_u32, 0_u32);
    for criterion in schema.criteria().iter().filter(|criterion| asked.asks(criterion.id)) {
        if !answers.opens(criterion) {
            continue;
        }
        open += 1;
        if dice.share() < known {
            answers.set(criterion.id, value(criterion, dice));
            answered += 1;
        }
    }
    (answers, (answered * 100 / open.max(1)) as u8)
}

fn value(criterion: &Criterion, dice: &mut Dice) -> Value {
    match &criterion.kind {
        Kind::Boolean => Value::Bool(dice.share() < 0.6),
        Kind::Integer { min, max, .. } if criterion.key.contains("largeur") => {
            Value::Integer((60 + dice.below(80) as i64).clamp(*min, *max))
        }
        Kind::Integer { min, max, .. } => Value::Integer((min + dice.below(6) as i64).min(*max)),
        Kind::Choice(options) => {
            Value::Choice(options[dice.below(options.len() as u64) as usize].value.clone())
        }
        Kind::Choices(options) => {
            let held = 1 + dice.below((1 << options.len()) - 1);
            let held = options.iter().enumerate().filter(|(rank, _)| held >> rank & 1 == 1);
            Value::Choices(held.map(|(_, option)| option.value.clone()).collect())
        }
        Kind::Text { .. } => Value::Text("Sonner à la porte de gauche.".to_owned()),
        Kind::Url { .. } => Value::Text("https://registre.example/a".to_owned()),
    }
}
