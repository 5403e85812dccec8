/**
 * The managers above a member, nearest first. Ends where there is no manager, or before anybody comes twice:
 * a cycle that slipped into the data costs one round and no more.
 *
 * @example managerChain('cid', (id) => ({ cid: 'bob', bob: 'ann' })[id]) // ['bob', 'ann']
 */
export function managerChain(
	memberId: string,
	managerOf: (id: string) => string | undefined,
): readonly string[] {
	const seen = new Set([memberId]);
	for (let above = managerOf(memberId); above !== undefined && !seen.has(above); above = managerOf(above))
		seen.add(above);
	return [...seen].slice(1);
}

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
