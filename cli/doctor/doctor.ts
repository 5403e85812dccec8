import type { Values } from '../arguments';
import { clientFor, keyOf, timeoutOf } from '../connect';
import { EXIT, type ExitCode } from '../failure';
import { table } from '../show';
import type { Terminal } from '../terminal';
import type { Finding } from './finding';
import { lookAtN8n } from './n8n';
import { lookAtPublicUrl, lookAtTimeZone } from './surroundings';
import { lookAtStore } from './store';
import { storeOf } from './store-place';

/** Looks at everything there is to look at; a part that cannot be reached hides none of the others. */
export async function doctor(values: Values, terminal: Terminal): Promise<ExitCode> {
	const { env } = terminal;
	const client = clientFor(values, env);
	const place = storeOf(values, env, client.isHere);
	const { findings, storesInUse } = await lookAtN8n(client, keyOf(values, env) !== undefined);
	const all: Finding[] = [
		...findings,
		await lookAtPublicUrl(env, timeoutOf(values)),
		lookAtTimeZone(env),
		...(await lookAtStore(place, storesInUse, Date.now())),
	];
	const rows = all.map(({ about, state, says, todo }) => ({
		about,
		state: state === 'fault' ? 'FAULT' : state,
		says: [says, todo].filter((text) => text !== undefined).join('. '),
	}));
	terminal.out(values.json ? JSON.stringify(all, null, 2) : table(['about', 'state', 'says'], rows));
	return all.some(({ state }) => state === 'fault') ? EXIT.failed : EXIT.fine;
}
