//! Civil dates from milliseconds and back: PDF dates and RFC 3339.

/// A moment taken apart in the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

impl Civil {
    /// Takes `time_ms` (milliseconds since 1970, UTC) apart, shifted by `offset_minutes`.
    pub fn at(time_ms: i64, offset_minutes: i32) -> Self {
        let seconds = time_ms.div_euclid(1000) + i64::from(offset_minutes) * 60;
        let (year, month, day) = from_days(seconds.div_euclid(86_400));
        let rest = seconds.rem_euclid(86_400);
        let part = |value: i64| u8::try_from(value).expect("a part of a day is under 60");
        Self {
            year,
            month,
            day,
            hour: part(rest / 3600),
            minute: part(rest / 60 % 60),
            second: part(rest % 60),
        }
    }

    /// Returns the milliseconds since 1970 of this moment in UTC.
    pub fn ms(self) -> i64 {
        let days = to_days(self.year, i64::from(self.month), i64::from(self.day));
        let seconds = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60;
        (days * 86_400 + seconds + i64::from(self.second)) * 1000
    }
}

/// Writes a PDF date in UTC: `D:YYYYMMDDHHmmSSZ` (ISO 32000-2 §7.9.4).
pub fn pdf_date(time_ms: i64) -> String {
    let c = Civil::at(time_ms, 0);
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}Z",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    )
}

/// Writes RFC 3339 in UTC, whole seconds.
pub fn rfc3339(time_ms: i64) -> String {
    let c = Civil::at(time_ms, 0);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    )
}

/// Reads a PDF date with or without a zone; missing parts are the smallest. Milliseconds, UTC.
pub fn parse_pdf_date(text: &[u8]) -> Option<i64> {
    let text = text.strip_prefix(b"D:").unwrap_or(text);
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (stamp, zone) = text.split_at(digits.min(14));
    let part = |from: usize, to: usize, least: i64| match stamp.get(from..to) {
        Some(field) => number(field),
        None => Some(least),
    };
    let civil = Civil {
        year: number(stamp.get(0..4)?)?,
        month: within(part(4, 6, 1)?, 1, 12)?,
        day: within(part(6, 8, 1)?, 1, 31)?,
        hour: within(part(8, 10, 0)?, 0, 23)?,
        minute: within(part(10, 12, 0)?, 0, 59)?,
        second: within(part(12, 14, 0)?, 0, 59)?,
    };
    Some(civil.ms() - zone_minutes(zone)? * 60_000)
}

fn zone_minutes(zone: &[u8]) -> Option<i64> {
    let sign = match zone.first() {
        None | Some(b'Z') => return Some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let hours = number(zone.get(1..3)?)?;
    let minutes = match zone.get(3..) {
        Some([b'\'', tens, ones, ..]) => number(&[*tens, *ones])?,
        _ => 0,
    };
    Some(sign * (hours * 60 + minutes))
}

fn number(digits: &[u8]) -> Option<i64> {
    core::str::from_utf8(digits).ok()?.parse().ok()
}

fn within(value: i64, least: i64, most: i64) -> Option<u8> {
    (least..=most)
        .contains(&value)
        .then(|| u8::try_from(value).ok())?
}

/// Days since 1970-01-01 to year, month, day (H. Hinnant, "chrono-compatible low-level date algorithms").
fn from_days(days: i64) -> (i64, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + i64::from(month <= 2);
    let small = |value: i64| u8::try_from(value).expect("days and months are small");
    (year, small(month), small(day))
}

/// The inverse of [`from_days`], by the same source.
fn to_days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * shifted + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::{parse_pdf_date, pdf_date, rfc3339};

    #[test]
    fn a_date_reads_what_it_writes() {
        for ms in [0, 951_782_400_000, 1_795_305_599_000, 4_102_444_799_000] {
            assert_eq!(parse_pdf_date(pdf_date(ms).as_bytes()), Some(ms));
        }
        assert_eq!(rfc3339(951_782_400_000), "2000-02-29T00:00:00Z");
    }

    #[test]
    fn zones_and_missing_parts_are_understood() {
        assert_eq!(parse_pdf_date(b"D:19700101010000+01'00'"), Some(0));
        assert_eq!(parse_pdf_date(b"D:1970"), Some(0));
        assert_eq!(parse_pdf_date(b"D:19701301"), None);
    }
}
