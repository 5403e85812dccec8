import type { Finding } from '../doctor/finding';
import { lookAtN8n } from '../doctor/n8n';
import { lookAtStore } from '../doctor/store';
import { storeOf } from '../doctor/store-place';
import { lookAtPublicUrl, lookAtTimeZone } from '../doctor/surroundings';
import { EXIT, type ExitCode } from '../output/failure';
import { table } from '../output/table';
import type { Terminal } from '../output/terminal';
import type { Values } from './arguments';
import { clientFor, keyOf, postgresOf, timeoutOf } from './connect';

/** Looks at everything there is to look at; a part that cannot be reached hides none of the others. */
export async function doctorCommand(values: Values, terminal: Terminal): Promise<ExitCode> {
	const { env } = terminal;
	const client = clientFor(values, env);
	const place = storeOf({ file: values.store, postgres: postgresOf(values, env) }, env, client.isHere);
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
