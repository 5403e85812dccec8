import type { Engine } from '../engine';
import { valuesOf, type Outcome } from '../outcome';
import { hearUpTo } from '../sla/heard-source-repository';
import { TICKET_DESK } from './plan-notices';
import type { NoticeInput } from './schema';

/**
 * Remembers how far the sources of these notices were read, once what they say is written: deadlines up to there are judged.
 * A source of which something was refused was not heard: what it said may be the answer.
 */
export async function hearSources(
	engine: Engine,
	parsed: readonly Outcome<NoticeInput>[],
	written: readonly Outcome<unknown>[],
): Promise<void> {
	if (parsed.some(({ ok }) => !ok)) return;
	const all = valuesOf(parsed);
	const refused = new Set(
		all.flatMap(({ source = TICKET_DESK }, index) => (written[index]?.ok ? [] : [source])),
	);
	const notices = all.filter(({ source = TICKET_DESK }) => !refused.has(source));
	const progress = Map.groupBy(
		notices.flatMap(({ heardUpTo, ...notice }) =>
			heardUpTo === undefined ? [] : [{ ...notice, heardUpTo }],
		),
		({ source = TICKET_DESK }) => source,
	);
	if (progress.size === 0) return;
	const now = engine.now();
	await engine.transaction(async (trx) => {
		for (const [source, said] of [...progress].sort(([a], [b]) => (a < b ? -1 : 1))) {
			// What is ahead of our clock cannot have been read.
			const upTo = Math.min(now, Math.max(...said.map(({ heardUpTo }) => heardUpTo)));
			const patienceMs = said.findLast(({ waitAtMostMs }) => waitAtMostMs !== undefined)?.waitAtMostMs;
			const from = said.every(({ heardFrom }) => heardFrom !== undefined)
				? Math.min(...said.map(({ heardFrom = Infinity }) => heardFrom))
				: undefined;
			await hearUpTo(trx, source, { from, upTo, patienceMs }, now);
		}
	});
}
