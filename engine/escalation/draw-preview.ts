import { DateTime } from 'luxon';
import { html, type Html } from '../pages';

export interface PreviewStep extends Record<string, unknown> {
	readonly pass: number;
	readonly level: number;
	readonly at: string;
	readonly told: readonly {
		readonly memberId: string;
		readonly name: string;
		readonly email: string;
		readonly why: string;
	}[];
	/** Names of those whom the level would notify, and who were notified a moment ago. */
	readonly justTold: readonly string[];
}

/** What a preview is drawn with. */
export interface Drawing {
	/** Above the picture: the policy's name. */
	readonly title: string;
	/** When the breach would be, epoch ms. */
	readonly from: number;
	/** An IANA zone. */
	readonly timezone: string;
}

const WIDTH = 720;
const TOP = 76;
const ROW = 58;
const LINE = 214;

/** Colours for light and dark, as the reader's screen has it. */
const STYLE = `text{font:14px system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;fill:#1d2433}
.title{font-size:17px;font-weight:600}.name{font-weight:600}.muted{fill:#5a6478;font-size:13px}.paper{fill:#f6f8fb}
.line{stroke:#c3cad8;stroke-width:2}.dot{fill:#1f5fbf}.none{fill:#b3261e}.start{fill:#5a6478}
@media (prefers-color-scheme:dark){text{fill:#e8ebf2}.muted{fill:#a7b0c2}.paper{fill:#1b202b}.line{stroke:#38404f}.dot{fill:#8ab4ff}.none{fill:#ffb4ab}.start{fill:#a7b0c2}}`;

/**
 * The dry run as a picture: a line of time from the breach downwards, with who would be notified at each level and why. The
 * distances on it are not to scale; how long it is from one level to the next stands beside it.
 *
 * @returns an SVG document that loads nothing and runs nothing
 */
export function drawPreview(steps: readonly PreviewStep[], { title, from, timezone }: Drawing): string {
	const start = { at: from, head: 'Breach', detail: `Times are those of ${timezone}`, kind: 'start' };
	const rows = [start, ...steps.map(rowOf)];
	const height = TOP + rows.length * ROW;
	const described = rows.map(({ at, head, detail }) => `${when(at, timezone)}: ${head}. ${detail}`).join(' ');
	const document = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="t d">
	<title id="t">${title}</title>
	<desc id="d">${described}</desc>
	<style>${STYLE}</style>
	<rect class="paper" width="${WIDTH}" height="${height}" rx="12" />
	<text class="title" x="24" y="38">${title}</text>
	<line class="line" x1="${LINE}" y1="${TOP}" x2="${LINE}" y2="${height - ROW}" />
${rows.map((row, index) => drawRow(row, rows[index - 1], { y: TOP + index * ROW, timezone }))}</svg>
`;
	return document.text;
}

interface Row {
	readonly at: number;
	readonly head: string;
	readonly detail: string;
	readonly kind: string;
}

function rowOf({ pass, level, at, told, justTold }: PreviewStep): Row {
	const step = pass > 1 ? `Level ${level}, pass ${pass}` : `Level ${level}`;
	const [first] = told;
	const names = told.map(({ name }) => name).join(', ');
	const instant = Date.parse(at);
	if (first) return { at: instant, head: `${step}: ${names}`, detail: reasonOf(told), kind: 'dot' };
	return justTold.length > 0
		? {
				at: instant,
				head: `${step}: ${justTold.join(', ')}`,
				detail: 'Was notified a moment ago',
				kind: 'dot',
			}
		: {
				at: instant,
				head: `${step}: nobody found`,
				detail: 'If there is a next level, it has its turn at once',
				kind: 'none',
			};
}

/** One reason has room; of several people, each would need a line of their own. */
const reasonOf = (told: PreviewStep['told']): string =>
	told.length === 1 ? (told[0]?.why ?? '') : `${told.length} people are notified`;

function drawRow(
	{ at, head, detail, kind }: Row,
	before: Row | undefined,
	{ y, timezone }: { readonly y: number; readonly timezone: string },
): Html {
	return html`	<circle class="${kind}" cx="${LINE}" cy="${y}" r="6" />
	<text x="${LINE - 20}" y="${y}" text-anchor="end">${when(at, timezone)}</text>
	${before && html`<text class="muted" x="${LINE - 20}" y="${y + 19}" text-anchor="end">${`+ ${apart(at - before.at)}`}</text>`}
	<text class="name" x="${LINE + 22}" y="${y}">${head}</text>
	<text class="muted" x="${LINE + 22}" y="${y + 19}">${detail}</text>
`;
}

const when = (at: number, timezone: string): string =>
	DateTime.fromMillis(at, { zone: timezone, locale: 'en-GB' }).toFormat('ccc d LLL yyyy, HH:mm');

/** Time on the clock: `30 min`, `4 d 17 h`. */
function apart(ms: number): string {
	if (ms > 0 && ms < 60_000) return `${Math.round(ms / 1000)} s`;
	const minutes = Math.round(ms / 60_000);
	const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
	const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(
		Boolean,
	);
	return parts.slice(0, 2).join(' ') || '0 min';
}
