/** All that the session recorded, on the page: rings of panels keep less, and have gaps where a run was too fast to watch. */
import type { Requests } from '../../session/protocol';
import { Recording } from '../../session/recording';

export function collectedRecording({
  images,
  series
}: Pick<Requests['collect']['reply'], 'images' | 'series'>): Recording {
  const recording = new Recording();
  for (const { probe, rows } of series)
    recording.open({ ...probe, width: rows.width }, rows.times.length).appendRows(rows);
  for (const { data, probe } of images) recording.setImage(probe, data);
  return recording;
}
