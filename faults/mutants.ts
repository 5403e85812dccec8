/** An engine with a fault in it. A harness that does not find it says nothing by finding none in the engine as it is. */
export interface Mutant {
	readonly name: string;
	/** What is broken, for whoever reads the report. */
	readonly says: string;
	readonly changes: readonly {
		readonly file: string;
		/** Stands in the file exactly once. */
		readonly from: string;
		readonly to: string;
	}[];
}

export const MUTANTS: readonly Mutant[] = [
	{
		name: 'settles-at-claim',
		says: 'A delivery is done when it is claimed, and not when it is acknowledged.',
		changes: [
			{
				file: 'engine/timeline/delivery-repository.ts',
				from: 'visible_at: untilOf(lapses), attempt: attempt + 1',
				to: "visible_at: untilOf(lapses), state: 'done', attempt: attempt + 1",
			},
		],
	},
	{
		name: 'no-fence',
		says: 'Whoever had an earlier attempt may settle the one that somebody else has now.',
		changes: [
			{
				file: 'engine/timeline/delivery-repository.ts',
				from: ".where('attempt', '=', attempt)\n\t\t\t\t.where('state', '=', 'open')\n\t\t\t\t.where('settled_by', 'is', null)",
				to: ".where('state', '=', 'open').where('settled_by', 'is', null)",
			},
		],
	},
	{
		name: 'no-unique-key',
		says: 'The id of an event is any number, and not made of what happened: the database cannot refuse to write it twice, and nobody can know it again.',
		changes: [
			{
				file: 'engine/timeline/append-events.ts',
				from: 'events.filter(({ isHistory }) => !isHistory),',
				to: 'events.filter(({ isHistory }) => !isHistory).map((one) => ({ ...one, id: engine.newId() })),',
			},
		],
	},
	{
		name: 'no-lease',
		says: 'A delivery that was claimed is not hidden from whoever claims next.',
		changes: [
			{
				file: 'engine/timeline/delivery-repository.ts',
				from: 'visible_at: untilOf(lapses), attempt: attempt + 1',
				to: 'attempt: attempt + 1',
			},
		],
	},
	{
		name: 'no-re-check',
		says: 'A timer that was chosen is fired, also when it has moved into the future before it was taken.',
		changes: [
			{
				file: 'engine/timeline/timer-repository.ts',
				from: ".where('subject', 'in', subjects)\n\t\t.where('due_at', '<=', now)\n",
				to: ".where('subject', 'in', subjects)\n",
			},
		],
	},
	{
		name: 'announces-by-name',
		says: 'What was said of a clock is remembered by the name of the threshold, and not by its arming: a breach that was taken back is never said again.',
		changes: [
			{
				file: 'engine/sla/announcements.ts',
				from: "const live = ofName.find((one) => one.state !== 'takenBack');",
				to: 'const live = ofName.at(-1);',
			},
		],
	},
];

/** @throws Error for a name that no mutant has */
export function mutantOf(name: string): Mutant {
	const mutant = MUTANTS.find((one) => one.name === name);
	if (!mutant)
		throw new Error(`There is no mutant '${name}'; there are ${MUTANTS.map((one) => one.name).join(', ')}.`);
	return mutant;
}
