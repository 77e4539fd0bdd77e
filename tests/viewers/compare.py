#!/usr/bin/env python3
"""Compares how viewers draw the SVGs of isoplan, pixel by pixel.

    tests/viewers/compare.py [--isoplan PATH] [--keep DIR] [TOPOLOGY ...]

Each topology (by default the samples) is drawn in each projection. The PNG of isoplan itself (resvg) is the measure; the
same SVG goes through every viewer that is installed: rsvg-convert (librsvg), Chromium headless, Firefox headless,
Inkscape. A viewer passes when few pixels differ, and when its picture is not black. The layers that Inkscape lists are
read from the SVG. Exit code 1 when anything fails; viewers that are missing are named, not failed. Needs Pillow.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from PIL import Image, ImageChops

WIDTH = 1600
# pictures are made smaller by this before they are compared: viewers smooth edges in their own ways
SHRINK = 4
# a channel that differs by more than this counts, and so many pixels may
TOLERANCE, SHARE = 40, 0.004
PROJECTIONS = ["iso30", "a45", "flat"]
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
LAYERS = ["Paper", "Components", "Panels"]


def tool(*names):
    return next((path for name in names if (path := shutil.which(name))), None)


def run(*words):
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def with_rsvg(path, svg, out, size):
    run(path, "-w", size[0], "-h", size[1], svg, "-o", out)


def page_of(svg, out, size):
    page = out.with_suffix(".html")
    style = "margin:0;background:#fff"
    page.write_text(f'<!doctype html><body style="{style}"><img src="{svg.resolve().as_uri()}" width="{size[0]}" height="{size[1]}" style="display:block">')
    return page.resolve().as_uri()


def with_chromium(path, svg, out, size):
    with tempfile.TemporaryDirectory() as home:
        run(path, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={home}",
            "--force-device-scale-factor=1", f"--window-size={size[0]},{size[1]}", f"--screenshot={out}", page_of(svg, out, size))


def with_firefox(path, svg, out, size):
    with tempfile.TemporaryDirectory() as home:
        run(path, "--headless", "--profile", home, f"--window-size={size[0]},{size[1]}", f"--screenshot={out}", page_of(svg, out, size))


def with_inkscape(path, svg, out, size):
    run(path, svg, "-w", size[0], "-h", size[1], "-o", out)


VIEWERS = [
    ("librsvg", tool("rsvg-convert"), with_rsvg),
    ("chromium", tool("chromium", "chromium-browser", "google-chrome"), with_chromium),
    ("firefox", tool("firefox", "firefox-esr"), with_firefox),
    ("inkscape", tool("inkscape"), with_inkscape),
]


def opened(path, size):
    """A picture on white, as a viewer shows one that has holes; cut or filled to a size."""
    image = Image.open(path).convert("RGBA")
    ground = Image.new("RGBA", size, "white")
    ground.alpha_composite(image.crop((0, 0, *size)))
    return ground.convert("RGB")


def is_black(path):
    """Whether a picture is dark all over: transparent parts count as a dark viewer shows them."""
    image = Image.open(path).convert("RGBA")
    ground = Image.new("RGBA", image.size, "black")
    ground.alpha_composite(image)
    small = ground.convert("L").resize((64, 64), Image.BOX)
    return sum(value < 96 for value in small.tobytes()) > 0.5 * 64 * 64


def difference(one, other):
    small = (one.width // SHRINK, one.height // SHRINK)
    both = [image.resize(small, Image.BOX) for image in (one, other)]
    channels = ImageChops.difference(*both).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return sum(value > TOLERANCE for value in worst.tobytes()) / (small[0] * small[1])


def layers(svg):
    root = ET.parse(svg).getroot()
    return [node.get(INKSCAPE + "label") for node in root if node.get(INKSCAPE + "groupmode") == "layer"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--isoplan", default=root / "target/release/isoplan", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, help="keep the pictures in this folder")
    parser.add_argument("topologies", nargs="*", type=pathlib.Path)
    said = parser.parse_args()
    topologies = said.topologies or [
        root / "samples/starter.topology.toml",
        root / "samples/web-hosting.topology.toml",
        root / "samples/ofa/ofa.topology.toml",
    ]
    for name, path, _ in VIEWERS:
        print(f"{name}: {path or 'not installed'}")
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = said.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for topology in topologies:
            for projection in PROJECTIONS:
                name = f"{re.sub(r'[.]topology$', '', topology.stem)}-{projection}"
                svg, measure = folder / f"{name}.svg", folder / f"{name}-resvg.png"
                run(said.isoplan, "--quiet", "render", topology, "--projection", projection, "-o", svg, "-o", measure, "--width", WIDTH)
                size = Image.open(measure).size
                wanted = opened(measure, size)
                found = layers(svg)
                if any(layer not in found for layer in LAYERS):
                    print(f"FAIL {name}: layers {found}")
                    failed += 1
                if is_black(measure):
                    print(f"FAIL {name}: resvg draws it black")
                    failed += 1
                for viewer, path, draw in VIEWERS:
                    if path is None:
                        continue
                    out = folder / f"{name}-{viewer}.png"
                    try:
                        draw(path, svg, out, size)
                    except (subprocess.SubprocessError, OSError) as error:
                        print(f"FAIL {name}: {viewer} does not draw it: {error}")
                        failed += 1
                        continue
                    share, black = difference(wanted, opened(out, size)), is_black(out)
                    fine = share <= SHARE and not black
                    failed += not fine
                    note = ", black" if black else ""
                    print(f"{'ok  ' if fine else 'FAIL'} {name}: {viewer} differs in {share:.3%} of pixels{note}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
