/** Which format is for whom. */
import type { DataFormat } from '../../session/export/snippets';

export const formatWords: Readonly<Record<DataFormat, { title: string; whom: string }>> = {
  csv: { title: 'CSV', whom: 'For any program: spreadsheets, R, pandas. One tidy table; the largest file.' },
  npz: { title: 'NPZ', whom: 'For Python with NumPy alone: an array for each recording.' },
  nwb: {
    title: 'NWB (HDF5)',
    whom: 'For neurophysiology: pynwb, MatNWB, h5py; spikes as units, an animal’s position as behaviour.'
  },
  parquet: {
    title: 'Parquet',
    whom: 'For pandas, Polars, DuckDB, R: the table of the CSV, compact and typed.'
  }
};
