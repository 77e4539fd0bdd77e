#!/usr/bin/env python3
"""Says which links and pictures of a folder of HTML pages lead nowhere.

usage: links.py FOLDER [--may-leave]

Addresses with a scheme are not followed. With --may-leave, one that leads out of the folder is passed over. Ends with code 1
when something leads nowhere.
"""

import argparse
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The addresses and the names of one page."""

    def __init__(self):
        super().__init__()
        self.addresses = []
        self.names = set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        for key in ("id", "name"):
            if attrs.get(key):
                self.names.add(attrs[key])
        for key in ("href", "src"):
            if attrs.get(key):
                self.addresses.append((tag, attrs[key]))
        if attrs.get("srcset"):
            self.addresses += [(tag, part.split()[0]) for part in attrs["srcset"].split(",") if part.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--may-leave", action="store_true")
    options = parser.parse_args()
    root = options.folder.resolve()
    pages = {}
    for path in sorted(root.rglob("*.html")):
        page = pages[path.resolve()] = Page()
        page.feed(path.read_text(encoding="utf-8"))
    wrong, links, pictures = [], 0, 0
    for path, page in pages.items():
        for tag, address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                pictures += tag == "img" and parts.scheme == "data"
                continue
            if tag in ("img", "source"):
                pictures += 1
            else:
                links += 1
            target = path
            if parts.path.startswith("/"):
                target = root / unquote(parts.path).lstrip("/")
            elif parts.path:
                target = (path.parent / unquote(parts.path)).resolve()
            if options.may_leave and root not in target.parents:
                continue
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                wrong.append(f"{path.relative_to(root)}: `{address}` leads nowhere")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].names:
                wrong.append(f"{path.relative_to(root)}: `{address}` has no such place")
    for line in dict.fromkeys(wrong):
        print(line)
    print(f"{len(pages)} pages, {links} links, {pictures} pictures, {len(set(wrong))} wrong")
    sys.exit(1 if wrong or not pages else 0)


if __name__ == "__main__":
    main()
