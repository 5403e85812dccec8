import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESCALATION_EVENTS, SLA_EVENTS, SURVEY_EVENTS } from '../../engine';
import { eventsPage } from './events-page';
import { ROOT } from './markdown';

/**
 * docs/events.md is made from the types in engine/event.ts. After a change there, `ICRM_WRITE_EXAMPLES=1 npx jest
 * test/docs/events-page` writes it anew.
 */
const page = join(ROOT, 'docs', 'events.md');

function asFormatted(text: string): string {
	const file = join(mkdtempSync(join(tmpdir(), 'icrm-events-')), 'events.md');
	writeFileSync(file, text);
	const prettier = join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
	const config = join(ROOT, '.prettierrc.json');
	execFileSync(process.execPath, [prettier, '--config', config, '--write', '--log-level', 'warn', file]);
	return readFileSync(file, 'utf8');
}

describe('the page of events', () => {
	const made = asFormatted(eventsPage());

	it('says what the types say', () => {
		if (process.env.ICRM_WRITE_EXAMPLES === '1') writeFileSync(page, made);
		expect(existsSync(page) ? readFileSync(page, 'utf8') : '').toBe(made);
	});

	it('has a row for every event that a trigger offers, and no other but the one among ourselves', () => {
		const rows = [...made.matchAll(/^\| `([a-z]+\.[a-zA-Z]+)`/gm)].map(([, type]) => type);
		const offered = [...SLA_EVENTS, ...ESCALATION_EVENTS, ...SURVEY_EVENTS, 'calendar.revised'];
		expect(rows.sort()).toEqual(offered.sort());
	});

	it('explains every event and every group of fields it links to', () => {
		expect(made).not.toMatch(/^\| `[a-z]+\.[a-zA-Z]+`\s*\|\s*\|/m);
		const sections = [...made.matchAll(/^## (.+)$/gm)].map(([, title]) =>
			title?.toLowerCase().replaceAll(' ', '-'),
		);
		const links = [...made.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, target]) => target);
		expect(new Set(links)).toEqual(new Set(sections));
	});
});
