#!/bin/sh
# What each source is worth: short runs without it, beside the same run with all.
#   training/ablate.sh ../shared/data /tmp/ablations /tmp/model/1
# The third folder is a trained first stage.  Names, places and factuality: one epoch of 300 sentences of each source.
# Events and role fillers: the heads alone, one epoch on the encoder of that first stage, which saw no label of theirs.
set -eu
data=$1 out=$2 first=$3 threads=${THREADS:-1}
for source in none muc4 invented own2 own; do
  [ -e "$out/second-$source/scores.json" ] || python -m training.train --data "$data" --out "$out/second-$source" \
    --threads "$threads" --stage 2 --after "$first" --rate 0 --epochs 1 --without "$source"
done
for source in none pud gum wnut ecb re3d event_location uds made; do
  [ -e "$out/first-$source/scores.json" ] || python -m training.train --data "$data" --out "$out/first-$source" \
    --threads "$threads" --limit 300 --epochs 1 --without "$source"
done
