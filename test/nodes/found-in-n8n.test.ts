import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_LABEL } from '../../nodes/shared/run/store';
import { nodeType } from '../support/n8n-engine';

/** What n8n's node panel makes of our nodes. The places they get there are measured by `npm run measure:search`. */
const NODES = join(__dirname, '..', '..', 'nodes');
const names = readdirSync(NODES).filter((name) => name.startsWith('Icrm'));
const typeOf = (name: string) => name.replace(/^I/, 'i');
const pairs = names.filter((name) => names.includes(`${name}Trigger`));

function aliasesOf(name: string): string[] {
	const codex: { alias: string[] } = JSON.parse(readFileSync(join(NODES, name, `${name}.node.json`), 'utf8'));
	return codex.alias;
}

describe('the node panel', () => {
	// n8n's editor merges a trigger into the line of the action node with the same base name: that node's name and aliases, but
	// the trigger's text.
	it('has one line for a node and its trigger, whose text speaks of both and whose aliases are those of both', () => {
		expect(pairs).toEqual(['IcrmEscalation', 'IcrmSurvey']);
		for (const name of pairs) {
			expect(nodeType(`${typeOf(name)}Trigger`).description.description).not.toMatch(/workflow|trigger/i);
			expect(aliasesOf(`${name}Trigger`).filter((alias) => !aliasesOf(name).includes(alias))).toEqual([]);
		}
	});

	it.each(names.filter((name) => nodeType(typeOf(name)).description.credentials?.length))(
		'%s says that its credential is optional',
		(name) => {
			const { credentials } = nodeType(typeOf(name)).description;
			expect(credentials).toMatchObject([{ displayName: STORE_LABEL, required: false }]);
			expect(STORE_LABEL).toContain('optional');
		},
	);

	it.each(names)('finds %s in Chinese as well', (name) => {
		expect(aliasesOf(name).some((alias) => /\p{Script=Han}/u.test(alias))).toBe(true);
		expect(new Set(aliasesOf(name)).size).toBe(aliasesOf(name).length);
	});
});
