"""Opens an NWB file as pynwb would, with h5py and numpy, holds it to the core schema, and prints what is in it as JSON."""
import json
import sys
import uuid

import h5py
import numpy as np


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def typed(thing, neurodata_type, namespace="core"):
    assert text(thing.attrs["neurodata_type"]) == neurodata_type, (thing.name, dict(thing.attrs))
    assert text(thing.attrs["namespace"]) == namespace, thing.name
    uuid.UUID(text(thing.attrs["object_id"]))


def scalar_text(dataset):
    assert dataset.shape == (), dataset.name
    return text(dataset[()])


def times(series):
    """Exactly one of the two ways of the schema, and seconds of every row."""
    given, start = "timestamps" in series, "starting_time" in series
    assert given != start, series.name
    if given:
        stamps = series["timestamps"]
        assert text(stamps.attrs["unit"]) == "seconds"
        assert stamps.attrs["interval"] == 1
        assert stamps.dtype == np.float64
        return stamps[:]
    start = series["starting_time"]
    assert start.shape == () and start.dtype == np.float64
    assert start.attrs["rate"].dtype == np.float32 and start.attrs["rate"] > 0
    assert text(start.attrs["unit"]) == "seconds"
    return start[()] + np.arange(series["data"].shape[0]) / start.attrs["rate"]


def data_series(series, neurodata_type):
    typed(series, neurodata_type)
    assert isinstance(series.attrs["description"], str) and isinstance(series.attrs["comments"], str)
    data = series["data"]
    assert isinstance(data.attrs["unit"], str) and data.attrs["unit"]
    for name in ("conversion", "offset", "resolution"):
        assert data.attrs[name].dtype == np.float32 and data.attrs[name].shape == (), (data.name, name)
    seconds = times(series)
    assert len(seconds) == data.shape[0] and np.all(np.diff(seconds) >= 0), series.name
    values = data[:]
    return {
        "shape": list(data.shape),
        "unit": data.attrs["unit"],
        "first": float(seconds[0]),
        "last": float(seconds[-1]),
        "sum": float(np.nansum(values, dtype=np.float64)),
    }


def main(path):
    found = {}
    with h5py.File(path, "r") as nwb:
        typed(nwb, "NWBFile")
        assert text(nwb.attrs["nwb_version"]).startswith("2.")
        for name in ("identifier", "session_description", "session_start_time", "timestamps_reference_time"):
            found[name] = scalar_text(nwb[name])
        assert nwb["file_create_date"].ndim == 1 and len(nwb["file_create_date"]) == 1
        for name in ("acquisition", "analysis", "processing", "stimulus/presentation", "stimulus/templates", "general"):
            assert isinstance(nwb[name], h5py.Group), name
        script = nwb["general/source_script"]
        assert isinstance(script.attrs["file_name"], str)
        found["recipe"] = json.loads(scalar_text(script))
        found["acquisition"] = {name: data_series(s, "TimeSeries") for name, s in nwb["acquisition"].items()}
        if "units" in nwb:
            units = nwb["units"]
            typed(units, "Units")
            assert isinstance(units.attrs["description"], str)
            columns = [text(name) for name in units.attrs["colnames"]]
            typed(units["id"], "ElementIdentifiers", "hdmf-common")
            assert np.issubdtype(units["id"].dtype, np.integer)
            spikes, index = units["spike_times"], units["spike_times_index"]
            typed(spikes, "VectorData", "hdmf-common")
            typed(index, "VectorIndex", "hdmf-common")
            assert nwb[index.attrs["target"]] == spikes
            ends = index[:]
            assert np.issubdtype(ends.dtype, np.unsignedinteger)
            assert len(ends) == len(units["id"]) and np.all(np.diff(ends.astype(int)) >= 0)
            assert ends[-1] == len(spikes) and spikes.dtype == np.float64
            for name in columns:
                assert name == "spike_times" or len(units[name]) == len(ends)
            parts = np.split(spikes[:], ends[:-1])
            assert all(np.all(np.diff(part) > 0) for part in parts)
            found["units"] = {
                "columns": columns,
                "counts": [len(part) for part in parts],
                "first": [float(part[0]) if len(part) else None for part in parts],
                "resolution": float(spikes.attrs["resolution"]),
            }
            raster = nwb["acquisition/spikes/data"][:]
            assert [int(n) for n in (raster > 0).sum(axis=0)] == found["units"]["counts"]
            seconds = times(nwb["acquisition/spikes"])
            for unit, part in enumerate(parts):
                assert np.allclose(seconds[raster[:, unit] > 0], part, rtol=0, atol=1e-6)
        if "behavior" in nwb["processing"]:
            behavior = nwb["processing/behavior"]
            typed(behavior, "ProcessingModule")
            typed(behavior["Position"], "Position")
            found["position"] = {}
            for name, series in behavior["Position"].items():
                found["position"][name] = data_series(series, "SpatialSeries")
                assert scalar_text(series["reference_frame"])
                assert series["data"].shape[1] == 2
    print(json.dumps(found))


main(sys.argv[1])
