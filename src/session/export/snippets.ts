/** A few lines of Python that load what was exported, ready to run beside the file. */

export type DataFormat = 'csv' | 'npz' | 'nwb' | 'parquet';

/** @param file name of the exported file, without a folder. */
export function loadSnippet(format: DataFormat, file: string): string {
  return snippets[format](JSON.stringify(file));
}

const here = (file: string): string => `Path(__file__).with_name(${file})`;

const snippets: Readonly<Record<DataFormat, (file: string) => string>> = {
  csv: (file) => `"""Loads a run exported by Engram as a tidy table: one row for every number."""
from pathlib import Path

import pandas as pd

runs = pd.read_csv(${here(file)})
# One variable as rows x channels, by its tick or trial:
for name, part in runs[runs.clock != "image"].groupby("variable"):
    print(name, part.pivot(index="at", columns="channel", values="value").shape)
`,
  parquet: (file) => `"""Loads a run exported by Engram as a tidy table: one row for every number."""
from pathlib import Path

import pandas as pd

runs = pd.read_parquet(${here(file)})
for name, part in runs[runs.clock != "image"].groupby("variable"):
    print(name, part.pivot(index="at", columns="channel", values="value").shape)
`,
  npz: (
    file
  ) => `"""Loads a run exported by Engram: an array a variable, name + "_times" its ticks or trials."""
import json
from pathlib import Path

import numpy as np

run = np.load(${here(file)})
recipe = json.loads(str(run["recipe"]))
tick_seconds = float(run["dt_ms"]) / 1000
for name in run.files:
    print(name, run[name].dtype, run[name].shape)
`,
  nwb: (
    file
  ) => `"""Loads a run exported by Engram as NWB; needs h5py. pynwb.NWBHDF5IO opens the same file."""
import json
from pathlib import Path

import h5py
import numpy as np


def times(series):
    """Seconds of every row of a TimeSeries."""
    if "timestamps" in series:
        return series["timestamps"][:]
    start = series["starting_time"]
    return start[()] + np.arange(len(series["data"])) / start.attrs["rate"]


with h5py.File(${here(file)}, "r") as nwb:
    recipe = json.loads(nwb["general/source_script"].asstr()[()])
    for name, series in nwb["acquisition"].items():
        print(name, series["data"].shape, series["data"].attrs["unit"], times(series)[[0, -1]], "s")
    if "units" in nwb:
        ends = nwb["units/spike_times_index"][:]
        spikes = np.split(nwb["units/spike_times"][:], ends[:-1])
        print(len(spikes), "units,", ends[-1], "spikes")
    if "processing/behavior/Position" in nwb:
        for name, series in nwb["processing/behavior/Position"].items():
            print("position", series["data"].shape, times(series)[[0, -1]], "s")
`
};
