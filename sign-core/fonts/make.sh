#!/bin/sh
# Makes NotoSans-Seing.ttf: Noto Sans Regular cut to Latin, Greek, Cyrillic, punctuation and currency.
# Needs Debian's fonts-noto-core and fonttools (`pip install fonttools`); the result is committed.
# usage: make.sh [SOURCE.ttf]
set -eu
source=${1:-/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf}
here=$(dirname "$0")

latin=U+0020-007E,U+00A0-024F,U+0259,U+02B0-02FF,U+0300-036F,U+1E00-1EFF
greek=U+0370-03FF,U+1F00-1FFF
cyrillic=U+0400-052F
signs=U+2000-206F,U+2070-209F,U+20A0-20C0,U+2116,U+2122,U+2190-2193,U+2212

pyftsubset "$source" --output-file="$here/NotoSans-Seing.ttf" \
    --unicodes="$latin,$greek,$cyrillic,$signs" \
    --layout-features='' --no-hinting --notdef-outline --no-recalc-timestamp \
    --name-IDs=0,1,2,3,4,5,6,13,14 --drop-tables+=GSUB,GPOS,GDEF,STAT,DSIG,gasp
