#!/bin/sh
# From the development data to the weights that the package carries: four stages, export with calibration, the gate.
#   training/make.sh ../shared/data /tmp/model
# Needs the packages of requirements/train.txt; about two hours on two cores.
set -eu
data=$1 out=$2 threads=${THREADS:-2}
python -m training.train --data "$data" --out "$out/1" --threads "$threads" --epochs 3
python -m training.train --data "$data" --out "$out/2" --threads "$threads" --stage 2 --after "$out/1" --epochs 2
python -m training.train --data "$data" --out "$out/3" --threads "$threads" --stage 3 --after "$out/2" --rate 1e-4 --epochs 1
python -m training.train --data "$data" --out "$out/4" --threads "$threads" --stage 4 --after "$out/3" --rate 0 --epochs 1 \
  --between "$out/1" --part 0.3
python -m training.export --data "$data" --model "$out/4"
python -m training.gate --data "$data"
python -m training.report --data "$data" --runs "$out/1" "$out/2" "$out/3" "$out/4"
