import { createChance, type Chance } from './chance';
import { faultsOf } from './make-faults';
import { BREACH_AT, SECOND_LEVEL_AT } from './moments';
import { writerName, type Act, type Database, type Op, type Plan } from './types';

const LENGTH_MS = 2_600;
const PRIORITIES = ['high', 'normal', 'low'] as const;

/** What a run of this seed does on this database. The same every time. */
export function makePlan(seed: number, database: Database): Plan {
	const chance = createChance(seed * 2 + (database === 'postgres' ? 1 : 0));
	const writers = chance.whole(1, 2);
	const pumps = chance.happens(0.75) ? 2 : 1;
	const stories = Array.from({ length: chance.whole(16, 28) }, (_, index) =>
		storyOf(chance, `R${index + 1}`),
	);
	const ops = Array.from({ length: writers }, (_, writer) =>
		stories
			.filter((_story, index) => index % writers === writer)
			.flat()
			.sort((a, b) => a.at - b.at),
	);
	return {
		seed,
		database,
		writers: ops,
		pumps,
		habits: { slow: 0.2, fails: 0.08 },
		faults: faultsOf(chance, {
			database,
			pumps,
			writers: ops.map((_, index) => writerName(index)),
			lengthMs: LENGTH_MS,
		}),
		lengthMs: LENGTH_MS,
	};
}

/** What befalls a request. Each kind of story is aimed at something that a broken engine would do with it. */
function storyOf(chance: Chance, request: string): Op[] {
	const opened = chance.whole(0, 350);
	const at = (from: number, to: number, act: Act): Op => ({ ...act, request, at: chance.whole(from, to) });
	const open = (priority: (typeof PRIORITIES)[number]): Op => ({
		kind: 'open',
		priority,
		request,
		at: opened,
	});
	const kind = chance.whole(1, 10);
	// Nobody does anything: every level has to be notified.
	if (kind <= 2) return [open(chance.pick(PRIORITIES))];
	// Somebody takes it on at the moment that the second level is due.
	if (kind <= 4) return [open('normal'), at(SECOND_LEVEL_AT + 20, SECOND_LEVEL_AT + 400, { kind: 'takeOn' })];
	// Breached, and the deadline moves into the future: it is breached again, later.
	if (kind <= 6)
		return [
			open('high'),
			at(BREACH_AT + 200, SECOND_LEVEL_AT, { kind: 'prioritise', priority: 'low' }),
			...(chance.happens(0.3)
				? [at(SECOND_LEVEL_AT + 100, LENGTH_MS, { kind: 'prioritise', priority: 'high' })]
				: []),
		];
	if (kind === 7)
		return [
			open(chance.pick(PRIORITIES)),
			at(400, 1_200, { kind: 'pause' }),
			...(chance.happens(0.8) ? [at(1_201, 2_200, { kind: 'resume' })] : []),
		];
	if (kind === 8)
		return [
			open(chance.pick(PRIORITIES)),
			at(400, 1_900, { kind: 'handOff', departmentId: 'hr' }),
			...(chance.happens(0.3) ? [at(1_901, LENGTH_MS, { kind: 'handOff', departmentId: 'it' })] : []),
		];
	return [open(chance.pick(PRIORITIES)), at(400, LENGTH_MS, { kind: 'resolve' })];
}
