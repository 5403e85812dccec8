import type { LogRow } from './read-log';

/**
 * A few incidents that show what the log has: step by step the one with the most that the chosen do not show yet. What is shown
 * a second time counts for less, so that rare things come in first and common ones get their variety afterwards; what takes many
 * rows to show counts for less as well.
 *
 * @param incidents rows by incident
 * @returns names, in the order of the log
 */
export function chooseIncidents(incidents: ReadonlyMap<string, readonly LogRow[]>, wanted: number): string[] {
	const features = new Map([...incidents].map(([name, rows]) => [name, featuresOf(rows)]));
	const shown = new Map<string, number>();
	const chosen = new Set<string>();
	while (chosen.size < Math.min(wanted, incidents.size)) {
		let [best, most] = ['', -1];
		for (const [name, its] of features) {
			const news = its.reduce((sum, one) => sum + 1 / (1 + (shown.get(one) ?? 0)) ** 3, 0);
			const gain = news / Math.sqrt(incidents.get(name)?.length ?? 1);
			if (!chosen.has(name) && gain > most) [best, most] = [name, gain];
		}
		chosen.add(best);
		for (const one of features.get(best) ?? []) shown.set(one, (shown.get(one) ?? 0) + 1);
	}
	return [...incidents.keys()].filter((name) => chosen.has(name));
}

/** What there is to see in an incident, as words that can be counted. */
function featuresOf(rows: readonly LogRow[]): string[] {
	const courseOf = (of: (row: LogRow) => string | undefined) =>
		rows.map(of).filter((one, index, all) => index === 0 || one !== all[index - 1]);
	const groups = courseOf(({ group }) => group);
	const states = courseOf(({ state }) => state);
	const pairs = rows.slice(1).map((row, index) => [rows[index] ?? row, row] as const);
	const marks: Readonly<Record<string, boolean>> = {
		'comes back to a group': new Set(groups).size < groups.length,
		'has a row without a group': groups.includes(undefined),
		'is assigned within a group': pairs.some(
			([a, b]) => a.group === b.group && b.resolver !== undefined && a.resolver !== b.resolver,
		),
		'has two rows in one minute': pairs.some(([a, b]) => a.at === b.at),
		'has rows that do not stand in their order': pairs.some(([a, b]) => a.at > b.at),
		'is written before it is opened': rows.some(({ at, openedAt }) => at < openedAt),
		'is handed off after it is solved': pairs.some(([a, b]) => a.state === 'solved' && a.group !== b.group),
		'goes on after the clocks change': rows.some(({ at }) => at > Date.UTC(2016, 9, 16)),
	};
	return [
		...Object.keys(marks).filter((name) => marks[name]),
		`states ${courseOf(({ said }) => said).join(' > ')}`,
		`priorities ${courseOf(({ priority }) => priority).join(' > ')}`,
		`${groups.length} hops`,
		`${states.filter((state) => state === 'waiting').length} waits`,
		`${states.filter((state) => state === 'solved').length} solutions`,
		`${new Set(rows.map(({ resolver }) => resolver)).size} resolvers`,
	];
}
