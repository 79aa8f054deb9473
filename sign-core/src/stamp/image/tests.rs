//! Pictures made here: read, turned, and refused where they are hurt.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use lopdf::{Object, ObjectId};

use super::{Image, MOST_OCTETS, Picture};
use crate::error::Kind;

/// Writes a PNG of 3 × 2 pixels.
fn png(kind: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    sized(3, 2, kind, pixels)
}

fn sized(width: u32, height: u32, kind: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut encoder = png::Encoder::new(&mut octets, width, height);
    encoder.set_color(kind);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    octets
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, body].concat()
}

/// Writes a grey JPEG of 16 × 8 pixels, a dark and a light half, with `beside` before its frame.
/// Progressive ones hold a scan of the means alone.
fn jpeg(frame: u8, beside: &[u8]) -> Vec<u8> {
    let progressive = frame == 0xc2;
    let one_code = |class: u8, value: u8| {
        let mut counts = [0; 16];
        counts[0] = 1;
        segment(0xc4, &[&[class][..], &counts, &[value]].concat())
    };
    // Two blocks: code 0, then seven bits of difference, and where details follow, code 0 for none.
    let (scan, coded): (&[u8], &[u8]) = if progressive {
        (&[1, 1, 0, 0, 0, 0], &[0b0000_0000, 0b0111_1111])
    } else {
        let coded = &[0b0000_0000, 0b0011_1111, 0b1011_1111];
        (&[1, 1, 0, 0, 63, 0], coded)
    };
    [
        vec![0xff, 0xd8],
        beside.to_vec(),
        segment(0xdb, &[&[0][..], &[2; 64]].concat()),
        segment(frame, &[8, 0, 8, 0, 16, 1, 1, 0x11, 0]),
        one_code(0x00, 7),
        one_code(0x10, 0),
        segment(0xda, scan),
        coded.to_vec(),
        vec![0xff, 0xd9],
    ]
    .concat()
}

fn exif(turn: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    body.extend([turn, 0, 0, 0, 0, 0, 0, 0]);
    segment(0xe1, &body)
}

fn embedded(octets: &[u8]) -> (Vec<lopdf::Stream>, Picture) {
    let mut objects = Vec::new();
    let mut add = |object: Object| -> ObjectId {
        objects.push(object.as_stream().unwrap().clone());
        (u32::try_from(objects.len()).unwrap(), 0)
    };
    let picture = Image::read(octets).unwrap().embed(&mut add);
    (objects, picture)
}

fn plain(stream: &lopdf::Stream) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec_zlib(&stream.content).unwrap()
}

fn refused(octets: &[u8]) -> Kind {
    Image::read(octets).unwrap_err().kind
}

#[test]
fn opacity_becomes_a_soft_mask_and_colours_stay() {
    let pixels: Vec<u8> = (0..24).collect();
    let (objects, picture) = embedded(&png(png::ColorType::Rgba, &pixels));
    assert_eq!(plain(&objects[0]), [3, 7, 11, 15, 19, 23]);
    assert_eq!(plain(&objects[1])[..6], [0, 1, 2, 4, 5, 6]);
    let mask = objects[1].dict.get(b"SMask").unwrap().as_reference();
    assert_eq!(mask.unwrap(), (1, 0));
    assert_eq!((picture.id, picture.aspect()), ((2, 0), 1.5));
}

