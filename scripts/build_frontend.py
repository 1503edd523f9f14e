"""Build static/build/ from static/src/ and the installed npm packages.

Bundles (esbuild), screen and print fonts (fonttools) and the icon sprite. Nothing made here is
committed. Each part carries a stamp of what it was made from, so a second call does nothing.
Run with the project's own Python:  .venv/bin/python scripts/build_frontend.py [--force] [--sizes]
"""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "static" / "src"
OUT = ROOT / "static" / "build"
MODULES = ROOT / "node_modules"

# What a first visit loads; goal G7 limits their gzipped sum.
FIRST_LOAD = (
    "app.css", "app.js", "icons.svg", "fonts/inter-400.woff2", "fonts/inter-600.woff2",
)  # fmt: skip
ENTRIES = (
    *("app.css", "app.js", "editor.js", "queue.js", "sw.js"),
    *("scoring.css", "scoring.js", "scoring_sign.js"),
)
APART = {
    "editor.js": "on the editor page only",
    "queue.js": "on pages that work without network",
    "scoring.js": "on the scoring sheet only",
    "scoring.css": "on the pages of scoring only",
    "scoring_sign.js": "where a scoring sheet is signed",
    "sw.js": "the service worker, fetched by the browser itself",
}

SCREEN_LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0400-045F,U+0490-0493,U+04A2-04A3,U+04AE-04AF,U+04E8-04E9,"
    "U+2010-2026,U+2030,U+2039-203A,U+20AC,U+2116,U+2190-2193,U+2212"
)
PRINT_LETTERS = (
    "U+0000-024F,U+0300-036F,U+0400-052F,U+2000-206F,U+20A0-20C0,U+2100-214F,U+2190-22FF"
)
SCREEN_FONTS = {
    "inter-400": "inter/400Regular/Inter_400Regular.ttf",
    "inter-600": "inter/600SemiBold/Inter_600SemiBold.ttf",
}
# One full file for each weight: WeasyPrint garbles a family split into subset files.
PRINT_FONTS = {
    "noto-serif-400": "noto-serif/400Regular/NotoSerif_400Regular.ttf",
    "noto-serif-400-italic": "noto-serif/400Regular_Italic/NotoSerif_400Regular_Italic.ttf",
    "noto-serif-700": "noto-serif/700Bold/NotoSerif_700Bold.ttf",
}


def main() -> int:
    force = "--force" in sys.argv
    OUT.mkdir(parents=True, exist_ok=True)
    lock = ROOT / "package-lock.json"
    sources = sorted(p for p in SRC.rglob("*") if p.suffix in {".js", ".css"})
    stamped("fonts", [lock], build_fonts, force)
    stamped("icons", [lock, SRC / "icons.txt"], build_icons, force)
    stamped("bundles", [lock, *sources], build_bundles, force)
    if "--sizes" in sys.argv:
        print_sizes()
    return 0


def stamped(name: str, inputs: Iterable[Path], build: Callable[[], None], force: bool) -> None:
    """Call ``build`` when this script or one of ``inputs`` changed since the last time."""
    digest = hashlib.sha256()
    for path in (Path(__file__), *inputs):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    stamp = OUT / f".stamp-{name}"
    if not force and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    stamp.unlink(missing_ok=True)
    build()
    stamp.write_text(digest.hexdigest())


def build_fonts() -> None:
    for name, source in SCREEN_FONTS.items():
        subset(source, OUT / "fonts" / f"{name}.woff2", SCREEN_LETTERS, "kern,liga,tnum")
    for name, source in PRINT_FONTS.items():
        subset(source, OUT / "print" / f"{name}.woff2", PRINT_LETTERS, "*")


def subset(source: str, target: Path, letters: str, features: str) -> None:
    from fontTools import subset as fonttools_subset

    target.parent.mkdir(parents=True, exist_ok=True)
    fonttools_subset.main(
        [
            str(MODULES / "@expo-google-fonts" / source),
            f"--unicodes={letters}",
            f"--layout-features={features}",
            "--no-hinting",
            "--flavor=woff2",
            f"--output-file={target}",
        ]
    )


def build_icons() -> None:
    """One sprite of the icons named in icons.txt, used as ``icons.svg#i-NAME``."""
    lines = (SRC / "icons.txt").read_text(encoding="utf-8").splitlines()
    names = sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})
    folder = MODULES / "@tabler" / "icons" / "icons" / "outline"
    unknown = [name for name in names if not (folder / f"{name}.svg").exists()]
    if unknown:
        raise SystemExit(f"static/src/icons.txt names icons that do not exist: {unknown}")
    symbols = "\n".join(symbol(name, (folder / f"{name}.svg").read_text()) for name in names)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    (OUT / "icons.svg").write_text(sprite, encoding="utf-8")


def symbol(name: str, svg: str) -> str:
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL)
    inner = re.sub(r'<path stroke="none"[^>]*/>', "", inner)
    inner = re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>")
    return (
        f'<symbol id="i-{name}" viewBox="0 0 24 24"><g fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{inner}</g></symbol>'
    )


def build_bundles() -> None:
    entries = [str(SRC / name) for name in ENTRIES if (SRC / name).exists()]
    binary = next(MODULES.glob("@esbuild/*/bin/esbuild"))
    command = [
        str(binary),
        *entries,
        "--bundle",
        "--minify",
        "--charset=utf8",
        "--format=iife",
        "--target=es2021,chrome100,firefox100,safari15",
        "--legal-comments=none",
        "--log-level=warning",
        "--external:./fonts/*",
        f"--outdir={OUT}",
    ]
    result = subprocess.run(command, cwd=ROOT, check=False)
    if result.returncode:
        raise SystemExit("The front-end bundle could not be built, see the lines above.")
    for path in OUT.glob("app.*"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(/\*|//)# sourceMappingURL=\S+( \*/)?", "", text), "utf-8")


def print_sizes() -> None:
    total = 0
    for name in FIRST_LOAD:
        size = len(gzip.compress((OUT / name).read_bytes(), 9))
        total += size
        print(f"{size / 1000:8.1f} kB gzipped  {name}")
    print(f"{total / 1000:8.1f} kB gzipped  first load without the page itself")
    for name, where in APART.items():
        if (OUT / name).exists():
            size = len(gzip.compress((OUT / name).read_bytes(), 9))
            print(f"{size / 1000:8.1f} kB gzipped  {name}, {where}")


if __name__ == "__main__":
    sys.exit(main())
