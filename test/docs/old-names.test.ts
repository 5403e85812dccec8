import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown';

/** Names that people saw once, and what stands in their place. None of them is left, in code, docs, templates or pictures of ours. */
const OLD_NAMES: Readonly<Record<string, string>> = {
	'ICRM SLA Trigger': 'SLA (ICRM) Trigger',
	'A breach escalates by mail': 'Escalate an SLA breach by email',
	'A promise is broken: somebody is told': 'Escalate an SLA breach by email',
	'Warn before a promise is broken': 'Warn before an SLA breach',
	'A reminder while there is still time': 'Warn before an SLA breach',
	'A milestone asks for feedback': 'Send a survey after a milestone',
	'After a milestone, the people served are asked': 'Send a survey after a milestone',
	'A resolved request asks how easy it was': 'Send an effort survey after a resolved request',
	'After a resolved request, its requester is asked': 'Send an effort survey after a resolved request',
	'A low score tells the head of the department': 'Email the head of department about a low survey score',
	'Somebody was not served well': 'Email the head of department about a low survey score',
	'A colleague asks for something': 'Open a request from a form',
	'Redmine tickets keep their promises': 'Add SLA deadlines to Redmine tickets',
	'Redmine ↔ ICRM': 'Add SLA deadlines to Redmine tickets',
	'Any ticket desk by webhook': 'Add SLA deadlines to any ticket desk by webhook',
	'Any ticket desk ↔ ICRM': 'Add SLA deadlines to any ticket desk by webhook',
	'Sync people from a CSV file or any HR system': 'Sync people from a CSV file or the API of an HR system',
	'Sync people from LDAP / Active Directory': 'Sync people from LDAP or Active Directory',
	'The HR system says who works here': 'Sync people from a CSV file or the API of an HR system',
	'The directory says who works here': 'Sync people from LDAP or Active Directory',
	'The calendar says who is away': 'Sync absences from a calendar feed',
	'Somebody is to be told': 'Someone must be notified',
	'Tell the head': 'Email the head',
	'Tell the admin': 'Email the admin',
	'A promise moves': 'A deadline changes',
	"Your directory's words": 'Map the directory fields',
	"Your HR system's words": 'Map the HR fields',
	"The calendar's words": 'Map the calendar fields',
	"Your desk's words": 'Map the ticket fields',
};

const TEXT = /\.(md|ts|js|json|svg)$/;
const THIS = 'test/docs/old-names.test.ts';

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
	cwd: ROOT,
	encoding: 'utf8',
})
	.split('\n')
	.filter((file) => TEXT.test(file) && file !== THIS);

/** However lines are broken and whatever marks a comment or a list. */
const flat = (text: string) => text.replace(/\s+(?:[*>/]+\s+)?/g, ' ');

describe('old names', () => {
	const texts = tracked.map((file) => ({ file, text: flat(readFileSync(join(ROOT, file), 'utf8')) }));

	it.each(Object.entries(OLD_NAMES))('"%s" is "%s" now', (old, now) => {
		expect(texts.filter(({ text }) => text.includes(old)).map(({ file }) => file)).toEqual([]);
		expect(texts.some(({ text }) => text.includes(now))).toBe(true);
	});

	it('would be found across a line break', () => {
		expect(flat('the ICRM SLA\n * Trigger')).toContain('ICRM SLA Trigger');
	});
});
