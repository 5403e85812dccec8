import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, openEditor, type Editor } from './stage/n8n/browser';
import { overfullNotes, takeCanvas } from './stage/pictures/canvas-picture';
import { takeMailsAndPages } from './stage/pictures/mail-and-page-pictures';
import { takePanels } from './stage/pictures/panel-pictures';
import { runByHand, setStage, type Stage } from './stage/stage';
import { projectRoot } from './stage/util/project-root';

/**
 * `npm run pictures [-- NAME…]`: opens every template, every node's panel, every mail and every page in the real editor and
 * browser, and takes their pictures: those that the docs quote into docs/img, the others into .icrm/pictures, to be looked at.
 * Names are those of files, or `mails` for all mails and pages. Fails where a note is too short for its text.
 */
const DOCS = join(projectRoot, 'docs', 'img');
const LOOKED = join(projectRoot, '.icrm', 'pictures');
const FOLDERS = { quoted: DOCS, looked: LOOKED };

async function main(wanted: readonly string[]): Promise<void> {
	const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
	for (const folder of [join(DOCS, 'templates'), LOOKED]) mkdirSync(folder, { recursive: true });
	const userFolder = mkdtempSync(join(tmpdir(), 'icrm-pictures-'));
	const stage = await setStage({ userFolder, print: console.log });
	const browser = await launchBrowser();
	try {
		await runByHand(stage, 'load-sample-company', 'Load it');
		const editor = await openEditor(stage.api, {
			width: 1800,
			height: 1000,
			deviceScaleFactor: 1.5,
			browser,
		});
		const faults = await takeTemplates(stage, editor, isWanted);
		// First, so that the triggers have something to show.
		if (isWanted('mails')) await takeMailsAndPages(stage, browser, FOLDERS);
		const panels = await openEditor(stage.api, { width: 1440, height: 900, browser });
		await takePanels(stage, panels, FOLDERS, isWanted);
		if (faults.length > 0) throw new Error(faults.join('\n'));
	} finally {
		await browser.close();
		await stage.strike();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

async function takeTemplates(
	stage: Stage,
	editor: Editor,
	isWanted: (name: string) => boolean,
): Promise<string[]> {
	const faults: string[] = [];
	for (const [name, id] of stage.workflows) {
		if (!isWanted(name)) continue;
		await editor.openWorkflow(id);
		faults.push(...(await overfullNotes(editor.page)).map((fault) => `${name}: ${fault}`));
		await takeCanvas(editor.page, join(DOCS, 'templates', `${name}.png`));
		console.log(`docs/img/templates/${name}.png`);
	}
	return faults;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
