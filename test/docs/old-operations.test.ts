import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown';

/**
 * What was renamed before the first release, and where it is now. No text, template or script may send anybody to the old
 * place. The changelog tells of them, and this file.
 */
const OLD_NAMES: ReadonlyArray<{ readonly old: RegExp; readonly now: string }> = [
	{ old: /ICRM Escalation[_*',: ]{1,6}Delivery/, now: "ICRM Admin, 'Delivery'" },
	{ old: /Delivery: Mark Done/, now: "'Event: Mark Done'" },
	{ old: /Mark delivery as done/, now: "'Mark event as done'" },
	{ old: /escalation\.md#(delivery|mark-done|dead-letters)/, now: 'admin.md or done-or-failed.md' },
	{
		old: /resource: 'delivery',\s+operation: 'markDone'/,
		now: "resource 'event' of ICRM Request, ICRM Escalation or ICRM Survey",
	},
	// n8n leaves out of a template what is the default, as Mark Done was of Delivery.
	{
		old: /icrmEscalation'?"?,[^{}]*(parameters"?: )?\{[^{}]*resource"?: ['"]delivery/,
		now: "'event' for Mark Done; icrmAdmin for the others",
	},
	{
		old: /IcrmEscalation\/(delivery|mark-done|get-deliveries|retry-delivery)/,
		now: 'IcrmAdmin, shared/event',
	},
];

const SPARED = ['CHANGELOG.md', 'test/docs/old-names.test.ts', 'test/docs/old-operations.test.ts'];

/** Each place that still has an old name, with the new one. */
const leftIn = (file: string, text: string): string[] =>
	OLD_NAMES.flatMap(({ old, now }) => {
		const found = old.exec(text)?.[0];
		return found === undefined ? [] : [`${file}: '${found}' is now ${now}`];
	});

/** Every text that git keeps or would, and the names of the files. */
function texts(): (readonly [string, string])[] {
	const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	return listed
		.split('\n')
		.filter(
			(file) =>
				/\.(ts|mjs|js|json|md|svg)$/.test(file) && !SPARED.includes(file) && file !== 'package-lock.json',
		)
		.filter((file) => existsSync(join(ROOT, file)))
		.map((file) => [file, `${file}\n${readFileSync(join(ROOT, file), 'utf8')}`] as const);
}

it('no old name is left', () => {
	const all = texts();
	expect(all.length).toBeGreaterThan(300);
	expect(all.flatMap(([file, text]) => leftIn(file, text))).toEqual([]);
});

it.each([
	'List them with _ICRM Escalation_, _Delivery: Get Many_',
	"Retry them with ICRM Escalation, 'Delivery: Retry'",
	'W->>T: Delivery: Mark Done (settles it)',
	'[Mark Done](../nodes/escalation.md#mark-done)',
	"run('icrmEscalation', { resource: 'delivery', operation: 'getAll' })",
	"{ resource: 'delivery', operation: 'markDone' }",
	'"type": "n8n-nodes-icrm.icrmEscalation", "typeVersion": 1, "position": [480, 160], "parameters": { "resource": "delivery" }',
])('an old name is found: %s', (text) => {
	expect(leftIn('a file', text)).not.toEqual([]);
});