#[test]
fn a_picture_without_anything_to_look_through_has_no_mask() {
    let pixels = [9, 9, 9, 255].repeat(6);
    assert_eq!(embedded(&png(png::ColorType::Rgba, &pixels)).0.len(), 1);
    let (objects, _) = embedded(&png(png::ColorType::Grayscale, &[0, 1, 2, 3, 4, 5]));
    let space = objects[0].dict.get(b"ColorSpace").unwrap();
    assert_eq!(space.as_name().unwrap(), b"DeviceGray");
    assert_eq!(plain(&objects[0]), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_jpeg_keeps_its_coding_and_loses_what_it_says_of_its_origin() {
    for frame in [0xc0, 0xc2] {
        let place = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0 a place");
        let beside = [exif(1), place, segment(0xfe, b"a camera")].concat();
        let octets = [jpeg(frame, &beside), b"a thumbnail".to_vec()].concat();
        let (objects, picture) = embedded(&octets);
        assert_eq!(objects[0].content, jpeg(frame, &[]));
        let filter = objects[0].dict.get(b"Filter").unwrap();
        assert_eq!(filter.as_name().unwrap(), b"DCTDecode");
        assert_eq!(picture.aspect(), 2.0);
    }
}

#[test]
fn a_jpeg_that_was_taken_lying_is_stood_up() {
    let corners = |turn| {
        let (_, picture) = embedded(&jpeg(0xc0, &exif(turn)));
        let [a, b, c, d, e, f] = picture.upright();
        // Where the upper left and the upper right corner of what is stored are seen.
        ([c + e, d + f], [a + c + e, b + d + f], picture.aspect())
    };
    assert_eq!(corners(1), ([0.0, 1.0], [1.0, 1.0], 2.0));
    assert_eq!(corners(3), ([1.0, 0.0], [0.0, 0.0], 2.0));
    assert_eq!(corners(6), ([1.0, 1.0], [1.0, 0.0], 0.5));
    assert_eq!(corners(8), ([0.0, 0.0], [0.0, 1.0], 0.5));
    for turn in 0..=9 {
        let (left, right, _) = corners(turn);
        let unit = |at: [f64; 2]| at.iter().all(|one| *one == 0.0 || *one == 1.0);
        assert!(unit(left) && unit(right) && left != right, "{turn}");
    }
}

#[test]
fn pictures_that_are_cut_hurt_or_of_another_kind_are_refused() {
    let whole = png(png::ColorType::Rgb, &[7; 18]);
    for cut in 0..whole.len() - 1 {
        assert_eq!(refused(&whole[..cut]), Kind::BadImage, "{cut}");
    }
    let mut hurt = whole;
    hurt[20] ^= 1;
    assert_eq!(refused(&hurt), Kind::BadImage);
    let whole = jpeg(0xc0, &exif(6));
    for cut in 0..whole.len() - 1 {
        assert_eq!(refused(&whole[..cut]), Kind::BadImage, "{cut}");
    }
    assert_eq!(refused(&jpeg(0xc9, &[])), Kind::BadImage);
    assert_eq!(refused(b"GIF89a"), Kind::BadImage);
    assert_eq!(refused(b""), Kind::BadImage);
}

#[test]
fn pictures_over_a_limit_are_refused_before_they_are_decoded() {
    assert_eq!(refused(&vec![0; MOST_OCTETS + 1]), Kind::ImageTooLarge);
    let mut wide = jpeg(0xc0, &[]);
    let frame = wide.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    wide[frame + 5..frame + 9].fill(0xff);
    assert_eq!(refused(&wide), Kind::ImageTooLarge);
    let large = sized(2001, 2000, png::ColorType::Grayscale, &vec![0; 2001 * 2000]);
    assert_eq!(refused(&large), Kind::ImageTooLarge);
}

/// Writes a PAM of these sides, right or wrong, in front of pixels.
fn pam(width: &str, height: &str, pixels: &[u8]) -> Vec<u8> {
    let header = format!(
        "P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    );
    [header.as_bytes(), pixels].concat()
}

fn space(stream: &lopdf::Stream) -> &[u8] {
    stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap()
}

#[test]
fn pixels_as_they_are_become_colours_and_a_soft_mask() {
    let pixels: Vec<u8> = (0..24).collect();
    let (objects, picture) = embedded(&pam("3", "2", &pixels));
    assert_eq!(plain(&objects[0]), [3, 7, 11, 15, 19, 23]);
    assert_eq!(plain(&objects[1])[..6], [0, 1, 2, 4, 5, 6]);
    assert_eq!(space(&objects[1]), b"DeviceRGB");
    assert_eq!(
        (picture.id, picture.aspect(), picture.turn()),
        ((2, 0), 1.5, 1)
    );
}

#[test]
fn pixels_without_colour_are_grey_and_opaque_ones_have_no_mask() {
    let (objects, _) = embedded(&pam("2", "1", &[7, 7, 7, 9, 8, 8, 8, 255]));
    assert_eq!(
        (space(&objects[1]), plain(&objects[1])),
        (&b"DeviceGray"[..], vec![7, 8])
    );
    assert_eq!(plain(&objects[0]), [9, 255]);
    let (objects, _) = embedded(&pam("1", "2", &[7, 7, 7, 255, 8, 8, 9, 255]));
    assert_eq!((objects.len(), space(&objects[0])), (1, &b"DeviceRGB"[..]));
    assert_eq!(plain(&objects[0]), [7, 7, 7, 8, 8, 9]);
}

#[test]
fn pixels_with_any_other_header_or_length_are_refused() {
    let whole = pam("3", "2", &[7; 24]);
    for cut in 0..whole.len() {
        assert_eq!(refused(&whole[..cut]), Kind::BadImage, "{cut}");
    }
    assert_eq!(refused(&pam("3", "2", &[7; 25])), Kind::BadImage);
    for side in [
        "", "0", "03", "+3", "-3", " 3", "3 ", "3.0", "3\r", "0x3", "99999999", "\u{663}",
    ] {
        assert_eq!(
            refused(&pam(side, "2", &[7; 24])),
            Kind::BadImage,
            "{side:?}"
        );
        assert_eq!(
            refused(&pam("3", side, &[7; 24])),
            Kind::BadImage,
            "{side:?}"
        );
    }
    // Every octet of the header counts; a side that is another digit asks for other pixels.
    for at in 0..whole.len() - 24 {
        let mut other = whole.clone();
        other[at] ^= 1;
        assert_eq!(refused(&other), Kind::BadImage, "{at}");
    }
}

#[test]
fn more_pixels_than_the_limit_are_refused_whatever_follows() {
    for (width, height) in [("2001", "2000"), ("4000001", "1"), ("9999999", "9999999")] {
        assert_eq!(refused(&pam(width, height, &[])), Kind::ImageTooLarge);
    }
    let most = pam("2000", "2000", &[7; 16_000_000]);
    assert!(most.len() > MOST_OCTETS && Image::read(&most).is_ok());
}
