//! ECDSA verified on P-384 and P-521 (FIPS 186-5 §6.4.2), with the public key alone.
//!
//! P-256, on which everything of ours is signed, is left to its crate; these two are met in the
//! files of others, where a crate for each would cost a browser more than all else here.

use super::asn1::{SEQUENCE, Walk};
use super::modular::{Modulus, Residue, is_zero, trimmed};
use crate::{Error, Kind, Result};

/// A curve y² = x³ − 3x + b.
pub(super) struct Curve {
    prime: &'static str,
    order: &'static str,
    b: &'static str,
    base: [&'static str; 2],
    /// Bits of the order.
    bits: usize,
}

/// P-384 (SP 800-186 §3.2.1.4).
pub(super) const P384: Curve = Curve {
    prime: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    order: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    b: "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
    base: [
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    ],
    bits: 384,
};

/// P-521 (SP 800-186 §3.2.1.5).
pub(super) const P521: Curve = Curve {
    prime: "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    order: "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    b: "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
    base: [
        "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
        "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
    ],
    bits: 521,
};

/// A point in Jacobian coordinates; `z` is zero at infinity.
#[derive(Clone)]
struct Point {
    x: Residue,
    y: Residue,
    z: Residue,
}

/// Verifies `SEQUENCE { r, s }` over a digest, for a key given as an uncompressed point.
pub(super) fn verify(curve: &Curve, key: &[u8], digest: &[u8], signature: &[u8]) -> Result<()> {
    let wrong = Error::new(Kind::BadSignature);
    let outer = Walk::only(signature, SEQUENCE, Kind::BadSignature)?;
    let mut walk = Walk::new(outer.value, Kind::BadSignature);
    let (r, s) = (walk.uint()?, walk.uint()?);
    walk.end()?;
    let field = Modulus::new(&hex(curve.prime)).expect("the prime is odd");
    let order = Modulus::new(&hex(curve.order)).expect("the order is odd");
    let key = point(curve, &field, key).ok_or(Kind::UnsupportedAlgorithm)?;
    let (weights, r) = weights(curve, &order, digest, (&r, &s)).ok_or(wrong)?;
    let base = at_one(&field, curve.base.map(hex)).expect("the base point is on the curve");
    let sum = sum(&field, [&base, &key], &weights);
    if !is_zero(&sum.z) && abscissa_is(&field, &order, &sum, &r) {
        Ok(())
    } else {
        Err(wrong)
    }
}

/// Returns digest / s and r / s modulo the order, and r.
fn weights(
    curve: &Curve,
    order: &Modulus,
    digest: &[u8],
    (r, s): (&[u8], &[u8]),
) -> Option<([Vec<u8>; 2], Vec<u8>)> {
    let kept = digest.len().min(curve.bits / 8);
    let e = order.reduced(&digest[..kept])?;
    let (r, s) = (order.residue(r)?, order.residue(s)?);
    if is_zero(&r) || is_zero(&s) {
        return None;
    }
    let inverse = s.invert_vartime().into_option()?;
    let weights = [e.mul(&inverse), r.mul(&inverse)].map(|weight| order.write(&weight));
    Some((weights, order.write(&r)))
}

/// Whether x / z² is r modulo the order: r itself, or r and once the order.
fn abscissa_is(field: &Modulus, order: &Modulus, point: &Point, r: &[u8]) -> bool {
    let inverse = point.z.square().invert_vartime().into_option();
    let x = inverse.map(|inverse| field.write(&point.x.mul(&inverse)));
    let x = x.and_then(|x| order.reduced(&x));
    x.is_some_and(|x| trimmed(&order.write(&x)) == trimmed(r))
}

/// Reads `04 ‖ x ‖ y`, if that point is on the curve.
fn point(curve: &Curve, field: &Modulus, key: &[u8]) -> Option<Point> {
    let (form, coordinates) = key.split_first()?;
    if *form != 4 || coordinates.len() != 2 * field.octets() {
        return None;
    }
    let (x, y) = coordinates.split_at(field.octets());
    let point = at_one(field, [x.to_vec(), y.to_vec()])?;
    let three = point.x.double().add(&point.x);
    let cube = point.x.square().mul(&point.x);
    let right = cube.sub(&three).add(&field.residue(&hex(curve.b))?);
    (point.y.square() == right).then_some(point)
}

fn at_one(field: &Modulus, [x, y]: [Vec<u8>; 2]) -> Option<Point> {
    Some(Point {
        x: field.residue(&x)?,
        y: field.residue(&y)?,
        z: field.one(),
    })
}

/// Adds both points, each as often as its weight says (bits of both weights side by side).
fn sum(field: &Modulus, points: [&Point; 2], weights: &[Vec<u8>; 2]) -> Point {
    let both = points[0].plus(points[1]);
    let mut sum = Point {
        x: field.one(),
        y: field.one(),
        z: field.zero(),
    };
    for bit in 0..8 * weights[0].len() {
        sum = sum.twice();
        let set = |weight: &[u8]| weight[bit / 8] >> (7 - bit % 8) & 1 == 1;
        sum = match (set(&weights[0]), set(&weights[1])) {
            (false, false) => sum,
            (true, false) => sum.plus(points[0]),
            (false, true) => sum.plus(points[1]),
            (true, true) => sum.plus(&both),
        };
    }
    sum
}

impl Point {
    /// Doubles (hyperelliptic.org EFD, dbl-2001-b).
    fn twice(&self) -> Self {
        let delta = self.z.square();
        let gamma = self.y.square();
        let beta = self.x.mul(&gamma);
        let slope = self.x.sub(&delta).mul(&self.x.add(&delta));
        let alpha = slope.double().add(&slope);
        let four = beta.double().double();
        let x = alpha.square().sub(&four.double());
        let z = self.y.add(&self.z).square().sub(&gamma).sub(&delta);
        let eight = gamma.square().double().double().double();
        let y = alpha.mul(&four.sub(&x)).sub(&eight);
        Self { x, y, z }
    }

    /// Adds (EFD, add-2007-bl), whatever the two points are.
    fn plus(&self, other: &Self) -> Self {
        if is_zero(&self.z) {
            return other.clone();
        }
        if is_zero(&other.z) {
            return self.clone();
        }
        let (zz, other_zz) = (self.z.square(), other.z.square());
        let (u, other_u) = (self.x.mul(&other_zz), other.x.mul(&zz));
        let s = self.y.mul(&other.z).mul(&other_zz);
        let other_s = other.y.mul(&self.z).mul(&zz);
        let h = other_u.sub(&u);
        let r = other_s.sub(&s).double();
        if is_zero(&h) {
            return if is_zero(&r) {
                self.twice()
            } else {
                self.infinity()
            };
        }
        let i = h.double().square();
        let j = h.mul(&i);
        let v = u.mul(&i);
        let x = r.square().sub(&j).sub(&v.double());
        let y = r.mul(&v.sub(&x)).sub(&s.mul(&j).double());
        let z = self
            .z
            .add(&other.z)
            .square()
            .sub(&zz)
            .sub(&other_zz)
            .mul(&h);
        Self { x, y, z }
    }

    fn infinity(&self) -> Self {
        Self {
            z: self.z.sub(&self.z),
            ..self.clone()
        }
    }
}

fn hex(digits: &str) -> Vec<u8> {
    let digit = |digit: u8| (digit as char).to_digit(16).expect("hexadecimal digits") as u8;
    let pairs = digits.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}
