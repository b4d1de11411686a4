#!/bin/sh
# Take the pictures of the docs anew (needs chromium and ImageMagick, the environment of `make setup` and its front end):
# PATH=.venv/bin:$PATH docs/pictures/make.sh
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
marsad init "$work/case"
marsad -w "$work/case" add examples/exercise/[0-9]*
marsad -w "$work/case" run
marsad -w "$work/case" brief --out "$work/brief.html"
marsad -w "$work/case" brief --area Bannu --since 2031-03-01 --out "$work/incidents.html"

shoot() { # page, height, crop
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/$1.profile" \
        --window-size="1280,$2" --screenshot="$work/$1.png" "file://$work/$1.html" 2>"$work/$1.log"
    keep "$1" "$work/$1.png" "$3"
}
keep() { # name, picture, crop
    convert "$2" -crop "$3" +repage -strip +dither -colors 160 -define png:compression-level=9 "docs/pictures/$1.png"
}
shoot brief 1600 1280x1600+0+0
shoot incidents 4200 "980x${INCIDENTS_HEIGHT:-1260}+285+${INCIDENTS_TOP:-1885}"

python tests/screenshots.py --workbench "$work/case" --look 1280 "$work" map=/map#at=69.7,33.2,6.1 incident review
keep web-map "$work/map-1280.png" 1280x1010+0+0
keep web-incident "$work/incident-1280.png" "1280x${INCIDENT_HEIGHT:-978}+0+0"
keep web-review "$work/review-1280.png" 1280x860+0+0
