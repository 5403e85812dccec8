/** `npx tsx scripts/install-n8n.ts`: makes sure there is an n8n to run the pack in, and says where it is. */
import { findOrInstallN8n } from './stage/n8n/host';

findOrInstallN8n(console.log).then(
	({ bin, version }) => console.log(`n8n ${version}: ${bin}`),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
