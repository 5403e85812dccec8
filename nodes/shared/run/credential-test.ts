import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { describe, engineFor, listDeliveries } from '../../../engine';
import { describeFault } from './errors';
import { storeConfig } from './store';

/**
 * What 'Test' in the credential does: opens the store (which brings its tables up to date) and reads from it.
 * Every node names it: `credentials: [{ name: 'icrmStoreApi', required: false, testedBy: 'icrmStoreTest' }]`.
 */
export async function icrmStoreTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const config = storeConfig(credential.data ?? {});
		const engine = await engineFor(config);
		await listDeliveries(engine, { state: 'dead', limit: 1 });
		return { status: 'OK', message: `The ICRM store answers at ${describe(config)}` };
	} catch (error) {
		const { message, description } = describeFault(error);
		return { status: 'Error', message: `${message}. ${description}` };
	}
}
