import type { IcrmError, StoreReport } from '../../engine';
import { count } from '../output/table';
import { escalation } from './escalation';
import { lengthOf, MINUTE_MS, type Finding } from './finding';
import { languages } from './languages';
import { lateEngine } from './late-engine';
import type { StorePlace } from './store-place';

/** A trigger says every ten minutes that it listens. */
const SILENT_MS = 11 * MINUTE_MS;
/** Timers are fired within seconds. */
const LATE_MS = MINUTE_MS;
/** In a busy hour deliveries wait for minutes. Longer than this, no published workflow takes them. */
const WAITING_MS = 5 * MINUTE_MS;

/** The store, the timeline that works on it, and what is on its way. */
export async function lookAtStore(
	place: StorePlace,
	storesInUse: readonly string[] | undefined,
	now: number,
): Promise<Finding[]> {
	const mixed = mixedStores(storesInUse);
	const elsewhere = mixed ? undefined : otherStore(place, storesInUse);
	if (elsewhere) return [elsewhere];
	try {
		const { inspectStore, languageServing, LANGUAGE_OPTIONS } = lateEngine();
		const report = await inspectStore(place.config, now);
		return [
			...(mixed ? [mixed] : []),
			storeFinding(report),
			heartbeat(report, now),
			...hearing(report),
			deliveries(report, now),
			...escalation(report),
			...languages(
				report,
				(locale) => languageServing(locale) !== undefined,
				LANGUAGE_OPTIONS.map(({ value }) => value),
			),
		];
	} catch (error) {
		return [...(mixed ? [mixed] : []), unreadable(place, error)];
	}
}

function mixedStores(stores: readonly string[] = []): Finding | undefined {
	if (stores.length < 2) return undefined;
	const names = stores.map((name) => (name === '' ? 'none (the embedded store)' : `'${name}'`));
	return {
		about: 'store',
		state: 'warning',
		says: `ICRM nodes use different stores and do not see each other's data. Their credentials: ${names.join(', ')}`,
		todo: 'Choose the same credential in every ICRM node, or none in all of them.',
	};
}

/** Looking into an embedded store that nobody uses would only mislead. */
function otherStore(place: StorePlace, stores: readonly string[] = []): Finding | undefined {
	const [name = ''] = stores;
	if (place.isGiven || name === '') return undefined;
	return {
		about: 'store',
		state: 'warning',
		says: `The ICRM nodes use the credential '${name}', so the embedded store is not looked at`,
		todo: 'Give the address of that store in ICRM_POSTGRES, with --postgres or with --store.',
	};
}

function unreadable({ config, isGiven, isHere }: StorePlace, error: unknown): Finding {
	const { message, hint, code } = error as Pick<IcrmError, 'message'> & Partial<IcrmError>;
	const fault = (todo: string): Finding => ({ about: 'store', state: 'fault', says: message, todo });
	if (code === 'unsupported')
		return fault(
			"Run this with Node.js 24 or newer; in n8n's container there is one: docker exec -it CONTAINER node …",
		);
	if (config.kind === 'postgres')
		return fault('Check the address: it is that of the ICRM Store credential, as seen from this machine.');
	if (isGiven || isHere)
		return fault(`${hint ?? 'Restore it from a backup.'} It may be elsewhere: --store FILE, --postgres URL`);
	return {
		about: 'store',
		state: 'warning',
		says: 'It cannot be seen from here: n8n runs on another machine',
		todo: 'Run this there, or give its address with --postgres.',
	};
}

export function storeFinding({ migration, knownMigration, requests, members }: StoreReport): Finding {
	const says = `${count(requests, 'request')}, ${count(members, 'member')}, schema version ${migration}`;
	if (migration <= knownMigration) return { about: 'store', state: 'ok', says };
	return {
		about: 'store',
		state: 'fault',
		says: `${says}; this package knows ${knownMigration} only`,
		todo: 'Install the newer version of n8n-nodes-icrm on every n8n that uses this store.',
	};
}

export function heartbeat(report: StoreReport, now: number): Finding {
	const about = 'timeline';
	const todo =
		"Look whether n8n runs and a workflow with an ICRM trigger is published; n8n's log says why if not.";
	const late = report.oldestDueAt === undefined ? 0 : now - report.oldestDueAt;
	if (late > LATE_MS)
		return {
			about,
			state: 'fault',
			says: `It stands still: ${count(report.overdueTimers, 'timer')} overdue, the oldest for ${lengthOf(late)}`,
			todo,
		};
	if (report.lastBeatAt === undefined)
		return { about, state: 'warning', says: 'No trigger has ever listened', todo };
	const silent = now - report.lastBeatAt;
	if (silent > SILENT_MS)
		return { about, state: 'fault', says: `No trigger has listened for ${lengthOf(silent)}`, todo };
	return { about, state: 'ok', says: `Last heartbeat ${lengthOf(silent)} ago, nothing overdue` };
}

/** Nothing is wrong, only slower: so it is said where it is so. */
export const hearing = ({ hears }: Pick<StoreReport, 'hears'>): Finding[] =>
	hears
		? []
		: [
				{
					about: 'timeline',
					state: 'warning',
					says: 'PostgreSQL is reached through a pooler that swallows LISTEN: what a worker writes is seen within five seconds and not at once',
					todo: "Name the server itself in the ICRM Store credential, or an entry of the pooler with 'pool_mode=session'.",
				},
			];

export function deliveries(report: StoreReport, now: number): Finding {
	const about = 'deliveries';
	const { deadLetters, waitingDeliveries, oldestDeliveryAt } = report;
	if (deadLetters > 0)
		return {
			about,
			state: 'warning',
			says: `Given up after too many failures: ${deadLetters}`,
			todo: "List and retry them with ICRM Admin, 'Delivery: Get Many' and 'Retry'. Those of a workflow that is gone end with its subscription: 'Subscription: Delete'.",
		};
	const waits = oldestDeliveryAt === undefined ? 0 : now - oldestDeliveryAt;
	if (waits > WAITING_MS)
		return {
			about,
			state: 'warning',
			says: `Waiting: ${waitingDeliveries}, the oldest for ${lengthOf(waits)}`,
			todo: "Publish the workflow that they are for; unpublished for a week, it gets no further events. If it is gone for good, delete its subscription with ICRM Admin: 'Subscription: Get Many' and 'Delete'.",
		};
	return {
		about,
		state: 'ok',
		says: waitingDeliveries > 0 ? `On their way: ${waitingDeliveries}` : 'None is waiting',
	};
}
