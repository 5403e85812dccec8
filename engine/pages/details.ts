import { html, type Html } from './page';

/** What a page or a mail is about: label and value. What is not known has no row. */
export type Rows = readonly (readonly [label: string, value: string | null | undefined])[];

export const knownRows = (rows: Rows): readonly (readonly [label: string, value: string])[] =>
	rows.flatMap(([label, value]) => (value === undefined || value === null ? [] : [[label, value] as const]));

/** The rows as a page shows them. */
export function details(rows: Rows): Html {
	return html`<dl>
		${knownRows(rows).map(
			([label, value]) =>
				html`<dt>${label}</dt>
					<dd>${value}</dd>`,
		)}
	</dl>`;
}
