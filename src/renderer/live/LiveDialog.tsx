/** From a stream to an experiment: what to open, what comes from it, and only then a run. */
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { completeSettings, isInUse, type Settings, type SettingValue } from '../../models/settings';
import { Inlet } from '../../session/live/inlet';
import type { LiveKind, LiveStatus } from '../../session/live/live';
import { liveSource } from '../../session/sources/live';
import type { Lab } from '../lab/lab';
import { PanelDialog } from '../panels/PanelDialog';
import { SettingControl } from '../settings/SettingControl';
import { sayCount, sayNumber } from '../words';
import { liveExperiment, usualIn, usualWith } from './liveExperiment';
import { wishMedia } from './media';
import { pageLive } from './pageLive';
import { SignalPreview } from './SignalPreview';
import { refusedInputs } from './udp';

/** Samples shown, and how often they are drawn. */
const shownSamples = 300;
const drawnEveryMs = 100;

export function LiveDialog(props: { lab: Lab; close(): void }): JSX.Element {
  const [settings, setSettings] = createSignal<Settings>(usualIn(props.lab.kind()));
  const [problem, setProblem] = createSignal<string>();
  const [status, setStatus] = createSignal<LiveStatus>();
  const [samples, setSamples] = createSignal<readonly (readonly number[])[]>([]);
  const shown = (): Settings => completeSettings(liveSource.settings, settings());
  let stop: () => void = () => undefined;
  onCleanup(() => stop());

  const change = async (name: string, value: SettingValue): Promise<void> => {
    setProblem(undefined);
    stop();
    setSettings((before) => ({
      ...before,
      [name]: value,
      ...usualWith(name, { ...shown(), [name]: value })
    }));
  };
  const preview = (): void => {
    stop();
    setProblem(undefined);
    wishMedia(String(shown().from));
    const channels = Number(shown().channels);
    const inlet = new Inlet({ channels, room: 100_000, now: () => performance.now() });
    let latest: (readonly number[])[] = [];
    const timer = setInterval(() => {
      for (let row = inlet.read(); row; row = inlet.read()) latest.push([...row.subarray(0, 8)]);
      latest = latest.slice(-shownSamples);
      setSamples(latest);
      setStatus(inlet.status());
    }, drawnEveryMs);
    stop = () => {
      clearInterval(timer);
      inlet.close();
      setStatus(undefined);
      setSamples([]);
      stop = () => undefined;
    };
    inlet.connect(
      pageLive.open({ kind: shown().from as LiveKind, settings: shown() }),
      () => undefined,
      ({ message }) => {
        stop();
        setProblem(message);
      }
    );
  };
  const open = async (): Promise<void> => {
    stop();
    wishMedia(String(shown().from));
    const failed = (error: unknown): void => {
      setProblem(error instanceof Error ? error.message : String(error));
    };
    if (await props.lab.openExperiment(liveExperiment(settings()), true, failed)) props.close();
  };

  return (
    <PanelDialog title="Live input" close={props.close} wide>
      <Show when={problem()}>
        {(message) => (
          <div class="alert error" role="alert">
            <span>{message()}</span>
          </div>
        )}
      </Show>
      <div class="file-settings">
        <For each={liveSource.settings}>
          {(description) => (
            <Show when={isInUse(description, shown())}>
              <SettingControl
                row={{
                  owner: 'source',
                  description,
                  value: shown()[description.name],
                  original: shown()[description.name],
                  changed: false,
                  inUse: true,
                  ...(description.name === 'from' && { refused: refusedInputs(window.desktop) })
                }}
                idPrefix="live"
                onFocus={() => undefined}
                change={(value) => change(description.name, value)}
              />
            </Show>
          )}
        </For>
      </div>
      <Show when={status()} fallback={<p class="quiet">Preview shows what comes before anything runs.</p>}>
        {(now) => (
          <>
            <SignalPreview samples={samples()} />
            <p aria-live="polite">
              {now().detail} <b>{sayCount(now().perSecond)}</b> samples/s, {sayCount(now().received)} in all
              <Show when={samples().at(-1)}>
                {(row) => (
                  <>
                    ; latest{' '}
                    {row()
                      .map((value) => sayNumber(value))
                      .join(', ')}
                  </>
                )}
              </Show>
              .
            </p>
          </>
        )}
      </Show>
      <footer>
        <button type="button" class="button" onClick={() => (status() ? stop() : preview())}>
          {status() ? 'Stop preview' : 'Preview'}
        </button>
        <span class="spring" />
        <button type="button" class="button primary" onClick={() => void open()}>
          Open and run
        </button>
      </footer>
    </PanelDialog>
  );
}
