/** A run's recordings, whole, as one file that other programs open, with the Python that loads it beside. */
import { dataFormats, exportRun, lostRows } from '../../session/export/exportRun';
import { runData } from '../../session/export/runData';
import { type DataFormat, loadSnippet } from '../../session/export/snippets';
import { type Call, UsageError, wholeNumber } from '../command';
import type { ExportFamily } from './family';

/** Recordings are what is wanted here: four times what a run on the page keeps. */
const recordingBudget = 256 * 2 ** 20;

export const dataFiles: ExportFamily = {
  formats: dataFormats,
  options: [
    {
      name: 'record',
      value: '<a,b,c>',
      help: 'Data: probes to record and write; all of the experiment by default.'
    },
    {
      name: 'from',
      value: '<tick>',
      help: 'First tick written, or of panels of time; the first recorded, or as many as fit, by default.'
    },
    {
      name: 'until',
      value: '<tick>',
      help: 'First tick no longer written or shown; none by default. Panels over trials end there too.'
    }
  ],
  recordingBudget,
  probes: recorded,
  async write({ recipe, session }, format, call) {
    const names = recorded(call);
    const [from, until] = [wholeNumber(call, 'from', 0), wholeNumber(call, 'until', 1)];
    try {
      const data = runData(session.describe(), recipe, await session.collect(), {
        ...(names && { names }),
        ...(from !== undefined && { from }),
        ...(until !== undefined && { until })
      });
      if (data.series.length === 0 && data.images.length === 0)
        throw new UsageError(
          'Nothing was recorded in that stretch; choose other --from, --until or --record.'
        );
      const warnings = lostRows(session.recording.all);
      return { bytes: await exportRun(data, format as DataFormat), warnings };
    } catch (error) {
      // A name that was not recorded, or what the format cannot hold.
      if (error instanceof RangeError) throw new UsageError(error.message);
      throw error;
    }
  },
  beside: (format, file) => ({
    name: `${file}.py`,
    text: loadSnippet(format as DataFormat, file)
  })
};

function recorded(call: Call): string[] | undefined {
  return call
    .get('record')
    ?.split(',')
    .map((name) => name.trim());
}
