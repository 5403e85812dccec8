/** Ids in one `in (…)`: far below what either database takes. */
const CHUNK = 500;

/** Asks for many ids, or writes them, a few hundred at a time, each id once, and puts the answers together. */
export async function inChunks<Row = never>(
	ids: Iterable<string | undefined>,
	query: (chunk: string[]) => Promise<readonly Row[] | void>,
): Promise<Row[]> {
	const unique = [...new Set(ids)].filter((id) => id !== undefined);
	const rows: Row[] = [];
	for (let from = 0; from < unique.length; from += CHUNK)
		rows.push(...((await query(unique.slice(from, from + CHUNK))) ?? []));
	return rows;
}
