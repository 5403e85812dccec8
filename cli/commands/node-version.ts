import { EXIT, Failure } from '../output/failure';

/** The templates need no more than this; the doctor needs Node's own SQLite, and says so where it is missing. */
const OLDEST = 20;

/** @throws Failure with exit code 2 where this Node.js is too old to run the command */
export function checkNode(version: string): void {
	if (Number(version.split('.')[0]) >= OLDEST) return;
	throw new Failure(
		`This is Node.js ${version}; icrm needs ${OLDEST} or newer, and 24 for 'icrm doctor'`,
		"Run it with the Node.js that n8n runs on. In n8n's container that is `docker exec -it CONTAINER node …`.",
		EXIT.usage,
	);
}
