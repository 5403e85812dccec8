/**
 * The circles among these members and those above them, each once and without repeating its first. Every
 * member is passed once however long the chains are.
 *
 * @example managerCycles(['ann'], (id) => ({ ann: 'bob', bob: 'ann' })[id]) // [['ann', 'bob']]
 */
export function managerCycles(
	memberIds: Iterable<string>,
	managerOf: (id: string) => string | undefined,
): readonly (readonly string[])[] {
	const cycles: string[][] = [];
	const finished = new Set<string>();
	for (const start of memberIds) {
		const way = new Map<string, number>();
		let at: string | undefined = start;
		while (at !== undefined && !finished.has(at) && !way.has(at)) {
			way.set(at, way.size);
			at = managerOf(at);
		}
		const back = at === undefined ? undefined : way.get(at);
		if (back !== undefined) cycles.push([...way.keys()].slice(back));
		for (const id of way.keys()) finished.add(id);
	}
	return cycles;
}
