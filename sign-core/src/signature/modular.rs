//! Numbers modulo a public one, for verifying alone: nothing here is secret, so time may vary.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

/// A number modulo [`Modulus`].
pub(super) type Residue = BoxedMontyForm;

/// An odd modulus.
#[derive(Clone, Debug)]
pub(super) struct Modulus {
    params: BoxedMontyParams,
    octets: usize,
}

impl Modulus {
    /// Takes a big-endian modulus; nothing for an even one or one below 3.
    pub(super) fn new(octets: &[u8]) -> Option<Self> {
        let digits = trimmed(octets);
        if digits.len() < 2 && digits.first().is_none_or(|digit| *digit < 3) {
            return None;
        }
        let modulus = Odd::new(BoxedUint::from_be_slice_vartime(digits)).into_option()?;
        let params = BoxedMontyParams::new_vartime(modulus);
        let octets = digits.len();
        Some(Self { params, octets })
    }

    /// Returns how many octets the modulus has.
    pub(super) fn octets(&self) -> usize {
        self.octets
    }

    /// Takes a big-endian number; nothing for one that is not below the modulus.
    pub(super) fn residue(&self, octets: &[u8]) -> Option<Residue> {
        let digits = trimmed(octets);
        let number = BoxedUint::from_be_slice(digits, self.params.bits_precision()).ok()?;
        let below = number < **self.params.modulus();
        below.then(|| BoxedMontyForm::new(number, &self.params))
    }

    /// Takes a big-endian number of at most the modulus' octets, whatever it is modulo that.
    pub(super) fn reduced(&self, octets: &[u8]) -> Option<Residue> {
        let number =
            BoxedUint::from_be_slice(trimmed(octets), self.params.bits_precision()).ok()?;
        Some(BoxedMontyForm::new(number, &self.params))
    }

    /// Raises a number to a public power: a square for each bit, a product for each that is set.
    pub(super) fn power(&self, base: &Residue, exponent: &[u8]) -> Residue {
        let bits = |octet: &u8| {
            let octet = *octet;
            (0..8).rev().map(move |bit| octet >> bit & 1 == 1)
        };
        let mut bits = exponent.iter().flat_map(bits).skip_while(|bit| !bit);
        if bits.next().is_none() {
            return self.one();
        }
        bits.fold(base.clone(), |power, bit| match bit {
            true => power.square() * base,
            false => power.square(),
        })
    }

    /// Returns zero.
    pub(super) fn zero(&self) -> Residue {
        BoxedMontyForm::zero(&self.params)
    }

    /// Returns one.
    pub(super) fn one(&self) -> Residue {
        BoxedMontyForm::one(&self.params)
    }

    /// Writes a number with as many octets as the modulus has.
    pub(super) fn write(&self, number: &Residue) -> Vec<u8> {
        let digits = number.retrieve().to_be_bytes_trimmed_vartime();
        let digits = trimmed(&digits);
        let mut out = vec![0; self.octets.saturating_sub(digits.len())];
        out.extend_from_slice(digits);
        out
    }
}

/// Whether a number is zero.
pub(super) fn is_zero(number: &Residue) -> bool {
    bool::from(number.is_zero())
}

/// Returns the octets from the first that is not zero.
pub(super) fn trimmed(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}
