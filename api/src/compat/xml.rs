//! A tree of JSON as XML, in the form that Django REST framework gives it: `root`, a `list-item` for each item of a list,
//! nothing in the element of what is null.

use serde_json::Value;

/// The document.
pub(super) fn document(value: &Value) -> Vec<u8> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    element(&mut out, "root", value);
    out.into_bytes()
}

fn element(out: &mut String, name: &str, value: &Value) {
    out.extend(["<", name, ">"]);
    match value {
        Value::Null => {}
        // As Python writes them.
        Value::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => escape(out, text),
        Value::Array(items) => items.iter().for_each(|item| element(out, "list-item", item)),
        Value::Object(members) => members.iter().for_each(|(name, value)| element(out, name, value)),
    }
    out.extend(["</", name, ">"]);
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // What XML 1.0 cannot hold.
            c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_nulls_booleans_and_signs_are_written_as_there() {
        let value = json!({"a": [1, null, true], "b": "x < y & z\u{1}"});
        let text = String::from_utf8(document(&value)).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root><a><list-item>1</list-item><list-item></list-item>\
             <list-item>True</list-item></a><b>x &lt; y &amp; z</b></root>"
        );
    }
}
