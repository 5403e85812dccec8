import fc from 'fast-check';
import { createTurns, type Turns, type Waiting } from '../../../engine/timeline/turns';

interface Named extends Waiting {
	readonly id: string;
}

const many = (lane: string, count: number, urgency = 2, since = 0): Named[] =>
	Array.from({ length: count }, (_, n) => ({ id: `${lane}${n}`, lane, urgency, since: since + n }));

/** Takes `limit` at a time until nothing waits. `arrive` may add to what waits before each round. */
function takeAll(turns: Turns, waiting: Named[], limit: number): string[] {
	const taken: string[] = [];
	while (waiting.length > 0) {
		const chosen = turns.choose(waiting, limit);
		turns.took(chosen);
		taken.push(...chosen.map(({ id }) => id));
		waiting = waiting.filter((one) => !chosen.includes(one));
	}
	return taken;
}

describe('turns', () => {
	it('go round, whoever has how much', () => {
		const waiting = [...many('a', 4), ...many('b', 2), ...many('c', 1)];
		for (const limit of [1, 2, 3, 5, 7])
			expect([limit, takeAll(createTurns(), waiting, limit)]).toEqual([
				limit,
				['a0', 'b0', 'c0', 'a1', 'b1', 'a2', 'a3'],
			]);
	});

	it('are of the most urgent in a lane, then of the oldest', () => {
		const waiting = [
			{ id: 'old', lane: 'a', urgency: 2, since: 1 },
			{ id: 'new', lane: 'a', urgency: 2, since: 2 },
			{ id: 'low', lane: 'a', urgency: 3, since: 0 },
			{ id: 'urgent', lane: 'a', urgency: 0, since: 3 },
		];
		expect(takeAll(createTurns(), waiting, 1)).toEqual(['urgent', 'old', 'new', 'low']);
	});

	it('begin with the most urgent of all lanes, then with the oldest', () => {
		const waiting = [...many('a', 1, 2, 5), ...many('b', 1, 0, 9), ...many('c', 1, 2, 4)];
		expect(takeAll(createTurns(), waiting, 1)).toEqual(['b0', 'c0', 'a0']);
	});

	it('are not owed to a lane that had nothing', () => {
		const turns = createTurns();
		// By itself a lane takes as much as there is.
		expect(takeAll(turns, many('a', 100), 10)).toHaveLength(100);
		const taken = takeAll(turns, [...many('a', 5), ...many('b', 5)], 1);
		expect(taken.slice(0, 4).sort()).toEqual(['a0', 'a1', 'b0', 'b1']);
	});

	it('are not won by leaving for a moment', () => {
		const turns = createTurns();
		const storm = many('a', 20);
		let atOnce = 0;
		// A lane that has a single one each time gets every other turn.
		for (let round = 0; round < 10; round++) {
			const [first] = turns.choose([...storm, ...many('b', 1, 0)], 1);
			if (first?.lane === 'b') atOnce++;
			turns.took(first ? [first] : []);
		}
		expect(atOnce).toBe(5);
	});

	it('of one lane are as many as are asked for', () => {
		expect(createTurns().choose(many('a', 9), 5)).toHaveLength(5);
		expect(createTurns().choose([], 5)).toEqual([]);
	});
});

describe('a share', () => {
	it('is one of each lane whose turn it is, where there are enough lanes', () => {
		const turns = createTurns();
		const heads = ['a', 'b', 'c'].flatMap((lane) => [...many(lane, 1, 1), ...many(lane, 1, 2)]);
		turns.took(many('a', 1));
		const { heads: asked, each } = turns.share(heads, 2);
		expect([asked.map(({ lane, urgency }) => [lane, urgency]), each]).toEqual([
			[
				['b', 1],
				['c', 1],
			],
			1,
		]);
	});

	it('is more than that of each where there are few, but never more than could be taken', () => {
		expect(createTurns().share([...many('a', 1), ...many('b', 1)], 100).each).toBe(100);
		expect(createTurns().share(many('a', 1), 5).each).toBe(5);
		const ten = Array.from({ length: 10 }, (_, n) => many(`lane${n}`, 1)).flat();
		expect(createTurns().share(ten, 100).each).toBe(20);
	});
});

describe('whatever comes and whenever', () => {
	/** What arrives before each round: lane, urgency. */
	const arrivals = fc.array(
		fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 3 })), { maxLength: 6 }),
		{ minLength: 1, maxLength: 40 },
	);

	it('no lane waits longer than a round, a lane has its most urgent first, and no place stays empty', () => {
		fc.assert(
			fc.property(arrivals, fc.integer({ min: 1, max: 5 }), (rounds, limit) => {
				const turns = createTurns();
				let waiting: Named[] = [];
				/** How many of other lanes were taken since a lane began to wait, or was last served. */
				const passed = new Map<string, Map<string, number>>();
				let clock = 0;
				for (const arriving of [...rounds, ...Array.from({ length: 300 }, () => [])]) {
					for (const [lane, urgency] of arriving)
						waiting.push({ id: `${clock}`, lane, urgency, since: clock++ });
					for (const { lane } of waiting) if (!passed.has(lane)) passed.set(lane, new Map());
					const chosen = turns.choose(waiting, limit);
					turns.took(chosen);
					expect(chosen).toHaveLength(Math.min(limit, waiting.length));
					for (const one of chosen) {
						const own = waiting.filter(({ lane }) => lane === one.lane);
						expect(own.every((other) => compare(one, other) <= 0)).toBe(true);
						waiting = waiting.filter((other) => other !== one);
						passed.set(one.lane, new Map());
						for (const [lane, counts] of passed)
							if (lane !== one.lane) counts.set(one.lane, (counts.get(one.lane) ?? 0) + 1);
						if (!waiting.some(({ lane }) => lane === one.lane)) passed.delete(one.lane);
						// Of every other lane two at most: the turn that it had before this one began to wait, and its next.
						for (const counts of passed.values())
							for (const count of counts.values()) expect(count).toBeLessThanOrEqual(2);
					}
				}
				expect(waiting).toEqual([]);
			}),
		);
	});

	const compare = (a: Waiting, b: Waiting) => a.urgency - b.urgency || a.since - b.since;
});
