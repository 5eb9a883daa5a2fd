"""Writes, with h5py alone, an NWB file as a laboratory has it: a rat on a circle and four place cells that fire where it is."""
import sys

import h5py
import numpy as np

rng = np.random.default_rng(5)
seconds = np.arange(0, 120, 0.02) + 3.0
phase = 2 * np.pi * (seconds - 3) / 8
data = np.stack([50 + 40 * np.cos(phase), 30 + 20 * np.sin(phase)], axis=1)
data[100:110] = np.nan
cells = [np.pi / 4, 3 * np.pi / 4, 5 * np.pi / 4, 7 * np.pi / 4]
rates = [np.where(np.cos(phase - cell) > 0.8, 25.0, 0.5) for cell in cells]
spikes = [np.sort(seconds[rng.random(len(seconds)) < rate * 0.02] + rng.random() * 0.01) for rate in rates]

with h5py.File(sys.argv[1], "w") as nwb:
    nwb.attrs["neurodata_type"] = "NWBFile"
    nwb.attrs["nwb_version"] = "2.6.0"
    units = nwb.create_group("units")
    units.attrs["neurodata_type"] = "Units"
    units.attrs["colnames"] = np.array(["spike_times"], dtype=h5py.string_dtype())
    units["id"] = np.array([3, 5, 8, 11], dtype=np.int64)
    units["spike_times"] = np.concatenate(spikes)
    units["spike_times_index"] = np.cumsum([len(s) for s in spikes]).astype(np.uint16)
    position = nwb.create_group("processing/behavior/Position")
    position.attrs["neurodata_type"] = "Position"
    series = position.create_group("head")
    series.attrs["neurodata_type"] = "SpatialSeries"
    series.create_dataset("data", data=data, compression="gzip", chunks=(500, 2))
    series["data"].attrs["conversion"] = 0.01
    series["data"].attrs["unit"] = "meters"
    series["timestamps"] = seconds
print(",".join(str(len(s)) for s in spikes))
