import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A number that a run has measured: `{ value: 812, unit: 'people/s' }`. */
export interface Figure {
	readonly value: number;
	readonly unit: string;
}

/** What the tests of a run said beside passing: figures by id, and versions of the programs that took part. */
export interface Told {
	readonly figures: Readonly<Record<string, Figure>>;
	readonly versions: Readonly<Record<string, string>>;
}

/** Names the file that collects the figures, a line of JSON each. Set by scripts/keep-result.ts, which reads it afterwards. */
export const FIGURES_FILE = 'ICRM_FIGURES_FILE';

/**
 * Prints a figure, and adds it to the run's result where that is kept. Its place in the docs is found by `id`.
 *
 * @param value rounded to three digits, because no run of a test knows more
 *
 * @example tellFigure('ldap-people-per-second', 812.4, 'people/s'); // prints "ldap-people-per-second: 812 people/s"
 */
export function tellFigure(id: string, value: number, unit: string): void {
	const figure = { value: Number(value.toPrecision(3)), unit };
	console.log(`${id}: ${readable(figure)}`);
	tell({ figures: { [id]: figure } });
}

/** Adds to the run's result which version of a program it ran against. */
export function tellVersion(program: string, version: string): void {
	tell({ versions: { [program]: version } });
}

/** As the docs write it: `1,250 people/s`. */
export const readable = ({ value, unit }: Figure): string =>
	`${value.toLocaleString('en', { maximumSignificantDigits: 3 })} ${unit}`;

function tell(told: Partial<Told>): void {
	const file = process.env[FIGURES_FILE];
	if (file !== undefined) appendFileSync(file, `${JSON.stringify(told)}\n`);
}

/** All figures of a run. @throws Error when two tests gave the same figure: one of them would be lost */
export function readTold(file: string): Told {
	const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : [];
	const figures: Record<string, Figure> = {};
	const versions: Record<string, string> = {};
	for (const line of lines) {
		const told = JSON.parse(line) as Partial<Told>;
		for (const [id, figure] of Object.entries(told.figures ?? {})) {
			if (id in figures)
				throw new Error(`The figure '${id}' was told twice in one run. Give each test its own id.`);
			figures[id] = figure;
		}
		Object.assign(versions, told.versions);
	}
	return { figures, versions };
}
