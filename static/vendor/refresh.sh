#!/bin/sh
# Fetches the vendored files again and rebuilds bootstrap.min.css. Needs Node.js with npm, and
# a Python with requirements-dev.txt (PYTHON names it); nothing here runs on a server.
set -eu

bootstrap=5.3.9
sarabun=5.3.0
sass=1.108.2

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --ignore-scripts "bootstrap@$bootstrap" "@fontsource/sarabun@$sarabun" "sass@$sass"

to="$here/bootstrap-$bootstrap"
npx sass --load-path=node_modules --style=compressed --no-source-map --quiet \
    "$to/kmnet-bootstrap.scss" "$to/bootstrap.min.css"
cp node_modules/bootstrap/LICENSE "$to/LICENSE"

to="$here/sarabun-$sarabun"
for weight in 400 600; do
    for script in thai latin; do
        cp "node_modules/@fontsource/sarabun/files/sarabun-$script-$weight-normal.woff2" "$to/"
    done
    "${PYTHON:-$here/../../.venv/bin/python}" "$here/join_syllables.py" \
        "$to/sarabun-thai-$weight-normal.woff2" "$to/sarabun-thai-$weight-joined.woff2"
done
cp node_modules/@fontsource/sarabun/LICENSE "$to/OFL.txt"

cd "$here"
sha256sum bootstrap-"$bootstrap"/bootstrap.min.css sarabun-"$sarabun"/*.woff2
