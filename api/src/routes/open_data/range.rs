use axum::http::{HeaderMap, HeaderValue, header};

/// The one range of bytes that a request asks for. What is none (another unit, an end before the beginning) is ignored,
/// and several ranges are answered with the whole, which a server may do (RFC 9110 clause 14.2).
pub(super) fn single_range(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut given = headers.get_all(header::RANGE).iter();
    let (text, None) = (given.next()?.to_str().ok()?, given.next()) else {
        return None;
    };
    let (unit, range) = text.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // Beyond every file, whatever the number.
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last && last < u64::MAX => format!("bytes={first}-{last}"),
        (Some(first), Some(u64::MAX)) => format!("bytes={first}-"),
        (Some(first), None) if last.is_empty() => format!("bytes={first}-"),
        (None, Some(length)) if first.is_empty() => format!("bytes=-{length}"),
        _ => return None,
    };
    HeaderValue::from_str(&range).ok().filter(|_| unit.trim().eq_ignore_ascii_case("bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_taken_and_what_is_none_is_ignored() {
        let read = |text: &str| {
            let headers = HeaderMap::from_iter([(header::RANGE, text.parse().unwrap())]);
            single_range(&headers).map(|range| range.to_str().unwrap().to_owned())
        };
        for (text, range) in [
            ("bytes=5-9", "bytes=5-9"),
            ("Bytes=5-", "bytes=5-"),
            ("bytes=-100", "bytes=-100"),
            ("bytes=0-99999999999999999999999", "bytes=0-"),
        ] {
            assert_eq!(read(text).as_deref(), Some(range), "{text}");
        }
        for text in [
            "bytes=5-2",
            "lines=1-2",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=0-0,5-6",
            "bytes=+1-2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
