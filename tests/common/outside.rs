//! Reads pictures from outside: from the text of an SVG back to the ground.

use roxmltree::Node;

/// A box on the ground: x, y, width, depth.
pub(crate) type Box4 = [f64; 4];

/// What leads from the page back to the ground.
pub(crate) struct Ground {
    pub(crate) flat: bool,
    unit: f64,
    /// Page rise of one ground unit along x, against its run of cos 30°.
    slope: f64,
    origin: [f64; 2],
}

impl Ground {
    /// What the root of a picture says.
    pub(crate) fn of(root: Node) -> Self {
        let origin: Vec<f64> = numbers(root.attribute("data-origin").unwrap());
        let projection = root.attribute("data-projection").unwrap();
        Self {
            flat: projection == "flat",
            unit: root.attribute("data-unit").unwrap().parse().unwrap(),
            slope: if projection == "a45" { 0.612_372 } else { 0.5 },
            origin: [origin[0], origin[1]],
        }
    }

    /// The ground point of a page point.
    pub(crate) fn at(&self, x: f64, y: f64) -> [f64; 2] {
        let (px, py) = ((x - self.origin[0]) / self.unit, (y - self.origin[1]) / self.unit);
        if self.flat {
            return [px, py];
        }
        let (u, v) = (px / 0.866_025, py / self.slope);
        [f64::midpoint(u, v), (v - u) / 2.0]
    }

    /// The page point of a ground point.
    pub(crate) fn page(&self, x: f64, y: f64) -> [f64; 2] {
        let (u, v) = if self.flat { (x, y) } else { ((x - y) * 0.866_025, (x + y) * self.slope) };
        [self.origin[0] + u * self.unit, self.origin[1] + v * self.unit]
    }
}

/// All numbers in a text.
pub(crate) fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .filter(|p| !p.is_empty())
        .map(|p| p.parse().unwrap())
        .collect()
}

/// The box that an element names.
pub(crate) fn box_of(node: Node) -> Box4 {
    numbers(node.attribute("data-box").unwrap()).try_into().unwrap()
}

/// The corner points of the lines of a wire on the ground; the control point of a curve is the true corner.
pub(crate) fn wire(ground: &Ground, d: &str) -> Vec<Vec<[f64; 2]>> {
    let mut lines: Vec<Vec<[f64; 2]>> = Vec::new();
    let starts: Vec<usize> = d.char_indices().filter(|(_, c)| c.is_alphabetic()).map(|(k, _)| k).collect();
    for (k, &start) in starts.iter().enumerate() {
        let end = starts.get(k + 1).copied().unwrap_or(d.len());
        let v = numbers(&d[start + 1..end]);
        match &d[start..=start] {
            "M" => lines.push(vec![ground.at(v[0], v[1])]),
            "L" => lines.last_mut().unwrap().push(ground.at(v[0], v[1])),
            "Q" => {
                lines.last_mut().unwrap().push(ground.at(v[0], v[1]));
                lines.last_mut().unwrap().push(ground.at(v[2], v[3]));
            }
            other => panic!("a wire with the command {other}"),
        }
    }
    lines
}

/// Whether an element is of a class.
pub(crate) fn has_class(node: &Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|c| c.split(' ').any(|w| w == class))
}
