import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from './stage/n8n/api';
import { launchBrowser, openEditor } from './stage/n8n/browser';
import { findOrInstallN8n } from './stage/n8n/host';
import { Mcp, WITH_MCP } from './stage/n8n/mcp';
import { NodePanel } from './stage/n8n/node-panel';
import { installPack } from './stage/n8n/pack-install';
import { startN8n } from './stage/n8n/server';
import { firstOfOurs, SEARCH_WORDS, type Found, type Places } from './stage/util/places';
import { projectRoot } from './stage/util/project-root';
import { resultFile, surroundings, writeResult, type Result } from './stage/util/result';

/**
 * `npm run measure:search [-- --before]`: looks for each of SEARCH_WORDS in a real n8n with the built pack, in the editor's node
 * panel and with `search_nodes` of n8n's MCP server, and keeps at which place our first node stands, in
 * docs/results/search.json, with a picture of the panel for the docs. `--before` keeps the places as what later ones are
 * compared with. With `--pictures=FOLDER`, the panel of each word as a picture.
 */
const NAME = 'search';
const PICTURE = join(projectRoot, 'docs', 'img', 'node-panel.png');
/** The lines that name a node of the answer itself; what is related to it follows with a mark. */
const MCP_NODE = /^- (\S+?)(?: \[TRIGGER\])?$/gm;

async function main(args: readonly string[]): Promise<void> {
	const pictures = args.find((arg) => arg.startsWith('--pictures='))?.split('=')[1];
	const around = await surroundings();
	const startedAt = Date.now();
	const { places, version } = await measure(pictures);
	for (const [word, { panel, mcp }] of Object.entries(places))
		console.log([word.padEnd(20), told(panel).padEnd(40), told(mcp)].join(''));
	const file = join(projectRoot, resultFile(NAME));
	const kept: Result | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
	const { commit, date } = around;
	const before = args.includes('--before') || !kept?.search ? { commit, date, places } : kept.search.before;
	writeResult(NAME, {
		command: 'npm run measure:search',
		...around,
		versions: { node: process.versions.node, n8n: version },
		seconds: Math.round((Date.now() - startedAt) / 1000),
		figures: {},
		search: { before, after: places },
	});
	console.log(`The result is in ${resultFile(NAME)}.`);
}

const told = (place: Found['panel']) =>
	place ? `${place.place} of ${place.of} (${place.node})` : 'not found';

async function measure(pictures?: string): Promise<{ places: Places; version: string }> {
	const userFolder = mkdtempSync(join(tmpdir(), 'icrm-search-'));
	const { bin, version } = await findOrInstallN8n(console.log);
	await installPack(userFolder);
	const n8n = await startN8n({ bin, userFolder, env: WITH_MCP, print: console.log });
	const browser = await launchBrowser();
	try {
		const api = await N8nApi.connect(n8n.baseUrl);
		const mcp = await Mcp.connect(api);
		const editor = await openEditor(api, { browser });
		const panel = await NodePanel.open(api, editor);
		const places: Record<string, Found> = {};
		for (const word of SEARCH_WORDS) {
			const rows = await panel.search(word);
			if (word === 'sla') await panel.panel.screenshot({ path: PICTURE });
			if (pictures) await panel.panel.screenshot({ path: join(pictures, `${word}.png`) });
			const answer = await mcp.call('search_nodes', { queries: [word] });
			places[word] = {
				panel: firstOfOurs(rows.map(({ type }) => type)),
				mcp: firstOfOurs([...answer.matchAll(MCP_NODE)].map(([, type = '']) => type)),
			};
		}
		return { places, version };
	} finally {
		await browser.close();
		await n8n.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
