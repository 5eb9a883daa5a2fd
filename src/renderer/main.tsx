/** Starts the worker that owns the session, builds the page around it and opens the first preset, running. */
import { render } from 'solid-js/web';
import { presets } from '../presets/registry';
import { recipeOfFragment } from '../figures/recipeInLink';
import { connectSession } from '../session/client';
import { offerDevices } from './live/deviceLink';
import { App } from './App';
import { ClassroomContext, createClassroom } from './classroom/classroom';
import './exposed';
import { createShownGlossary, GlossaryContext } from './glossary/shown';
import { chooseHost } from './host';
import { createAlerts } from './lab/alerts';
import { type Bench, createBench } from './lab/bench';
import { createView } from './lab/view';
import { keepPresses } from './press';
import { keepRuns } from './recovery/keeping';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/columns.css';
import './styles/layers.css';
import './styles/panels.css';
import './styles/compose.css';
import './styles/export.css';
import './styles/world.css';
import './styles/sweep.css';
import './styles/tree.css';
import './styles/branch.css';
import './styles/recovery.css';
import './styles/journal.css';
import './styles/palette.css';
import './styles/access.css';
import './styles/glossary.css';
import './styles/lessons.css';
import './styles/classroom.css';

/** Its own, so that two windows never answer each other's workers. */
const workerName = `session ${crypto.randomUUID()}`;
offerDevices(workerName);
const worker = new Worker(new URL('./session.worker.ts', import.meta.url), {
  type: 'module',
  name: workerName
});
const client = connectSession(worker as Parameters<typeof connectSession>[0]);
window.engramSession = client;
keepPresses(document);

render(() => {
  const alerts = createAlerts();
  worker.addEventListener('error', (event) => {
    alerts.error(
      `The simulation stopped (${event.message || 'its worker failed'}). Reload the page to start again.`
    );
  });
  const bench = createBench(client, alerts, createView());
  void openAddressed(bench).then(async (opened) => {
    if (!opened) await bench.lab.openPreset(presets[0]);
  });
  window.addEventListener('hashchange', () => void openAddressed(bench));
  // Made once: an expression inside a tag is made anew wherever it is read.
  const recovery = keepRuns(bench);
  const classroom = createClassroom(bench.lab);
  const glossary = createShownGlossary(bench.view);
  return (
    <ClassroomContext.Provider value={classroom}>
      <GlossaryContext.Provider value={glossary}>
        <App bench={bench} host={chooseHost()} recovery={recovery} />
      </GlossaryContext.Provider>
    </ClassroomContext.Provider>
  );
}, document.getElementById('page')!);

/** Opens the run or the preset that the address names; false where it names none. */
async function openAddressed({ lab, reproductions }: Bench): Promise<boolean> {
  try {
    const shared = recipeOfFragment(location.hash);
    if (shared) {
      await reproductions.open(shared);
      return lab.opened() !== undefined;
    }
  } catch (problem) {
    lab.alerts.error(problem);
    return false;
  }
  const named = presetNamed(location.hash);
  if (named) await lab.openPreset(named);
  return named !== undefined;
}

/** The preset an address names: "#preset=digits". */
function presetNamed(hash: string) {
  const id = new URLSearchParams(hash.slice(1)).get('preset');
  return presets.find((preset) => preset.id === id);
}
