import type { Choice } from './choose-credentials';

/** What is left for the admin to do about credentials. */
export const credentialLines = (choices: readonly Choice[]): string[] =>
	choices.flatMap(({ name, type, how, id }) => {
		switch (how) {
			case 'empty':
				return [
					id === undefined
						? `The credential '${name}' (${type}) will be created empty, for you to fill in, unless --credentials gives it.`
						: `Fill in the credential '${name}' (${type}) in n8n under Credentials: it is empty.`,
				];
			case 'several':
				return [
					`Choose one of your credentials of type ${type} in the nodes: there are several, and none is called '${name}'.`,
				];
			case 'open':
				return [`Create a credential '${name}' (${type}) in n8n, and choose it in the nodes.`];
			default:
				return [];
		}
	});
