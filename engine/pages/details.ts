import { webAddress } from '../input/web-address';
import { html, type Html } from './page';

/** An address that the reader can press. */
export interface Link {
	readonly url: string;
}

type Value = string | Link;

/** What a page or a mail is about: label and value. What is not known has no row. */
export type Rows = readonly Row[];
export type Row = readonly [label: string, value: Value | null | undefined];

export const knownRows = (rows: Rows): readonly (readonly [label: string, value: Value])[] =>
	rows.flatMap(([label, value]) => (value === undefined || value === null ? [] : [[label, value] as const]));

/** Nothing for what is no web address: whatever a store holds, no script becomes a link. */
export function linkTo(url: string | null | undefined): Link | undefined {
	const address = webAddress(url ?? '');
	return address === undefined ? undefined : { url: address };
}

/** A value of a row in HTML. A link tells the other side nothing about where it was pressed. */
export const valueHtml = (value: Value): Html =>
	typeof value === 'string' ? html`${value}` : html`<a href="${value.url}" rel="noreferrer">${value.url}</a>`;

/** The rows as a page shows them. */
export function details(rows: Rows): Html {
	return html`<dl>
		${knownRows(rows).map(
			([label, value]) =>
				html`<dt>${label}</dt>
					<dd>${valueHtml(value)}</dd>`,
		)}
	</dl>`;
}
